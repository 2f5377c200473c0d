import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { readDelimited } from '../../../lib/index.js';
import { writeDelimited } from '../../../wire/protobuf/delimited.js';
import { DecodeError } from '../../../wire/protobuf/errors.js';
import { StringValue } from '../../../wire/protobuf/generated/wrappers.js';

const words = ['', 'a', 'b'.repeat(1_000), 'c'];
const pieces = words.map((value) => writeDelimited(StringValue, { value }));
const stream = Buffer.concat(pieces);

async function valuesOf(source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<string[]> {
  const values: string[] = [];
  for await (const { value } of readDelimited(StringValue, source)) values.push(value);
  return values;
}

describe('readDelimited', () => {
  it('takes what gives bytes: arrays, generators, Node.js and web streams', async () => {
    assert.deepEqual(await valuesOf(pieces), words);
    assert.deepEqual(await valuesOf([...stream].map((byte) => Uint8Array.of(byte))), words);
    assert.deepEqual(await valuesOf(Readable.from(pieces.map((piece) => Buffer.from(piece)))), words);
    assert.deepEqual(await valuesOf(new Blob([stream]).stream() as unknown as AsyncIterable<Uint8Array>), words);
    assert.deepEqual(await valuesOf([]), []);
  });

  it('reads the source when no whole message is left, and closes it when the reader stops', async () => {
    const events: string[] = [];
    async function* source(): AsyncGenerator<Uint8Array> {
      try {
        for (const word of ['ab', 'c', 'd']) {
          events.push(`read ${word}`);
          yield Buffer.concat([...word].map((value) => writeDelimited(StringValue, { value })));
        }
      } finally {
        events.push('closed');
      }
    }
    for await (const { value } of readDelimited(StringValue, source())) {
      events.push(value);
      if (value === 'c') break;
    }
    assert.deepEqual(events, ['read ab', 'a', 'b', 'read c', 'c', 'closed']);
  });

  it('throws where the stream is cut off, behind the messages before', async () => {
    const values: string[] = [];
    await assert.rejects(
      async () => {
        for await (const { value } of readDelimited(StringValue, [stream.subarray(0, -1)])) values.push(value);
      },
      (error) =>
        error instanceof DecodeError && error.message.includes('the stream of google.protobuf.StringValue messages was cut off: 2 of 3'),
    );
    assert.deepEqual(values, words.slice(0, 3));
  });

  it('throws what its options refuse', async () => {
    const read = async (): Promise<void> => {
      for await (const _ of readDelimited(StringValue, [stream], { maxBytes: 1_000 }));
    };
    await assert.rejects(read, (error) => error instanceof DecodeError && error.limit === 'maxBytes');
  });
});
