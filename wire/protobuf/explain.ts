/**
 * What is wrong with a message that could not be written, or with bytes that could not be read. Writing and reading know no names,
 * so that names cost nothing; when they fail, a second walk goes over message or bytes with the descriptor and finds the way to
 * the culprit.
 */
import type { FieldDescriptor, MessageDescriptor } from './descriptor.js';
import { DecodeError, EncodeError } from './errors.js';
import { findFault } from './message/check.js';
import { rootPath } from './message/path.js';
import { missingAllowed } from './missing-required.js';
import { readTag, WireType } from './tag.js';
import { skipField } from './unknown.js';
import { readLength, varintEnd } from './varint.js';

/** The error to throw for `message`, which made writing throw `error`. */
export function explainEncode(descriptor: MessageDescriptor, message: unknown, error: unknown): unknown {
  if (error instanceof EncodeError && error.path !== undefined) return error;
  const fault = findFault(descriptor, message, {
    unknownKeys: 'ignored',
    required: missingAllowed ? 'left out' : 'asked for',
  });
  if (fault !== undefined) return fault;
  if (error instanceof EncodeError) return error;
  // A property of the message threw when it was read: that error is the cause to show.
  const explained = new EncodeError(`${descriptor.typeName} could not be written: ${textOf(error)}`);
  return withCause(explained, error);
}

/** The error to throw for bytes `[start, end)`, which made reading throw `error`. */
export function explainDecode(descriptor: MessageDescriptor, buffer: Uint8Array, start: number, end: number, error: unknown): unknown {
  if (!(error instanceof DecodeError)) {
    // A platform's limit was reached, such as that on the length of a string or the size of a Map.
    return withCause(new DecodeError(`${descriptor.typeName} could not be read: ${textOf(error)}`), error);
  }
  if (error.path !== undefined || error.position === undefined) return error;
  const path = pathTo(error.position, descriptor, buffer, start, end, rootPath(descriptor));
  return new DecodeError(error.reason, error.position - start, path);
}

/**
 * The path to the field around byte `target`. Each level passes over the fields in front and goes into one of them, so all levels
 * together look at each byte once; groups, whose end must be looked for, are not gone into.
 */
function pathTo(target: number, descriptor: MessageDescriptor, buffer: Uint8Array, start: number, end: number, path: string): string {
  const seen = new Map<FieldDescriptor, number>();
  let position = start;
  while (position < end) {
    let next = end;
    let field: FieldDescriptor | undefined;
    let content: number | undefined;
    try {
      const tag = readTag(buffer, position, end);
      position = varintEnd;
      if ((tag & 7) !== WireType.EGROUP) field = descriptor.fieldByNumber(tag >>> 3);
      if ((tag & 7) === WireType.LEN) {
        next = readLength(buffer, position, end);
        content = varintEnd;
      } else {
        next = skipField(tag, buffer, position, end);
      }
    } catch {
      // The field that cannot be passed over is the one.
    }
    const index = field === undefined ? 0 : (seen.get(field) ?? 0);
    if (target < next || next === end) {
      if (field === undefined) return path;
      const here = fieldPath(field, index, path);
      const goOn =
        content !== undefined && target >= content && field.value.kind === 'message' && field.cardinality !== 'map' && !field.delimited;
      return goOn && field.value.kind === 'message' ? pathTo(target, field.value.message, buffer, content!, next, here) : here;
    }
    if (field !== undefined) seen.set(field, index + 1);
    position = next;
  }
  return path;
}

function fieldPath(field: FieldDescriptor, index: number, path: string): string {
  if (field.oneof !== undefined) return `${path}.${field.oneof.localName}.value`;
  return field.cardinality === 'repeated' && !field.packed ? `${path}.${field.localName}[${index}]` : `${path}.${field.localName}`;
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function withCause<E extends Error>(explained: E, cause: unknown): E {
  Object.defineProperty(explained, 'cause', { value: cause, enumerable: false, configurable: true, writable: true });
  return explained;
}
