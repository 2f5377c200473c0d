import { copyBytes } from '../../bytes/copy.js';
import { checkType } from '../arguments.js';
import type { FieldDescriptor } from '../descriptor.js';
import { show } from '../errors.js';
import { int64FromBigint } from '../int64-representation.js';
import type { AnyMessageType, MessageType } from '../message-type.js';
import { isInt64, isUnsigned } from '../scalar-kinds.js';
import { emptyValue } from './empty-value.js';
import { fieldMessageType } from './field-type.js';

/**
 * What the property `name` counts as where it is not set: the default that the schema declares for it, else the empty value of its kind,
 * for a message one without content, for a list or map an empty one. A member of a oneof is named as in `case`. What it gives is the
 * caller's own. Throws a `RangeError` where there is no such property.
 */
export function defaultOf<T, K extends keyof T & string>(type: MessageType<T, never>, name: K): Exclude<T[K], undefined>;
export function defaultOf(type: MessageType<unknown, never>, name: string): unknown;
export function defaultOf(type: AnyMessageType, name: string): unknown {
  checkType('defaultOf', type);
  for (const member of type.descriptor.members) {
    if (member.localName === name) return member.kind === 'oneof' ? { case: undefined } : defaultOfField(type, member);
    if (member.kind === 'oneof') {
      const field = member.fields.find((one) => one.localName === name);
      if (field !== undefined) return defaultOfField(type, field);
    }
  }
  throw new RangeError(`${type.typeName} has no property ${show(name)}`);
}

/** The same for the descriptor of a field of `type`. */
export function defaultOfField(type: AnyMessageType, field: FieldDescriptor): unknown {
  if (field.cardinality === 'repeated') return [];
  if (field.cardinality === 'map') return new Map();
  const { value, defaultValue } = field;
  if (value.kind === 'message') return fieldMessageType(type, value.message).create();
  if (defaultValue === undefined) return emptyValue(field);
  if (defaultValue instanceof Uint8Array) return copyBytes(defaultValue, 0, defaultValue.length);
  if (value.kind === 'scalar' && isInt64(value.scalar))
    return int64FromBigint(field.int64, defaultValue as bigint, isUnsigned(value.scalar));
  return defaultValue;
}
