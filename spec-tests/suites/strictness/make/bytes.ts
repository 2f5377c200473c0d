/** The wire format in a few words, for writing cases down: all functions give hex digits. */

export const VARINT = 0;
export const I64 = 1;
export const LEN = 2;
export const SGROUP = 3;
export const EGROUP = 4;
export const I32 = 5;

export function varint(value: bigint | number): string {
  let rest = BigInt.asUintN(64, BigInt(value));
  let digits = '';
  while (rest > 0x7fn) {
    digits += byte(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  return digits + byte(Number(rest));
}

/** A varint in exactly `length` bytes, longer than it needs to be. */
export function longVarint(value: bigint | number, length: number): string {
  const short = varint(value);
  const bytes = short.match(/../g)!.map((digits) => Number.parseInt(digits, 16));
  while (bytes.length < length) {
    bytes[bytes.length - 1]! |= 0x80;
    bytes.push(0);
  }
  return bytes.map(byte).join('');
}

export function tag(field: number, wireType: number): string {
  return varint((BigInt(field) << 3n) | BigInt(wireType));
}

/** A length-delimited field with `content`. */
export function len(field: number, content: string): string {
  return tag(field, LEN) + sized(content);
}

export function sized(content: string): string {
  return varint(content.length / 2) + content;
}

export function group(field: number, content: string): string {
  return tag(field, SGROUP) + content + tag(field, EGROUP);
}

export function int(field: number, value: bigint | number): string {
  return tag(field, VARINT) + varint(value);
}

export function text(field: number, value: string): string {
  return len(field, utf8(value));
}

export function fixed32(field: number, digits = '01020304'): string {
  return tag(field, I32) + digits;
}

export function fixed64(field: number, digits = '0102030405060708'): string {
  return tag(field, I64) + digits;
}

export function utf8(value: string): string {
  return Buffer.from(value).toString('hex');
}

export function byte(value: number): string {
  return value.toString(16).padStart(2, '0');
}
