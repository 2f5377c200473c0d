/** Whether two messages say the same. */
import { isBytes } from '../../bytes/copy.js';
import { checkOptions, checkType } from '../arguments.js';
import type { FieldDescriptor, MessageDescriptor, OneofDescriptor } from '../descriptor.js';
import { checkEmpty, notA } from '../errors.js';
import { type ExtensionLookup, sortUnknown } from '../extensions-in.js';
import type { MessageType } from '../message-type.js';
import { checkList } from '../packed.js';
import { isInt64 } from '../scalar-kinds.js';
import type { UnknownFields } from '../unknown.js';
import { explainWalk } from './check.js';
import { checkDepth } from './create.js';
import { mapOf } from './map-entries.js';
import { sameRuns, sameUnknown, unknownRuns } from './same-unknown.js';
import { depthOf, type WalkOptions } from './walk-options.js';

/** What `equals` may be told. */
export interface EqualsOptions extends WalkOptions {
  /** Where extensions are looked up, to be compared by value; without one they are unknown fields. */
  registry?: ExtensionLookup | undefined;
}

/**
 * Whether `a` and `b` are the same message: every field has the same value, absent is not the same as set to the default where
 * presence is tracked, lists are equal in order, maps whatever their order. NaN equals NaN, and 0 does not equal -0.
 *
 * Unknown fields are compared as protobuf's own comparison does: those of one number and wire type in their order, varints by value,
 * anything else by its bytes; order between different ones does not matter. Extensions are such fields, and the same message can be
 * written in several ways: `{ registry }` compares those that it knows by value.
 *
 * Throws an `EncodeError` for what is no message of the type and for one that nests deeper than `maxDepth`, and a `DecodeError` for bytes
 * of an extension, or among the unknown fields, that are none.
 */
export function equals<T>(type: MessageType<T, never>, a: NoInfer<T>, b: NoInfer<T>, options?: EqualsOptions): boolean {
  checkType('equals', type);
  checkOptions('equals', options);
  const maxDepth = depthOf(options);
  try {
    return sameMessage(type.descriptor, a as Properties, b as Properties, maxDepth, options?.registry);
  } catch (error) {
    throw explainWalk(type.descriptor, [a, b], error, maxDepth);
  }
}

type Properties = Readonly<Record<string, unknown>> & UnknownFields;
type Lookup = ExtensionLookup | undefined;

function sameMessage(descriptor: MessageDescriptor, a: Properties, b: Properties, depth: number, registry: Lookup): boolean {
  checkDepth(depth);
  checkMessages(descriptor, a, b);
  if (a === b) return true;
  for (const member of descriptor.members) {
    const one = a[member.localName];
    const other = b[member.localName];
    const same = member.kind === 'oneof' ? sameOneof(member, one, other, depth, registry) : sameField(member, one, other, depth, registry);
    if (!same) return false;
  }
  return sameOthers(descriptor, a, b, depth, registry);
}

/** What stands among the unknown fields: extensions that the registry knows, and the rest. */
function sameOthers(descriptor: MessageDescriptor, a: Properties, b: Properties, depth: number, registry: Lookup): boolean {
  const runs = unknownRuns(a);
  const otherRuns = unknownRuns(b);
  if (sameRuns(runs, otherRuns)) return true;
  if (registry === undefined) return sameUnknown(runs, otherRuns);
  const one = sortUnknown(descriptor, a, registry, PARTIAL);
  const other = sortUnknown(descriptor, b, registry, PARTIAL);
  // Both in the order of their numbers.
  if (one.extensions.length !== other.extensions.length) return false;
  for (const [index, [field, value]] of one.extensions.entries()) {
    const [otherField, otherValue] = other.extensions[index]!;
    if (field !== otherField || !sameField(field, value, otherValue, depth, registry)) return false;
  }
  return sameUnknown(one.others, other.others);
}

function sameOneof(oneof: OneofDescriptor, a: unknown, b: unknown, depth: number, registry: Lookup): boolean {
  const one = a as { case?: string; value?: unknown } | undefined;
  const other = b as { case?: string; value?: unknown } | undefined;
  if (one?.case !== other?.case) return false;
  const field = one?.case === undefined ? undefined : oneof.fields.find((member) => member.localName === one.case);
  return field === undefined || sameValue(field, one?.value, other?.value, depth, registry);
}

function sameField(field: FieldDescriptor, a: unknown, b: unknown, depth: number, registry: Lookup): boolean {
  if (a === undefined || b === undefined) return a === b;
  if (field.cardinality === 'singular') return sameValue(field, a, b, depth, registry);
  if (field.cardinality === 'repeated') {
    const one = checkList(a as readonly unknown[]);
    const other = checkList(b as readonly unknown[]);
    return one.length === other.length && one.every((value, index) => sameValue(field, value, other[index], depth, registry));
  }
  const one = mapOf(a);
  const other = mapOf(b);
  if (one.size !== other.size) return false;
  for (const [key, value] of one) {
    if (!other.has(key) || !sameValue(field, value, other.get(key), depth, registry)) return false;
  }
  return true;
}

/** Whether two values of `field`, elements where it is a list or map, are the same. */
export function sameValue(field: FieldDescriptor, a: unknown, b: unknown, depth: number, registry: Lookup): boolean {
  if (a === undefined || b === undefined) return a === b;
  const { value } = field;
  if (value.kind === 'message') return sameMessage(value.message, a as Properties, b as Properties, depth - 1, registry);
  if (value.kind === 'scalar' && value.scalar === 'bytes') return sameBytes(a, b);
  if (field.int64 !== undefined && value.kind === 'scalar' && isInt64(value.scalar)) return field.int64.equals(a, b);
  return Object.is(a, b);
}

function sameBytes(a: unknown, b: unknown): boolean {
  if (!isBytes(a)) throw notA('a Uint8Array', a);
  if (!isBytes(b)) throw notA('a Uint8Array', b);
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index++) if (a[index] !== b[index]) return false;
  return true;
}

/** Refuses what is no message, and would be equal to one without content. */
export function checkMessages(descriptor: MessageDescriptor, a: unknown, b: unknown): void {
  for (const one of [a, b]) {
    if (typeof one !== 'object' || one === null) throw notA(descriptor.typeName, one);
    checkEmpty(descriptor.typeName, one);
  }
}

export const PARTIAL = { allowMissingRequired: true } as const;
