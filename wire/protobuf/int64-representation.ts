/**
 * What 64-bit integers are in messages where they are no bigints: the generator's option `int64` says it for a file, `jstype` for a
 * field, and the field's descriptor tells everybody else (`FieldDescriptor.int64`).
 */
import { show } from './errors.js';
import { highHalf, joinInt64, joinUint64, lowHalf, splitInt64, splitSafeInteger, splitUint64, takeHalves } from './int64.js';

/** One way to hold a 64-bit integer. bigint is none of them: it is what `undefined` stands for, and has code of its own. */
export interface Int64Representation<T = unknown> {
  readonly name: 'string' | 'number' | 'long';
  /** What it accepts, in words for errors: `a decimal string`. */
  readonly words: string;
  /** The value of two halves, as int32s; undefined where it cannot hold the value, as a number outside its safe range. */
  fromHalves(low: number, high: number, unsigned: boolean): T | undefined;
  /** Whether `value` is one, in range; its halves are then in `lowHalf` and `highHalf` (int64.ts). */
  split(value: T, unsigned: boolean): boolean;
  /** Whether `value` is zero, which a field without presence does not write. */
  isZero(value: T): boolean;
  /** Whether two of them are the same number. */
  equals(a: T, b: T): boolean;
  /** What map keys are: objects cannot be keys, each would be a key of its own. */
  readonly forKeys: Int64Representation;
}

/** An instance of the class `Long` of the package `long`, or of one like it: two's-complement halves as int32s. */
export interface LongLike {
  readonly low: number;
  readonly high: number;
  readonly unsigned: boolean;
}

/** The class `Long` of the package `long`, which is its user's own dependency. */
export interface LongClass<L extends LongLike = LongLike> {
  new (low: number, high: number, unsigned: boolean): L;
}

/** What may be asked for: a name, or the class `Long` itself. */
export type Int64Option = 'bigint' | 'string' | 'number' | LongClass;

/** What decimal strings look like: one way to write each number. */
const canonical = /^(?:0|-?[1-9][0-9]{0,19})$/;

/** So many digits are always a safe integer. */
const SAFE_DIGITS = 15;

/** Decimal strings without leading zeros, plus signs or spaces. */
export const int64String: Int64Representation<string> = {
  name: 'string',
  words: 'a decimal string',
  fromHalves(low, high, unsigned) {
    const value = high * 2 ** 32 + (low >>> 0);
    if (Number.isSafeInteger(value) && (high >= 0 || !unsigned)) return String(value);
    return (unsigned ? joinUint64(low, high) : joinInt64(low, high)).toString();
  },
  split(value, unsigned) {
    if (typeof value !== 'string' || !canonical.test(value)) return false;
    if (value.length > SAFE_DIGITS) return unsigned ? splitUint64(BigInt(value)) : splitInt64(BigInt(value));
    if (unsigned && value.charCodeAt(0) === 0x2d) return false;
    splitSafeInteger(Number(value));
    return true;
  },
  isZero: (value) => value === '0',
  equals: (a, b) => a === b,
  get forKeys() {
    return int64String;
  },
};

/** Numbers; what is outside ±(2^53 - 1) is refused in both directions. */
export const int64Number: Int64Representation<number> = {
  name: 'number',
  words: 'a safe integer',
  fromHalves(low, high, unsigned) {
    const value = high * 2 ** 32 + (low >>> 0);
    return Number.isSafeInteger(value) && (high >= 0 || !unsigned) ? value : undefined;
  },
  split(value, unsigned) {
    if (!Number.isSafeInteger(value) || (unsigned && value < 0)) return false;
    splitSafeInteger(value);
    return true;
  },
  isZero: (value) => value === 0,
  equals: (a, b) => Object.is(a, b),
  get forKeys() {
    return int64Number;
  },
};

const longs = /* @__PURE__ */ new WeakMap<LongClass, Int64Representation<LongLike>>();

/** Instances of a `Long` class, which are taken to be immutable; always the same representation for the same class. */
export function int64Long<L extends LongLike>(Long: LongClass<L>): Int64Representation<L> {
  let known = longs.get(Long) as Int64Representation<L> | undefined;
  if (known === undefined) {
    known = {
      name: 'long',
      words: 'a Long',
      fromHalves: (low, high, unsigned) => new Long(low, high, unsigned),
      split(value, unsigned) {
        if (typeof value !== 'object' || value === null) return false;
        const { low, high } = value;
        if (low !== (low | 0) || high !== (high | 0)) return false;
        // Above 2^63 and below 0 are the same bits, which only one of the two kinds can mean.
        if (high < 0 && (value.unsigned === true) !== unsigned) return false;
        takeHalves(low, high);
        return true;
      },
      isZero: (value) => value.low === 0 && value.high === 0,
      equals: (a, b) => a.low === b.low && a.high === b.high,
      forKeys: int64String,
    };
    longs.set(Long, known as unknown as Int64Representation<LongLike>);
  }
  return known;
}

/** The representation an option asks for; undefined is bigint. Throws a `TypeError` for anything else. */
export function int64Representation(option: Int64Option | undefined): Int64Representation | undefined {
  if (option === undefined || option === 'bigint') return undefined;
  if (option === 'string') return int64String as Int64Representation;
  if (option === 'number') return int64Number as Int64Representation;
  if (typeof option === 'function') return int64Long(option) as Int64Representation;
  throw new TypeError(`int64 must be 'bigint', 'string', 'number' or the class Long, got ${JSON.stringify(option)}`);
}

/**
 * A bigint in the range of its kind as a field of this representation holds it (undefined: as it is). Gives undefined where the
 * representation cannot hold it, as a number outside the safe range.
 */
export function int64FromBigint(representation: Int64Representation | undefined, value: bigint, unsigned: boolean): unknown {
  checkRepresentation(representation);
  if (typeof value !== 'bigint') throw new TypeError(`expected a bigint, got ${show(value)}`);
  if (representation === undefined) return value;
  if (unsigned) splitUint64(value);
  else splitInt64(value);
  return representation.fromHalves(lowHalf, highHalf, unsigned);
}

/** The other way: the number in a message's property as a bigint; undefined where it is none of this representation, or out of range. */
export function int64ToBigint(representation: Int64Representation | undefined, value: unknown, unsigned: boolean): bigint | undefined {
  checkRepresentation(representation);
  if (representation === undefined) {
    const fits = unsigned ? splitUint64(value as bigint) : splitInt64(value as bigint);
    return fits ? (value as bigint) : undefined;
  }
  if (!representation.split(value, unsigned)) return undefined;
  return unsigned ? joinUint64(lowHalf, highHalf) : joinInt64(lowHalf, highHalf);
}

function checkRepresentation(representation: Int64Representation | undefined): void {
  if (representation === undefined || typeof representation?.fromHalves === 'function') return;
  throw new TypeError(`expected how a field holds 64-bit integers, as field.int64 tells, got ${show(representation)}`);
}
