import assert from 'node:assert/strict';
import { Duration } from '../../../../wire/protobuf/generated/duration.js';
import { FieldMask } from '../../../../wire/protobuf/generated/field-mask.js';
import { Timestamp } from '../../../../wire/protobuf/generated/timestamp.js';
import { fromJson } from '../../../../wire/protobuf/json/from-json.js';
import { toJson } from '../../../../wire/protobuf/json/to-json.js';
import type { MessageType } from '../../../../wire/protobuf/message-type.js';

/** Each text is the one form of a message, which is read and printed again. */
function same<T>(type: MessageType<T, never>, text: string, message: T): void {
  assert.deepEqual(fromJson(type, text), message, text);
  assert.equal(toJson(type, message), text);
}

describe('ProtoJSON of a Timestamp', () => {
  it('is RFC 3339 in UTC with 0, 3, 6 or 9 fractional digits', () => {
    same(Timestamp, '1970-01-01T00:00:00Z', { seconds: 0n, nanos: 0 });
    same(Timestamp, '1972-01-01T10:00:20.021Z', { seconds: 63_108_020n, nanos: 21_000_000 });
    same(Timestamp, '1969-12-31T23:59:59.000000001Z', { seconds: -1n, nanos: 1 });
    same(Timestamp, '1969-12-31T23:59:59.000340Z', { seconds: -1n, nanos: 340_000 });
    same(Timestamp, '0001-01-01T00:00:00Z', { seconds: -62_135_596_800n, nanos: 0 });
    same(Timestamp, '9999-12-31T23:59:59.999999999Z', { seconds: 253_402_300_799n, nanos: 999_999_999 });
  });

  it('agrees with Date on every 1,000th day of its years', () => {
    for (let day = -719_162; day <= 2_932_896; day += 1000) {
      const text = new Date(day * 86_400_000).toISOString().replace('.000Z', 'Z');
      same(Timestamp, text, { seconds: BigInt(day) * 86_400n, nanos: 0 });
    }
  });
});

describe('ProtoJSON of a Duration', () => {
  it('is seconds with 0, 3, 6 or 9 fractional digits', () => {
    same(Duration, '0s', { seconds: 0n, nanos: 0 });
    same(Duration, '1.000340012s', { seconds: 1n, nanos: 340_012 });
    same(Duration, '-0.500s', { seconds: 0n, nanos: -500_000_000 });
    same(Duration, '-315576000000.999999999s', { seconds: -315_576_000_000n, nanos: -999_999_999 });
  });
});

describe('ProtoJSON of a FieldMask', () => {
  it('is its paths in lowerCamelCase', () => {
    same(FieldMask, '', { paths: [] });
    same(FieldMask, 'f.fooBar,h', { paths: ['f.foo_bar', 'h'] });
  });
});
