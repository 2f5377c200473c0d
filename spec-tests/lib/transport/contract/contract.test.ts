import { endings } from './endings.js';
import { fields } from './fields.js';
import { flow } from './flow.js';
import { CARRIERS, type Clause } from './link.js';
import { shapes } from './shapes.js';

const chapters: readonly (readonly [string, readonly Clause[]])[] = [
  ['shapes', shapes],
  ['fields', fields],
  ['endings', endings],
  ['flow', flow],
];

describe('transport contract', () => {
  const passed = new Map<string, number>(CARRIERS.map((carrier) => [carrier, 0]));
  for (const carrier of CARRIERS) {
    describe(carrier, () => {
      for (const [chapter, clauses] of chapters) {
        describe(chapter, () => {
          for (const clause of clauses) {
            if (!clause.carriers.includes(carrier)) continue;
            it(clause.name, async () => {
              await clause.run(carrier);
              passed.set(carrier, passed.get(carrier)! + 1);
            });
          }
        });
      }
    });
  }
  after(() => {
    const total = chapters.reduce((sum, [, clauses]) => sum + clauses.length, 0);
    for (const [carrier, count] of passed)
      console.log(`    transport contract: ${carrier}: ${count} of ${total} clauses have a meaning and hold`);
  });
});
