/** WINDOW_UPDATE (RFC 9113 §6.9). */
import { ErrorCode } from '../error-code.js';
import { StreamError } from '../errors.js';
import { FRAME_HEADER_BYTES, readUint31, writeFrameHeader, writeUint32 } from '../frame-header.js';
import { FrameType } from '../frame-type.js';
import { frameSizeError, protocolError } from './violation.js';

const SECTION = 'RFC 9113 §6.9';
const PAYLOAD_BYTES = 4;

export const WINDOW_UPDATE_FRAME_BYTES = FRAME_HEADER_BYTES + PAYLOAD_BYTES;

/** `increment` is 1 to 2^31-1; `streamId` 0 is the connection's window. */
export function writeWindowUpdate(buffer: Uint8Array, position: number, increment: number, streamId: number): number {
  return writeUint32(buffer, writeFrameHeader(buffer, position, PAYLOAD_BYTES, FrameType.WINDOW_UPDATE, 0, streamId), increment);
}

/** The increment. One of 0 is the stream's error on a stream and the connection's on stream 0 (RFC 9113 §6.9). */
export function readWindowUpdate(buffer: Uint8Array, start: number, end: number, streamId: number): number {
  if (end - start !== PAYLOAD_BYTES) throw frameSizeError(`WINDOW_UPDATE of ${end - start} bytes; it has ${PAYLOAD_BYTES}`, SECTION);
  const increment = readUint31(buffer, start);
  if (increment === 0) throw noIncrement(streamId);
  return increment;
}

function noIncrement(streamId: number): Error {
  const message = 'WINDOW_UPDATE by 0 bytes; the smallest increment is 1';
  return streamId === 0 ? protocolError(message, SECTION) : new StreamError(streamId, ErrorCode.PROTOCOL_ERROR, message, SECTION);
}
