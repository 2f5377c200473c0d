/**
 * Custom metadata of a call: what an application sends beside its messages, both ways (gRPC over HTTP/2: Custom-Metadata).
 *
 * What comes out may always go in again: received fields that the grammar does not allow, and those that are gRPC's own, are
 * left out, so that passing on what came never raises an error.
 */
import { decodeBase64, encodeBase64 } from '../bytes/base64.js';
import type { Bytes } from '../bytes/codec.js';
import type { FieldList } from './fields.js';
import { checkedName, checkedValue, isAsciiValue, isBinaryName, isCustomName, isSecretName, strip } from './metadata-grammar.js';

/** What a name's values are: bytes where it ends in `-bin`, else text. */
export type MetadataValue<Name extends string = string> = string extends Name
  ? string | Bytes
  : Lowercase<Name> extends `${string}-bin`
    ? Bytes
    : string;

/** A value to send: text, bytes under a name that ends in `-bin`, or several. `undefined` is skipped. */
export type MetadataInitValue = string | Uint8Array | readonly (string | Uint8Array)[] | undefined;

/** What may be given as metadata. */
export type MetadataInit = Metadata | { readonly [name: string]: MetadataInitValue };

const NO_FIELDS: FieldList = Object.freeze([]);

/** Names and values in the order of the wire: names in lower case, several values of one name allowed, bytes under names that end in `-bin`. */
export class Metadata {
  /** Shared and read-only; what a call without metadata shows. */
  static readonly empty: Metadata = Metadata.makeEmpty();

  // Parallel lists, one entry per value. Until somebody asks they are empty and `fields` from `fieldIndex` on is what came.
  private readonly names: string[] = [];
  private readonly values: (string | Uint8Array)[] = [];
  private fields: FieldList = NO_FIELDS;
  private fieldIndex = 0;

  /** Copies `init`. Throws a `MetadataError` for names and values that cannot be sent. */
  constructor(init?: MetadataInit | undefined) {
    if (init !== undefined) this.addAll(init);
  }

  /** `init` itself where it is a `Metadata` already, else a new one. */
  static from(init: MetadataInit | undefined): Metadata {
    if (init === undefined) return Metadata.empty;
    return init instanceof Metadata ? init : new Metadata(init);
  }

  /**
   * The custom metadata among received header fields, from `startIndex` on. Nothing is parsed until somebody asks; `fields` must
   * not change meanwhile. Never throws for what came.
   */
  static fromFields(fields: FieldList, startIndex = 0): Metadata {
    const metadata = new Metadata();
    metadata.fields = fields;
    metadata.fieldIndex = startIndex;
    return metadata;
  }

  /** The nearer metadata laid over the farther: a name in `nearer` replaces all values that the name has in `farther`. */
  static merge(farther: Metadata | undefined, nearer: MetadataInit | undefined): Metadata {
    if (farther === undefined || farther.size === 0) return Metadata.from(nearer);
    const over = Metadata.from(nearer);
    if (over.size === 0) return farther;
    const merged = new Metadata();
    for (let index = 0; index < farther.names.length; index++) {
      if (!over.names.includes(farther.names[index]!)) merged.push(farther.names[index]!, farther.values[index]!);
    }
    for (let index = 0; index < over.names.length; index++) merged.push(over.names[index]!, over.values[index]!);
    return merged;
  }

  /** How many values there are; several of one name count each. */
  get size(): number {
    this.parse();
    return this.names.length;
  }

  /** The first value of `name`, whose case does not matter; undefined where there is none. */
  get<Name extends string>(name: Name): MetadataValue<Name> | undefined {
    this.parse();
    const index = this.names.indexOf(name.toLowerCase());
    return index < 0 ? undefined : (this.values[index] as MetadataValue<Name>);
  }

  /** All values of `name`, in order. */
  getAll<Name extends string>(name: Name): MetadataValue<Name>[] {
    this.parse();
    const lower = name.toLowerCase();
    return this.values.filter((_, index) => this.names[index] === lower) as MetadataValue<Name>[];
  }

  /** Whether `name`, whose case does not matter, has a value. */
  has(name: string): boolean {
    this.parse();
    return this.names.includes(name.toLowerCase());
  }

  /** Replaces every value of `name`. Throws a `MetadataError` for what cannot be sent, and then changes nothing. */
  set(name: string, value: string | Uint8Array | readonly (string | Uint8Array)[]): this {
    const lower = checkedName(name);
    const values = Array.isArray(value) ? value.map((one) => checkedValue(lower, one)) : [checkedValue(lower, value)];
    this.delete(lower);
    for (const one of values) this.push(lower, one);
    return this;
  }

  /** Adds a value behind those that `name` has. Throws a `MetadataError` for what cannot be sent. */
  add(name: string, value: string | Uint8Array): this {
    this.parse();
    const lower = checkedName(name);
    this.push(lower, checkedValue(lower, value));
    return this;
  }

