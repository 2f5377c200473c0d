import type { Slab } from '../bytes/slab.js';
import type { FieldList } from '../hpack/field-list.js';
import type { Settings } from './settings.js';
import type { Http2Stream } from './stream.js';

/** Who began the end of a stream or connection: this engine, the code that uses it, or the other side. */
export type Initiator = 'us' | 'caller' | 'peer';

/** Why a stream or a connection has ended. */
export interface Closed {
  readonly by: Initiator;
  readonly scope: 'stream' | 'connection';
  /** RFC 9113 §7. */
  readonly code: number;
  /**
   * Whether the other side may have acted on the stream. `no` is certain: REFUSED_STREAM, above GOAWAY's last stream identifier, or
   * nothing of it left this process (RFC 9113 §8.7).
   */
  readonly processed: 'no' | 'maybe';
  /** One sentence for a person. */
  readonly message: string;
}

/** `informational` is 1xx; `headers` the request or the final response; `trailers` always end the stream. */
export type FieldSection = 'headers' | 'informational' | 'trailers';

/**
 * What a connection calls. One object for all its streams; every call comes from `receive`, `receiveEnd`, `wake` or `flush`, never from
 * inside a command, `onOutput` alone excepted. Commands issued inside a call are legal. It must not throw.
 */
export interface ConnectionSink<U> {
  /** A field section has come. On a server, the first one of a stream announces it (`stream.user` is undefined). */
  onHeaders(stream: Http2Stream<U>, fields: FieldList, section: FieldSection, endStream: boolean): void;
  /**
   * Data in `[start, end)` of `buffer`, valid during the call only; padding is left out. `endStream` with an empty range is the plain
   * end. The stream's window shrinks by it until `consumed`.
   */
  onData(stream: Http2Stream<U>, buffer: Uint8Array, start: number, end: number, endStream: boolean): void;
  /** There is room again after `sendData` or `commitData` said wait. */
  onWritable(stream: Http2Stream<U>): void;
  /** The stream ended otherwise than by END_STREAM from both sides and by our own `resetStream`: the last call for it. */
  onStreamClosed(stream: Http2Stream<U>, closed: Closed): void;
  /** The peer's SETTINGS; the first ones make the connection ready. */
  onSettings(settings: Settings): void;
  /** `freeSlots` rose from 0 (client only). */
  onSlots(): void;
  /** GOAWAY has come: no new streams. Those above `lastStreamId` get their `onStreamClosed` with processed `no` right after this call. */
  onGoAway(lastStreamId: number, code: number, debug: string): void;
  /**
   * There is something to do in `flush`. Called at most once until `flush`, and also from inside commands: schedule `flush` for the end
   * of this turn of the event loop.
   */
  onOutput(): void;
  /** `wakeAtMs` lies nearer than before. */
  onWakeChange(): void;
  /**
   * From `flush`: bytes to write, in order. `slab` is to be released when they are written; where it is undefined the bytes are the
   * stream's own. `more` tells that others follow at once.
   */
  onWrite(bytes: Uint8Array, slab: Slab | undefined, more: boolean): void;
  /** The last call. Undefined after a shutdown that went well. What was written before is to be flushed, then the socket ended. */
  onClosed(closed: Closed | undefined): void;
}
