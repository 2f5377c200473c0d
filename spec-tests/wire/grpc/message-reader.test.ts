import assert from 'node:assert/strict';
import fc from 'fast-check';
import { MessageReader, type MessageSink } from '../../../wire/grpc/message-reader.js';
import type { MessageViolation } from '../../../wire/grpc/message-violation.js';
import { writePrefix } from '../../../wire/grpc/message-writer.js';

class Recorder implements MessageSink {
  maxReceiveMessageBytes = 1000;
  readonly messages: { compressed: boolean; bytes: number[] }[] = [];
  readonly buffers: Uint8Array[] = [];
  readonly violations: MessageViolation[] = [];
  afterMessage: (() => void) | undefined;

  onMessage(compressed: boolean, buffer: Uint8Array, start: number, end: number): void {
    this.messages.push({ compressed, bytes: [...buffer.subarray(start, end)] });
    this.buffers.push(buffer);
    this.afterMessage?.();
  }

  onViolation(violation: MessageViolation): void {
    this.violations.push(violation);
  }
}

function framed(...messages: number[][]): Uint8Array {
  const parts = messages.map((bytes) => {
    const part = new Uint8Array(5 + bytes.length);
    writePrefix(part, 0, bytes.length, bytes.length % 2 === 1);
    part.set(bytes, 5);
    return part;
  });
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

const expected = (...messages: number[][]) => messages.map((bytes) => ({ compressed: bytes.length % 2 === 1, bytes }));
const iota = (length: number) => Array.from({ length }, (_, index) => index & 0xff);

describe('the message reader', () => {
  it('hands over whole messages where they lie', () => {
    const sink = new Recorder();
    const chunk = framed([1, 2], [], [3]);
    new MessageReader().push(chunk, 0, chunk.length, sink);
    assert.deepEqual(sink.messages, expected([1, 2], [], [3]));
    assert.ok(sink.buffers.every((buffer) => buffer === chunk));
  });

  it('reads its range of the chunk only', () => {
    const sink = new Recorder();
    const inner = framed([1, 2]);
    const chunk = Uint8Array.of(9, 9, ...inner, 9, 9);
    const reader = new MessageReader();
    reader.push(chunk, 2, 2 + inner.length, sink);
    assert.deepEqual(sink.messages, expected([1, 2]));
    assert.equal(reader.heldBytes, 0);
  });

  it('reads one byte at a time, and counts what it holds', () => {
    const sink = new Recorder();
    const reader = new MessageReader();
    const bytes = framed([1, 2, 3], [], iota(40), [4]);
    let held = 0;
    for (const byte of bytes) {
      const before = sink.messages.length;
      reader.push(Uint8Array.of(byte), 0, 1, sink);
      held = sink.messages.length > before ? 0 : held + 1;
      assert.equal(reader.heldBytes, held);
    }
    assert.deepEqual(sink.messages, expected([1, 2, 3], [], iota(40), [4]));
    reader.end(sink);
    assert.deepEqual(sink.violations, []);
  });

  it('reads any messages in any chunks', () => {
    const messages = fc.array(
      fc.uint8Array({ maxLength: 60 }).map((bytes) => [...bytes]),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(messages, fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1 }), (list, sizes) => {
        const sink = new Recorder();
        const reader = new MessageReader();
        const bytes = framed(...list);
        let turn = 0;
        let stuck = 0;
        for (let position = 0; position < bytes.length; ) {
          const size = stuck > sizes.length ? 1 : sizes[turn++ % sizes.length]!;
          stuck = size === 0 ? stuck + 1 : 0;
          const end = Math.min(bytes.length, position + size);
          reader.push(bytes, position, end, sink);
          position = end;
        }
        reader.end(sink);
        assert.deepEqual(sink.messages, expected(...list));
        assert.deepEqual(sink.violations, []);
      }),
      { seed: 20_123, numRuns: 1000 },
    );
  });

  it('reads large messages that straddle, larger than any buffer that is kept', () => {
    const sink = new Recorder();
    sink.maxReceiveMessageBytes = 4_194_304;
    const reader = new MessageReader();
    for (const length of [4095, 4096, 4097, 65_536, 262_144, 262_145, 4_194_304]) {
      const chunk = new Uint8Array(5 + length);
      writePrefix(chunk, 0, length, false);
      for (let index = 5; index < chunk.length; index++) chunk[index] = index * 7;
      let got: Uint8Array | undefined;
      sink.onMessage = (_compressed, buffer, start, end) => {
        got = buffer.slice(start, end);
      };
      for (let position = 0; position < chunk.length; position += 16_384) {
        reader.push(chunk, position, Math.min(chunk.length, position + 16_384), sink);
      }
      assert.equal(Buffer.compare(got ?? new Uint8Array(), chunk.subarray(5)), 0, `${length} bytes`);
      assert.equal(reader.heldBytes, 0);
    }
  });

  it('gives its buffer back after every message that straddles', () => {
    const sink = new Recorder();
    const reader = new MessageReader();
    const bytes = framed(iota(100));
    for (let turn = 0; turn < 3; turn++) {
      reader.push(bytes, 0, 50, sink);
      reader.push(bytes, 50, bytes.length, sink);
    }
    reader.push(bytes, 0, 50, sink);
    reader.stop();
    new MessageReader().push(bytes, 0, 50, sink);
    assert.equal(new Set(sink.buffers).size, 1);
  });

  it('says how much is missing', () => {
    const sink = new Recorder();
    const reader = new MessageReader();
    const bytes = framed(iota(10));
    reader.push(bytes, 0, 4, sink);
    assert.equal(reader.missingBytes, 0);
    reader.push(bytes, 4, 8, sink);
    assert.equal(reader.missingBytes, 7);
    assert.equal(reader.heldBytes, 8);
    reader.push(bytes, 8, 15, sink);
    assert.equal(reader.missingBytes, 0);
  });

  it('two readers do not disturb each other', () => {
    const [first, second] = [new Recorder(), new Recorder()];
    const [left, right] = [new MessageReader(), new MessageReader()];
    const [a, b] = [framed(iota(100)), framed(iota(100).reverse())];
    left.push(a, 0, 50, first);
    right.push(b, 0, 60, second);
    left.push(a, 50, a.length, first);
    left.push(a, 0, 70, first);
    right.push(b, 60, b.length, second);
    left.push(a, 70, a.length, first);
    assert.deepEqual(first.messages, expected(iota(100), iota(100)));
    assert.deepEqual(second.messages, expected(iota(100).reverse()));
  });
});

