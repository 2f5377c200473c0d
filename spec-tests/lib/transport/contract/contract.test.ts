import { lacks, nodeHttp2Cannot } from './cannot.js';
import { dying } from './dying.js';
import { endings } from './endings.js';
import { fields } from './fields.js';
import { flow } from './flow.js';
import { foreignClients } from './foreign-clients.js';
import { foreignServers } from './foreign-servers.js';
import { CARRIERS, type Clause } from './link.js';
import { sessions } from './sessions.js';
import { shapes } from './shapes.js';

const chapters: readonly (readonly [string, readonly Clause[]])[] = [
  ['shapes', shapes],
  ['fields', fields],
  ['endings', endings],
  ['flow', flow],
  ['sessions', sessions],
  ['connections that die', dying],
  ['servers that are not ours', foreignServers],
  ['clients that are not ours', foreignClients],
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
  describe('what node:http2 cannot do', () => {
    for (const entry of nodeHttp2Cannot) {
      if (lacks(entry)) it(entry.what, () => entry.still());
      else it(`(this version can) ${entry.what}`, () => entry.gone!());
    }
  });
  after(() => {
    const total = chapters.reduce((sum, [, clauses]) => sum + clauses.length, 0);
    for (const [carrier, count] of passed)
      console.log(`    transport contract: ${carrier}: ${count} of ${total} clauses have a meaning and hold`);
  });
});
