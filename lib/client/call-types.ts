/** What the calls of a client are, as their users see them. None of them is thenable: awaiting a call by mistake gives the call. */
import type { Metadata } from '../../wire/grpc/metadata.js';
import type { Status } from '../rpc/status.js';
import type { Peer } from '../transport/transport.js';

/** How a call ended. */
export interface CallEnd {
  /** The server's, or the one made on this side. */
  readonly status: Status;
  /** The metadata of the server's trailers; empty where the end was made on this side. */
  readonly trailers: Metadata;
}

/** What the calls of all four shapes have. */
export interface ClientCall {
  /**
   * The metadata of the response headers; empty where the server answered OK without any. Rejects with the call's `RpcError` when it
   * fails before there are headers. Nobody need look at it: it is never an unhandled rejection.
   */
  readonly headers: Promise<Metadata>;
  /** Resolves when the call has ended, well or not. Never rejects. The end comes behind the last reply: a stream has to be read to get there. */
  readonly ended: Promise<CallEnd>;
  /** The server that the current attempt has reached; undefined while there is none. */
  readonly peer: Peer | undefined;
  /** Ends the call with CANCELLED; `reason` becomes the error's `cause`. After the end it changes nothing. */
  cancel(reason?: unknown): void;
}

/** Where requests of a stream go in. */
export interface RequestStream<in I> {
  /**
   * Sends a message. Undefined means that there is room for another; a promise resolves when there is. So `await call.write(m)` always
   * does the right thing. Once the call has ended, messages are thrown away and the reason is in `ended`. Rejects after `end()`, and for
   * a message that cannot be encoded, which also ends the call.
   */
  write(message: I): Promise<void> | undefined;
  /** No more messages. Repeating it changes nothing. */
  end(): void;
}

/** One request, one reply. */
export interface UnaryCall<out O> extends ClientCall {
  /** The reply; rejects with an `RpcError`. Never an unhandled rejection. */
  readonly response: Promise<O>;
}

/** Many requests, one reply. */
export interface ClientStreamCall<in I, out O> extends ClientCall, RequestStream<I> {
  /** The reply; rejects with an `RpcError`. Never an unhandled rejection. */
  readonly response: Promise<O>;
}

/** One request, many replies: iterate it, once. Leaving the loop early cancels the call; an `RpcError` is thrown behind the last reply. */
export interface ServerStreamCall<out O> extends ClientCall, AsyncIterable<O> {}

/** Many requests, many replies: iterate it, once. Leaving the loop early cancels the call; an `RpcError` is thrown behind the last reply. */
export interface BidiCall<in I, out O> extends ClientCall, RequestStream<I>, AsyncIterable<O> {}
