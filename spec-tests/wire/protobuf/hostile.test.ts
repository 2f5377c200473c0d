/** Bytes that somebody cut, bent or made up: a `DecodeError` or a message, and nothing else, without memory taken for a lie. */
import assert from 'node:assert/strict';
import { DecodeError } from '../../../wire/protobuf/errors.js';
import { Random } from '../../support/random.js';
import { randomMessage, randomSchema } from '../../support/random-schema.js';
import { type AnyType, buildSchema, hex, toHex, type, types } from '../../support/schema.js';

const SEED = Number(process.env.BAREWIRE_SEED ?? 20_260_915);

/** Decodes, and checks that what is not refused can be written and read again. */
function decodeOrRefuse(one: AnyType, bytes: Uint8Array): boolean {
  let message: Readonly<Record<string, unknown>>;
  try {
    message = one.decode(bytes);
  } catch (error) {
    assert.ok(error instanceof DecodeError, `${String(error)} for ${toHex(bytes)}`);
    return false;
  }
  assert.deepEqual(one.decode(one.encode(message)), message);
  return true;
}

function* randomTypes(random: Random, count: number): Generator<[one: AnyType, bytes: Uint8Array]> {
  for (let index = 0; index < count; index++) {
    const schema = randomSchema(random);
    const file = buildSchema(schema);
    const made = types(schema);
    for (const descriptor of file.messages)
      yield [made[descriptor.name]!, made[descriptor.name]!.encode(randomMessage(random, descriptor, 1))];
  }
}

describe('hostile bytes', () => {
  it(`every prefix of random messages is refused or a shorter message (seed ${SEED})`, function () {
    this.timeout(30_000);
    let refused = 0;
    let taken = 0;
    for (const [one, bytes] of randomTypes(new Random(SEED), 25)) {
      for (let length = 0; length < Math.min(bytes.length, 300); length++) {
        if (decodeOrRefuse(one, bytes.slice(0, length))) taken++;
        else refused++;
      }
    }
    assert.ok(refused > 1_000 && taken > 50, `${refused} refused, ${taken} taken`);
  });

  it(`random messages with bytes changed, put in and left out (seed ${SEED})`, function () {
    this.timeout(30_000);
    const random = new Random(SEED + 1);
    let refused = 0;
    let taken = 0;
    for (const [one, bytes] of randomTypes(random, 25)) {
      for (let count = 0; count < 60 && bytes.length > 0; count++) {
        const bent = [...bytes.subarray(0, 400)];
        for (let changes = random.between(1, 4); changes > 0; changes--) {
          const at = random.between(0, bent.length);
          const byte = random.pick([0, 1, 0x7f, 0x80, 0xff, random.uint32() & 0xff]);
          bent.splice(at, random.between(0, 2), ...(random.oneIn(2) ? [byte] : []));
        }
        if (decodeOrRefuse(one, Uint8Array.from(bent))) taken++;
        else refused++;
      }
    }
    assert.ok(refused > 500 && taken > 100, `${refused} refused, ${taken} taken`);
  });

  it(`a buffer of any length gets the message or says what it needs (seed ${SEED})`, () => {
    for (const [one, bytes] of randomTypes(new Random(SEED + 2), 25)) {
      const message = one.decode(bytes);
      for (let length = 0; length <= Math.min(bytes.length + 3, 400); length++) {
        const buffer = new Uint8Array(length + 8).fill(0xee);
        const room = buffer.subarray(3, 3 + length);
        const end = one.encodeInto(message, room, 0);
        assert.equal(end, bytes.length);
        assert.ok(buffer.subarray(0, 3).every((byte) => byte === 0xee) && buffer.subarray(3 + length).every((byte) => byte === 0xee));
        if (length >= bytes.length) assert.equal(toHex(room.subarray(0, end)), toHex(bytes));
      }
    }
  });

  it('lengths that lie are refused before memory is taken, in every kind of field', () => {
    const fields = [
      'string v = 1',
      'bytes v = 1',
      'M v = 1',
      'repeated int32 v = 1',
      'repeated double v = 1',
      'repeated bool v = 1',
      'map<string, bytes> v = 1',
      'string other = 2',
    ];
    for (const length of [
      '05',
      'ffffff7f',
      'ffffffff07',
      '8080808008',
      'ffffffff0f',
      'ffffffffff3f',
      'ffffffffffffffff7f',
      'ffffffffffffffffff01',
    ]) {
      for (const field of fields) {
        assert.throws(() => type([field]).decode(hex(`0a${length}01020304`)), DecodeError, `${field} ${length}`);
      }
    }
  });

  it('one byte after the other, from none to all of a message with everything in it', () => {
    const everything = type([
      'int32 a = 1',
      'string b = 2',
      'repeated int32 c = 3',
      'map<string, M> d = 4',
      'oneof o M e = 5',
      'double f = 6',
      'fixed32 g = 7',
      'bytes h = 8',
      'repeated string i = 9',
      'int64 j = 10',
    ]);
    const whole = everything.encode({
      a: -1,
      b: 'häh',
      c: [1, 300, -1],
      d: { x: { b: 'in' } },
      o: { case: 'e', value: { a: 1 } },
      f: 1.5,
      g: 7,
      h: Uint8Array.of(1, 2, 3),
      i: ['', 'twelve bytes', 'more than twelve bytes'],
      j: -5n,
    });
    let boundaries = 0;
    for (let length = 0; length <= whole.length; length++) if (decodeOrRefuse(everything, whole.slice(0, length))) boundaries++;
    // A prefix is a message exactly where a field ends: ten fields, three of them strings of one list, and none at all.
    assert.equal(boundaries, 13);
  });

  it('what is no Uint8Array is refused by name', () => {
    for (const value of ['0801', [8, 1], null, undefined, new ArrayBuffer(2), 5]) {
      assert.throws(() => type([]).decode(value as never), /t\.M\.decode expects a Uint8Array, got/);
    }
  });
});
