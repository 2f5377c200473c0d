/** PUSH_PROMISE (RFC 9113 §6.6). This engine announces ENABLE_PUSH 0 and sends none; the layout is here for who reads traffic. */
import { readUint31, writeFrameHeader, writeUint32 } from '../frame-header.js';
import { Flag, FrameType } from '../frame-type.js';
import { paddingBytes, writeBytes, writePadding } from './padding.js';
import { needsStream, protocolError, tooMuchPadding, tooShort } from './violation.js';

const SECTION = 'RFC 9113 §6.6';
const PROMISED_ID_BYTES = 4;

export interface PushPromise {
  readonly promisedStreamId: number;
  /** The fragment of the field block is `[fragmentStart, fragmentEnd)`. */
  readonly fragmentStart: number;
  readonly fragmentEnd: number;
}

export function writePushPromise(
  buffer: Uint8Array,
  position: number,
  promisedStreamId: number,
  fragment: Uint8Array,
  endHeaders: boolean,
  streamId: number,
  padding?: number,
): number {
  const length = PROMISED_ID_BYTES + fragment.length + paddingBytes(padding);
  const flags = (endHeaders ? Flag.END_HEADERS : 0) | (padding === undefined ? 0 : Flag.PADDED);
  position = writeFrameHeader(buffer, position, length, FrameType.PUSH_PROMISE, flags, streamId);
  if (padding !== undefined) buffer[position++] = padding;
  position = writeUint32(buffer, position, promisedStreamId);
  return writePadding(buffer, writeBytes(buffer, position, fragment), padding);
}

export function readPushPromise(buffer: Uint8Array, start: number, end: number, flags: number, streamId: number): PushPromise {
  if (streamId === 0) throw needsStream('PUSH_PROMISE', SECTION);
  const padded = (flags & Flag.PADDED) !== 0;
  const idPosition = padded ? start + 1 : start;
  const fragmentStart = idPosition + PROMISED_ID_BYTES;
  if (fragmentStart > end) throw tooShort('PUSH_PROMISE', end - start, fragmentStart - start, SECTION);
  const fragmentEnd = padded ? end - buffer[start]! : end;
  if (fragmentEnd < fragmentStart) throw tooMuchPadding('PUSH_PROMISE', end - fragmentEnd, end - start, SECTION);
  const promisedStreamId = readUint31(buffer, idPosition);
  if (promisedStreamId === 0 || promisedStreamId % 2 === 1) {
    throw protocolError(`PUSH_PROMISE promises stream ${promisedStreamId}; a server's streams have even numbers`, 'RFC 9113 §5.1.1');
  }
  return { promisedStreamId, fragmentStart, fragmentEnd };
}
