/**
 * `google.protobuf.FieldMask`: which fields of a message are meant (google/protobuf/field_mask.proto). A path is names of fields as the
 * schema has them, with dots between; all but the last are singular messages. A path means all that is below it.
 */
import { MAX_DEPTH } from '../../limits.js';
import { checkMask, checkMessage, checkOptions, checkPaths, checkString, checkType } from '../arguments.js';
import type { FieldDescriptor, MessageDescriptor } from '../descriptor.js';
import { show } from '../errors.js';
import type { FieldMask } from '../generated/field-mask.js';
import { findFault } from '../message/check.js';
import { clone } from '../message/clone.js';
import { fieldMessageType } from '../message/field-type.js';
import { mergeField, mergeMessage } from '../message/merge.js';
import type { AnyMessageType, MessageType } from '../message-type.js';
import { clearField, getField, hasField, setField } from '../reflect/field-access.js';

/** What a FieldMask looks like. */
export interface Paths {
  readonly paths: readonly string[];
}

/** What `fieldMaskMerge` may be told. */
export interface FieldMaskMergeOptions {
  /** Whether a message that the mask names as a whole replaces the one in the target. Default false: it is merged into it. */
  replaceMessages?: boolean | undefined;
  /** Whether a list or map replaces the one in the target. Default false: it is appended. */
  replaceRepeated?: boolean | undefined;
}

/** The first thing wrong with `mask` as one of `type`, in words; undefined where all its paths lead to fields. */
export function fieldMaskFault(type: MessageType<unknown, never>, mask: Paths): string | undefined {
  checkType('fieldMaskFault', type);
  checkMask('fieldMaskFault', mask);
  for (const path of mask.paths) {
    const fields = fieldsOf(type.descriptor, path);
    if (typeof fields === 'string') return fields;
  }
  return undefined;
}

/** Whether every path of `mask` leads to a field of `type`. */
export function fieldMaskIsValid(type: MessageType<unknown, never>, mask: Paths): boolean {
  return fieldMaskFault(type, mask) === undefined;
}

/**
 * A copy of `message` that has what `mask` names and nothing else; unknown fields and extensions, which no path can name, are left out. A
 * mask without paths means all of it. Throws a `RangeError` for a path that leads to no field.
 */
export function fieldMaskApply<T>(type: MessageType<T, never>, message: NoInfer<T>, mask: Paths): T {
  checkType('fieldMaskApply', type);
  checkMask('fieldMaskApply', mask);
  const copy = clone(type, message);
  return mask.paths.length === 0 ? copy : (keep(type as AnyMessageType, copy as object, treeOf(type, mask)) as T);
}

/**
 * Puts what `mask` names from `source` into `target`, and gives `target` back. A value that is not set in `source` is taken out of `target`;
 * messages are merged and lists appended, or replaced where the options say so. A mask without paths changes nothing. Nothing is shared with
 * `source`. Throws a `RangeError` for a path that leads to no field, and an `EncodeError` for a `source` that `type.create` would refuse,
 * before `target` is changed.
 */
export function fieldMaskMerge<T, I>(
  type: MessageType<T, I>,
  target: NoInfer<T>,
  source: NoInfer<I>,
  mask: Paths,
  options: FieldMaskMergeOptions = {},
): T {
  checkType('fieldMaskMerge', type);
  checkMessage('fieldMaskMerge', target);
  checkMask('fieldMaskMerge', mask);
  checkOptions('fieldMaskMerge', options);
  const tree = treeOf(type as MessageType<unknown, never>, mask);
  const fault = findFault(type.descriptor, source, { unknownKeys: 'refused', required: 'left out' });
  if (fault !== undefined) throw fault;
  mergeTree(type as unknown as AnyMessageType, target as object, source as object, tree, options);
  return target;
}

/** The same mask in its shortest form: sorted, each path once, none below another one. */
export function fieldMaskCanonical(mask: Paths): FieldMask {
  checkPaths('fieldMaskCanonical', mask);
  return { paths: sorted(mask).map(({ path }) => path) };
}

/** What any of `masks` names, in canonical form. */
export function fieldMaskUnion(...masks: readonly Paths[]): FieldMask {
  for (const mask of masks) checkPaths('fieldMaskUnion', mask);
  return fieldMaskCanonical({ paths: masks.flatMap(({ paths }) => paths) });
}

/** What both masks name, in canonical form. */
export function fieldMaskIntersect(a: Paths, b: Paths): FieldMask {
  checkPaths('fieldMaskIntersect', a);
  checkPaths('fieldMaskIntersect', b);
  const one = sorted(a);
  const other = sorted(b);
  const paths: string[] = [];
  let inOne = 0;
  let inOther = 0;
  while (inOne < one.length && inOther < other.length) {
    const left = one[inOne]!;
    const right = other[inOther]!;
    if (covers(left.path, right.path)) {
      paths.push(right.path);
      inOther++;
    } else if (covers(right.path, left.path)) {
      paths.push(left.path);
      inOne++;
    } else if (left.key < right.key) {
      inOne++;
    } else {
      inOther++;
    }
  }
  return { paths };
}

/** Whether `mask` names what `path` leads to, itself or by a path above it. */
export function fieldMaskCovers(mask: Paths, path: string): boolean {
  checkPaths('fieldMaskCovers', mask);
  checkString('fieldMaskCovers', 'a path', path);
  return mask.paths.some((one) => covers(one, path));
}

/** The paths with commas between: `user.display_name,photo`. Its JSON form has other names, see `toJson`. */
export function fieldMaskText(mask: Paths): string {
  checkPaths('fieldMaskText', mask);
  for (const path of mask.paths) {
    if (path === '' || path.includes(',')) throw new RangeError(`${show(path)} is no path of a FieldMask and could not be read back`);
  }
  return mask.paths.join(',');
}

