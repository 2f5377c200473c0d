import type { ConnectionOptions } from '../../../wire/http2/connection.js';
import { DEFAULT_CONNECTION_WINDOW_BYTES, ENGINE_FRAME_BYTES } from '../../limits.js';
import type { CarrierOptions } from '../carrier.js';

/** What a connection announces (RFC 9113 §6.5.2): push is never wanted. */
export function connectionOptions(
  role: 'client' | 'server',
  options: CarrierOptions,
  maxConcurrentStreams: number | undefined,
): ConnectionOptions {
  const { streamWindowBytes, maxHeaderListBytes, connectionWindowBytes, maxFrameBytes, headerTableBytes, maxAdaptiveWindowBytes, abuse } =
    options;
  return {
    role,
    settings: {
      enablePush: false,
      ...(maxConcurrentStreams === undefined ? {} : { maxConcurrentStreams }),
      ...(headerTableBytes === undefined ? {} : { headerTableBytes }),
      initialWindowBytes: streamWindowBytes,
      maxFrameBytes: maxFrameBytes ?? ENGINE_FRAME_BYTES,
      maxHeaderListBytes,
    },
    connectionWindowBytes: connectionWindowBytes ?? Math.max(DEFAULT_CONNECTION_WINDOW_BYTES, streamWindowBytes),
    ...(maxAdaptiveWindowBytes === undefined ? {} : { maxAdaptiveWindowBytes }),
    ...(abuse === undefined ? {} : { abuseLimits: abuse }),
  };
}
