/** What changed from one message to another. */
import { MAX_SHOWN_CHANGE } from '../../limits.js';
import { checkOptions, checkType } from '../arguments.js';
import type { FieldDescriptor, MessageDescriptor, OneofDescriptor } from '../descriptor.js';
import { type ExtensionLookup, sortUnknown } from '../extensions-in.js';
import type { MessageType } from '../message-type.js';
import { checkList } from '../packed.js';
import { readTag } from '../tag.js';
import { formatBytes } from '../text/format-scalar.js';
import { formatValue } from '../text/print-message.js';
import { skipField, type UnknownFields } from '../unknown.js';
import { varintEnd } from '../varint.js';
import { explainWalk } from './check.js';
import { checkDepth } from './create.js';
import { checkMessages, type EqualsOptions, PARTIAL, sameValue } from './equals.js';
import { mapOf } from './map-entries.js';
import { rootPath } from './path.js';
import { joined, sameRuns, sameUnknown, unknownRuns } from './same-unknown.js';
import { depthOf } from './walk-options.js';

/** One place in which two messages differ. As text: `order.lines[2].price: 3 → 4`. */
export class Change {
  /**
   * The way to it, such as `order.lines[2].price`, `order.totals["EUR"]`, `order.payment.value.number`, or `order.[shop.note]` for an
   * extension and `order.[17]` for an unknown field. A list's place is that in the new message, in the old one where it was removed.
   */
  readonly path: string;
  /** `added` is in the new message only, `removed` in the old one only. */
  readonly kind: 'added' | 'removed' | 'changed';
  /** The value in the old message, undefined where it has none; of unknown fields their bytes, of a oneof whose case changed all of it. */
  readonly before: unknown;
  /** The same in the new message. */
  readonly after: unknown;
  readonly #show: (value: unknown) => string;

  constructor(path: string, before: unknown, after: unknown, show: (value: unknown) => string) {
    this.path = path;
    this.kind = before === undefined ? 'added' : after === undefined ? 'removed' : 'changed';
    this.before = before;
    this.after = after;
    this.#show = show;
  }

