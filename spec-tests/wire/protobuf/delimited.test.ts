import assert from 'node:assert/strict';
import { type DelimitedOptions, DelimitedReader, writeDelimited } from '../../../wire/protobuf/delimited.js';
import { DecodeError, EncodeError } from '../../../wire/protobuf/errors.js';
import { Random } from '../../support/random.js';
import { hex, toHex, type } from '../../support/schema.js';

const SEED = Number(process.env.BAREWIRE_SEED ?? 20_261_123);
const M = type(['string s = 1', 'bytes b = 2', 'M m = 3', 'repeated M list = 4']);
type Message = ReturnType<typeof M.decode>;

function takeAll(reader: DelimitedReader<Message>): Message[] {
  const messages: Message[] = [];
  for (let message = reader.next(); message !== undefined; message = reader.next()) messages.push(message);
  return messages;
}

function readAll(chunks: readonly Uint8Array[], options?: DelimitedOptions): Message[] {
  const reader = new DelimitedReader(M, options);
  const messages: Message[] = [];
  for (const chunk of chunks) {
    reader.push(chunk);
    messages.push(...takeAll(reader));
  }
  reader.end();
  return messages;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let position = 0;
  for (const part of parts) {
    all.set(part, position);
    position += part.length;
  }
  return all;
}

function refused(run: () => unknown, text: RegExp): DecodeError {
  let caught: unknown;
  try {
    run();
  } catch (error) {
    caught = error;
  }
  assert.ok(caught instanceof DecodeError, String(caught));
  assert.match(caught.message, text);
  return caught;
}

describe('a size-delimited stream', () => {
  const messages = ['', 'a', 'b'.repeat(200), '', 'c'.repeat(20_000), 'last'].map((s) => M.create({ s, b: new Uint8Array(s.length % 7) }));
  const stream = joined(messages.map((message) => writeDelimited(M, message)));

  it('is each message behind its length', () => {
    assert.equal(toHex(writeDelimited(M, {})), '00');
    assert.equal(toHex(writeDelimited(M, { s: 'ab' })), '040a026162');
    assert.equal(toHex(writeDelimited(M, { b: new Uint8Array(200) }).subarray(0, 5)), 'cb0112c801');
    assert.throws(() => writeDelimited(M, { s: 1 } as never), EncodeError);
  });

  it('gives its messages at once, and one byte at a time', () => {
    assert.deepEqual(readAll([stream]), messages);
    assert.deepEqual(readAll(Array.from(stream, (byte) => Uint8Array.of(byte))), messages);
  });

  it(`gives them in chunks of any size (seed ${SEED})`, () => {
    const random = new Random(SEED);
    for (let round = 0; round < 200; round++) {
      const chunks: Uint8Array[] = [];
      for (let position = 0; position < stream.length; ) {
        const next = Math.min(stream.length, position + random.pick([0, 1, 2, 3, 199, 5_000, 30_000]));
        chunks.push(stream.slice(position, next));
        position = next;
      }
      assert.deepEqual(readAll(chunks), messages);
    }
  });

  it('takes chunks before messages are taken out, and knows what it holds', () => {
    const reader = new DelimitedReader(M);
    for (let position = 0; position < stream.length; position += 1_000) reader.push(stream.subarray(position, position + 1_000));
    assert.equal(reader.bufferedBytes, stream.length);
    reader.end();
    assert.deepEqual(takeAll(reader), messages);
    assert.equal(reader.bufferedBytes, 0);
    assert.equal(reader.next(), undefined);
  });

  it('shares no memory with its messages', () => {
    const chunk = writeDelimited(M, { b: Uint8Array.of(1, 2) });
    const [message] = readAll([chunk]);
    chunk.fill(0);
    assert.deepEqual(message?.b, Uint8Array.of(1, 2));
  });

  it('that ends in the middle of a message is cut off', () => {
    const whole = writeDelimited(M, { s: 'x'.repeat(300) });
    assert.doesNotThrow(() => readAll([]));
    for (const length of [1, 2, 3, 100, whole.length - 1]) {
      const reader = new DelimitedReader(M);
      reader.push(hex('00'));
      reader.push(whole.subarray(0, length));
      assert.equal(takeAll(reader).length, 1);
      const text = length === 1 ? /a length is not complete/ : new RegExp(`cut off: ${length - 2} of 303 bytes of a message have come`);
      const error = refused(() => reader.end(), text);
      assert.throws(() => reader.next(), error);
    }
  });

  it('that ended with messages still in it gives them first', () => {
    const reader = new DelimitedReader(M);
    reader.push(hex('00 02 0a'));
    reader.end();
    assert.deepEqual(reader.next(), M.create());
    refused(() => reader.next(), /cut off: 1 of 2 bytes/);
    refused(() => reader.push(hex('00')), /cut off/);
  });

  it('takes nothing behind its end', () => {
    const reader = new DelimitedReader(M);
    reader.end();
    refused(() => reader.push(hex('00')), /^bytes of t\.M messages came after the end of their stream$/);
  });

  it('refuses a long message at its length, without room for it', () => {
    const options = { maxBytes: 300 };
    assert.equal(readAll([writeDelimited(M, { s: 'x'.repeat(297) })], options).length, 1);
    const error = refused(() => readAll([hex('ad02')], options), /a t\.M message of at least 301 bytes came, more than the 300 allowed/);
    assert.equal(error.limit, 'maxBytes');
    // 64 MiB is the default; what a length says is not allocated.
    refused(() => readAll([hex('81808020')]), /at least 67108865 bytes/);
    const reader = new DelimitedReader(M, { maxBytes: Number.POSITIVE_INFINITY });
    reader.push(hex('ffffffffffffffff7f 0a'));
    assert.equal(reader.next(), undefined);
    assert.equal(reader.bufferedBytes, 1);
  });

  it('refuses a length that does not end', () => {
    refused(() => readAll([hex('80'.repeat(10))]), /^the length of a t\.M message has more than ten bytes$/);
    assert.equal(readAll([hex('80'.repeat(9)), hex('00')]).length, 1);
  });

  it('refuses bytes that are no message, and everything behind them', () => {
    const reader = new DelimitedReader(M);
    reader.push(hex('00 03 0a0161 02 0aff 00'));
    assert.equal(reader.next()?.s, '');
    assert.equal(reader.next()?.s, 'a');
    const error = refused(() => reader.next(), /^m\.s: a varint is cut off/);
    for (const again of [() => reader.next(), () => reader.push(hex('00')), () => reader.end()]) assert.throws(again, error);
    assert.equal(reader.bufferedBytes, 0);
  });

  it('gives the options of decode to each message', () => {
    const nested = writeDelimited(M, { m: { m: {} } });
    assert.equal(readAll([nested], { maxDepth: 2 }).length, 1);
    refused(() => readAll([nested], { maxDepth: 1 }), /nested deeper than allowed/);
    refused(() => readAll([hex('027801')], { maxUnknownBytes: 1 }), /maxUnknownBytes/);
    refused(() => readAll([hex('00 08'), hex('2200'.repeat(4))], { maxMemoryBytes: 200 }), /maxMemoryBytes/);
  });

  it('comes in bytes, with sensible limits', () => {
    const reader = new DelimitedReader(M);
    refused(() => reader.push('00' as never), /^a stream of t\.M messages comes as Uint8Arrays, got string "00"$/);
    for (const maxBytes of [-1, 1.5, Number.NaN]) assert.throws(() => new DelimitedReader(M, { maxBytes }), RangeError);
  });
});
