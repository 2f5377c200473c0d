import { MIN_STASH_BYTES } from '../limits.js';
import { ErrorCode } from './error-code.js';
import { ConnectionError } from './errors.js';

const NOTHING = new Uint8Array(0);

/**
 * A field block that comes in several frames: HEADERS without END_HEADERS, then CONTINUATION (RFC 9113 §4.3 and RFC 9113 §6.10). Nothing
 * else may come in between. Bounded in bytes and in frames: what goes beyond ends the connection, since a block that is not read to its end
 * leaves the compression state out of step (CVE-2024-27316).
 */
export class HeaderBlock {
  /** The stream whose block is being put together; 0 for none. */
  streamId: number;
  endStream: boolean;
  dependsOnItself: boolean;
  bytes: Uint8Array;
  length: number;
  private frames: number;
  private readonly maxBytes: number;
  private readonly maxFrames: number;

  constructor(maxBytes: number, maxFrames: number) {
    this.streamId = 0;
    this.endStream = false;
    this.dependsOnItself = false;
    this.bytes = NOTHING;
    this.length = 0;
    this.frames = 0;
    this.maxBytes = maxBytes;
    this.maxFrames = maxFrames;
  }

  /** HEADERS without END_HEADERS. */
  begin(streamId: number, endStream: boolean, dependsOnItself: boolean, buffer: Uint8Array, start: number, end: number): void {
    this.streamId = streamId;
    this.endStream = endStream;
    this.dependsOnItself = dependsOnItself;
    this.frames = -1;
    this.add(buffer, start, end);
  }

  /** The fragment of a CONTINUATION. */
  add(buffer: Uint8Array, start: number, end: number): void {
    const length = this.length + end - start;
    if (length > this.maxBytes || ++this.frames > this.maxFrames) {
      throw new ConnectionError(
        ErrorCode.ENHANCE_YOUR_CALM,
        `a field block of more than ${this.maxBytes} bytes or ${this.maxFrames} CONTINUATION frames: send fewer or shorter fields`,
        'RFC 9113 §10.5.1',
      );
    }
    if (length > this.bytes.length) {
      const grown = new Uint8Array(Math.max(MIN_STASH_BYTES, Math.min(length * 2, this.maxBytes)));
      grown.set(this.bytes.subarray(0, this.length));
      this.bytes = grown;
    }
    this.bytes.set(buffer.subarray(start, end), this.length);
    this.length = length;
  }

  /** The block is read, its memory is given up. */
  clear(): void {
    this.streamId = 0;
    this.bytes = NOTHING;
    this.length = 0;
  }
}
