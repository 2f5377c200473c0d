/** The Huffman code of strings (RFC 7541 §5.2). */
import { MAX_HUFFMAN_SCRATCH_BYTES } from '../limits.js';
import { CODE_BITS, CODES, EOS, FIRST_CODE, FIRST_SYMBOL, MAX_CODE_BITS, SHORT_CODES, SYMBOLS } from './huffman-table.js';

let scratch = new Uint8Array(256);

/** A buffer that `bytes` of Huffman code can be decoded to, whatever they are. The process has one, used from one string to the next. */
export function huffmanScratch(bytes: number): Uint8Array {
  // The shortest codes have five bits.
  const most = Math.floor((bytes * 8) / 5);
  if (most <= scratch.length) return scratch;
  if (most > MAX_HUFFMAN_SCRATCH_BYTES) return new Uint8Array(most);
  scratch = new Uint8Array(Math.min(most * 2, MAX_HUFFMAN_SCRATCH_BYTES));
  return scratch;
}

/** What `decodeHuffman` found wrong. */
export const HUFFMAN_EOS = -1;
export const HUFFMAN_BAD_PADDING = -2;

/**
 * Decodes `[start, end)` of `buffer` to the beginning of `out`, a `huffmanScratch`. Gives the number of bytes,
 * or `HUFFMAN_EOS` or `HUFFMAN_BAD_PADDING`.
 *
 * A byte's worth of bits is looked up at once: all that headers are made of has codes of at most eight bits.
 */
export function decodeHuffman(buffer: Uint8Array, start: number, end: number, out: Uint8Array): number {
  let position = start;
  let length = 0;
  // The lower `count` bits of `bits` are still to be decoded.
  let bits = 0;
  let count = 0;
  for (;;) {
    if (count < 8) {
      if (position === end) break;
      bits = ((bits << 8) | buffer[position++]!) & 0xffff;
      count += 8;
    }
    const short = SHORT_CODES[(bits >>> (count - 8)) & 0xff]!;
    if (short !== 0) {
      out[length++] = short >>> 4;
      count -= short & 15;
      continue;
    }
    // A long code: at most 30 bits and the 7 behind them, which is more than the bitwise operators take.
    let code = bits % 2 ** count;
    let codeBits = 9;
    let symbol = -1;
    for (; codeBits <= MAX_CODE_BITS; codeBits++) {
      if (codeBits > count) {
        if (position === end) return HUFFMAN_BAD_PADDING;
        code = code * 256 + buffer[position++]!;
        count += 8;
      }
      const offset = Math.floor(code / 2 ** (count - codeBits)) - FIRST_CODE[codeBits]!;
      if (offset < FIRST_SYMBOL[codeBits + 1]! - FIRST_SYMBOL[codeBits]!) {
        symbol = SYMBOLS[FIRST_SYMBOL[codeBits]! + offset]!;
        break;
      }
    }
    if (symbol === EOS) return HUFFMAN_EOS;
    out[length++] = symbol;
    count -= codeBits;
    bits = code % 2 ** count;
  }
  // Fewer than eight bits are left: short codes, then padding of ones.
  while (count > 0) {
    const ones = 0xff >>> count;
    const short = SHORT_CODES[((bits << (8 - count)) | ones) & 0xff]!;
    const codeBits = short & 15;
    if (short === 0 || codeBits > count) {
      const mask = (1 << count) - 1;
      return (bits & mask) === mask ? length : HUFFMAN_BAD_PADDING;
    }
    out[length++] = short >>> 4;
    count -= codeBits;
  }
  return length;
}

/** Bytes that `text` takes in Huffman code; NaN where it has a character above U+00FF. */
export function huffmanBytes(text: string): number {
  let bits = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code > 0xff) return Number.NaN;
    bits += CODE_BITS[code]!;
  }
  return (bits + 7) >>> 3;
}

/** Writes `text`, whose characters are bytes, and gives the position behind it. */
export function writeHuffman(buffer: Uint8Array, start: number, text: string): number {
  let position = start;
  // The lower `count` bits of `bits` are still to be written; never more than 7 from before.
  let bits = 0;
  let count = 0;
  for (let index = 0; index < text.length; index++) {
    const symbol = text.charCodeAt(index);
    let code = CODES[symbol]!;
    let codeBits = CODE_BITS[symbol]!;
    if (codeBits > 24) {
      // In two parts, since 7 and 30 bits are more than the bitwise operators take.
      codeBits -= 16;
      bits = (bits << codeBits) | (code >>> 16);
      count += codeBits;
      while (count >= 8) {
        count -= 8;
        buffer[position++] = bits >>> count;
      }
      code &= 0xffff;
      codeBits = 16;
    }
    bits = (bits << codeBits) | code;
    count += codeBits;
    while (count >= 8) {
      count -= 8;
      buffer[position++] = bits >>> count;
    }
  }
  // Padding is made of EOS's first bits, which are ones.
  if (count > 0) buffer[position++] = (bits << (8 - count)) | (0xff >>> count);
  return position;
}
