/** What an absent scalar or enum value counts as. */
import type { FieldDescriptor, ScalarKind } from '../descriptor.js';

/** The empty value of a field that holds no messages; a declared default is not looked at. */
export function emptyValue(field: FieldDescriptor): unknown {
  if (field.value.kind === 'enum') return field.value.enum.values[0]!.number;
  if (field.value.kind === 'message') throw new Error(`the empty value of ${field.name} is a message`);
  return emptyScalar(field.value.scalar);
}

/** The same for a map's key. */
export function emptyKey(field: FieldDescriptor): unknown {
  return emptyScalar(field.mapKey!);
}

function emptyScalar(kind: ScalarKind): unknown {
  switch (kind) {
    case 'int64':
    case 'uint64':
    case 'sint64':
    case 'fixed64':
    case 'sfixed64':
      return 0n;
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
