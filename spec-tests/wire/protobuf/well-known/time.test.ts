import assert from 'node:assert/strict';
import {
  durationAdd,
  durationCompare,
  durationFromNanos,
  durationFromText,
  durationIsValid,
  durationMs,
  durationNanos,
  durationNormalize,
  durationSubtract,
  durationText,
} from '../../../../wire/protobuf/well-known/duration.js';
import {
  timestampAdd,
  timestampCompare,
  timestampDate,
  timestampDifference,
  timestampFromDate,
  timestampFromNanos,
  timestampFromText,
  timestampIsValid,
  timestampNanos,
  timestampNormalize,
  timestampSubtract,
  timestampText,
} from '../../../../wire/protobuf/well-known/timestamp.js';
import { Random } from '../../../support/random.js';

const SEED = Number(process.env.BAREWIRE_SEED ?? 20_261_123);

const MIN = -62_135_596_800n * 10n ** 9n;
const MAX = 253_402_300_799_999_999_999n;
const MAX_SPAN = 315_576_000_000n * 10n ** 9n + 999_999_999n;

function randomBigint(random: Random, low: bigint, high: bigint): bigint {
  const bits = (BigInt(random.uint32()) << 64n) | (BigInt(random.uint32()) << 32n) | BigInt(random.uint32());
  return low + (bits % (high - low + 1n));
}

describe('Timestamp conversions', () => {
  it('keep every nanosecond', () => {
    for (const [text, seconds, nanos] of [
      ['1970-01-01T00:00:00Z', 0n, 0],
      ['2026-11-23T02:46:00.123456789Z', 1_795_401_960n, 123_456_789],
      ['1969-12-31T23:59:59.999999999Z', -1n, 999_999_999],
      ['0001-01-01T00:00:00Z', -62_135_596_800n, 0],
      ['9999-12-31T23:59:59.999999999Z', 253_402_300_799n, 999_999_999],
      ['2024-02-29T12:00:00.000001Z', 1_709_208_000n, 1000],
    ] as const) {
      const timestamp = { seconds, nanos };
      assert.deepEqual(timestampFromText(text), timestamp);
      assert.equal(timestampText(timestamp), text);
      assert.deepEqual(timestampFromNanos(timestampNanos(timestamp)), timestamp);
    }
    assert.deepEqual(timestampFromText('2026-11-23T03:46:00.5+01:00'), { seconds: 1_795_401_960n, nanos: 500_000_000 });
  });

  it('to a Date give the millisecond it lies in, also before 1970', () => {
    for (const [text, date] of [
      ['2026-11-23T02:46:00.123999999Z', '2026-11-23T02:46:00.123Z'],
      ['1969-12-31T23:59:59.999999999Z', '1969-12-31T23:59:59.999Z'],
      ['1969-12-31T23:59:59.998000001Z', '1969-12-31T23:59:59.998Z'],
      ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000Z'],
      ['9999-12-31T23:59:59.999999999Z', '9999-12-31T23:59:59.999Z'],
    ] as const) {
      assert.equal(timestampDate(timestampFromText(text)).toISOString(), date);
      assert.equal(timestampText(timestampFromDate(new Date(date))), date.replace('.000Z', 'Z'));
    }
  });

  it(`agree with each other for any time (seed ${SEED})`, () => {
    const random = new Random(SEED);
    for (let count = 0; count < 3000; count++) {
      const nanos = randomBigint(random, MIN, MAX);
      const timestamp = timestampFromNanos(nanos);
      assert.ok(timestampIsValid(timestamp));
      assert.equal(timestampNanos(timestamp), nanos);
      assert.deepEqual(timestampFromText(timestampText(timestamp)), timestamp);
      assert.equal(timestampDate(timestamp).getTime(), Number((nanos - (((nanos % 1_000_000n) + 1_000_000n) % 1_000_000n)) / 1_000_000n));
      assert.equal(timestampText(timestamp).slice(0, 19), timestampDate(timestamp).toISOString().slice(0, 19));
    }
  });

  it('refuse what is out of range or no time', () => {
    for (const nanos of [MIN - 1n, MAX + 1n, 10n ** 100n]) assert.throws(() => timestampFromNanos(nanos), RangeError);
    assert.throws(() => timestampFromNanos(5 as never), TypeError);
    for (const text of [
      '',
      '2026',
      '2026-11-23',
      '2026-11-23T02:46:00',
      '2026-11-23t02:46:00z',
      '2026-11-23T02:46:00.1234567890Z',
      '2026-02-29T00:00:00Z',
      '0000-12-31T23:59:59Z',
      '2026-11-23T24:00:00Z',
      '2016-12-31T23:59:60Z',
      '10000-01-01T00:00:00Z',
    ])
      assert.throws(() => timestampFromText(text), { name: 'RangeError', message: /^expected a time such as/ });
    for (const text of [undefined, null, 5, {}]) assert.throws(() => timestampFromText(text as never), RangeError);
    for (const bad of [
      { seconds: 0n, nanos: -1 },
      { seconds: 0n, nanos: 1e9 },
      { seconds: 253_402_300_800n, nanos: 0 },
      { seconds: 0n, nanos: 0.5 },
      { seconds: 0 as never, nanos: 0 },
    ]) {
      assert.equal(timestampIsValid(bad), false);
      assert.throws(() => timestampText(bad), { name: 'RangeError', message: /^a Timestamp lies between/ });
    }
    assert.throws(() => timestampNanos({ seconds: 1 as never, nanos: 0 }), TypeError);
    assert.throws(() => timestampNanos({ seconds: 1n, nanos: Number.NaN }), TypeError);
  });

  it('normalise, add, subtract and compare', () => {
    assert.deepEqual(timestampNormalize({ seconds: 5n, nanos: -1 }), { seconds: 4n, nanos: 999_999_999 });
    assert.deepEqual(timestampNormalize({ seconds: -5n, nanos: 3_000_000_001 }), { seconds: -2n, nanos: 1 });
    const time = timestampFromText('2026-11-23T02:46:00.5Z');
    assert.equal(timestampText(timestampAdd(time, durationFromText('0.500000001s'))), '2026-11-23T02:46:01.000000001Z');
    assert.equal(timestampText(timestampSubtract(time, durationFromText('86400.5s'))), '2026-11-22T02:46:00Z');
    assert.equal(durationText(timestampDifference(time, timestampFromText('2026-11-23T02:46:01Z'))), '-0.500s');
    assert.throws(() => timestampAdd(time, durationFromText('315576000000s')), RangeError);
    const times = ['2026-01-01T00:00:00Z', '1969-01-01T00:00:00.1Z', '2026-01-01T00:00:00.000000001Z'].map(timestampFromText);
    assert.deepEqual(times.sort(timestampCompare).map(timestampText), [
      '1969-01-01T00:00:00.100Z',
      '2026-01-01T00:00:00Z',
      '2026-01-01T00:00:00.000000001Z',
    ]);
    assert.equal(timestampCompare(time, { ...time }), 0);
  });
});

