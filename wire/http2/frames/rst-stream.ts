/** RST_STREAM (RFC 9113 §6.4). */
import { FRAME_HEADER_BYTES, readUint32, writeFrameHeader, writeUint32 } from '../frame-header.js';
import { FrameType } from '../frame-type.js';
import { frameSizeError, needsStream } from './violation.js';

const SECTION = 'RFC 9113 §6.4';
const PAYLOAD_BYTES = 4;

export const RST_STREAM_FRAME_BYTES = FRAME_HEADER_BYTES + PAYLOAD_BYTES;

export function writeRstStream(buffer: Uint8Array, position: number, code: number, streamId: number): number {
  return writeUint32(buffer, writeFrameHeader(buffer, position, PAYLOAD_BYTES, FrameType.RST_STREAM, 0, streamId), code);
}

/** The error code, which may be one that RFC 9113 §7 does not know. */
export function readRstStream(buffer: Uint8Array, start: number, end: number, streamId: number): number {
  if (streamId === 0) throw needsStream('RST_STREAM', SECTION);
  if (end - start !== PAYLOAD_BYTES) throw frameSizeError(`RST_STREAM of ${end - start} bytes; it has ${PAYLOAD_BYTES}`, SECTION);
  return readUint32(buffer, start);
}
