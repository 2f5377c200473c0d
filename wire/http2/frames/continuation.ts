/** CONTINUATION (RFC 9113 §6.10). Its payload is nothing but the next fragment; whether one was due is the connection's to know. */
import { writeFrameHeader } from '../frame-header.js';
import { Flag, FrameType } from '../frame-type.js';
import { writeBytes } from './padding.js';
import { needsStream } from './violation.js';

export function writeContinuation(
  buffer: Uint8Array,
  position: number,
  fragment: Uint8Array,
  endHeaders: boolean,
  streamId: number,
): number {
  const flags = endHeaders ? Flag.END_HEADERS : 0;
  return writeBytes(buffer, writeFrameHeader(buffer, position, fragment.length, FrameType.CONTINUATION, flags, streamId), fragment);
}

export function checkContinuation(streamId: number): void {
  if (streamId === 0) throw needsStream('CONTINUATION', 'RFC 9113 §6.10');
}
