/**
 * Header fields as name, value, name, value…: names in lower case, in the order of the wire, pseudo-header fields first. Each
 * character stands for one byte (U+0000 to U+00FF), since HPACK's strings are bytes (RFC 7541 §1.3).
 *
 * A list that is equal to an earlier one of the same connection may be the same array: treat it as read-only for ever.
 */
export type FieldList = readonly string[];
