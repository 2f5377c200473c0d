import assert from 'node:assert/strict';
import fc from 'fast-check';
import { compileSources } from '../../../../lib/compiler/index.js';
import { Columns } from '../../../../lib/compiler/source-info/columns.js';

const SEED = 20261123;

describe('columns of source info', () => {
  it(`are those that counting from the line's beginning gives, in whatever order they are asked for (seed ${SEED})`, () => {
    const piece = fc.constantFrom(
      ' ',
      ';',
      'a = 1',
      '\t',
      '"é"',
      '"你好"',
      '"e\u0301"',
      '"👍🏽"',
      `"${'x'.repeat(600)}"`,
      `"${'語'.repeat(300)}"`,
      '\n',
    );
    const text = fc.array(piece, { maxLength: 60 });
    const asks = fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true })), {
      maxLength: 30,
    });
    fc.assert(
      fc.property(text, asks, (pieces, places) => {
        const whole = pieces.join('');
        const boundaries = [0];
        for (const one of pieces) boundaries.push(boundaries.at(-1)! + one.length);
        const columns = new Columns(whole);
        for (const pair of places) {
          const [start, end] = pair.map((part) => boundaries[Math.floor(part * (boundaries.length - 1))]!).sort((a, b) => a - b);
          assert.deepEqual(columns.span(start!, end!), new Columns(whole).span(start!, end!));
        }
      }),
      { seed: SEED, numRuns: 500 },
    );
  });

  it('of a schema that stands on one line are not counted from its beginning each time', () => {
    const count = 60_000;
    const values = Array.from({ length: count }, (_, index) => `V${index}=${index};`).join('');
    const text = `syntax="proto3";enum E{${values}}`;
    const { files } = compileSources(['x.proto'], (name) => (name === 'x.proto' ? text : undefined), { sourceInfo: true });
    const last = files.at(-1)!.proto.sourceCodeInfo!.location.find(({ path }) => path.join() === `5,0,2,${count - 1}`);
    assert.deepEqual(last?.span, [0, text.length - 14, text.length - 1]);
  });
});
