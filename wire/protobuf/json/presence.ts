/** Which values count as absent where presence is not tracked (ProtoJSON: Presence and default-values). */
import type { ScalarKind, ValueType } from '../descriptor.js';

type IsEmpty = (value: unknown) => boolean;

const isZero: IsEmpty = (value) => value === 0 || value === undefined;
/** Negative zero is a value of its own. */
const isPositiveZero: IsEmpty = (value) => value === undefined || Object.is(value, 0);
const isZero64: IsEmpty = (value) =>
  value === 0n || value === undefined || value === 0 || value === '0' || (typeof value === 'object' && isZeroLong(value));
const isEmptyText: IsEmpty = (value) => value === '' || value === undefined;
const isFalse: IsEmpty = (value) => value === false || value === undefined;
const isEmptyBytes: IsEmpty = (value) => value === undefined || (value as { length?: unknown } | null)?.length === 0;

function isZeroLong(value: unknown): boolean {
  const long = value as { low?: unknown; high?: unknown } | null;
  return long !== null && long.low === 0 && long.high === 0;
}

const scalarEmptiness: { readonly [K in ScalarKind]: IsEmpty } = {
  double: isPositiveZero,
  float: isPositiveZero,
  int32: isZero,
  int64: isZero64,
  uint32: isZero,
  uint64: isZero64,
  sint32: isZero,
  sint64: isZero64,
  fixed32: isZero,
  fixed64: isZero64,
  sfixed32: isZero,
  sfixed64: isZero64,
  bool: isFalse,
  string: isEmptyText,
  bytes: isEmptyBytes,
};

/** Whether a value of `type` is what an absent one counts as. */
export function emptinessOf(type: ValueType): IsEmpty {
  return type.kind === 'scalar' ? scalarEmptiness[type.scalar] : isZero;
}
