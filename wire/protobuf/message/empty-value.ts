/** What an absent scalar or enum value counts as, and which values count as absent. */
import type { FieldDescriptor, ScalarKind } from '../descriptor.js';
import { type Int64Representation, int64FromBigint } from '../int64-representation.js';
import { isInt64, isUnsigned } from '../scalar-kinds.js';

/** The empty value of a field that holds no messages; a declared default is not looked at. */
export function emptyValue(field: FieldDescriptor): unknown {
  if (field.value.kind === 'enum') return field.value.enum.values[0]!.number;
  if (field.value.kind === 'message') throw new Error(`the empty value of ${field.name} is a message`);
  return emptyScalar(field.value.scalar, field.int64);
}

/** The same for a map's key. */
export function emptyKey(field: FieldDescriptor): unknown {
  return emptyScalar(field.mapKey!, field.int64?.forKeys);
}

function emptyScalar(kind: ScalarKind, int64: Int64Representation | undefined): unknown {
  if (isInt64(kind)) return int64FromBigint(int64, 0n, isUnsigned(kind));
  switch (kind) {
    case 'bool':
      return false;
    case 'string':
      return '';
    case 'bytes':
      return new Uint8Array(0);
    default:
      return 0;
  }
}

/** Whether `value` is what an absent one counts as where presence is not tracked. -0 is a value of its own. */
export function isEmptyValue(field: FieldDescriptor, value: unknown): boolean {
  if (value === undefined || value === null) return value === undefined;
  if (field.int64 !== undefined && field.value.kind === 'scalar' && isInt64(field.value.scalar)) return field.int64.isZero(value);
  if (typeof value === 'object') return (value as { length?: unknown }).length === 0;
  if (value === 0) return !Object.is(value, -0) || !isFloating(field);
  return value === '' || value === false || value === 0n;
}

function isFloating({ value }: FieldDescriptor): boolean {
  return value.kind === 'scalar' && (value.scalar === 'double' || value.scalar === 'float');
}
