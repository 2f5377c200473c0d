/**
 * Short ASCII text by `fromCharCode` with an argument for each byte: 15 ns and 0.8 for each, where a native call takes 60 to 80 however short
 * the text is. What `fromCharCode` made of parts would have to be joined, which costs as much again when the text is used; hence one line
 * for each length.
 */
const fromCharCode = String.fromCharCode;

/** Up to here text of a message is best read by itself. */
export const SHORT_ASCII = 12;

/** The text of up to twelve bytes, or undefined when one of them is not ASCII. */
export function shortAscii(buffer: Uint8Array, start: number, length: number): string | undefined {
  if (length === 0) return '';
  const a = buffer[start]!;
  if (length === 1) return a < 0x80 ? fromCharCode(a) : undefined;
  const b = buffer[start + 1]!;
  if (length === 2) return (a | b) < 0x80 ? fromCharCode(a, b) : undefined;
  const c = buffer[start + 2]!;
  if (length === 3) return (a | b | c) < 0x80 ? fromCharCode(a, b, c) : undefined;
  const d = buffer[start + 3]!;
  if (length === 4) return (a | b | c | d) < 0x80 ? fromCharCode(a, b, c, d) : undefined;
  const e = buffer[start + 4]!;
  if (length === 5) return (a | b | c | d | e) < 0x80 ? fromCharCode(a, b, c, d, e) : undefined;
  const f = buffer[start + 5]!;
  if (length === 6) return (a | b | c | d | e | f) < 0x80 ? fromCharCode(a, b, c, d, e, f) : undefined;
  const g = buffer[start + 6]!;
  if (length === 7) return (a | b | c | d | e | f | g) < 0x80 ? fromCharCode(a, b, c, d, e, f, g) : undefined;
  const h = buffer[start + 7]!;
  const eight = a | b | c | d | e | f | g | h;
  if (length === 8) return eight < 0x80 ? fromCharCode(a, b, c, d, e, f, g, h) : undefined;
  const i = buffer[start + 8]!;
  if (length === 9) return (eight | i) < 0x80 ? fromCharCode(a, b, c, d, e, f, g, h, i) : undefined;
  const j = buffer[start + 9]!;
  if (length === 10) return (eight | i | j) < 0x80 ? fromCharCode(a, b, c, d, e, f, g, h, i, j) : undefined;
  const k = buffer[start + 10]!;
  if (length === 11) return (eight | i | j | k) < 0x80 ? fromCharCode(a, b, c, d, e, f, g, h, i, j, k) : undefined;
  const l = buffer[start + 11]!;
  return (eight | i | j | k | l) < 0x80 ? fromCharCode(a, b, c, d, e, f, g, h, i, j, k, l) : undefined;
}

/** Up to here a native call is slower, where it is for one text alone. */
export const MEDIUM_ASCII = 32;

/** The text of 13 to 32 bytes, or undefined when one of them is not ASCII. */
export function mediumAscii(buffer: Uint8Array, start: number, length: number): string | undefined {
  const a = buffer[start]!;
  const b = buffer[start + 1]!;
  const c = buffer[start + 2]!;
  const d = buffer[start + 3]!;
  const e = buffer[start + 4]!;
  const f = buffer[start + 5]!;
  const g = buffer[start + 6]!;
  const h = buffer[start + 7]!;
  const i = buffer[start + 8]!;
  const j = buffer[start + 9]!;
  const k = buffer[start + 10]!;
  const l = buffer[start + 11]!;
  const m = buffer[start + 12]!;
  let bits = a | b | c | d | e | f | g | h | i | j | k | l | m;
  if (length === 13) return bits < 0x80 ? fromCharCode(a, b, c, d, e, f, g, h, i, j, k, l, m) : undefined;
  const n = buffer[start + 13]!;
  bits |= n;
  if (length === 14) return bits < 0x80 ? fromCharCode(a, b, c, d, e, f, g, h, i, j, k, l, m, n) : undefined;
  const o = buffer[start + 14]!;
  bits |= o;
  if (length === 15) return bits < 0x80 ? fromCharCode(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o) : undefined;
  const p = buffer[start + 15]!;
  bits |= p;
  if (length === 16) return bits < 0x80 ? fromCharCode(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p) : undefined;
  const q = buffer[start + 16]!;
  bits |= q;
  if (length === 17) return bits < 0x80 ? fromCharCode(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q) : undefined;
  const r = buffer[start + 17]!;
  bits |= r;
  if (length === 18) return bits < 0x80 ? fromCharCode(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r) : undefined;
  const s = buffer[start + 18]!;
  bits |= s;
  if (length === 19) return bits < 0x80 ? fromCharCode(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s) : undefined;
  const t = buffer[start + 19]!;
  bits |= t;
  if (length === 20) return bits < 0x80 ? fromCharCode(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t) : undefined;
  const u = buffer[start + 20]!;
  bits |= u;
  if (length === 21) return bits < 0x80 ? fromCharCode(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u) : undefined;
  const v = buffer[start + 21]!;
  bits |= v;
  if (length === 22) return bits < 0x80 ? fromCharCode(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v) : undefined;
  const w = buffer[start + 22]!;
  bits |= w;
  if (length === 23) return bits < 0x80 ? fromCharCode(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w) : undefined;
  const x = buffer[start + 23]!;
  bits |= x;
  if (length === 24) return bits < 0x80 ? fromCharCode(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x) : undefined;
  const y = buffer[start + 24]!;
  bits |= y;
  if (length === 25)
    return bits < 0x80 ? fromCharCode(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x, y) : undefined;
  const z = buffer[start + 25]!;
  bits |= z;
  if (length === 26)
    return bits < 0x80 ? fromCharCode(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x, y, z) : undefined;
  const a2 = buffer[start + 26]!;
  bits |= a2;
  if (length === 27)
    return bits < 0x80 ? fromCharCode(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x, y, z, a2) : undefined;
  const b2 = buffer[start + 27]!;
  bits |= b2;
  if (length === 28)
    return bits < 0x80 ? fromCharCode(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x, y, z, a2, b2) : undefined;
  const c2 = buffer[start + 28]!;
  bits |= c2;
  if (length === 29)
    return bits < 0x80 ? fromCharCode(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x, y, z, a2, b2, c2) : undefined;
  const d2 = buffer[start + 29]!;
  bits |= d2;
  if (length === 30)
    return bits < 0x80
      ? fromCharCode(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x, y, z, a2, b2, c2, d2)
      : undefined;
  const e2 = buffer[start + 30]!;
  bits |= e2;
  if (length === 31)
    return bits < 0x80
      ? fromCharCode(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x, y, z, a2, b2, c2, d2, e2)
      : undefined;
  const f2 = buffer[start + 31]!;
  bits |= f2;
  return bits < 0x80
    ? fromCharCode(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x, y, z, a2, b2, c2, d2, e2, f2)
    : undefined;
}
