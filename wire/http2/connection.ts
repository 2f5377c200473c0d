import type { FieldList } from '../hpack/field-list.js';
import type { Settings } from './settings.js';
import type { ConnectionSink } from './sink.js';
import type { Http2Stream } from './stream.js';

export interface ConnectionOptions {
  readonly role: 'client' | 'server';
  /** What we announce; RFC 9113's initial values where left out. */
  readonly settings?: Partial<Settings>;
  /** Receive window of the whole connection in bytes. */
  readonly connectionWindowBytes?: number;
}

/** HTTP/2 without a socket (RFC 9113): bytes, commands and the time go in, sink calls and bytes come out. */
export class Connection<U> {
  constructor(options: ConnectionOptions, sink: ConnectionSink<U>) {
    void [options, sink];
    throw new Error('not built');
  }

  // State.

  /** When `wake` wants to be called, in monotonic milliseconds; Infinity for never. */
  readonly wakeAtMs: number = Number.POSITIVE_INFINITY;
  readonly peerSettings!: Settings;
  readonly openStreams: number = 0;
  /** Streams that may be opened now (client). */
  readonly freeSlots: number = 0;
  /** Bytes that wait: given to `sendData`, or control frames not written yet. */
  readonly queuedBytes: number = 0;
  readonly closed: boolean = false;
  /** Where `reserveData`'s position points into. */
  readonly reservedBuffer!: Uint8Array;

  // From the driver.

  /** Queues the preface and our SETTINGS. */
  start(nowMs: number): void {
    void nowMs;
  }

  /** Bytes from the peer, in any chunking. Nothing of `chunk` is kept after the call. */
  receive(chunk: Uint8Array, start: number, end: number, nowMs: number): void {
    void [chunk, start, end, nowMs];
  }

  /** The peer's bytes have ended, or the socket failed: `message` says how. Every open stream is closed. */
  receiveEnd(message: string, nowMs: number): void {
    void [message, nowMs];
  }

  /** `wakeAtMs` has come. */
  wake(nowMs: number): void {
    void nowMs;
  }

  /** The socket takes `bytes` more; at 0 no DATA is pulled into frames. Called before `flush` and when the socket has drained. */
  writable(bytes: number): void {
    void bytes;
  }

  /** The end of a turn: hands everything that may go to `onWrite`, and delivers what commands have left to be told. */
  flush(nowMs: number): void {
    void nowMs;
  }

  // Commands.

  /** Opens a stream (client). Undefined where `freeSlots` is 0. Fields over the peer's limit close it with processed `no`. */
  openStream(fields: FieldList, endStream: boolean, user: U): Http2Stream<U> | undefined {
    void [fields, endStream, user];
    return undefined;
  }

  /** Response headers, 1xx, or (with `endStream`) trailers and headers that end the stream. Goes behind what `sendData` has queued. */
  sendHeaders(stream: Http2Stream<U>, fields: FieldList, endStream: boolean): void {
    void [stream, fields, endStream];
  }

  /**
   * Where the payload of a DATA frame may be written at once, a position in `reservedBuffer`; -1 where it has to queue (`sendData`).
   * Up to `reservedBuffer.length` may be used. Every reservation is followed by `commitData` or `cancelData` on the same stream.
   */
  reserveData(stream: Http2Stream<U>): number {
    void stream;
    return -1;
  }

  /**
   * The payload ends at `end`. False where it is longer than frame or windows allow: then nothing was sent, and the bytes are to be
   * copied out and given to `sendData`. An `end` beyond the buffer is refused the same way.
   */
  commitData(stream: Http2Stream<U>, end: number, endStream: boolean): boolean {
    void [stream, end, endStream];
    return false;
  }

  cancelData(): void {}

  /** Queues bytes, which belong to the connection from now on; frames are made of them as windows and the socket allow. False for wait. */
  sendData(stream: Http2Stream<U>, bytes: Uint8Array, endStream: boolean): boolean {
    void [stream, bytes, endStream];
    return true;
  }

  /** RST_STREAM. What is queued for the stream is dropped; no further sink call for it. */
  resetStream(stream: Http2Stream<U>, code: number): void {
    void [stream, code];
  }

  /** Gives receive credit back for `bytes` of `onData`. */
  consumed(stream: Http2Stream<U>, bytes: number): void {
    void [stream, bytes];
  }

  /** Sends a PING; `done` gets the round-trip time, or undefined when the connection closed first. */
  ping(done: (roundTripMs: number | undefined) => void, nowMs: number): void {
    void [done, nowMs];
  }

  /** No new streams; GOAWAY in two steps on a server (RFC 9113 §6.8), closes when the open streams have ended. */
  shutdown(nowMs: number): void {
    void nowMs;
  }

  /** Ends everything now: GOAWAY with `code`, every open stream closed with the given reason. */
  destroy(code: number, message: string): void {
    void [code, message];
  }
}
