/** How many 64-bit integers are held at once: those of a packed list come in pieces of as many. */
export const HELD_INT64 = 64;

/**
 * Between a bigint and two 32-bit halves, through typed arrays that share their memory: 10 ns, where shifts and masks on bigints
 * take 34 (reading) to 72 (writing). No code of a user runs between filling the memory and emptying it.
 */
const signed = new BigInt64Array(HELD_INT64);
const unsigned = new BigUint64Array(signed.buffer);
const halves = new Int32Array(signed.buffer);

/** Which half comes first depends on the machine. */
const LOW = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1 ? 0 : 1;
const HIGH = 1 - LOW;

/** The halves of the bigint last given to `splitInt64` or `splitUint64`, as int32s. */
export let lowHalf = 0;
export let highHalf = 0;

/** Whether `value` is a 64-bit signed integer; if so its halves are in `lowHalf` and `highHalf`. */
export function splitInt64(value: bigint): boolean {
  if (typeof value !== 'bigint') return false;
  signed[0] = value;
  lowHalf = halves[LOW]!;
  highHalf = halves[HIGH]!;
  return signed[0] === value;
}

/** Whether `value` is a 64-bit unsigned integer; if so its halves are in `lowHalf` and `highHalf`. */
export function splitUint64(value: bigint): boolean {
  if (typeof value !== 'bigint') return false;
  unsigned[0] = value;
  lowHalf = halves[LOW]!;
  highHalf = halves[HIGH]!;
  return unsigned[0] === value;
}

/** Leaves two halves to be taken, as a bigint or one by one. */
export function holdHalves(index: number, low: number, high: number): void {
  halves[2 * index + LOW] = low;
  halves[2 * index + HIGH] = high;
}

export function heldLow(): number {
  return halves[LOW]!;
}

export function heldHigh(): number {
  return halves[HIGH]!;
}

/** The first of the integers that are held. */
export function heldInt64(): bigint {
  return signed[0]!;
}

export function heldUint64(): bigint {
  return unsigned[0]!;
}

// Loops over what is held stand here, without a call for each: in a large function the engine inlines such a loop, and then has no
// room left for what the loop calls (16 to 20 instead of 11 ns for each element of a packed list).

/** Holds `count` integers that have eight bytes each, from `start` on. */
export function holdFixed64(buffer: Uint8Array, start: number, count: number): void {
  for (let index = 0, at = start; index < count; index++, at += 8) {
    halves[2 * index + LOW] = buffer[at]! | (buffer[at + 1]! << 8) | (buffer[at + 2]! << 16) | (buffer[at + 3]! << 24);
    halves[2 * index + HIGH] = buffer[at + 4]! | (buffer[at + 5]! << 8) | (buffer[at + 6]! << 16) | (buffer[at + 7]! << 24);
  }
}

/** Makes of the first `count` that are held what they are in zigzag. */
export function unzigzag(count: number): void {
  for (let index = 0; index < 2 * count; index += 2) {
    const low = halves[index + LOW]!;
    const high = halves[index + HIGH]!;
    const sign = -(low & 1);
    halves[index + LOW] = ((low >>> 1) | (high << 31)) ^ sign;
    halves[index + HIGH] = (high >>> 1) ^ sign;
  }
}

/** Appends the first `count` that are held. */
export function pushInt64(list: bigint[], count: number): void {
  for (let index = 0; index < count; index++) list.push(signed[index]!);
}

export function pushUint64(list: bigint[], count: number): void {
  for (let index = 0; index < count; index++) list.push(unsigned[index]!);
}

/** What varints of one byte mean: a bigint that is there takes 1 ns, one that is made 6. */
export const smallInt64: readonly bigint[] = /* @__PURE__ */ Array.from({ length: 0x80 }, (_, byte) => BigInt(byte));
export const smallSint64: readonly bigint[] = /* @__PURE__ */ Array.from({ length: 0x80 }, (_, byte) => BigInt((byte >>> 1) ^ -(byte & 1)));

export function joinInt64(low: number, high: number): bigint {
  halves[LOW] = low;
  halves[HIGH] = high;
  return signed[0]!;
}

export function joinUint64(low: number, high: number): bigint {
  halves[LOW] = low;
  halves[HIGH] = high;
  return unsigned[0]!;
}

/** Splits a safe integer; its halves are in `lowHalf` and `highHalf`. */
export function splitSafeInteger(value: number): void {
  lowHalf = value | 0;
  highHalf = Math.floor(value / 2 ** 32) | 0;
}

/** Leaves two halves that came as such in `lowHalf` and `highHalf`. */
export function takeHalves(low: number, high: number): void {
  lowHalf = low;
  highHalf = high;
}
