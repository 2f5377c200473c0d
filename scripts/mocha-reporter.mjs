/** mocha's dots, and the counts in the file that the environment variable BAREWIRE_MOCHA_RESULTS names. */
import Mocha from 'mocha';
import { writeResults } from './house.mjs';

export default class CountingReporter extends Mocha.reporters.Dot {
  constructor(runner, options) {
    super(runner, options);
    runner.once('end', () => {
      const { passes, failures, pending } = this.stats;
      writeResults(process.env.BAREWIRE_MOCHA_RESULTS, { passed: passes, failed: failures, skipped: pending });
    });
  }
}
