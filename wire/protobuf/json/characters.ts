/** The characters that JSON text is built of, as bytes (RFC 8259 §2). */
export const QUOTE = 0x22;
export const COMMA = 0x2c;
export const MINUS = 0x2d;
export const DOT = 0x2e;
export const ZERO = 0x30;
export const COLON = 0x3a;
export const OPEN_BRACKET = 0x5b;
export const BACKSLASH = 0x5c;
export const CLOSE_BRACKET = 0x5d;
export const LOWER_N = 0x6e;
export const OPEN_BRACE = 0x7b;
export const CLOSE_BRACE = 0x7d;
