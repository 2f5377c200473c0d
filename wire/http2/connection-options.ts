import type { AbuseLimits } from './abuse-budget.js';
import type { Settings } from './settings.js';

export interface ConnectionOptions {
  readonly role: 'client' | 'server';
  /**
   * What we announce; RFC 9113's initial values where left out, except that header lists are at most 64 KiB then. ENABLE_PUSH is
   * always 0: pushed streams are not taken.
   */
  readonly settings?: Partial<Settings>;
  /** Receive window of the whole connection, 65,535 to 2^31-1 bytes. Default 65,535 (RFC 9113 §6.9.2). */
  readonly connectionWindowBytes?: number;
  /** Bytes delivered to all streams and not `consumed`, beyond which the connection's window is not given back. Default 16 MiB. */
  readonly maxUnconsumedBytes?: number;
  /**
   * True where the owner knows that all fields which it gives to `openStream` and `sendHeaders` are right by RFC 9113 §8.2 and
   * RFC 9113 §8.3, with `:method` or `:status` first; then they are not looked at again. Default false.
   */
  readonly fieldsAreChecked?: boolean;
  /**
   * True takes regular fields whose values begin or end with SP or HTAB, and passes them on as they came. RFC 9113 §8.2.1 calls such a
   * message malformed; gRPC over HTTP/2 has the space in ASCII-Value and Percent-Byte-Unencoded, and its peers send it. What we send
   * stays without. Default false: RST_STREAM(PROTOCOL_ERROR).
   */
  readonly allowsFieldWhitespace?: boolean;
  /** What a peer may make us do and hold for nothing (abuse-budget.ts). */
  readonly abuseLimits?: AbuseLimits;
  /** What receive windows may grow to by themselves, where the path takes it (bdp-estimator.ts). Default 0: they stay. */
  readonly maxAdaptiveWindowBytes?: number;
}
