import type { FieldList } from './transport.js';

/** Size of a header list: names, values and 32 bytes for each field (RFC 9113 §6.5.2). Characters count as bytes: fields are ASCII. */
export function fieldListBytes(fields: FieldList): number {
  let bytes = fields.length << 4;
  for (let i = 0; i < fields.length; i++) bytes += fields[i]!.length;
  return bytes;
}

/** For the end that would send them. */
export function headersTooLarge(bytes: number, limit: number): string {
  return `the headers have ${bytes} bytes, the other side takes ${limit}: send less metadata, or raise maxHeaderListBytes there`;
}

/** For the client's end that they came to. */
export function responseHeadersTooLarge(bytes: number, limit: number): string {
  return `the response headers have ${bytes} bytes, the limit is ${limit}: raise maxHeaderListBytes`;
}
