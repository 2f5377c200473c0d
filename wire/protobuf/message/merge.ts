import { copyBytes } from '../../bytes/copy.js';
import { checkMessage, checkOptions, checkType } from '../arguments.js';
import type { FieldDescriptor, OneofDescriptor } from '../descriptor.js';
import type { AnyMessageType, MessageType } from '../message-type.js';
import { appendUnknown, type UnknownFields, unknownFields } from '../unknown.js';
import { explainWalk, findFault } from './check.js';
import { checkDepth, copyField, copyValue } from './create.js';
import { isEmptyValue } from './empty-value.js';
import { fieldMessageType } from './field-type.js';
import { given, givenOneof } from './given.js';
import { isMap } from './map-entries.js';
import { depthOf, type WalkOptions } from './walk-options.js';

/**
 * Puts what is set in `source` into `target`, and gives `target` back (Protobuf encoding: Last One Wins): a singular value replaces the
 * one that is there, messages are merged, lists are appended, entries of maps replace those with the same key, unknown fields and with
 * them extensions come behind those that are there. The other member of a oneof goes away. A field without presence that has its
 * default is not set. Nothing is shared with `source`. Throws an `EncodeError` for a `source` that `type.create` would refuse, and for one
 * that nests deeper than `maxDepth`, before `target` is changed.
 */
export function merge<T, I>(type: MessageType<T, I>, target: NoInfer<T>, source: NoInfer<I>, options?: WalkOptions): T {
  checkType('merge', type);
  checkMessage('merge', target);
  checkOptions('merge', options);
  const maxDepth = depthOf(options);
  const fault = findFault(type.descriptor, source, { unknownKeys: 'refused', required: 'left out', maxDepth });
  if (fault !== undefined) throw fault;
  try {
    mergeMessage(type as unknown as AnyMessageType, target as Properties, source as Properties, maxDepth);
  } catch (error) {
    throw explainWalk(type.descriptor, [target], error, Number.POSITIVE_INFINITY);
  }
  return target;
}

type Properties = Record<string, unknown>;

export function mergeMessage(type: AnyMessageType, target: Properties, source: Readonly<Properties>, depth: number): void {
  checkDepth(depth);
  for (const member of type.descriptor.members) {
    const value = given(source, member.localName);
    if (value === undefined) continue;
    if (member.kind === 'oneof') mergeOneof(type, member, target, value, depth);
    else mergeField(type, member, target, value, depth);
  }
  const runs = (source as UnknownFields)[unknownFields];
  // A copy of the list: it grows while it is read where a message is merged into itself.
  if (runs !== undefined) for (const run of [...runs]) appendUnknown(target, copyBytes(run, 0, run.length));
}

function mergeOneof(type: AnyMessageType, oneof: OneofDescriptor, target: Properties, value: unknown, depth: number): void {
  const chosen = givenOneof(value as object);
  const field = oneof.fields.find((one) => one.localName === chosen.case);
  if (field === undefined) return;
  const before = target[oneof.localName] as { case?: string; value?: unknown } | undefined;
  if (field.value.kind === 'message' && before?.case === field.localName && before.value !== undefined) {
    mergeMessage(fieldMessageType(type, field.value.message), before.value as Properties, chosen.value as Properties, depth - 1);
  } else {
    target[oneof.localName] = { case: field.localName, value: copyValue(type, field, chosen.value, depth) };
  }
}

/** Merges `value` into what `target` has of `field`, which is no member of a oneof. */
export function mergeField(type: AnyMessageType, field: FieldDescriptor, target: Properties, value: unknown, depth: number): void {
  const name = field.localName;
  const before = target[name];
  switch (field.cardinality) {
    case 'repeated': {
      const added = copyField(type, field, value, depth) as unknown[];
      if (!Array.isArray(before)) target[name] = added;
      else for (const one of added) before.push(one);
      return;
    }
    case 'map': {
      const added = copyField(type, field, value, depth) as Map<unknown, unknown>;
      if (!isMap(before)) target[name] = added;
      else for (const [key, one] of added) (before as Map<unknown, unknown>).set(key, one);
      return;
    }
    case 'singular':
      if (field.value.kind === 'message' && before !== undefined) {
        mergeMessage(fieldMessageType(type, field.value.message), before as Properties, value as Properties, depth - 1);
      } else if (field.presence !== 'implicit' || !isEmptyValue(field, value)) {
        target[name] = copyValue(type, field, value, depth);
      }
  }
}
