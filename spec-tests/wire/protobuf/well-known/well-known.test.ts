import assert from 'node:assert/strict';
import { DecodeError, EncodeError } from '../../../../wire/protobuf/errors.js';
import { Any } from '../../../../wire/protobuf/generated/any.js';
import { Duration } from '../../../../wire/protobuf/generated/duration.js';
import { Timestamp } from '../../../../wire/protobuf/generated/timestamp.js';
import { anyIs, anyPack, anyUnpack } from '../../../../wire/protobuf/well-known/any.js';
import { durationFromMs, durationMs } from '../../../../wire/protobuf/well-known/duration.js';
import { timestampFromDate, timestampFromMs, timestampMs } from '../../../../wire/protobuf/well-known/timestamp.js';
import { hex } from '../../../support/schema.js';

describe('Timestamp', () => {
  it('counts seconds down and nanoseconds up, also before 1970', () => {
    for (const [ms, seconds, nanos] of [
      [0, 0n, 0],
      [1_726_000_000_123, 1_726_000_000n, 123_000_000],
      [-1, -1n, 999_000_000],
      [-1000, -1n, 0],
      [0.5, 0n, 500_000],
      [-62_135_596_800_000, -62_135_596_800n, 0],
      [253_402_300_799_999, 253_402_300_799n, 999_000_000],
    ] as const) {
      const timestamp = timestampFromMs(ms);
      assert.deepEqual(timestamp, { seconds, nanos });
      assert.equal(timestampMs(timestamp), ms);
      assert.deepEqual(Timestamp.decode(Timestamp.encode(timestamp)), timestamp);
    }
    const date = new Date('2024-02-29T12:34:56.789Z');
    assert.equal(new Date(timestampMs(timestampFromDate(date))).toISOString(), date.toISOString());
  });

  it('is never a whole second of nanoseconds and never out of range', () => {
    assert.deepEqual(timestampFromMs(999.999_999_9), { seconds: 0n, nanos: 999_999_999 });
    for (const ms of [Number.NaN, Number.POSITIVE_INFINITY, -62_135_596_800_001, 253_402_300_800_000])
      assert.throws(() => timestampFromMs(ms), RangeError);
    assert.throws(() => timestampFromDate(new Date('no date')), RangeError);
    assert.throws(() => Timestamp.encode(new Date() as never), {
      message: 'timestamp: expected google.protobuf.Timestamp, got an object (Date): timestampFromDate makes one of a Date',
    });
  });
});

describe('Duration', () => {
  it('has seconds and nanoseconds of one sign', () => {
    for (const [ms, seconds, nanos] of [
      [0, 0n, 0],
      [-0, 0n, 0],
      [1500, 1n, 500_000_000],
      [-1500, -1n, -500_000_000],
      [-0.5, 0n, -500_000],
      [-2000, -2n, 0],
    ] as const) {
      const duration = durationFromMs(ms);
      assert.deepEqual(duration, { seconds, nanos });
      assert.equal(durationMs(duration), ms + 0);
      assert.deepEqual(Duration.decode(Duration.encode(duration)), duration);
    }
    for (const ms of [Number.NaN, 315_576_000_001_000, Number.NEGATIVE_INFINITY]) assert.throws(() => durationFromMs(ms), RangeError);
  });
});

describe('Any', () => {
  it('holds a message with its type', () => {
    const any = anyPack(Timestamp, { seconds: 5n });
    assert.deepEqual(any, { typeUrl: 'type.googleapis.com/google.protobuf.Timestamp', value: hex('0805') });
    assert.deepEqual(anyUnpack(Any.decode(Any.encode(any)), Timestamp), { seconds: 5n, nanos: 0 });
    assert.equal(anyUnpack(any, Duration), undefined);
  });

  it('goes by what follows the last slash', () => {
    for (const typeUrl of ['/google.protobuf.Timestamp', 'a/b/google.protobuf.Timestamp', 'https://x/google.protobuf.Timestamp'])
      assert.ok(anyIs({ typeUrl }, Timestamp));
    for (const typeUrl of ['', 'google.protobuf.Timestamp', '/google.protobuf.Timestamp/', '/protobuf.Timestamp'])
      assert.equal(anyIs({ typeUrl }, Timestamp), false);
  });

  it('passes on what is wrong inside', () => {
    assert.throws(() => anyUnpack({ typeUrl: '/google.protobuf.Timestamp', value: hex('08') }, Timestamp), DecodeError);
    assert.throws(() => anyPack(Timestamp, { seconds: 5 as never }), EncodeError);
  });
});
