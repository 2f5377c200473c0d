/** `create`: a whole message from a partial one. */
import { copyBytes } from '../../bytes/copy.js';
import type { FieldDescriptor, MessageDescriptor, OneofDescriptor } from '../descriptor.js';
import type { AnyMessageType } from '../message-type.js';
import { type UnknownFields, unknownFields } from '../unknown.js';
import { findFault } from './check.js';
import { isMap } from './map-entries.js';

/** Fills the empty `message` of `type` from `init`, after checking all of it; nothing is shared with `init`. */
export function createMessage(type: AnyMessageType, message: object, init: unknown): void {
  const fault = findFault(type.descriptor, init, { unknownKeys: 'refused', required: 'left out' });
  if (fault !== undefined) throw fault;
  fill(type, type.descriptor, message as Record<string, unknown>, init as Record<string, unknown>);
}

function fill(
  type: AnyMessageType,
  descriptor: MessageDescriptor,
  message: Record<string, unknown>,
  init: Record<string, unknown>,
): Record<string, unknown> {
  for (const member of descriptor.members) {
    const value = init[member.localName];
    // The empty message has every member already: `__proto__` among them is its own property and stays one.
    if (value !== undefined) {
      message[member.localName] = member.kind === 'oneof' ? fillOneof(type, member, value) : fillField(type, member, value);
    }
  }
  const unknown = (init as UnknownFields)[unknownFields];
  if (unknown !== undefined && unknown.length > 0) {
    (message as { [unknownFields]?: unknown })[unknownFields] = unknown.map((run) => copyBytes(run, 0, run.length));
  }
  return message;
}

function fillOneof(type: AnyMessageType, oneof: OneofDescriptor, value: unknown): unknown {
  const chosen = value as { case?: string; value?: unknown };
  const field = chosen.case === undefined ? undefined : oneof.fields.find((one) => one.localName === chosen.case);
  return field === undefined ? { case: undefined } : { case: field.localName, value: fillValue(type, field, chosen.value) };
}

function fillField(type: AnyMessageType, field: FieldDescriptor, value: unknown): unknown {
  if (field.cardinality === 'singular') return fillValue(type, field, value);
  if (field.cardinality === 'repeated') return (value as readonly unknown[]).map((one) => fillValue(type, field, one));
  const entries = isMap(value) ? value : Object.entries(value as Record<string, unknown>);
  const map = new Map<unknown, unknown>();
  for (const [key, one] of entries) map.set(key, fillValue(type, field, one));
  return map;
}

function fillValue(type: AnyMessageType, field: FieldDescriptor, value: unknown): unknown {
  if (field.value.kind === 'message') {
    const nested = typeOfField(type, field.value.message);
    return fill(nested, field.value.message, nested.create() as Record<string, unknown>, value as Record<string, unknown>);
  }
  if (field.value.kind === 'scalar' && field.value.scalar === 'bytes') {
    const bytes = value as Uint8Array;
    return copyBytes(bytes, 0, bytes.length);
  }
  return value;
}

function typeOfField(type: AnyMessageType, descriptor: MessageDescriptor): AnyMessageType {
  const found = type.fieldTypes().find((one) => one.typeName === descriptor.typeName);
  if (found === undefined)
    throw new Error(`${type.typeName} was generated without its field type ${descriptor.typeName}: generate it again`);
  return found;
}
