/** Whether two messages say the same. */
import { MAX_DEPTH } from '../../limits.js';
import type { FieldDescriptor, MessageDescriptor, OneofDescriptor } from '../descriptor.js';
import { EncodeError } from '../errors.js';
import type { MessageType } from '../message-type.js';
import { type UnknownFields, unknownFields } from '../unknown.js';

/**
 * Whether `a` and `b` are the same message: every field has the same value, absent is not the same as set to the default where
 * presence is tracked, lists are equal in order, maps whatever their order, and unknown fields byte by byte. NaN equals NaN, and
 * 0 does not equal -0: what is equal here is equal on the wire.
 */
export function equals<T>(type: MessageType<T, never>, a: NoInfer<T>, b: NoInfer<T>): boolean {
  return sameMessage(type.descriptor, a as Properties, b as Properties, MAX_DEPTH);
}

type Properties = Readonly<Record<string, unknown>> & UnknownFields;

function sameMessage(descriptor: MessageDescriptor, a: Properties, b: Properties, depth: number): boolean {
  if (depth < 0) throw new EncodeError(`messages are nested more than ${MAX_DEPTH} levels deep: does one contain itself?`);
  if (a === b) return true;
  for (const member of descriptor.members) {
    const one = a[member.localName];
    const other = b[member.localName];
    if (!(member.kind === 'oneof' ? sameOneof(member, one, other, depth) : sameField(member, one, other, depth))) return false;
  }
  return sameRuns(a[unknownFields] ?? [], b[unknownFields] ?? []);
}

function sameOneof(oneof: OneofDescriptor, a: unknown, b: unknown, depth: number): boolean {
  const one = a as { case?: string; value?: unknown } | undefined;
  const other = b as { case?: string; value?: unknown } | undefined;
  if (one?.case !== other?.case) return false;
  const field = one?.case === undefined ? undefined : oneof.fields.find((member) => member.localName === one.case);
  return field === undefined || sameValue(field, one?.value, other?.value, depth);
}

function sameField(field: FieldDescriptor, a: unknown, b: unknown, depth: number): boolean {
  if (a === undefined || b === undefined) return a === b;
  if (field.cardinality === 'singular') return sameValue(field, a, b, depth);
  if (field.cardinality === 'repeated') {
    const one = a as readonly unknown[];
    const other = b as readonly unknown[];
    return one.length === other.length && one.every((value, index) => sameValue(field, value, other[index], depth));
  }
  const one = a as ReadonlyMap<unknown, unknown>;
  const other = b as ReadonlyMap<unknown, unknown>;
  if (one.size !== other.size) return false;
  for (const [key, value] of one) {
    if (!other.has(key) || !sameValue(field, value, other.get(key), depth)) return false;
  }
  return true;
}

/** Whether two values of `field`, elements where it is a list or map, are the same. */
export function sameValue(field: FieldDescriptor, a: unknown, b: unknown, depth: number): boolean {
  if (a === undefined || b === undefined) return a === b;
  if (field.value.kind === 'message') return sameMessage(field.value.message, a as Properties, b as Properties, depth - 1);
  if (field.value.kind === 'scalar' && field.value.scalar === 'bytes') return sameBytes(a as Uint8Array, b as Uint8Array);
  if (field.int64 !== undefined && field.value.kind === 'scalar' && field.value.scalar.endsWith('64')) return field.int64.equals(a, b);
  return Object.is(a, b);
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index++) if (a[index] !== b[index]) return false;
  return true;
}

/** Where one run of unknown fields ends and the next begins is no part of what a message says. */
export function sameRuns(a: readonly Uint8Array[], b: readonly Uint8Array[]): boolean {
  let inA = 0;
  let atA = 0;
  let inB = 0;
  let atB = 0;
  for (;;) {
    while (inA < a.length && atA === a[inA]!.length) {
      inA++;
      atA = 0;
    }
    while (inB < b.length && atB === b[inB]!.length) {
      inB++;
      atB = 0;
    }
    if (inA === a.length || inB === b.length) return inA === a.length && inB === b.length;
    if (a[inA]![atA++] !== b[inB]![atB++]) return false;
  }
}