describe('the message reader, given what it must refuse', () => {
  it('a message of exactly the limit passes, one byte more does not', () => {
    const sink = new Recorder();
    sink.maxReceiveMessageBytes = 4;
    const bytes = framed([1, 2, 3, 4], [1, 2, 3, 4, 5]);
    new MessageReader().push(bytes, 0, bytes.length, sink);
    assert.deepEqual(sink.messages, expected([1, 2, 3, 4]));
    assert.equal(sink.violations[0]?.kind, 'too-large');
    assert.match(sink.violations[0]?.message ?? '', /5 bytes.*limit.*4.*maxReceiveMessageBytes/);
  });

  it('a length over the limit is refused at its prefix, before a byte of the body', () => {
    const sink = new Recorder();
    new MessageReader().push(Uint8Array.of(0, 0xff, 0xff, 0xff, 0xff), 0, 5, sink);
    assert.equal(sink.violations[0]?.kind, 'too-large');
    assert.match(sink.violations[0]?.message ?? '', /4294967295 bytes/);
  });

  it('the limit is read at every prefix', () => {
    const sink = new Recorder();
    const reader = new MessageReader();
    const bytes = framed([1, 2]);
    reader.push(bytes, 0, 7, sink);
    sink.maxReceiveMessageBytes = 1;
    reader.push(bytes, 0, 7, sink);
    assert.deepEqual([sink.messages.length, sink.violations.length], [1, 1]);
  });

  for (const flag of [2, 0x3c, 0x80, 0xff]) {
    it(`flag ${flag} is refused at its first byte`, () => {
      for (const length of [1, 5, 20]) {
        const sink = new Recorder();
        new MessageReader().push(new Uint8Array(length).fill(flag), 0, length, sink);
        assert.equal(sink.violations.length, 1);
        assert.equal(sink.violations[0]?.kind, 'bad-flag');
      }
    });
  }

  it('nothing is read or reported after a violation', () => {
    const sink = new Recorder();
    const reader = new MessageReader();
    reader.push(Uint8Array.of(7), 0, 1, sink);
    const good = framed([1]);
    reader.push(good, 0, good.length, sink);
    reader.push(Uint8Array.of(7), 0, 1, sink);
    reader.end(sink);
    assert.deepEqual([sink.messages.length, sink.violations.length, reader.heldBytes], [0, 1, 0]);
  });

  it('the end inside a message is told, wherever it comes', () => {
    const bytes = framed([1, 2, 3]);
    for (let length = 1; length < bytes.length; length++) {
      const sink = new Recorder();
      const reader = new MessageReader();
      reader.push(bytes, 0, length, sink);
      reader.end(sink);
      reader.end(sink);
      assert.deepEqual(
        sink.violations.map(({ kind }) => kind),
        ['truncated'],
        `after ${length} bytes`,
      );
      assert.equal(reader.heldBytes, 0);
    }
  });

  it('a claimed length costs nothing: memory follows what has come', () => {
    const sink = new Recorder();
    sink.maxReceiveMessageBytes = 2 ** 32 - 1;
    const readers = Array.from({ length: 2000 }, () => new MessageReader());
    const claim = Uint8Array.of(0, 0xff, 0xff, 0xff, 0xff, 1);
    const before = process.memoryUsage().arrayBuffers;
    for (const reader of readers) reader.push(claim, 0, claim.length, sink);
    const grown = process.memoryUsage().arrayBuffers - before;
    assert.ok(grown < 2000 * 8192, `${grown} bytes for 2000 claims of 4 GiB`);
    assert.ok(readers.every((reader) => reader.heldBytes === 6));
  });

  it('random bytes never throw', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 20 })), (chunks) => {
        const sink = new Recorder();
        const reader = new MessageReader();
        for (const chunk of chunks) reader.push(chunk, 0, chunk.length, sink);
        reader.end(sink);
        assert.ok(sink.violations.length <= 1);
        assert.equal(reader.heldBytes, 0);
      }),
      { seed: 20_124, numRuns: 2000 },
    );
  });
});

