/** Numbers as JSON text: their digits straight into the buffer, where `String` would make a string of each first. */
import { COMMA, DOT, MINUS, QUOTE, ZERO } from './characters.js';
import { grow, type JsonOutput, putAscii, reserve } from './json-output.js';

/** An int32 or a uint32. */
export function putInteger(out: JsonOutput, value: number): void {
  let { position } = out;
  if (position + 12 > out.buffer.length) grow(out, position + 12);
  const { buffer, view } = out;
  let size = value;
  if (value < 0) {
    buffer[position++] = MINUS;
    size = 0 - value;
  }
  out.position = integerAt(view, position, size);
}

/** Integers of 32 bits, each with a comma before; returns the index of the first that is none, or their number. */
export function putIntegers(out: JsonOutput, list: readonly unknown[], unsigned: boolean): number {
  const { length } = list;
  reserve(out, length * 12);
  const { buffer, view } = out;
  let { position } = out;
  let index = 0;
  for (; index < length; index++) {
    const value = list[index];
    if (typeof value !== 'number' || value !== (unsigned ? value >>> 0 : value | 0)) break;
    buffer[position++] = COMMA;
    if (value < 0) {
      buffer[position++] = MINUS;
      position = integerAt(view, position, 0 - value);
    } else {
      position = integerAt(view, position, value);
    }
  }
  out.position = position;
  return index;
}

/** Puts an integer below 2^53 at `position`; returns the position behind it. */
function integerAt(view: DataView, position: number, value: number): number {
  if (value < 100) {
    if (value < 10) {
      view.setUint8(position, ZERO + value);
      return position + 1;
    }
    view.setUint16(position, PAIRS[value]!);
    return position + 2;
  }
  if (value < BILLION) return digitsAt(view, position, value | 0, digitsIn(value));
  const upper = Math.floor(value / BILLION);
  const middle = digitsAt(view, position, upper, digitsIn(upper));
  return nineAt(view, middle, (value - upper * BILLION) | 0);
}

/** The number of decimal digits of an integer below 10^9. */
function digitsIn(value: number): number {
  if (value < 1e4) return value < 100 ? (value < 10 ? 1 : 2) : value < 1000 ? 3 : 4;
  return value < 1e6 ? (value < 1e5 ? 5 : 6) : value < 1e7 ? 7 : value < 1e8 ? 8 : 9;
}

/** Puts an integer below 10^9 at `position` in so many digits, two at a time. */
function digitsAt(view: DataView, position: number, value: number, digits: number): number {
  const end = position + digits;
  let rest = value | 0;
  let at = end;
  while (at - position >= 2) {
    const next = (rest / 100) | 0;
    at -= 2;
    view.setUint16(at, PAIRS[rest - next * 100]!);
    rest = next;
  }
  if (at > position) view.setUint8(position, ZERO + rest);
  return end;
}

/** The two digits of each number below 100, in one. */
const PAIRS = /* @__PURE__ */ Uint16Array.from({ length: 100 }, (_, pair) => 0x3030 + (((pair / 10) | 0) << 8) + (pair % 10));

const BILLION = 1e9;

/** The 64-bit integer of two halves, in quotes (ProtoJSON: Strings for int64). */
export function putInt64(out: JsonOutput, low: number, high: number, unsigned: boolean): void {
  let { position } = out;
  if (position + 24 > out.buffer.length) grow(out, position + 24);
  const { buffer, view } = out;
  buffer[position++] = QUOTE;
  let lower = low;
  let upper = high;
  if (high < 0 && !unsigned) {
    buffer[position++] = MINUS;
    lower = -low | 0;
    upper = (lower === 0 ? -high : ~high) | 0;
  }
  upper >>>= 0;
  lower >>>= 0;
  position = upper < 0x20_0000 ? integerAt(view, position, upper * 0x1_0000_0000 + lower) : largeAt(view, position, lower, upper);
  buffer[position] = QUOTE;
  out.position = position + 1;
}

/**
 * Above 2^53: by the nearest double of a billionth, which is wrong by one at most; what is left of the integer then is exact in 32 bits.
 */
function largeAt(view: DataView, start: number, low: number, high: number): number {
  let upper = Math.floor((high * 0x1_0000_0000 + low) / BILLION);
  let rest = (low - Math.imul(upper, BILLION)) | 0;
  if (rest < 0) {
    rest += BILLION;
    upper--;
  } else if (rest >= BILLION) {
    rest -= BILLION;
    upper++;
  }
  return nineAt(view, integerAt(view, start, upper), rest);
}

/** Puts an integer below 10^9 in nine digits: in two chains of divisions, neither of which waits for the other. */
function nineAt(view: DataView, position: number, value: number): number {
  const upper = (value / 10_000) | 0;
  const first = (upper / 10_000) | 0;
  view.setUint8(position, ZERO + first);
  fourAt(view, position + 1, upper - first * 10_000);
  fourAt(view, position + 5, value - upper * 10_000);
  return position + 9;
}

/** Puts an integer below 10^4 in four digits. */
function fourAt(view: DataView, position: number, value: number): void {
  const upper = (value / 100) | 0;
  view.setInt32(position, (PAIRS[upper]! << 16) | PAIRS[value - upper * 100]!);
}

const POWERS: readonly number[] = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9];

/** How many decimal places a double is tried with before it is left to the engine. */
const TRIED_PLACES = 4;

/** A finite number. A decimal of at most 15 digits is the only one of its double, so that the first one found is the shortest. */
export function putNumber(out: JsonOutput, value: number): void {
  const size = Math.abs(value);
  if (size < BILLION) {
    for (let places = 0; places <= TRIED_PLACES; places++) {
      const scale = POWERS[places]!;
      const scaled = Math.round(size * scale);
      if (scaled / scale === size) {
        putDecimal(out, scaled, places, value < 0 || Object.is(value, -0));
        return;
      }
    }
  }
  putAscii(out, String(value));
}

/** The decimal places up to which a float is looked for by scaling. */
const FLOAT_PLACES = 9;

/** A finite float, with the fewest digits that make it the same float; false, and nothing printed, where that takes another way. */
export function putFloat(out: JsonOutput, value: number): boolean {
  const size = Math.abs(value);
  if (!(size < 1e6) || (size < 1e-3 && size !== 0)) return false;
  for (let places = 0; places <= FLOAT_PLACES; places++) {
    const scale = POWERS[places]!;
    const scaled = Math.round(size * scale);
    if (Math.fround(scaled / scale) === size) {
      putDecimal(out, scaled, places, value < 0 || Object.is(value, -0));
      return true;
    }
  }
  return false;
}

/** `scaled / 10^places`, where `scaled` has at most 15 digits and ends in no needless zero. */
function putDecimal(out: JsonOutput, scaled: number, places: number, negative: boolean): void {
  let { position } = out;
  if (position + 32 > out.buffer.length) grow(out, position + 32);
  const { buffer, view } = out;
  if (negative) buffer[position++] = MINUS;
  if (places === 0) {
    out.position = integerAt(view, position, scaled);
    return;
  }
  const scale = POWERS[places]!;
  const whole = Math.floor(scaled / scale);
  position = integerAt(view, position, whole);
  buffer[position] = DOT;
  out.position = digitsAt(view, position + 1, scaled - whole * scale, places);
}
