import assert from 'node:assert/strict';
import fc from 'fast-check';
import { encodeTimeout, parseTimeout } from '../../../wire/grpc/timeout.js';

const UNITS_MS = { n: 1e-6, u: 1e-3, m: 1, S: 1000, M: 60_000, H: 3_600_000 };

describe('grpc-timeout, written', () => {
  const table: [number, string][] = [
    [1, '1m'],
    [500, '500m'],
    [99_999_999, '99999999m'],
    [100_000_000, '100000S'],
    [0.000_001, '1n'],
    [0.5, '500000n'],
    [99.999_999, '99999999n'],
    [99.999_999_9, '100000u'],
    [100.5, '100500u'],
    [99_999.999, '99999999u'],
    [99_999.999_5, '100000m'],
    [99_999_998.5, '99999999m'],
    [99_999_999.5, '100000S'],
    [100_000_001, '100001S'],
    [99_999_999_000, '99999999S'],
    [99_999_999_001, '1666667M'],
    [99_999_999 * 60_000, '99999999M'],
    [99_999_999 * 60_000 + 1, '1666667H'],
    [Number.MAX_VALUE, '99999999H'],
    [Number.POSITIVE_INFINITY, '99999999H'],
    [1e-9, '1n'],
    [0, '1n'],
    [-5, '1n'],
  ];
  for (const [ms, text] of table) it(`${ms} ms is ${text}`, () => assert.equal(encodeTimeout(ms), text));

  it('is the same text when asked again, and another for another', () => {
    assert.equal(encodeTimeout(250), '250m');
    assert.equal(encodeTimeout(250), '250m');
    assert.equal(encodeTimeout(251), '251m');
    assert.throws(() => encodeTimeout(Number.NaN), RangeError);
    assert.equal(encodeTimeout(250), '250m');
  });

  it('never shortens by as much as a nanosecond, never lengthens by a whole unit', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 3e14, noNaN: true }), (ms) => {
        const text = encodeTimeout(ms);
        assert.match(text, /^[1-9][0-9]{0,7}[HMSmun]$/);
        const back = parseTimeout(text);
        const unit = UNITS_MS[text.at(-1) as keyof typeof UNITS_MS];
        assert.ok(back > ms - 1e-6, `${ms} became ${back}`);
        assert.ok(back - ms < unit * (1 + 1e-9), `${ms} became ${back}`);
      }),
      { seed: 20_113, numRuns: 2000 },
    );
  });
});

describe('grpc-timeout, read', () => {
  const table: [string, number][] = [
    ['1S', 1000],
    ['1H', 3_600_000],
    ['2M', 120_000],
    ['250m', 250],
    ['250u', 0.25],
    ['250n', 0.00025],
    ['0n', 0],
    ['00000001m', 1],
    ['99999999H', 99_999_999 * 3_600_000],
  ];
  for (const [text, ms] of table) it(`${text} is ${ms} ms`, () => assert.equal(parseTimeout(text), ms));

  const wrong = ['', 'S', '1', '123456789m', '1s', '1h', '-1m', '+1m', '1.5m', ' 1m', '1m ', '1 m', '0x1m', '1mm', '1e3m', '١m', '1ms'];
  for (const text of wrong) it(`${JSON.stringify(text)} is refused`, () => assert.equal(parseTimeout(text), Number.NaN));

  it('refuses anything else, and never throws', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const valid = /^[0-9]{1,8}[HMSmun]$/.test(text);
        assert.equal(Number.isNaN(parseTimeout(text)), !valid);
      }),
      { seed: 20_114 },
    );
  });
});
