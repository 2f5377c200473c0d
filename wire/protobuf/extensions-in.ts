/** Which of a message's unknown fields are extensions that a registry knows. */
import type { Bytes } from '../bytes/codec.js';
import { checkDescriptor, checkMessage, checkOptions, checkRegistry } from './arguments.js';
import { beginDecode } from './budget.js';
import type { ExtensionHolder } from './closures/extension-field.js';
import type { FieldDescriptor, MessageDescriptor } from './descriptor.js';
import { type ExtensionOptions, extensionField } from './extension.js';
import { forgetGroups } from './group-ends.js';
import { ITEM_TAG, readItem } from './message-set.js';
import { readTag } from './tag.js';
import {
  appendUnknown,
  groupContentEnd,
  noteUnknown,
  runOf,
  skipField,
  type UnknownFields,
  type UnknownRanges,
  unknownFields,
} from './unknown.js';
import { varintEnd } from './varint.js';

/** Where extensions are looked up; a `Registry` is one. */
export interface ExtensionLookup {
  extensionOf(typeName: string, number: number): FieldDescriptor | undefined;
}

/** An extension with its value in a message. */
export type ExtensionValue = readonly [field: FieldDescriptor, value: unknown];

/**
 * The extensions in `message`, with their values, in ascending order of their numbers. A field of an extension's number that came in
 * another wire type, or with a number that its closed enum does not have, is none. Throws a `DecodeError` for bytes that are no such
 * value, and for messages that lack required fields.
 */
export function extensionsIn(
  descriptor: MessageDescriptor,
  message: object,
  registry: ExtensionLookup,
  options?: ExtensionOptions,
): readonly ExtensionValue[] {
  checkDescriptor('extensionsIn', 'message', descriptor);
  checkMessage('extensionsIn', message);
  checkRegistry('extensionsIn', registry);
  checkOptions('extensionsIn', options);
  return (message as UnknownFields)[unknownFields] === undefined ? [] : sortUnknown(descriptor, message, registry, options).extensions;
}

/** The extensions as `extensionsIn` gives them, and all other unknown fields as runs in wire order. */
export function sortUnknown(
  descriptor: MessageDescriptor,
  message: object,
  registry: ExtensionLookup,
  options?: ExtensionOptions,
): { extensions: readonly ExtensionValue[]; others: readonly Bytes[] } {
  const isSet = descriptor.proto.options?.messageSetWireFormat === true;
  const holders = new Map<FieldDescriptor, ExtensionHolder>();
  const rest: UnknownFields = {};
  const runs = (message as UnknownFields)[unknownFields] ?? [];
  beginDecode(runs.reduce((sum, run) => sum + run.length, 0));
  for (const run of runs) {
    const others: UnknownRanges = [];
    forgetGroups();
    for (let position = 0; position < run.length; ) {
      const start = position;
      const tag = readTag(run, position, run.length);
      const content = varintEnd;
      position = skipField(tag, run, content, run.length);
      const contentEnd = groupContentEnd;
      const number = isSet && tag === ITEM_TAG ? readItem(run, content, contentEnd) : tag >>> 3;
      const found = number === undefined ? undefined : registry.extensionOf(descriptor.typeName, number);
      const field = found && extensionField(found);
      if (field === undefined || !field.owns(tag, run, content, contentEnd)) {
        noteUnknown(others, 0, start, position);
        continue;
      }
      let holder = holders.get(field.descriptor);
      if (holder === undefined) {
        holder = field.emptyHolder();
        holders.set(field.descriptor, holder);
      }
      field.readField(holder, tag, run, start, content, contentEnd, others);
    }
    if (others.length > 0) appendUnknown(rest, runOf(run, others));
  }
  const extensions: ExtensionValue[] = [];
  for (const [descriptor, { value }] of holders) {
    const field = extensionField(descriptor);
    if (!field.isSet(value)) continue;
    field.checkRequired(value, options);
    extensions.push([descriptor, value]);
  }
  extensions.sort(([a], [b]) => a.number - b.number);
  return { extensions, others: rest[unknownFields] ?? [] };
}
