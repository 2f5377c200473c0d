/** PING (RFC 9113 §6.7). */
import { FRAME_HEADER_BYTES, writeFrameHeader } from '../frame-header.js';
import { Flag, FrameType } from '../frame-type.js';
import { frameSizeError, needsConnection } from './violation.js';

const SECTION = 'RFC 9113 §6.7';

/** Bytes of opaque data. */
export const PING_BYTES = 8;
export const PING_FRAME_BYTES = FRAME_HEADER_BYTES + PING_BYTES;

/** Writes a PING, or the answer to one, with the 8 bytes at `opaqueStart` of `opaque`. */
export function writePing(buffer: Uint8Array, position: number, opaque: Uint8Array, opaqueStart: number, ack: boolean): number {
  position = writeFrameHeader(buffer, position, PING_BYTES, FrameType.PING, ack ? Flag.ACK : 0, 0);
  for (let index = 0; index < PING_BYTES; index++) buffer[position + index] = opaque[opaqueStart + index]!;
  return position + PING_BYTES;
}

/** Throws where the frame with payload `[start, end)` is wrong; its opaque data is the whole payload. */
export function checkPing(start: number, end: number, streamId: number): void {
  if (streamId !== 0) throw needsConnection('PING', streamId, SECTION);
  if (end - start !== PING_BYTES) throw frameSizeError(`PING of ${end - start} bytes; it has ${PING_BYTES}`, SECTION);
}