  /** A text for people does not fail where a value cannot be printed, such as one that nests too deep. */
  #shown(value: unknown): string {
    try {
      return this.#show(value);
    } catch (error) {
      return `(${error instanceof Error ? error.message : String(error)})`;
    }
  }

  toString(): string {
    const shown = (value: unknown): string => (value === undefined ? 'unset' : shorten(this.#shown(value)));
    return `${this.path}: ${shown(this.before)} → ${shown(this.after)}`;
  }
}

function shorten(text: string): string {
  return text.length > MAX_SHOWN_CHANGE ? `${text.slice(0, MAX_SHOWN_CHANGE)}…` : text;
}

/** What `diff` may be told: the same as `equals`. */
export type DiffOptions = EqualsOptions;

/**
 * How `b` differs from `a`, place by place, in the order of the schema; none where `equals` holds with the same options. Absent is not the
 * same as set to the default where presence is tracked. Lists are compared from both ends: what stands between is compared place by place,
 * and what one has more is added or removed. Unknown fields, and without `{ registry }` extensions, are compared by number, as `equals`
 * does. `diff(Order, before, after).join('\n')` is for people. Throws what `equals` throws.
 */
export function diff<T>(type: MessageType<T, never>, a: NoInfer<T>, b: NoInfer<T>, options?: DiffOptions): Change[] {
  checkType('diff', type);
  checkOptions('diff', options);
  const maxDepth = depthOf(options);
  const walk = new Walk(options?.registry);
  try {
    walk.message(type.descriptor, a as Properties, b as Properties, rootPath(type.descriptor), maxDepth);
  } catch (error) {
    throw explainWalk(type.descriptor, [a, b], error, maxDepth);
  }
  return walk.changes;
}

type Properties = Readonly<Record<string, unknown>> & UnknownFields;
type Oneof = { readonly case?: string; readonly value?: unknown };

class Walk {
  readonly changes: Change[] = [];
  readonly #registry: ExtensionLookup | undefined;

  constructor(registry: ExtensionLookup | undefined) {
    this.#registry = registry;
  }

  message(descriptor: MessageDescriptor, a: Properties, b: Properties, path: string, depth: number): void {
    checkDepth(depth);
    checkMessages(descriptor, a, b);
    if (a === b) return;
    for (const member of descriptor.members) {
      const before = a[member.localName];
      const after = b[member.localName];
      const here = `${path}.${member.localName}`;
      if (member.kind === 'oneof') this.#oneof(member, before as Oneof | undefined, after as Oneof | undefined, here, depth);
      else this.#field(member, before, after, here, depth);
    }
    if (!sameRuns(unknownRuns(a), unknownRuns(b))) this.#unknown(descriptor, a, b, path, depth);
  }

  #oneof(oneof: OneofDescriptor, a: Oneof | undefined, b: Oneof | undefined, path: string, depth: number): void {
    const fieldOf = (chosen: Oneof | undefined) => oneof.fields.find((one) => one.localName === chosen?.case);
    const before = fieldOf(a);
    const after = fieldOf(b);
    if (before === after) {
      if (before !== undefined) this.#value(before, a?.value, b?.value, `${path}.value`, depth);
      return;
    }
    const show = (value: unknown): string => {
      const field = fieldOf(value as Oneof);
      return field === undefined ? 'unset' : `${field.localName} ${formatValue(field, (value as Oneof).value)}`;
    };
    this.changes.push(new Change(path, before && a, after && b, show));
  }

  #field(field: FieldDescriptor, a: unknown, b: unknown, path: string, depth: number): void {
    if (field.cardinality === 'singular') this.#value(field, a, b, path, depth);
    else if (field.cardinality === 'repeated')
      this.#list(field, checkList((a ?? []) as unknown[]), checkList((b ?? []) as unknown[]), path, depth);
    else this.#map(field, mapOf(a ?? {}), mapOf(b ?? {}), path, depth);
  }

  #same(field: FieldDescriptor, a: unknown, b: unknown, depth: number): boolean {
    return sameValue(field, a, b, depth, this.#registry);
  }

  #value(field: FieldDescriptor, a: unknown, b: unknown, path: string, depth: number): void {
    if (a !== undefined && b !== undefined && field.value.kind === 'message') {
      this.message(field.value.message, a as Properties, b as Properties, path, depth - 1);
    } else if (!this.#same(field, a, b, depth)) {
      this.changes.push(new Change(path, a, b, (value) => formatValue(field, value)));
    }
  }

  #list(field: FieldDescriptor, a: readonly unknown[], b: readonly unknown[], path: string, depth: number): void {
    const shorter = Math.min(a.length, b.length);
    let start = 0;
    while (start < shorter && this.#same(field, a[start], b[start], depth)) start++;
    let behind = 0;
    while (behind < shorter - start && this.#same(field, a[a.length - 1 - behind], b[b.length - 1 - behind], depth)) behind++;
    const end = Math.max(a.length, b.length) - behind;
    for (let index = start; index < end; index++) {
      const before = index < a.length - behind ? a[index] : undefined;
      const after = index < b.length - behind ? b[index] : undefined;
      this.#value(field, before, after, `${path}[${index}]`, depth);
    }
  }

  #map(field: FieldDescriptor, a: ReadonlyMap<unknown, unknown>, b: ReadonlyMap<unknown, unknown>, path: string, depth: number): void {
    const place = (key: unknown): string => `${path}[${typeof key === 'bigint' ? `${key}n` : JSON.stringify(key)}]`;
    for (const [key, value] of a) this.#value(field, value, b.get(key), place(key), depth);
    for (const [key, value] of b) if (!a.has(key)) this.#value(field, undefined, value, place(key), depth);
  }

  #unknown(descriptor: MessageDescriptor, a: Properties, b: Properties, path: string, depth: number): void {
    const lookup = this.#registry ?? NO_EXTENSIONS;
    const before = sortUnknown(descriptor, a, lookup, PARTIAL);
    const after = sortUnknown(descriptor, b, lookup, PARTIAL);
    const values = new Map(before.extensions);
    const newValues = new Map(after.extensions);
    for (const field of new Set([...values.keys(), ...newValues.keys()])) {
      this.#field(field, values.get(field), newValues.get(field), `${path}.[${field.extensionName}]`, depth);
    }
    const fields = byNumber(before.others);
    const newFields = byNumber(after.others);
    for (const number of new Set([...fields.keys(), ...newFields.keys()])) {
      const one = fields.get(number);
      const other = newFields.get(number);
      if (one !== undefined && other !== undefined && sameUnknown(one, other)) continue;
      this.changes.push(new Change(`${path}.[${number}]`, one && joined(one), other && joined(other), formatBytes));
    }
  }
}

const NO_EXTENSIONS: ExtensionLookup = { extensionOf: () => undefined };

/** Whole fields of each number, in wire order. */
function byNumber(runs: readonly Uint8Array[]): Map<number, Uint8Array[]> {
  const fields = new Map<number, Uint8Array[]>();
  for (const run of runs) {
    let position = 0;
    while (position < run.length) {
      const start = position;
      const tag = readTag(run, position, run.length);
      position = skipField(tag, run, varintEnd, run.length);
      const list = fields.get(tag >>> 3);
      const field = run.subarray(start, position);
      if (list === undefined) fields.set(tag >>> 3, [field]);
      else list.push(field);
    }
  }
  return fields;
}
