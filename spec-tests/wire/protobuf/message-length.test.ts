import assert from 'node:assert/strict';
import { type DynamicMessage, dynamicMessageType } from '../../../wire/protobuf/closures/dynamic.js';
import { generatedTypes } from '../../support/generated.js';
import { Random } from '../../support/random.js';
import { buildSchema } from '../../support/schema.js';

const SEED = 20261123;

/** A message inside itself, as deep as told; what stands on a level makes the lengths around it fall on either side of a threshold. */
function nested(random: Random, levels: number): DynamicMessage {
  let message: DynamicMessage = { text: text(random) };
  for (let level = 0; level < levels; level++) {
    const others = random.oneIn(9) ? [{ text: text(random) }, {}] : [];
    message = random.oneIn(2) ? { next: message, others } : { text: text(random), others: [...others, message] };
  }
  return message;
}

function text(random: Random): string {
  return 'x'.repeat(random.pick([0, 1, 50, 121, 122, 123, 124, 125, 126, 127, 128, 129, 16_370, 16_380, 16_383, 16_384]));
}

/** A message inside itself, so many times. */
function chain(levels: number, inside: string): DynamicMessage {
  let message: DynamicMessage = { text: inside };
  for (let level = 0; level < levels; level++) message = { next: message };
  return message;
}

describe('the length of a message inside one of its own type', () => {
  const file = buildSchema({ messages: { M: ['string text = 1', 'M next = 2', 'repeated M others = 300', 'map<int32, M> named = 4'] } });
  const generated = generatedTypes(file).M!;
  const closures = dynamicMessageType(file.messages[0]!);

  it(`is the same whatever was expected (seed ${SEED})`, () => {
    const random = new Random(SEED);
    for (let count = 0; count < 1_500; count++) {
      const message = nested(random, random.between(0, 12));
      assert.deepEqual(generated.encode(message), closures.encode(message));
    }
  });

  it('moves nothing where messages nest as they did before', () => {
    const array = Object.getPrototypeOf(Uint8Array.prototype) as { copyWithin: Uint8Array['copyWithin'] };
    const { copyWithin } = array;
    let moves = 0;
    array.copyWithin = function (this: Uint8Array, ...range: [number, number, number]) {
      moves++;
      return copyWithin.apply(this, range);
    };
    try {
      const message = chain(60, 'z'.repeat(200));
      for (let count = 0; count < 4; count++) generated.encode(message);
      moves = 0;
      for (let count = 0; count < 4; count++) generated.encode(message);
      assert.equal(moves, 0);
    } finally {
      array.copyWithin = copyWithin;
    }
  });

  it('ends where it must, and is whole where it fits, in buffers of every length', () => {
    const short = chain(5, 'z');
    const expected = closures.encode(short);
    for (let room = 0; room <= expected.length + 12; room++) {
      // Long ones first, so that too much is kept free for the short one.
      for (let count = 0; count < 6; count++) generated.encode(chain(5, 'z'.repeat(20_000)));
      const buffer = new Uint8Array(room);
      assert.equal(generated.encodeInto(short, buffer, 0), expected.length, `room for ${room}`);
      if (room >= expected.length) assert.deepEqual(buffer.subarray(0, expected.length), expected);
    }
  });

  it('is right where a getter writes other messages in between', () => {
    const random = new Random(SEED + 1);
    for (let count = 0; count < 300; count++) {
      const inner = nested(random, random.between(0, 8));
      const other = nested(random, random.between(0, 8));
      const message = {
        next: {
          get next(): DynamicMessage {
            for (let index = 0; index < 5; index++) generated.encode(other);
            return inner;
          },
        },
      };
      assert.deepEqual(generated.encode(message), closures.encode({ next: { next: inner } }));
    }
  });
});
