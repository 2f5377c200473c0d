/** `create`: a whole message from a partial one; and the copying that `clone` shares with it. */
import { copyBytes, isBytes } from '../../bytes/copy.js';
import { MAX_DEPTH } from '../../limits.js';
import type { FieldDescriptor, OneofDescriptor } from '../descriptor.js';
import { checkEmpty, EncodeError, notA } from '../errors.js';
import type { AnyMessageType } from '../message-type.js';
import { type UnknownFields, unknownFields } from '../unknown.js';
import { findFault } from './check.js';
import { fieldMessageType } from './field-type.js';
import { given, givenOneof } from './given.js';
import { mapOf } from './map-entries.js';

type Properties = Record<string, unknown>;

/** Fills the empty `message` of `type` from `init`, after checking all of it; nothing is shared with `init`. */
export function createMessage(type: AnyMessageType, message: object, init: unknown): void {
  const fault = findFault(type.descriptor, init, { unknownKeys: 'refused', required: 'left out' });
  if (fault !== undefined) throw fault;
  fill(type, message as Properties, init as Properties, MAX_DEPTH);
}

/** A whole message with what is in `message`, which is one of `type`; `depth` is the number of levels that may nest in it. */
export function copyMessage(type: AnyMessageType, message: Readonly<Properties>, depth: number): Properties {
  return fill(type, type.create() as Properties, message, depth);
}

/** The empty message has every member already, so no key is ever added here. */
function fill(type: AnyMessageType, message: Properties, from: Readonly<Properties>, depth: number): Properties {
  checkDepth(depth);
  if (typeof from !== 'object' || from === null) throw notA(type.typeName, from);
  checkEmpty(type.typeName, from);
  for (const member of type.descriptor.members) {
    const value = given(from, member.localName);
    if (value === undefined) continue;
    message[member.localName] = member.kind === 'oneof' ? copyOneof(type, member, value, depth) : copyField(type, member, value, depth);
  }
  const unknown = (from as UnknownFields)[unknownFields];
  if (unknown !== undefined && unknown.length > 0) {
    (message as { [unknownFields]?: unknown })[unknownFields] = unknown.map((run) => copyBytes(run, 0, run.length));
  }
  return message;
}

function copyOneof(type: AnyMessageType, oneof: OneofDescriptor, value: unknown, depth: number): unknown {
  const chosen = givenOneof(value as object);
  const field = chosen.case === undefined ? undefined : oneof.fields.find((one) => one.localName === chosen.case);
  return field === undefined ? { case: undefined } : { case: field.localName, value: copyValue(type, field, chosen.value, depth) };
}

/** What a message of `type` has of `field`, copied. */
export function copyField(type: AnyMessageType, field: FieldDescriptor, value: unknown, depth: number): unknown {
  if (field.cardinality === 'singular') return copyValue(type, field, value, depth);
  if (field.cardinality === 'repeated') return (value as readonly unknown[]).map((one) => copyValue(type, field, one, depth));
  const map = new Map<unknown, unknown>();
  for (const [key, one] of mapOf(value)) map.set(key, copyValue(type, field, one, depth));
  return map;
}

/** One value of `field`, copied; a message is made whole. */
export function copyValue(type: AnyMessageType, field: FieldDescriptor, value: unknown, depth: number): unknown {
  if (field.value.kind === 'message') {
    const nested = fieldMessageType(type, field.value.message);
    return fill(nested, nested.create() as Properties, value as Properties, depth - 1);
  }
  if (field.value.kind === 'scalar' && field.value.scalar === 'bytes') {
    if (!isBytes(value)) throw notA('a Uint8Array', value);
    return copyBytes(value, 0, value.length);
  }
  return value;
}

/** For walks over messages of a user, which may go round in circles. A second walk finds the path and the number, see check.ts. */
export function checkDepth(depth: number): void {
  if (depth < 0) throw new EncodeError('messages are nested deeper than allowed (maxDepth): does one contain itself?');
}
