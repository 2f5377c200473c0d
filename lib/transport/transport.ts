/**
 * The transport contract: the only thing the RPC layer sees of a connection.
 *
 * A carrier turns these calls into bytes: `engine/` over our own HTTP/2, `node-http2/` over node:http2, `loopback/` without a socket.
 * The transport frames and deframes gRPC's length-prefixed messages and sees the codec, so that a message is encoded in place; what
 * headers and trailers mean, deadlines, retries and statuses are the RPC layer's.
 *
 * Rules that hold on every carrier:
 * - The sink is called from the event loop, never from inside a command that the RPC layer is issuing on any stream.
 *   Commands issued inside a sink call are legal.
 * - Calls on one stream's sink come in this order: `onHeaders`? `onMessage`* `onEnd`?, and then exactly one last call: `onTrailers`
 *   (client) or `onClosed`. `onWritable` comes anywhere before the last call. After the last call, and after the stream's own
 *   `sendTrailers` (server) or `reset`, the sink is not called again and every command is ignored.
 * - Ranges given to `onMessage` are valid during the call only; what is kept is copied out.
 */
import type { Codec } from '../../wire/bytes/codec.js';
import type { FieldList } from '../../wire/grpc/fields.js';
import type { MessageViolation } from '../../wire/grpc/message-violation.js';
import { ErrorCode } from './error-code.js';
import type { HttpStream, HttpStreamSink } from './http-stream.js';

export type { FieldList, MessageViolation };

/** Who began the end of a stream or connection: this library, the code that uses it, or the other side. */
export type Initiator = 'us' | 'caller' | 'peer';

/** How far a call had come. `remote` means the server's own answer. */
export type Phase = 'resolve' | 'connect' | 'tls' | 'encode' | 'send' | 'receive' | 'decode' | 'remote';

/**
 * Whether the server may have acted on the stream. `no` is certain: it was refused (REFUSED_STREAM), it is above GOAWAY's last
 * stream identifier, or nothing of it left this process (RFC 9113 §8.7).
 */
export type Processed = 'no' | 'maybe';

/** Why a stream ended without trailers. */
export interface StreamClosed {
  readonly by: Initiator;
  readonly scope: 'stream' | 'connection';
  /** The HTTP/2 error code (RFC 9113 §7). */
  readonly code: number;
  readonly phase: Phase;
  readonly processed: Processed;
  /** One sentence for a person: what happened, and what to do where that is known. */
  readonly message: string;
  readonly cause?: unknown;
}

/** One stream, whichever side. */
export interface TransportStream {
  /** The HTTP/2 stream identifier, or a number unique in the session; for logs and observers. */
  readonly id: number;
  readonly session: TransportSession;

  /**
   * Encodes `message` behind its five-byte prefix and sends it. `compressed` sets the prefix's flag and nothing else. `end` ends
   * this side (client only). Gives true for go on, false for wait until `onWritable`; what was given is accepted either way.
   * Throws what the codec throws, or `MessageTooLarge`; then nothing of the message was sent and the stream is as before.
   */
  sendMessage<I>(codec: Codec<unknown, I>, message: I, compressed: boolean, end: boolean): boolean;

  /** Ends the stream at once with an HTTP/2 error code. What is queued may be dropped. No further sink call. */
  reset(code: number): void;

  /** Returns receive credit for `bytes` of messages (each counts with its five-byte prefix) that the consumer has taken. */
  consumed(bytes: number): void;
}

/** The client's side of a stream. */
export interface ClientStream extends TransportStream {
  /** Half-close without a further message: an empty DATA frame with END_STREAM. */
  sendEnd(): void;
}

/** The server's side of a stream. */
export interface ServerStream extends TransportStream {
  sendHeaders(fields: FieldList): void;
  /**
   * Ends the stream after everything sent before. Without `sendHeaders` before it, this is Trailers-Only and `fields` begin with
   * `:status`. Where the client has not ended its side, RST_STREAM(NO_ERROR) follows (gRPC over HTTP/2; RFC 9113 §8.1).
   */
  sendTrailers(fields: FieldList): void;
}

/** What a stream calls; one object per stream, kept by the transport until the stream's last call. */
export interface StreamSink {
  /** The largest message accepted, in bytes without prefix. Read at every prefix, before memory is taken. */
  readonly maxReceiveMessageBytes: number;
  /** The largest message sent, in bytes without prefix; `sendMessage` throws `MessageTooLarge` beyond it. */
  readonly maxSendMessageBytes: number;

  /** Response headers (client only; a server's request headers come with `onStream`). 1xx never passes. */
  onHeaders(fields: FieldList): void;
  /** One whole message in `[start, end)` of `buffer`. `compressed` is its flag. Credit comes back through `consumed`. */
  onMessage(compressed: boolean, buffer: Uint8Array, start: number, end: number): void;
  /** The incoming bytes are no gRPC messages; nothing more of them is delivered. The RPC layer answers, then resets or ends. */
  onViolation(violation: MessageViolation): void;
  /** The client has half-closed (server only). */
  onEnd(): void;
  /** There is room again after `sendMessage` said wait. */
  onWritable(): void;
  /**
   * The server's last word (client only). `trailersOnly` tells that no `onHeaders` came before and `fields` begin with `:status`.
   * Final: a later RST_STREAM cannot undo it.
   */
  onTrailers(fields: FieldList, trailersOnly: boolean): void;
  /** The stream ended without trailers: reset, refused, or its connection died. */
  onClosed(closed: StreamClosed): void;
}

/** The other end of a connection. */
export interface Peer {
  /** Such as `127.0.0.1:50051`, `[::1]:50051`, `unix:/run/app.sock` or `loopback`. */
  readonly address: string;
  /** Undefined where the connection is not encrypted. */
  readonly tls: PeerTls | undefined;
}

