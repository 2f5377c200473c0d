/**
 * Adds up what `npm test` and `npm run suites` have counted: `ci-summary.mjs CODE FILE CODE FILE…`, the exit code of each run and
 * the file it was told to write. A run that failed without counting a failure counts as one. The last line is the sum.
 */
import { readResults } from './house.mjs';

const args = process.argv.slice(2);
let passed = 0;
let failed = 0;
for (let index = 0; index < args.length; index += 2) {
  const counts = readResults(args[index + 1]) ?? { passed: 0, failed: 1 };
  passed += counts.passed;
  failed += args[index] !== '0' && counts.failed === 0 ? 1 : counts.failed;
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
