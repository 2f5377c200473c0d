/**
 * HEADERS (RFC 9113 §6.2). The fragment of the field block is `[readHeaders(…), headersFragmentEnd(…))`; two functions and no object,
 * since every call passes here twice. Priority is read past (RFC 9113 §5.3.2).
 */
import { readUint31, writeFrameHeader } from '../frame-header.js';
import { Flag, FrameType } from '../frame-type.js';
import { paddingBytes, writeBytes, writePadding } from './padding.js';
import { PRIORITY_BYTES, type Priority, writePriorityFields } from './priority.js';
import { needsStream, tooMuchPadding, tooShort } from './violation.js';

const SECTION = 'RFC 9113 §6.2';

/** Writes a whole frame; `flags` are END_STREAM and END_HEADERS. `padding` is 0 to 255 or undefined for none. */
export function writeHeaders(
  buffer: Uint8Array,
  position: number,
  fragment: Uint8Array,
  flags: number,
  streamId: number,
  padding?: number,
  priority?: Priority,
): number {
  const length = fragment.length + paddingBytes(padding) + (priority === undefined ? 0 : PRIORITY_BYTES);
  const allFlags = flags | (padding === undefined ? 0 : Flag.PADDED) | (priority === undefined ? 0 : Flag.PRIORITY);
  position = writeFrameHeader(buffer, position, length, FrameType.HEADERS, allFlags, streamId);
  if (padding !== undefined) buffer[position++] = padding;
  if (priority !== undefined) position = writePriorityFields(buffer, position, priority);
  return writePadding(buffer, writeBytes(buffer, position, fragment), padding);
}

/** Checks the frame with payload `[start, end)` and returns where its fragment begins. */
export function readHeaders(buffer: Uint8Array, start: number, end: number, flags: number, streamId: number): number {
  if (streamId === 0) throw needsStream('HEADERS', SECTION);
  if ((flags & (Flag.PADDED | Flag.PRIORITY)) === 0) return start;
  const position = start + ((flags & Flag.PADDED) >> 3) + ((flags & Flag.PRIORITY) === 0 ? 0 : PRIORITY_BYTES);
  if (position > end) throw tooShort('HEADERS', end - start, position - start, SECTION);
  if ((flags & Flag.PADDED) !== 0 && position + buffer[start]! > end) {
    throw tooMuchPadding('HEADERS', buffer[start]!, end - start, SECTION);
  }
  return position;
}

/** Where the fragment of a frame that `readHeaders` has checked ends: the padding is behind it. */
export function headersFragmentEnd(buffer: Uint8Array, start: number, end: number, flags: number): number {
  return (flags & Flag.PADDED) === 0 ? end : end - buffer[start]!;
}

/**
 * Whether a checked frame makes its stream depend on itself, a stream error of type PROTOCOL_ERROR (RFC 7540 §5.3.1, which RFC 9113
 * neither keeps nor forbids). To be raised when the field block was decoded: the compression state must stay in step.
 */
export function headersDependOnItself(buffer: Uint8Array, start: number, flags: number, streamId: number): boolean {
  return (flags & Flag.PRIORITY) !== 0 && readUint31(buffer, start + ((flags & Flag.PADDED) >> 3)) === streamId;
}
