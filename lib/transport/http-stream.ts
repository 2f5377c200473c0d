/**
 * Plain HTTP/2 requests on a gRPC port: what the transport contract says of them. A carrier hands them to the session's `onHttpStream`
 * where there is one, and to `onStream` otherwise, which answers 405 or 415.
 *
 * The rules of the contract hold here too: the sink is never called from inside a command, commands inside a sink call are legal,
 * and nothing follows the last call (`onClosed`, or the end that this side has sent).
 */
import type { FieldList } from '../../wire/hpack/field-list.js';
import type { StreamClosed, TransportSession } from './transport.js';

/** One request and its response, seen from the server. */
export interface HttpStream {
  readonly id: number;
  readonly session: TransportSession;
  /** A 1xx response, before `sendHeaders`; `fields` begin with `:status` (RFC 9113 §8.1). */
  sendInformational(fields: FieldList): void;
  /** The response's header section. */
  sendHeaders(fields: FieldList, end: boolean): void;
  /**
   * Bytes of the response's content, which belong to the transport from now on. True for go on, false for wait until `onWritable`.
   * `end` is the last command; where the client has not ended its side, RST_STREAM(NO_ERROR) follows (RFC 9113 §8.1).
   */
  sendData(bytes: Uint8Array, end: boolean): boolean;
  /** Ends the stream at once with an HTTP/2 error code. No further sink call. */
  reset(code: number): void;
  /** Returns receive credit for `bytes` of `onData`. */
  consumed(bytes: number): void;
}

export interface HttpStreamSink {
  /** Content of the request in `[start, end)` of `buffer`, valid during the call only. Credit comes back through `consumed`. */
  onData(buffer: Uint8Array, start: number, end: number): void;
  /** The client has ended its side. Trailers of a request are dropped. */
  onEnd(): void;
  /** There is room again after `sendData` said wait. */
  onWritable(): void;
  /** The stream ended before its response was given to the transport: reset, or its connection died. */
  onClosed(closed: StreamClosed): void;
}

/**
 * Whether request headers are for the gRPC side: their content-type begins with `application/grpc`, also where it is a kind not served
 * here.
 */
export function isGrpcRequest(fields: FieldList): boolean {
  for (let index = 0; index + 1 < fields.length; index += 2) {
    if (fields[index] === 'content-type') return beginsAsGrpc(fields[index + 1]!);
  }
  return false;
}

/**
 * `fields` without white space at the ends of values. A gRPC port takes it (gRPC over HTTP/2: ASCII-Value); plain HTTP has none there
 * (RFC 9113 §8.2.1), and whoever hands a request on to HTTP/1.1 may rely on it.
 */
export function withoutOuterWhitespace(fields: FieldList): FieldList {
  for (let index = 1; index < fields.length; index += 2) {
    if (stripped(fields[index]!) !== fields[index]) return fields.map(stripped);
  }
  return fields;
}

/** Without SP and HTAB around it; `trim` takes more, such as U+00A0, which is part of a value. */
function stripped(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isBlank(text.charCodeAt(start))) start++;
  while (start < end && isBlank(text.charCodeAt(end - 1))) end--;
  return text.slice(start, end);
}

function isBlank(unit: number): boolean {
  return unit === 0x20 || unit === 0x09;
}

const GRPC = 'application/grpc';

function beginsAsGrpc(value: string): boolean {
  return value.startsWith(GRPC) || value.slice(0, GRPC.length).toLowerCase() === GRPC;
}