/** The FieldMask of paths with commas between; empty ones do not count. Whether they lead anywhere is `fieldMaskFault`'s to say. */
export function fieldMaskFromText(text: string): FieldMask {
  if (typeof text !== 'string') throw new TypeError(`expected paths with commas between, got ${show(text)}`);
  return { paths: text.split(',').filter((path) => path !== '') };
}

function covers(above: string, path: string): boolean {
  return path === above || (path.startsWith(above) && path.charAt(above.length) === '.');
}

/** By their names, so that what is below a path follows it at once; what another one covers is left out. */
function sorted(mask: Paths): readonly { readonly key: string; readonly path: string }[] {
  const all = mask.paths.map((path) => ({ key: sortKey(path), path }));
  all.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  let last: string | undefined;
  return all.filter(({ path }) => {
    if (last !== undefined && covers(last, path)) return false;
    last = path;
    return true;
  });
}

/** Has another order: a dot sorts before every character of a name, also before one that no name has. */
function sortKey(path: string): string {
  // Parts joined again take a tenth of the time of `replaceAll`: 0.3 instead of 3.7 s for 3,000 paths of up to 3,000 parts.
  return path.split('\x01').join('\x01\x02').split('\0').join('\x01\x01').split('.').join('\0');
}

/** The fields that `path` leads through, or what is wrong with it. */
function fieldsOf(descriptor: MessageDescriptor, path: string): readonly FieldDescriptor[] | string {
  if (typeof path !== 'string') return `expected a path as a string, got ${show(path)}`;
  const fields: FieldDescriptor[] = [];
  let message: MessageDescriptor | undefined = descriptor;
  for (const name of path.split('.')) {
    if (message === undefined) return `${show(path)}: ${fields[fields.length - 1]!.name} is no singular message, and nothing is below it`;
    if (fields.length > MAX_DEPTH) return `${show(path)} goes more than ${MAX_DEPTH} levels deep`;
    const field: FieldDescriptor | undefined = message.fieldByName(name);
    if (field === undefined) return `${show(path)}: ${message.typeName} has no field ${show(name)}`;
    fields.push(field);
    message = field.cardinality === 'singular' && field.value.kind === 'message' ? field.value.message : undefined;
  }
  return fields;
}

/** What is named below a message: whole fields, or a tree of what is named in them. */
interface Tree extends Map<FieldDescriptor, Tree | 'whole'> {}

function treeOf(type: MessageType<unknown, never>, mask: Paths): Tree {
  const root: Tree = new Map();
  for (const path of mask.paths) {
    const fields = fieldsOf(type.descriptor, path);
    if (typeof fields === 'string') throw new RangeError(`${fields}: this is no FieldMask of ${type.typeName}`);
    let tree = root;
    for (const [index, field] of fields.entries()) {
      const below = tree.get(field);
      if (below === 'whole') break;
      if (index === fields.length - 1) {
        tree.set(field, 'whole');
      } else {
        const next: Tree = below ?? new Map();
        tree.set(field, next);
        tree = next;
      }
    }
  }
  return root;
}

/** A message with what `tree` names; takes it over from `message`. */
function keep(type: AnyMessageType, message: object, tree: Tree): object {
  const kept = type.create() as object;
  for (const [field, below] of tree) {
    const value = getField(type, message, field);
    if (value === undefined) continue;
    put(kept, field, below === 'whole' ? value : keep(nested(type, field), value as object, below));
  }
  return kept;
}

function put(message: object, field: FieldDescriptor, value: unknown): void {
  const properties = message as Record<string, unknown>;
  if (field.oneof === undefined) properties[field.localName] = value;
  else properties[field.oneof.localName] = { case: field.localName, value };
}

function mergeTree(type: AnyMessageType, target: object, source: object, tree: Tree, options: FieldMaskMergeOptions): void {
  for (const [field, below] of tree) {
    const value = getField(type, source, field);
    if (below === 'whole') mergeWhole(type, target, field, value, hasField(type, source, field), options);
    else mergeBelow(type, target, field, value, below, options);
  }
}

function mergeBelow(
  type: AnyMessageType,
  target: object,
  field: FieldDescriptor,
  value: unknown,
  below: Tree,
  options: FieldMaskMergeOptions,
): void {
  const before = getField(type, target, field);
  // What is named in a message that the source does not have is taken out of the target's.
  if (value === undefined && before === undefined) return;
  const inner = nested(type, field);
  const into = (before ?? inner.create()) as object;
  mergeTree(inner, into, (value ?? inner.create()) as object, below, options);
  if (before === undefined) put(target, field, into);
}

function mergeWhole(
  type: AnyMessageType,
  target: object,
  field: FieldDescriptor,
  value: unknown,
  isSet: boolean,
  options: FieldMaskMergeOptions,
): void {
  if (field.cardinality !== 'singular') {
    if (options.replaceRepeated) clearField(type, target, field);
    if (isSet) mergeField(type, field, target as Record<string, unknown>, value, MAX_DEPTH);
    return;
  }
  const before = getField(type, target, field);
  if (field.value.kind === 'message' && isSet && before !== undefined && !options.replaceMessages) {
    mergeMessage(nested(type, field), before as Record<string, unknown>, value as Record<string, unknown>, MAX_DEPTH);
  } else if (isSet) {
    setField(type, target, field, value);
  } else if (field.value.kind !== 'message' || options.replaceMessages) {
    clearField(type, target, field);
  }
}

function nested(type: AnyMessageType, field: FieldDescriptor): AnyMessageType {
  if (field.value.kind !== 'message') throw new Error(`${field.name} is no message`);
  return fieldMessageType(type, field.value.message);
}
