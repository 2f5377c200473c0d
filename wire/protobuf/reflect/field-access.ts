/**
 * Fields of any message by their descriptors, extensions too: for code that knows a message's type only at run time. Generated and dynamic
 * messages are the same here.
 */
import { MAX_DEPTH } from '../../limits.js';
import { checkDescriptor, checkMessage, checkOptions, checkType } from '../arguments.js';
import type { FieldDescriptor } from '../descriptor.js';
import { EncodeError } from '../errors.js';
import { extensionField } from '../extension.js';
import { type ExtensionLookup, extensionsIn } from '../extensions-in.js';
import { findFieldFault } from '../message/check.js';
import { copyField, copyValue } from '../message/create.js';
import { defaultOfField } from '../message/default-of.js';
import { isEmptyValue } from '../message/empty-value.js';
import { given } from '../message/given.js';
import { isMap } from '../message/map-entries.js';
import { rootPath } from '../message/path.js';
import type { AnyMessageType, MessageType } from '../message-type.js';

type Properties = Record<string, unknown>;
type Oneof = { readonly case?: string; readonly value?: unknown } | undefined;

const PARTIAL = { allowMissingRequired: true } as const;

/**
 * The value of `field` in `message`, which is the message's own and not a copy; undefined where it is not set: a field with presence that
 * is absent, a member of a oneof that is not the case, an absent extension. Throws an `EncodeError` for a field of another message.
 */
export function getField<T>(type: MessageType<T, never>, message: NoInfer<T>, field: FieldDescriptor): unknown {
  checkOwner('getField', type, message, field);
  if (field.extensionName !== undefined) return extensionField(field).get(message as object, PARTIAL);
  if (field.oneof === undefined) return given(message as object, field.localName);
  const chosen = given(message as object, field.oneof.localName) as Oneof;
  return chosen?.case === field.localName ? chosen.value : undefined;
}

/**
 * Whether `field` is set in `message`: a field with presence that is there, a member of a oneof that is the case, a list or map with
 * something in it, and of a field without presence any value but the default.
 */
export function hasField<T>(type: MessageType<T, never>, message: NoInfer<T>, field: FieldDescriptor): boolean {
  return isSet(field, getField(type, message, field));
}

function isSet(field: FieldDescriptor, value: unknown): boolean {
  if (value === undefined) return false;
  if (field.cardinality === 'repeated') return (value as readonly unknown[]).length > 0;
  if (field.cardinality === 'map') return (isMap(value) ? value.size : Object.keys(value as object).length) > 0;
  return field.presence !== 'implicit' || !isEmptyValue(field, value);
}

/**
 * Gives `message` a value of `field`, in place of what it had; messages may be given as `create` takes them. `undefined` takes it away. The
 * value is copied. Throws an `EncodeError` for a value of the wrong kind, with the path to it.
 */
export function setField<T>(type: MessageType<T, never>, message: NoInfer<T>, field: FieldDescriptor, value: unknown): void {
  if (value === undefined) {
    clearField(type, message, field);
    return;
  }
  checkOwner('setField', type, message, field);
  if (field.extensionName !== undefined) {
    extensionField(field).set(message as object, value, PARTIAL);
    return;
  }
  const path = `${rootPath(type.descriptor)}.${field.localName}`;
  const fault = findFieldFault(field, value, path, { unknownKeys: 'refused', required: 'left out' });
  if (fault !== undefined) throw fault;
  const properties = message as Properties;
  const any = type as unknown as AnyMessageType;
  if (field.oneof === undefined) properties[field.localName] = copyField(any, field, value, MAX_DEPTH);
  else properties[field.oneof.localName] = { case: field.localName, value: copyValue(any, field, value, MAX_DEPTH) };
}

/** Makes `field` not set in `message`; without presence it has its default again. Another member of its oneof stays. */
export function clearField<T>(type: MessageType<T, never>, message: NoInfer<T>, field: FieldDescriptor): void {
  checkOwner('clearField', type, message, field);
  const properties = message as Properties;
  if (field.extensionName !== undefined) {
    extensionField(field).clear(message as object);
  } else if (field.oneof !== undefined) {
    const chosen = properties[field.oneof.localName] as Oneof;
    if (chosen?.case === field.localName) properties[field.oneof.localName] = { case: undefined };
  } else {
    properties[field.localName] = field.presence === 'implicit' ? defaultOfField(type as unknown as AnyMessageType, field) : undefined;
  }
}

/** The fields that are set in `message` with their values, in the order of the schema; with a registry its extensions behind them. */
export function* fieldsIn<T>(
  type: MessageType<T, never>,
  message: NoInfer<T>,
  options: { readonly registry?: ExtensionLookup | undefined } = {},
): Generator<readonly [field: FieldDescriptor, value: unknown]> {
  checkType('fieldsIn', type);
  checkMessage('fieldsIn', message);
  checkOptions('fieldsIn', options);
  for (const field of type.descriptor.fields) {
    const value = getField(type, message, field);
    if (isSet(field, value)) yield [field, value];
  }
  if (options.registry !== undefined) yield* extensionsIn(type.descriptor, message as object, options.registry, PARTIAL);
}

function checkOwner(caller: string, type: { readonly typeName: string }, message: unknown, field: FieldDescriptor): void {
  checkType(caller, type);
  checkMessage(caller, message);
  checkDescriptor(caller, 'field', field);
  if (field.message.typeName !== type.typeName) {
    const what = field.extensionName ?? `${field.message.typeName}.${field.name}`;
    throw new EncodeError(`${what} is no field of ${type.typeName}`);
  }
}
