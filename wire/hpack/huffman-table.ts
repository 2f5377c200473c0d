/**
 * The Huffman code (RFC 7541 Appendix B). It is canonical: codes are handed out in order of length, and within a length in order of
 * the byte, so that the lengths say everything.
 */

/** Bits of the code of each byte, sixteen bytes a line. */
const LENGTHS: readonly number[] = [
  13, 23, 28, 28, 28, 28, 28, 28, 28, 24, 30, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 28, 6, 10, 10,
  12, 13, 6, 8, 11, 10, 10, 8, 11, 8, 6, 6, 6, 5, 5, 5, 6, 6, 6, 6, 6, 6, 6, 7, 8, 15, 6, 12, 10, 13, 6, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7,
  7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 8, 7, 8, 13, 19, 13, 14, 6, 15, 5, 6, 5, 6, 5, 6, 6, 6, 5, 7, 7, 6, 6, 6, 5, 6, 7, 6, 5, 5, 6, 7, 7, 7, 7,
  7, 15, 11, 14, 13, 28, 20, 22, 20, 20, 22, 22, 22, 23, 22, 23, 23, 23, 23, 23, 24, 23, 24, 24, 22, 23, 24, 23, 23, 23, 23, 21, 22, 23, 22,
  23, 23, 24, 22, 21, 20, 22, 22, 23, 23, 21, 23, 22, 22, 24, 21, 22, 23, 23, 21, 21, 22, 21, 23, 22, 23, 23, 20, 22, 22, 22, 23, 22, 22,
  23, 26, 26, 20, 19, 22, 23, 22, 25, 26, 26, 26, 27, 27, 26, 24, 25, 19, 21, 26, 27, 27, 26, 27, 24, 21, 21, 26, 26, 28, 27, 27, 27, 20,
  24, 20, 21, 22, 21, 21, 23, 22, 22, 25, 25, 24, 24, 26, 23, 26, 27, 26, 26, 27, 27, 27, 27, 27, 28, 27, 27, 27, 27, 27, 26,
  // EOS
  30,
];

/** The symbol that no string may hold; padding is made of its first bits (RFC 7541 §5.2). */
export const EOS = 256;
export const MAX_CODE_BITS = 30;
const MIN_CODE_BITS = 5;

/** Code and its bits by symbol, the code aligned to its last bit. */
export const CODES = /* @__PURE__ */ new Uint32Array(257);
export const CODE_BITS: Uint8Array = /* @__PURE__ */ Uint8Array.from(LENGTHS);

/** Symbols in order of their codes. */
export const SYMBOLS = /* @__PURE__ */ new Uint16Array(257);
/** The first code of each length, and where in `SYMBOLS` its symbol stands. */
export const FIRST_CODE = /* @__PURE__ */ new Uint32Array(MAX_CODE_BITS + 1);
export const FIRST_SYMBOL = /* @__PURE__ */ new Uint16Array(MAX_CODE_BITS + 2);

/** By the next eight bits, for codes that are no longer: the symbol times 16 plus the code's bits. 0 for a longer code. */
export const SHORT_CODES = /* @__PURE__ */ new Uint16Array(256);

function assignCodes(): void {
  let code = 0;
  let symbols = 0;
  for (let bits = MIN_CODE_BITS; bits <= MAX_CODE_BITS; bits++) {
    FIRST_CODE[bits] = code;
    FIRST_SYMBOL[bits] = symbols;
    for (let symbol = 0; symbol <= EOS; symbol++) {
      if (LENGTHS[symbol] !== bits) continue;
      SYMBOLS[symbols++] = symbol;
      CODES[symbol] = code;
      if (bits <= 8) SHORT_CODES.fill((symbol << 4) | bits, code << (8 - bits), (code + 1) << (8 - bits));
      code++;
    }
    code *= 2;
  }
  FIRST_SYMBOL[MAX_CODE_BITS + 1] = symbols;
}

assignCodes();
