/** What an absent scalar or enum value counts as. */
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