describe('Duration conversions', () => {
  it('keep every nanosecond', () => {
    for (const [text, seconds, nanos] of [
      ['0s', 0n, 0],
      ['1.500s', 1n, 500_000_000],
      ['-0.000000001s', 0n, -1],
      ['-1.000001s', -1n, -1000],
      ['315576000000.999999999s', 315_576_000_000n, 999_999_999],
      ['-315576000000.999999999s', -315_576_000_000n, -999_999_999],
    ] as const) {
      const duration = { seconds, nanos };
      assert.deepEqual(durationFromText(text), duration);
      assert.equal(durationText(duration), text);
      assert.deepEqual(durationFromNanos(durationNanos(duration)), duration);
    }
    assert.deepEqual(durationFromText('1.5s'), { seconds: 1n, nanos: 500_000_000 });
    assert.equal(durationMs(durationFromText('-1.5s')), -1500);
  });

  it(`agree with each other for any span (seed ${SEED})`, () => {
    const random = new Random(SEED);
    for (let count = 0; count < 2000; count++) {
      const nanos = randomBigint(random, -MAX_SPAN, MAX_SPAN);
      const duration = durationFromNanos(nanos);
      assert.ok(durationIsValid(duration));
      assert.equal(durationNanos(duration), nanos);
      assert.deepEqual(durationFromText(durationText(duration)), duration);
    }
  });

  it('refuse what is out of range or no span', () => {
    for (const nanos of [MAX_SPAN + 1n, -MAX_SPAN - 1n]) assert.throws(() => durationFromNanos(nanos), RangeError);
    assert.throws(() => durationFromNanos(1 as never), TypeError);
    for (const text of ['', 's', '1', '1.s', '.5s', '1.5 s', '1.1234567890s', '+1s', '--1s', '1e3s', '315576000001s', '0x1s'])
      assert.throws(() => durationFromText(text), { name: 'RangeError', message: /^expected a time span such as "1.5s"/ });
    for (const bad of [
      { seconds: 1n, nanos: -1 },
      { seconds: -1n, nanos: 1 },
      { seconds: 0n, nanos: 1e9 },
      { seconds: 315_576_000_001n, nanos: 0 },
      { seconds: 0n, nanos: 0.5 },
    ]) {
      assert.equal(durationIsValid(bad), false);
      assert.throws(() => durationText(bad), RangeError);
    }
  });

  it('normalise, add, subtract and compare', () => {
    assert.deepEqual(durationNormalize({ seconds: 1n, nanos: -1 }), { seconds: 0n, nanos: 999_999_999 });
    assert.deepEqual(durationNormalize({ seconds: -1n, nanos: 1_500_000_000 }), { seconds: 0n, nanos: 500_000_000 });
    const [long, short] = [durationFromText('2.5s'), durationFromText('0.6s')];
    assert.equal(durationText(durationAdd(long, short)), '3.100s');
    assert.equal(durationText(durationSubtract(short, long)), '-1.900s');
    assert.equal(durationCompare(long, short), 1);
    assert.equal(durationCompare(short, long), -1);
    assert.equal(durationCompare({ seconds: 0n, nanos: 1_000_000_000 }, { seconds: 1n, nanos: 0 }), 0);
    assert.throws(() => durationAdd(durationFromNanos(MAX_SPAN), short), RangeError);
  });
});
