import assert from 'node:assert/strict';
import fc from 'fast-check';
import { formatCFloat } from '../../../../lib/compiler/options/float-text.js';

const SEED = Number(process.env.BAREWIRE_SEED ?? 20_260_918);

describe('floating-point numbers as text', () => {
  const doubles: readonly [number, string][] = [
    [0, '0'],
    [-0, '-0'],
    [1, '1'],
    [-1.5, '-1.5'],
    [0.1, '0.1'],
    [100_000, '100000'],
    [1e15, '1e+15'],
    [123_456_789_012_345, '123456789012345'],
    [1e21, '1e+21'],
    [0.0001, '0.0001'],
    [0.00001, '1e-05'],
    [1.5e-300, '1.5e-300'],
    [5e-324, '4.94065645841247e-324'],
    [1 / 3, '0.33333333333333331'],
    [Number.MAX_VALUE, '1.7976931348623157e+308'],
    [Infinity, 'inf'],
    [-Infinity, '-inf'],
    [Number.NaN, 'nan'],
  ];
  for (const [value, text] of doubles) it(`write the double ${value} as ${text}`, () => assert.equal(formatCFloat(value, false), text));

  const floats: readonly [number, string][] = [
    [0.1, '0.1'],
    [16_777_217, '16777216'],
    [1_000_000, '1e+06'],
    [3.4028235e38, '3.40282347e+38'],
    [1e60, 'inf'],
    [-1e60, '-inf'],
    [1e-46, '0'],
  ];
  for (const [value, text] of floats) it(`write the float ${value} as ${text}`, () => assert.equal(formatCFloat(value, true), text));

  it(`read back as the same number (seed ${SEED})`, () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        assert.ok(Object.is(Number(formatCFloat(value, false)), value));
        const single = Math.fround(value);
        if (Number.isFinite(single)) assert.ok(Object.is(Math.fround(Number(formatCFloat(value, true))), single));
      }),
      { seed: SEED, numRuns: 2_000 },
    );
  });
});
