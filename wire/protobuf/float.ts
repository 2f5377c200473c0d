/** Between an IEEE 754 number and its bits, through typed arrays that share their memory. */
const double = new Float64Array(1);
const doubleHalves = new Int32Array(double.buffer);
const single = new Float32Array(1);
const singleBits = new Int32Array(single.buffer);

/** Which half comes first depends on the machine. */
const LOW = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1 ? 0 : 1;
const HIGH = 1 - LOW;

/** The halves of the number last given to `splitDouble`. */
export let lowBits = 0;
export let highBits = 0;

/** Every NaN has the same bits here: which ones it carries is the engine's affair, and changes when a function is compiled anew. */
export function splitDouble(value: number): void {
  if (Number.isNaN(value)) {
    lowBits = 0;
    highBits = 0x7ff8_0000;
    return;
  }
  double[0] = value;
  lowBits = doubleHalves[LOW]!;
  highBits = doubleHalves[HIGH]!;
}

export function joinDouble(low: number, high: number): number {
  doubleHalves[LOW] = low;
  doubleHalves[HIGH] = high;
  return double[0]!;
}

/** As a signed 32-bit number; of every NaN the same. */
export function floatBits(value: number): number {
  if (Number.isNaN(value)) return 0x7fc0_0000;
  single[0] = value;
  return singleBits[0]!;
}

export function joinFloat(bits: number): number {
  singleBits[0] = bits;
  return single[0]!;
}
