import type { Codec } from '../../wire/bytes/codec.js';

/** A codec for tests that are not about codecs: plain objects as JSON. Refuses what JSON cannot hold, as a real one refuses wrong types. */
export function jsonCodec<T extends object>(): Codec<T> {
  return {
    encodeInto(message: T, buffer: Uint8Array, position: number): number {
      const bytes = new TextEncoder().encode(JSON.stringify(message, refuseBigInt));
      if (position + bytes.length <= buffer.length) buffer.set(bytes, position);
      return position + bytes.length;
    },
    decodeFrom(buffer: Uint8Array, start: number, end: number): T {
      return JSON.parse(new TextDecoder().decode(buffer.subarray(start, end))) as T;
    },
  };
}

/** As `jsonCodec`, with a `create` that knows `keys` only, as generated message types have one. */
export function strictJsonCodec<T extends object>(...keys: readonly (keyof T & string)[]): Codec<T> & { create(init?: T): T } {
  return {
    ...jsonCodec<T>(),
    create(init?: T): T {
      for (const key of Object.keys(init ?? {})) {
        if (!(keys as readonly string[]).includes(key)) throw new TypeError(`unknown key "${key}"`);
      }
      return { ...init } as T;
    },
  };
}

function refuseBigInt(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') throw new TypeError('a bigint cannot be encoded');
  return value;
}
