import type { AbuseLimits } from '../../wire/http2/abuse-budget.js';
import type { ClientTls, ServerTls } from '../security/tls.js';
import type { Clock } from '../time/clock.js';
import type { ClientSession, ClientSessionSink, Listener, ListenerSink, SocketAddress } from './transport.js';

export type { ClientTls, ServerTls };

/** What a carrier is told of HTTP/2, on either side; what is left out is its own to choose. */
export interface CarrierOptions {
  /** Receive window of each stream, in bytes (RFC 9113 §6.9.2). */
  readonly streamWindowBytes: number;
  /** The largest header list accepted, counted as in RFC 9113 §6.5.2. */
  readonly maxHeaderListBytes: number;
  /** Receive window of the whole connection, in bytes (RFC 9113 §6.9.1). */
  readonly connectionWindowBytes?: number | undefined;
  /** The largest frame accepted, in bytes without its header (RFC 9113 §6.5.2). */
  readonly maxFrameBytes?: number | undefined;
  /** The peer's HPACK table here, in bytes (RFC 7541 §4.2). */
  readonly headerTableBytes?: number | undefined;
  /** What receive windows may grow to by themselves where the path takes it, in bytes; 0, the default, for never. */
  readonly maxAdaptiveWindowBytes?: number | undefined;
  /** What the peer may make us do for nothing. Default: `DEFAULT_ABUSE_LIMITS`. */
  readonly abuse?: AbuseLimits | undefined;
}

/** What a channel asks of a connection. */
export interface ConnectOptions extends CarrierOptions {
  readonly clock: Clock;
  /** From the first SYN to the peer's SETTINGS; then `onClosed` with phase `connect` or `tls`. */
  readonly connectTimeoutMs: number;
  readonly tls: ClientTls | undefined;
  /** Streams at once, also where the server allows more. */
  readonly maxConcurrentStreams?: number | undefined;
}

/** What a server asks of its connections; the windows and limits mean the same as for a channel. */
export interface ListenOptions extends CarrierOptions {
  readonly clock: Clock;
  readonly tls: ServerTls | undefined;
  /** SETTINGS_MAX_CONCURRENT_STREAMS of each connection. */
  readonly maxConcurrentStreams: number;
  /** How long a connection may take until its preface is complete. */
  readonly handshakeTimeoutMs: number;
  /** Sockets that a port has open at once; further ones are closed at once. Default: no bound. */
  readonly maxConnections?: number | undefined;
}

/** One way to carry streams. Given by value to channels and servers. */
export interface Carrier {
  /** Such as `engine`. */
  readonly name: string;
  /** Starts a connection; the sink hears how it goes. Never throws for what the network does. */
  connect(address: SocketAddress, options: ConnectOptions, sink: ClientSessionSink): ClientSession;
  /** Opens a port; rejects with a `TransportError` when it cannot (the port is in use, no permission). */
  listen(address: SocketAddress, options: ListenOptions, sink: ListenerSink): Promise<Listener>;
}
