/**
 * Length-prefixed messages, incoming, from any chunking (gRPC over HTTP/2: Length-Prefixed-Message; the grammar stands in
 * message-writer.ts).
 *
 *             prefix complete                    body complete
 *   PREFIX ────────────────────▶ BODY ─────────────────────────▶ PREFIX
 *      │ bad flag, too large       │ end of stream
 *      │ end inside a prefix       │
 *      └──────────────▶ STOPPED ◀──┘   also by `stop`; nothing is read or reported after it
 *
 * A message that lies in one chunk is handed over where it lies. One that straddles chunks is gathered in a buffer that grows with
 * what has come, never with what was claimed, and only after the length was found to be within the limit.
 */
import { growGatherBuffer, releaseGatherBuffer } from './gather-buffer.js';
import { type MessageViolation, tooLarge } from './message-violation.js';
import { PREFIX_BYTES } from './message-writer.js';

/** What the reader calls. It must not throw. */
export interface MessageSink {
  /** Bytes without prefix; read at every prefix. */
  readonly maxReceiveMessageBytes: number;
  /** One whole message in `[start, end)` of `buffer`, which is valid during the call only. */
  onMessage(compressed: boolean, buffer: Uint8Array, start: number, end: number): void;
  /** At most once; nothing follows. */
  onViolation(violation: MessageViolation): void;
}

export class MessageReader {
  private stopped = false;
  /** How many bytes of the prefix have come; 5 while the body is read. */
  private prefixFilled = 0;
  private flag = 0;
  private length = 0;
  private gather: Uint8Array | undefined;
  private gathered = 0;

  /** Bytes that have come and are not a whole message yet, prefix included. */
  get heldBytes(): number {
    return this.prefixFilled + this.gathered;
  }

  /** Bytes that the message in progress still lacks; 0 between messages and while its length is not known. */
  get missingBytes(): number {
    return this.prefixFilled === PREFIX_BYTES ? this.length - this.gathered : 0;
  }

  /** Reads `[start, end)` of `chunk` and hands over every message that it completes. A sink may call `stop` meanwhile. */
  push(chunk: Uint8Array, start: number, end: number, sink: MessageSink): void {
    let position = start;
    while (!this.stopped) {
      if (this.prefixFilled < PREFIX_BYTES) {
        if (this.prefixFilled === 0 && end - position >= PREFIX_BYTES) {
          this.flag = chunk[position]!;
          this.length =
            chunk[position + 1]! * 0x1000000 + ((chunk[position + 2]! << 16) | (chunk[position + 3]! << 8) | chunk[position + 4]!);
          this.prefixFilled = PREFIX_BYTES;
          position += PREFIX_BYTES;
        } else {
          position = this.pushPrefix(chunk, position, end);
          // A wrong flag is told at its first byte, the rest of the prefix may never come.
          if (this.prefixFilled < PREFIX_BYTES && (this.prefixFilled === 0 || this.flag <= 1)) return;
        }
        if (this.flag > 1 || this.length > sink.maxReceiveMessageBytes) {
          this.violate(sink);
          return;
        }
      }
      const missing = this.length - this.gathered;
      if (end - position < missing) {
        this.pushBody(chunk, position, end);
        return;
      }
      const compressed = this.flag === 1;
      const bodyStart = position;
      position += missing;
      if (this.gathered === 0) {
        this.prefixFilled = 0;
        sink.onMessage(compressed, chunk, bodyStart, position);
      } else {
        this.finishGathered(chunk, bodyStart, position, compressed, sink);
      }
    }
  }

  /** The incoming side has ended. A message that lacks bytes is a violation. */
  end(sink: MessageSink): void {
    if (this.stopped) return;
    const held = this.heldBytes;
    const missing = this.missingBytes;
    const inPrefix = this.prefixFilled < PREFIX_BYTES;
    this.stop();
    if (held === 0) return;
    const message = inPrefix
      ? `the stream ended inside a message: ${held} of the 5 bytes of its prefix had come`
      : `the stream ended inside a message: ${missing} of its ${this.length} bytes are missing`;
    sink.onViolation({ kind: 'truncated', message });
  }

  /** Reads nothing more and lets go of what is held. */
  stop(): void {
    this.stopped = true;
    this.prefixFilled = 0;
    this.dropGathered();
  }

  private pushPrefix(chunk: Uint8Array, start: number, end: number): number {
    let position = start;
    while (position < end && this.prefixFilled < PREFIX_BYTES) {
      const byte = chunk[position++]!;
      if (this.prefixFilled === 0) {
        this.flag = byte;
        this.length = 0;
      } else {
        this.length = this.length * 256 + byte;
      }
      this.prefixFilled++;
    }
    return position;
  }

  private pushBody(chunk: Uint8Array, start: number, end: number): void {
    if (start === end) return;
    const filled = this.gathered + (end - start);
    if (this.gather === undefined || this.gather.length < filled) {
      this.gather = growGatherBuffer(this.gather, this.gathered, filled, this.length);
    }
    this.gather.set(chunk.subarray(start, end), this.gathered);
    this.gathered = filled;
  }

  private finishGathered(chunk: Uint8Array, start: number, end: number, compressed: boolean, sink: MessageSink): void {
    this.pushBody(chunk, start, end);
    const buffer = this.gather!;
    const length = this.length;
    this.gather = undefined;
    this.gathered = 0;
    this.prefixFilled = 0;
    sink.onMessage(compressed, buffer, 0, length);
    releaseGatherBuffer(buffer);
  }

  private dropGathered(): void {
    if (this.gather !== undefined) releaseGatherBuffer(this.gather);
    this.gather = undefined;
    this.gathered = 0;
  }

  private violate(sink: MessageSink): void {
    const flag = this.flag;
    const length = this.length;
    const limit = sink.maxReceiveMessageBytes;
    this.stop();
    sink.onViolation(
      flag > 1
        ? {
            kind: 'bad-flag',
            message: `the first byte of a message is 0x${flag.toString(16).padStart(2, '0')}, only 0 and 1 are defined: what came is not gRPC`,
          }
        : tooLarge(length, limit),
    );
  }
}
