/** Latencies by count: buckets of 1/64 of a power of two, so that a million calls take no more room than one. Off by at most 1.6 %. */
export class Latencies {
  readonly #buckets = new Float64Array(64 * 40);
  #count = 0;

  get count(): number {
    return this.#count;
  }

  add(microseconds: number): void {
    this.#buckets[bucketOf(microseconds)]!++;
    this.#count++;
  }

  /** The latency that `fraction` of all stay at or below; 0 where there are none. */
  quantile(fraction: number): number {
    let left = Math.ceil(this.#count * fraction);
    for (let bucket = 0; bucket < this.#buckets.length; bucket++) {
      left -= this.#buckets[bucket]!;
      if (left <= 0) return this.#count === 0 ? 0 : upperEnd(bucket);
    }
    return upperEnd(this.#buckets.length - 1);
  }
}

function bucketOf(microseconds: number): number {
  if (!(microseconds >= 1)) return 0;
  const exponent = Math.min(39, Math.floor(Math.log2(microseconds)));
  const within = Math.min(63, Math.floor((microseconds / 2 ** exponent - 1) * 64));
  return exponent * 64 + within;
}

function upperEnd(bucket: number): number {
  return 2 ** Math.floor(bucket / 64) * (1 + ((bucket % 64) + 1) / 64);
}
