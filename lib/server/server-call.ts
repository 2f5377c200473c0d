import type { Metadata, MetadataInit } from '../../wire/grpc/metadata.js';
import type { AnyMethod } from '../../wire/grpc/service.js';
import type { ParentCall } from '../rpc/parent.js';
import type { Peer } from '../transport/transport.js';

/** Who calls, as the server's authentication found out. */
export interface ServerAuth {
  /** The caller's name, such as a certificate's subject or a token's. */
  readonly identity: string;
}

/**
 * One call, as its handler sees it. It may stand as `parent` of client calls that are made for it: they take over its deadline and
 * its cancellation.
 */
export interface ServerCall extends ParentCall {
  /** The method: `name`, `path`, `shape` and its codecs. */
  readonly method: AnyMethod;
  /** What the client sent beside its messages. Parsed when first read. */
  readonly metadata: Metadata;
  /** When the client gives up, on this machine's wall clock; undefined where it never does. */
  readonly deadline: Date | undefined;
  /** Milliseconds until the deadline; 0 or less when it has passed, Infinity where there is none. */
  remainingMs(): number;
  /** The other end of the connection: its address, and its certificate where it gave one. */
  readonly peer: Peer;
  /** Who calls; undefined where the server has no authentication. */
  readonly auth: ServerAuth | undefined;

  /** Whether nobody waits for the answer any more: the client cancelled, the deadline passed, or the connection is gone. */
  readonly cancelled: boolean;
  /** Why it was cancelled, an `RpcError`; undefined before. */
  readonly cancelReason: unknown;
  /** Aborts when the call is cancelled, with `cancelReason` as its reason. Made when first read, since it costs half a call. */
  readonly signal: AbortSignal;

  /**
   * Sends the response headers now, with `metadata`; otherwise they go with the first message. Throws when they have been sent
   * already and for metadata that cannot be sent; does nothing on a call that has ended.
   */
  sendHeaders(metadata?: MetadataInit): void;
  /** Sent with the status at the call's end: `call.trailers.set('x-cost', '3')`. */
  readonly trailers: Metadata;
}

/** A call whose handler may push messages: server streaming and bidirectional. */
export interface WritableServerCall<in O> extends ServerCall {
  /**
   * Sends a message. Gives undefined where there is room for more, else a promise that resolves when there is: `await` either.
   * A handler that does not wait makes the messages pile up in memory. On a call that has been cancelled the promise rejects with
   * `cancelReason`, which ends a handler that awaits it; one that does not may look at `cancelled`.
   * Throws for a message that cannot be encoded; nothing of it was sent then, and the call goes on unless the handler throws too.
   */
  write(message: O): Promise<void> | undefined;
}
