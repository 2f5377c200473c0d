/**
 * The suite `protobuf`: Google's conformance runner, required and recommended cases of all editions, binary, JSON and text, and its
 * performance cases; once through generated code and once through closures over descriptors. The runner calls a testee that skips
 * everything a success, so the cases are counted here, and a missing one has failed.
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheFolder, packageFolder, prepareRunner, type Report, runAll } from './runner.js';
import { buildTypes, PATHS, type Path } from './types.js';

/** Cases of version 33.2 of the runner. */
const EXPECTED = {
  conformance: { 'binary and JSON': 5567, text: 883 },
  performance: { 'binary and JSON': 74, text: 48 },
};
type Mode = keyof typeof EXPECTED;
const SHOWN_FAILURES = 200;

const INPUTS = [
  'conformance/conformance.proto',
  'google/protobuf/test_messages_edition2023.proto',
  'google/protobuf/test_messages_proto2.proto',
  'google/protobuf/test_messages_proto2_editions.proto',
  'google/protobuf/test_messages_proto3.proto',
  'google/protobuf/test_messages_proto3_editions.proto',
];

const testee = fileURLToPath(new URL('testee.js', import.meta.url));
const typesFolder = join(cacheFolder, 'types');

const totals = { passed: 0, failed: 0, skipped: 0 };

function count(path: Path, mode: Mode, { suites, failures, skipped, output }: Report): void {
  const names = Object.entries(EXPECTED[mode]);
  names.forEach(([name, expected], index) => {
    const { passed, failed, skipped } = suites[index] ?? { passed: 0, failed: 0, skipped: 0 };
    const missing = expected - passed - failed - skipped;
    totals.passed += passed;
    totals.failed += failed + Math.abs(missing);
    totals.skipped += skipped;
    const rest = [failed > 0 && `${failed} failed`, skipped > 0 && `${skipped} skipped`, missing !== 0 && `${missing} missing`];
    console.log(`${path}, ${mode}: ${[`${name} ${passed} of ${expected}`, ...rest.filter(Boolean)].join(', ')}`);
  });
  if (suites.length !== names.length && failures.length === 0) console.log(output.slice(-4000));
  for (const [area, failed] of byArea(failures)) console.log(`  ${area}: ${failed} failed`);
  for (const { name, why } of failures.slice(0, SHOWN_FAILURES)) console.log(`  failed: ${name}: ${why}`);
  for (const name of skipped.slice(0, SHOWN_FAILURES)) console.log(`  skipped: ${name}`);
  if (failures.length > SHOWN_FAILURES) console.log(`  and ${failures.length - SHOWN_FAILURES} more failures`);
}

/** `Required.Proto3.JsonInput.Something.ProtobufOutput` belongs to `Proto3.JsonInput.ProtobufOutput`. */
function byArea(failures: Report['failures']): Map<string, number> {
  const areas = new Map<string, number>();
  for (const { name } of failures) {
    const parts = name.split('.');
    const area = `${parts[1]}.${parts[2]}.${parts.at(-1)}`;
    areas.set(area, (areas.get(area) ?? 0) + 1);
  }
  return areas;
}

const program = prepareRunner();
await buildTypes(INPUTS, join(packageFolder, 'include'), typesFolder);
for (const path of PATHS) {
  count(path, 'conformance', runAll(program, [testee, path, typesFolder], { performance: false }));
  count(path, 'performance', runAll(program, [testee, path, typesFolder, '--merge-text'], { performance: true }));
}
console.log(`protobuf: ${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
process.exitCode = totals.failed + totals.skipped === 0 ? 0 : 1;