  /** Removes every value of `name`; true where there was one. */
  delete(name: string): boolean {
    this.parse();
    this.refuseIfShared();
    const lower = name.toLowerCase();
    let kept = 0;
    for (let index = 0; index < this.names.length; index++) {
      if (this.names[index] === lower) continue;
      this.names[kept] = this.names[index]!;
      this.values[kept] = this.values[index]!;
      kept++;
    }
    const found = kept < this.names.length;
    this.names.length = kept;
    this.values.length = kept;
    return found;
  }

  /** Every value with its name in lower case, in order. */
  *entries(): IterableIterator<[name: string, value: string | Bytes]> {
    this.parse();
    for (let index = 0; index < this.names.length; index++) yield [this.names[index]!, this.values[index] as string | Bytes];
  }

  /** As `entries`. */
  [Symbol.iterator](): IterableIterator<[name: string, value: string | Bytes]> {
    return this.entries();
  }

  /** Appends the fields as they travel: bytes as Base64 without padding. Never throws. */
  appendTo(fields: string[]): void {
    this.parse();
    for (let index = 0; index < this.names.length; index++) fields.push(this.names[index]!, wireValue(this.values[index]!));
  }

  /** A record for logs: secrets hidden, bytes as Base64. */
  toJSON(): Record<string, string> {
    this.parse();
    const shown: Record<string, string> = Object.create(null) as Record<string, string>;
    for (let index = 0; index < this.names.length; index++) {
      const name = this.names[index]!;
      const value = isSecretName(name) ? '(hidden)' : wireValue(this.values[index]!);
      shown[name] = shown[name] === undefined ? value : `${shown[name]}, ${value}`;
    }
    return shown;
  }

  /** For a person: secrets hidden, bytes as Base64. */
  toString(): string {
    const shown = Object.entries(this.toJSON()).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
    return shown.length === 0 ? 'Metadata {}' : `Metadata { ${shown.join(', ')} }`;
  }

  /** What `console.log` prints on Node. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }

  private static makeEmpty(): Metadata {
    const empty = new Metadata();
    Object.freeze(empty.names);
    Object.freeze(empty.values);
    Object.freeze(empty);
    return empty;
  }

  private refuseIfShared(): void {
    if (Object.isFrozen(this)) throw new TypeError('this empty metadata is shared and read-only: make your own with new Metadata()');
  }

  private push(name: string, value: string | Uint8Array): void {
    this.refuseIfShared();
    this.names.push(name);
    this.values.push(value);
  }

  private addAll(init: MetadataInit): void {
    if (init instanceof Metadata) {
      init.parse();
      for (let index = 0; index < init.names.length; index++) this.push(init.names[index]!, init.values[index]!);
      return;
    }
    forEachGiven(init, (name, value) => this.push(name, value));
  }

  private parse(): void {
    if (this.fields === NO_FIELDS) return;
    const fields = this.fields;
    this.fields = NO_FIELDS;
    for (let index = this.fieldIndex; index + 1 < fields.length; index += 2) {
      const name = fields[index]!;
      const value = fields[index + 1]!;
      if (!isCustomName(name)) continue;
      if (isBinaryName(name)) {
        // Several values of one name may have been joined on the way.
        for (const part of value.split(',')) {
          const bytes = decodeBase64(strip(part));
          if (bytes !== undefined) this.push(name, bytes);
        }
      } else {
        const stripped = strip(value);
        if (isAsciiValue(stripped)) this.push(name, stripped);
      }
    }
  }
}

function wireValue(value: string | Uint8Array): string {
  return typeof value === 'string' ? value : encodeBase64(value);
}

/** Checks a record and hands over each value. */
function forEachGiven(
  init: { readonly [name: string]: MetadataInitValue },
  take: (name: string, value: string | Uint8Array) => void,
): void {
  if (typeof init !== 'object' || init === null || Array.isArray(init)) {
    throw new TypeError(
      `metadata is given as a record or a Metadata, not as ${Array.isArray(init) ? 'an array' : init === null ? 'null' : typeof init}`,
    );
  }
  for (const key of Object.keys(init)) {
    const value = init[key];
    if (value === undefined) continue;
    const name = checkedName(key);
    if (Array.isArray(value)) for (const one of value) take(name, checkedValue(name, one));
    else take(name, checkedValue(name, value));
  }
}

/**
 * Appends `init` as it travels, checked, without a `Metadata` in between: the road of a call whose metadata nobody looks at.
 * Throws a `MetadataError` for what cannot be sent; `fields` is then to be thrown away.
 */
export function appendMetadata(fields: string[], init: MetadataInit | undefined): void {
  if (init === undefined) return;
  if (init instanceof Metadata) init.appendTo(fields);
  else forEachGiven(init, (name, value) => fields.push(name, wireValue(value)));
}