/** What the TLS handshake of a connection has established. */
export interface PeerTls {
  /** Such as `TLSv1.3`. */
  readonly protocol: string;
  /** Such as `TLS_AES_256_GCM_SHA384`. */
  readonly cipher: string;
  /** Whether the peer's certificate comes from an authority that is trusted here; false where it gave none. */
  readonly authorized: boolean;
  /** The peer's certificate in DER, where it gave one. */
  readonly certificate: Uint8Array | undefined;
}

/** What both ends of a connection share. */
export interface TransportSession {
  readonly peer: Peer;
  /** Streams that are open now. */
  readonly openStreams: number;
  /**
   * What the session holds at this moment; tests assert that these stay flat.
   * `queuedBytes`: accepted by `sendMessage` and not yet given to the socket. `heldBytes`: received and not yet a whole message.
   */
  readonly held: { readonly queuedBytes: number; readonly heldBytes: number; readonly streams: number };
  /** Sends a PING; `done` gets the round-trip time, or undefined when the session closed first. */
  ping(done: (roundTripMs: number | undefined) => void): void;
  /** No new streams; closes when the open ones have ended. A server sends GOAWAY. Repeating it changes nothing. */
  close(): void;
  /** Ends everything now: every open stream's sink gets `onClosed`. Repeating it changes nothing. */
  destroy(reason: string): void;
}

/**
 * The client's end of one connection. It keeps the process alive while it connects and while it has open streams, and not
 * otherwise.
 */
export interface ClientSession extends TransportSession {
  /** How many more streams may be opened now: 0 before `onReady`, after `onGoingAway`, and at the peer's MAX_CONCURRENT_STREAMS. */
  readonly freeSlots: number;
  /** Opens a stream with its request headers. Call only while `freeSlots > 0`; else throws a `TransportError` with processed `no`. */
  openStream(fields: FieldList, sink: StreamSink): ClientStream;
}

export interface ClientSessionSink {
  /** Connected, secured, and the peer's SETTINGS are here. */
  onReady(): void;
  /** `freeSlots` rose from 0. */
  onSlots(): void;
  /** GOAWAY came, or `close` was called: no new streams. Open ones at or below its last identifier go on. */
  onGoingAway(code: number, debug: string): void;
  /** The last call, exactly once. Before `onReady` it says why there was no connection; `undefined` after a `close` that went well. */
  onClosed(error: TransportError | undefined): void;
}

/** The server's end of one connection. */
export interface ServerSession extends TransportSession {}

export interface ServerSessionSink {
  /** A request arrived. The returned sink serves the stream. `fields` are its request headers. */
  onStream(stream: ServerStream, fields: FieldList): StreamSink;
  /**
   * A request that is none of gRPC arrived (`isGrpcRequest` gives false). The returned sink serves it. Undefined where plain requests
   * are not served: then they come through `onStream`. It does not change during a session.
   */
  readonly onHttpStream?: ((stream: HttpStream, fields: FieldList) => HttpStreamSink) | undefined;
  onClosed(error: TransportError | undefined): void;
}

export interface ListenerSink {
  onSession(session: ServerSession): ServerSessionSink;
  /** A connection that failed before it was one (TLS handshake, HTTP/1.1, no preface), or a fault of the listener itself. */
  onError(error: TransportError): void;
}

/** An open port or path. */
export interface Listener {
  /** Such as `127.0.0.1:50051`, `[::1]:50051` or `unix:/run/app.sock`. */
  readonly address: string;
  /** 0 for a Unix socket. */
  readonly port: number;
  /** No more connections; those that are open stay. Resolves when the port is free. */
  close(): Promise<void>;
}

/** Where to connect. */
export type SocketAddress = { readonly host: string; readonly port: number } | { readonly path: string };

export interface TransportErrorInit {
  readonly scope: 'stream' | 'connection';
  readonly by: Initiator;
  readonly phase: Phase;
  readonly code: number;
  readonly processed: Processed;
  readonly cause?: unknown;
}

/** What goes wrong below the RPC layer. `lib/rpc/error-conversion.ts` alone turns it into an `RpcError`. */
export class TransportError extends Error {
  /** What is broken: one stream, or the whole connection. */
  readonly scope: 'stream' | 'connection';
  /** Who began it. */
  readonly by: Initiator;
  /** How far the call or connection had come. */
  readonly phase: Phase;
  /** The HTTP/2 error code (RFC 9113 §7). */
  readonly code: number;
  /** `no`: the server has certainly not run any call that fails with this. */
  readonly processed: Processed;

  constructor(message: string, init: TransportErrorInit) {
    super(message, init.cause === undefined ? undefined : { cause: init.cause });
    this.name = 'TransportError';
    this.scope = init.scope;
    this.by = init.by;
    this.phase = init.phase;
    this.code = init.code;
    this.processed = init.processed;
  }
}

/** What `openStream` throws where no stream can be opened. */
export function noFreeSlot(): TransportError {
  return new TransportError('no stream can be opened now: look at freeSlots first, and wait for onSlots', {
    scope: 'stream',
    by: 'caller',
    phase: 'send',
    code: ErrorCode.REFUSED_STREAM,
    processed: 'no',
  });
}

/** Thrown by `sendMessage` for a message over `maxSendMessageBytes`. */
export class MessageTooLarge extends Error {
  readonly bytes: number;
  readonly limit: number;

  constructor(bytes: number, limit: number) {
    super(`the message has ${bytes} bytes, the limit for sending is ${limit}: raise maxSendMessageBytes or send it in parts`);
    this.name = 'MessageTooLarge';
    this.bytes = bytes;
    this.limit = limit;
  }
}
