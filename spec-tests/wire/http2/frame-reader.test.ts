import assert from 'node:assert/strict';
import { StreamError } from '../../../wire/http2/errors.js';
import { type FrameHandler, FrameReader } from '../../../wire/http2/frame-reader.js';
import { Random } from '../../support/random.js';
import { CLIENT_PREFACE, data, frame, headers, join, ping, priority, settings } from './support/frames.js';

/** Notes what it is given, DATA in one piece. */
class Notes implements FrameHandler {
  readonly maxFrameBytes = 16_384;
  closed = false;
  readonly lines: string[] = [];
  failAt = '';
  private current = '';
  beginData(streamId: number, length: number, dataLength: number, endStream: boolean): boolean {
    this.current = `DATA ${streamId} ${length} ${dataLength} ${endStream} `;
    if (streamId !== 9) return true;
    this.lines.push(`${this.current}unwanted`);
    return false;
  }
  data(buffer: Uint8Array, start: number, end: number, last: boolean): void {
    this.current += String.fromCharCode(...buffer.subarray(start, end));
    if (last) this.lines.push(this.current);
  }
  frame(type: number, flags: number, streamId: number, buffer: Uint8Array, start: number, end: number): void {
    const line = `${type} ${flags} ${streamId} ${buffer.subarray(start, end).join('.')}`;
    this.lines.push(line);
    if (type === 2) throw new StreamError(streamId, 1, 'as asked');
  }
  unknownFrame(type: number): void {
    this.lines.push(`unknown ${type}`);
  }
}

const CONVERSATION = join(
  CLIENT_PREFACE,
  settings({}),
  headers(1, [':method', 'GET']),
  data(1, 'hello'),
  data(1, 'padded', { pad: 20 }),
  frame(77, 3, 5, new Uint8Array(300)),
  data(1, ''),
  data(3, 'p', { pad: 0 }),
  priority(5, 3),
  data(9, 'nobody wants this'),
  frame(78, 0, 0, new Uint8Array(0)),
  ping(),
  data(1, '', { pad: 255, end: true }),
  data(1, 'x'.repeat(1_000), { end: true }),
  ping(),
);

describe('bytes into frames (RFC 9113 §4)', () => {
  const whole = read([CONVERSATION]);

  it('reads a whole conversation', () => {
    assert.equal(whole.length, 14);
    assert.equal(whole[2], 'DATA 1 5 5 false hello');
    assert.equal(whole[3], 'DATA 1 27 6 false padded');
  });

  it('reads the same one byte at a time', () => {
    assert.deepEqual(read(Array.from(CONVERSATION, (byte) => Uint8Array.of(byte))), whole);
  });

  it('reads the same cut in two anywhere', () => {
    for (let cut = 0; cut <= CONVERSATION.length; cut++) {
      assert.deepEqual(read([CONVERSATION.subarray(0, cut), CONVERSATION.subarray(cut)]), whole, `cut at ${cut}`);
    }
  });

  it('reads the same in random pieces', () => {
    const random = new Random(20_261_122);
    for (let round = 0; round < 200; round++) {
      const pieces: Uint8Array[] = [];
      for (let start = 0; start < CONVERSATION.length; ) {
        const end = Math.min(CONVERSATION.length, start + random.between(0, 60));
        pieces.push(CONVERSATION.subarray(start, end));
        start = end;
      }
      assert.deepEqual(read(pieces), whole);
    }
  });

  it('keeps nothing of a chunk, and of a long frame only what has come', () => {
    const notes = new Notes();
    const reader = new FrameReader(notes, false);
    reader.read(settings({}), 0, 9);
    const long = frame(1, 4, 1, new Uint8Array(16_384));
    reader.read(long, 0, 100);
    assert.equal(reader.stashedBytes, 100);
    const chunk = long.slice(100);
    reader.read(chunk, 0, chunk.length - 1);
    chunk.fill(0xff);
    reader.read(long, long.length - 1, long.length);
    assert.equal(reader.stashedBytes, 0);
    assert.equal(notes.lines.at(-1), `1 4 1 ${new Uint8Array(16_384).join('.')}`);
  });

  it('stops where the connection has ended inside a frame', () => {
    const notes = new Notes();
    const reader = new FrameReader(notes, false);
    const unread = notes.frame.bind(notes);
    notes.frame = (...all) => {
      unread(...all);
      notes.closed = true;
    };
    const bytes = join(settings({}), ping());
    reader.read(bytes, 0, bytes.length);
    assert.equal(notes.lines.length, 1);
  });
});

function read(chunks: readonly Uint8Array[]): string[] {
  const notes = new Notes();
  const reader = new FrameReader(notes, true);
  for (const chunk of chunks) {
    for (let position = 0; ; position = reader.resumeAt) {
      try {
        reader.read(chunk, position, chunk.length);
        break;
      } catch (error) {
        assert.ok(error instanceof StreamError);
      }
    }
  }
  return notes.lines;
}
