/**
 * DATA (RFC 9113 §6.1). A connection passes its bytes on as they come, so there is no reader for a whole frame: `checkData` at the
 * header, then, where PADDED is set, `readDataPadding` as soon as the first byte is there. The whole payload counts against both
 * windows, padding and its length byte too.
 */
import { writeFrameHeader } from '../frame-header.js';
import { Flag, FrameType } from '../frame-type.js';
import { paddingBytes, writeBytes, writePadding } from './padding.js';
import { needsStream, tooMuchPadding, tooShort } from './violation.js';

const SECTION = 'RFC 9113 §6.1';

/** Writes a whole frame. `padding` is 0 to 255; undefined, the default, leaves out its length byte too. */
export function writeData(
  buffer: Uint8Array,
  position: number,
  bytes: Uint8Array,
  endStream: boolean,
  streamId: number,
  padding?: number,
): number {
  const flags = (endStream ? Flag.END_STREAM : 0) | (padding === undefined ? 0 : Flag.PADDED);
  position = writeFrameHeader(buffer, position, bytes.length + paddingBytes(padding), FrameType.DATA, flags, streamId);
  if (padding !== undefined) buffer[position++] = padding;
  return writePadding(buffer, writeBytes(buffer, position, bytes), padding);
}

/** Throws where the header alone shows that the frame is wrong. */
export function checkData(length: number, flags: number, streamId: number): void {
  if (streamId === 0) throw needsStream('DATA', SECTION);
  if ((flags & Flag.PADDED) !== 0 && length === 0) throw tooShort('DATA', length, 1, SECTION);
}

/**
 * Bytes of padding at the end of a PADDED frame of `length` bytes whose payload begins at `position`: the data is 1 shorter than the rest.
 */
export function readDataPadding(buffer: Uint8Array, position: number, length: number): number {
  const padding = buffer[position]!;
  if (padding >= length) throw tooMuchPadding('DATA', padding, length, SECTION);
  return padding;
}
