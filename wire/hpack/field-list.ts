import { entryBytes } from './dynamic-table.js';

/**
 * Header fields as name, value, name, value…: names in lower case, in the order of the wire, pseudo-header fields first. Each
 * character stands for one byte (U+0000 to U+00FF), since HPACK's strings are bytes (RFC 7541 §1.3).
 *
 * A list that is equal to an earlier one of the same connection may be the same array: treat it as read-only for ever.
 */
export type FieldList = readonly string[];

/**
 * The size of a list as SETTINGS_MAX_HEADER_LIST_SIZE counts it: each field as an entry of the dynamic table (RFC 9113 §6.5.2). Each
 * character counts as a byte.
 */
export function headerListBytes(fields: FieldList): number {
  let bytes = 0;
  for (let index = 0; index < fields.length; index += 2) bytes += entryBytes(fields[index]!, fields[index + 1]!);
  return bytes;
}
