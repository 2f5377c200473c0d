import type { Settings } from 'node:http2';
import { NODE_HTTP2_CONNECTION_WINDOW_BYTES } from '../../limits.js';
import type { CarrierOptions } from '../carrier.js';

/** The SETTINGS of either side, in the words of node:http2. */
export function announced({ streamWindowBytes, maxHeaderListBytes, maxFrameBytes, headerTableBytes }: CarrierOptions): Settings {
  return {
    initialWindowSize: streamWindowBytes,
    maxHeaderListSize: maxHeaderListBytes,
    ...(maxFrameBytes === undefined ? {} : { maxFrameSize: maxFrameBytes }),
    ...(headerTableBytes === undefined ? {} : { headerTableSize: headerTableBytes }),
  };
}

/**
 * Values that begin or end with a space are lawful in gRPC over HTTP/2 and not in RFC 9113 §8.2.1. Node 20 has no word for it, and drops
 * such a field silently; Node's types do not know the option yet.
 */
export const ALLOW_FIELD_WHITESPACE = { strictFieldWhitespaceValidation: false };

/** The receive window of the whole connection (RFC 9113 §6.9.1). */
export function connectionWindow({ connectionWindowBytes, streamWindowBytes }: CarrierOptions): number {
  return connectionWindowBytes ?? Math.max(NODE_HTTP2_CONNECTION_WINDOW_BYTES, streamWindowBytes);
}
