/** Required fields of proto2 and editions: whether a message has all of them, and everything inside it too. */
import type { FieldDescriptor, MessageDescriptor } from './descriptor.js';
import { DecodeError } from './errors.js';
import { rootPath } from './message/path.js';
import { whetherInReach } from './reach.js';

/**
 * How often a message was decoded that lacked required fields of its own. A later part of it may have brought them, so the outermost
 * message is looked through, and only when this has grown: a walk over every message took half of the time of decoding it.
 */
export let missingNotes = 0;

/** For a decode that ends without a required field. */
export function noteMissing(): void {
  missingNotes++;
}

/** Whether a message type, or one that can stand inside it, has required fields. Extensions are left out. */
export const hasRequired: (descriptor: MessageDescriptor) => boolean = /* @__PURE__ */ whetherInReach(({ fields }) =>
  fields.some((field) => field.presence === 'required'),
);

/** The path to the first required field that `message` lacks; undefined where it has all. */
export function missingRequired(descriptor: MessageDescriptor, message: object): string | undefined {
  return findMissing(descriptor, message as Record<string, unknown>, rootPath(descriptor));
}

/** Throws a `DecodeError` that names the first required field which `message` lacks. */
export function checkRequired(descriptor: MessageDescriptor, message: object): void {
  const path = missingRequired(descriptor, message);
  if (path !== undefined) throw new DecodeError('required field is missing', undefined, path);
}

function findMissing(descriptor: MessageDescriptor, message: Record<string, unknown>, path: string): string | undefined {
  for (const member of descriptor.members) {
    const value = message[member.localName];
    const here = `${path}.${member.localName}`;
    if (member.kind === 'oneof') {
      const chosen = value as { case: string | undefined; value?: unknown };
      const field = chosen.case === undefined ? undefined : member.fields.find((one) => one.localName === chosen.case);
      const missing = field && findMissingInValue(field, chosen.value, `${here}.value`);
      if (missing !== undefined) return missing;
    } else if (value === undefined) {
      if (member.presence === 'required') return here;
    } else {
      const missing = findMissingInField(member, value, here);
      if (missing !== undefined) return missing;
    }
  }
  return undefined;
}

function findMissingInField(field: FieldDescriptor, value: unknown, path: string): string | undefined {
  if (field.value.kind !== 'message' || !hasRequired(field.value.message)) return undefined;
  if (field.cardinality === 'singular') return findMissingInValue(field, value, path);
  if (field.cardinality === 'map') {
    for (const [key, one] of value as Map<unknown, unknown>) {
      const missing = findMissingInValue(field, one, `${path}[${JSON.stringify(String(key))}]`);
      if (missing !== undefined) return missing;
    }
    return undefined;
  }
  const list = value as unknown[];
  for (let index = 0; index < list.length; index++) {
    const missing = findMissingInValue(field, list[index], `${path}[${index}]`);
    if (missing !== undefined) return missing;
  }
  return undefined;
}

function findMissingInValue(field: FieldDescriptor, value: unknown, path: string): string | undefined {
  if (field.value.kind !== 'message' || !hasRequired(field.value.message)) return undefined;
  return findMissing(field.value.message, value as Record<string, unknown>, path);
}
