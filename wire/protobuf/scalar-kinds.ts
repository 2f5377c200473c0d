/** Which of the scalar kinds are 64-bit integers, and which have no sign. */
import type { ScalarKind } from './descriptor.js';

/** Whether values of `kind` have 64 bits and are integers: a message's type says what holds them (int64-representation.ts). */
export function isInt64(kind: ScalarKind): boolean {
  return kind === 'int64' || kind === 'uint64' || kind === 'sint64' || kind === 'fixed64' || kind === 'sfixed64';
}

/** Whether a 64-bit integer `kind` has no sign. */
export function isUnsigned(kind: ScalarKind): boolean {
  return kind === 'uint64' || kind === 'fixed64';
}
