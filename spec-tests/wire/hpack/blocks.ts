/** Field blocks by hand, for tests: each function gives the bytes of one representation (RFC 7541 §6). */
import { writeInteger } from '../../../wire/hpack/integer.js';

function integer(head: number, prefixBits: number, value: number): number[] {
  const buffer = new Uint8Array(6);
  return [...buffer.subarray(0, writeInteger(buffer, 0, head, prefixBits, value))];
}

function string(text: string): number[] {
  return [...integer(0, 7, text.length), ...Buffer.from(text, 'latin1')];
}

function literal(head: number, prefixBits: number, name: string | number, value: string): number[] {
  if (typeof name === 'number') return [...integer(head, prefixBits, name), ...string(value)];
  return [head, ...string(name), ...string(value)];
}

export const indexed = (index: number) => integer(0x80, 7, index);
export const withIndexing = (name: string | number, value: string) => literal(0x40, 6, name, value);
export const withoutIndexing = (name: string | number, value: string) => literal(0x00, 4, name, value);
export const neverIndexed = (name: string | number, value: string) => literal(0x10, 4, name, value);
export const sizeUpdate = (bytes: number) => integer(0x20, 5, bytes);

export function block(...parts: readonly (readonly number[])[]): Uint8Array {
  return Uint8Array.from(parts.flat());
}
