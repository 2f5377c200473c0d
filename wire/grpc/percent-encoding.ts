/**
 * The encoding of `grpc-message` (gRPC over HTTP/2: Status-Message).
 *
 *   Percent-Encoded        -> 1*(Percent-Byte-Unencoded / Percent-Byte-Encoded)
 *   Percent-Byte-Unencoded -> 1*( %x20-%x24 / %x26-%x7E )   ; space and VCHAR, except %
 *   Percent-Byte-Encoded   -> "%" 2HEXDIGIT                 ; 0-9 A-F
 *
 * The text is Unicode, its bytes are UTF-8.
 */

const PERCENT = 0x25;
const REPLACEMENT = '\ufffd';

/** `text` as it travels. Text without anything to encode comes back as it is. */
export function percentEncode(text: string): string {
  for (let index = 0; index < text.length; index++) {
    if (!isUnencoded(text, index)) return percentEncodeFrom(text, index);
  }
  return text;
}

/** At both ends a space is encoded too: HTTP drops or refuses white space around a value (RFC 9113 §8.2.1). */
function isUnencoded(text: string, index: number): boolean {
  const unit = text.charCodeAt(index);
  if (unit === 0x20) return index !== 0 && index !== text.length - 1;
  return unit > 0x20 && unit <= 0x7e && unit !== PERCENT;
}

function percentEncodeFrom(text: string, first: number): string {
  let out = text.slice(0, first);
  let index = first;
  while (index < text.length) {
    if (isUnencoded(text, index)) {
      out += text[index++];
      continue;
    }
    const point = text.codePointAt(index)!;
    // Half of a surrogate pair has no UTF-8 form.
    const character = point >= 0xd800 && point <= 0xdfff ? REPLACEMENT : String.fromCodePoint(point);
    if (point <= 0x7f) out += `%${point < 0x10 ? '0' : ''}${point.toString(16).toUpperCase()}`;
    else out += encodeURIComponent(character);
    index += point > 0xffff ? 2 : 1;
  }
  return out;
}

/**
 * The text that came. Never an error: a broken `%` stays as it is, and bytes that are no UTF-8 become U+FFFD, each longest wrong
 * beginning one (gRPC over HTTP/2: Responses).
 */
export function percentDecode(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    // Thrown at most once for a whole message; what follows never throws.
    return percentDecodeLenient(text);
  }
}

function percentDecodeLenient(text: string): string {
  let out = '';
  let index = 0;
  while (index < text.length) {
    const byte = encodedByte(text, index);
    if (byte < 0) {
      out += text[index++];
      continue;
    }
    if (byte < 0x80) {
      out += String.fromCharCode(byte);
      index += 3;
      continue;
    }
    // The bytes that can follow a first byte, so that overlong forms, surrogates and what is above U+10FFFF are wrong (RFC 3629 §4).
    let needed = 0;
    let point = 0;
    let low = 0x80;
    let high = 0xbf;
    if (byte >= 0xc2 && byte <= 0xdf) {
      needed = 1;
      point = byte & 0x1f;
    } else if (byte >= 0xe0 && byte <= 0xef) {
      needed = 2;
      point = byte & 0x0f;
      if (byte === 0xe0) low = 0xa0;
      if (byte === 0xed) high = 0x9f;
    } else if (byte >= 0xf0 && byte <= 0xf4) {
      needed = 3;
      point = byte & 0x07;
      if (byte === 0xf0) low = 0x90;
      if (byte === 0xf4) high = 0x8f;
    }
    index += 3;
    let complete = needed > 0;
    for (; needed > 0; needed--) {
      const next = encodedByte(text, index);
      if (next < low || next > high) {
        complete = false;
        break;
      }
      point = (point << 6) | (next & 0x3f);
      low = 0x80;
      high = 0xbf;
      index += 3;
    }
    out += complete ? String.fromCodePoint(point) : REPLACEMENT;
  }
  return out;
}

/** The byte that `%XX` at `index` stands for; -1 where there is none. Small letters are taken too. */
function encodedByte(text: string, index: number): number {
  if (text.charCodeAt(index) !== PERCENT) return -1;
  const high = hexDigit(text.charCodeAt(index + 1));
  const low = hexDigit(text.charCodeAt(index + 2));
  return high < 0 || low < 0 ? -1 : high * 16 + low;
}

function hexDigit(unit: number): number {
  if (unit >= 0x30 && unit <= 0x39) return unit - 0x30;
  if (unit >= 0x41 && unit <= 0x46) return unit - 0x37;
  if (unit >= 0x61 && unit <= 0x66) return unit - 0x57;
  return -1;
}
