/** Padding of DATA, HEADERS and PUSH_PROMISE: its length in the payload's first byte, then, behind everything else, that many zeros. */

/** Frame bytes that padding adds: its length byte and itself; 0 where `padding` is undefined. */
export function paddingBytes(padding: number | undefined): number {
  return padding === undefined ? 0 : 1 + padding;
}

/** Padding is zeros when sending (RFC 9113 §6.1). */
export function writePadding(buffer: Uint8Array, position: number, padding: number | undefined): number {
  const end = position + (padding ?? 0);
  buffer.fill(0, position, end);
  return end;
}

/** Copies bytes in; where they do not fit only the position is moved. */
export function writeBytes(buffer: Uint8Array, position: number, bytes: Uint8Array): number {
  const end = position + bytes.length;
  if (end <= buffer.length) buffer.set(bytes, position);
  return end;
}
