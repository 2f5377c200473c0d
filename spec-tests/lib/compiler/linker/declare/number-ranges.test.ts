import assert from 'node:assert/strict';
import fc from 'fast-check';
import { NumberRanges } from '../../../../../lib/compiler/linker/declare/number-ranges.js';

const SEED = Number(process.env['BAREWIRE_SEED'] ?? 20_260_917);

describe('ranges of numbers', () => {
  it('are found by a number inside them, their end left out', () => {
    const ranges = new NumberRanges([
      { start: 10, end: 20 },
      { start: 1, end: 2 },
    ]);
    assert.deepEqual(
      [0, 1, 2, 9, 10, 19, 20].map((number) => ranges.find(number)?.start),
      [undefined, 1, undefined, undefined, 10, 10, undefined],
    );
    assert.deepEqual(ranges.overlaps, []);
  });

  it('that overlap are told as pairs, the later in the source first', () => {
    const early = { start: 1, end: 6 };
    const late = { start: 3, end: 4 };
    assert.deepEqual(new NumberRanges([early, late]).overlaps, [[late, early]]);
    assert.deepEqual(new NumberRanges([late, early]).overlaps, [[early, late]]);
  });

  it(`agree with looking at each (seed ${SEED})`, () => {
    const range = fc
      .record({ start: fc.nat(60), length: fc.integer({ min: 1, max: 8 }) })
      .map(({ start, length }) => ({ start, end: start + length }));
    fc.assert(
      fc.property(fc.array(range, { maxLength: 12 }), (list) => {
        const ranges = new NumberRanges(list);
        const overlap = list.some((one, index) => list.some((other, at) => at > index && one.start < other.end && other.start < one.end));
        assert.equal(ranges.overlaps.length > 0, overlap);
        if (overlap) return;
        for (let number = -1; number < 70; number++) {
          assert.equal(
            ranges.find(number),
            list.find(({ start, end }) => number >= start && number < end),
          );
        }
      }),
      { seed: SEED, numRuns: 500 },
    );
  });
});
