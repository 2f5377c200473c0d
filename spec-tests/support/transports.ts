import type { CarrierName } from '../../lib/transport/default-carrier.js';

/** The carriers with a socket, for tests that run on each. */
export const TRANSPORTS: readonly CarrierName[] = ['engine', 'node:http2'];