describe('the message reader, stopped by its sink', () => {
  it('stops in the middle of a chunk', () => {
    const sink = new Recorder();
    const reader = new MessageReader();
    sink.afterMessage = () => reader.stop();
    const bytes = framed([1], [2], [3]);
    reader.push(bytes, 0, bytes.length, sink);
    reader.end(sink);
    assert.deepEqual(sink.messages, expected([1]));
    assert.deepEqual(sink.violations, []);
    assert.equal(reader.heldBytes, 0);
  });

  it('stops at a message that was gathered, and lets go of what it held', () => {
    const sink = new Recorder();
    const reader = new MessageReader();
    sink.afterMessage = () => reader.stop();
    const bytes = framed(iota(50), [2]);
    reader.push(bytes, 0, 20, sink);
    reader.push(bytes, 20, bytes.length, sink);
    assert.deepEqual(sink.messages, expected(iota(50)));
    assert.equal(reader.heldBytes, 0);
  });

  it('stops while it gathers', () => {
    const sink = new Recorder();
    const reader = new MessageReader();
    const bytes = framed(iota(50));
    reader.push(bytes, 0, 20, sink);
    reader.stop();
    assert.equal(reader.heldBytes, 0);
    reader.push(bytes, 20, bytes.length, sink);
    reader.end(sink);
    assert.deepEqual([sink.messages.length, sink.violations.length], [0, 0]);
  });
});
