/**
 * One extension, as it stands among a message's unknown fields: found there when it is asked for, put there when it is set. The same
 * closures read and write it as would a field.
 */
import type { Bytes } from '../../bytes/codec.js';
import { MAX_DEPTH, MAX_ENCODE_ATTEMPTS, MIN_EXTENSION_BYTES } from '../../limits.js';
import { beginDecode } from '../budget.js';
import type { FieldDescriptor } from '../descriptor.js';
import { DecodeError, EncodeError } from '../errors.js';
import { forgetGroups } from '../group-ends.js';
import { findFieldFault } from '../message/check.js';
import { rootPath } from '../message/path.js';
import { ITEM_END_TAG, ITEM_TAG, itemEnd, itemStart, MESSAGE_TAG, readItem, TYPE_ID_TAG } from '../message-set.js';
import type { AnyMessageType } from '../message-type.js';
import { missingAllowed, withMissingRequired } from '../missing-required.js';
import { checkRequired, hasRequired } from '../required.js';
import { MAX_FIELD_NUMBER, readTag } from '../tag.js';
import {
  appendUnknown,
  groupContentEnd,
  noteUnknown,
  runOf,
  skipField,
  type UnknownFields,
  type UnknownRanges,
  unknownFields,
} from '../unknown.js';
import { varintEnd, writeVarint32 } from '../varint.js';
import { closeLength } from '../write-scalars.js';
import { type FieldReader, fieldReaders } from './field-reader.js';
import { type FieldWriter, fieldWriter } from './field-writer.js';
import type { NestedMessage } from './value-codec.js';

/** The value of an extension while it is read; the closures of fields take it for a message with the one property. */
export interface ExtensionHolder {
  value: unknown;
}

/** What reading and writing an extension may be told. */
export interface ExtensionOptions {
  /** Whether a message in the extension may lack required fields. Default false. */
  allowMissingRequired?: boolean | undefined;
}

/** The functions of one extension; made once for each. */
export class ExtensionField {
  readonly descriptor: FieldDescriptor;
  readonly #valueType: (() => AnyMessageType) | undefined;
  /** Whether it is written as an item of a message set. */
  readonly #isItem: boolean;
  readonly #isClosedEnum: boolean;
  #nested: NestedMessage | undefined;
  #readers: ReadonlyMap<number, FieldReader> | undefined;
  #writer: FieldWriter | undefined;

  /** `valueType` gives the type of the messages in it, where it holds messages. */
  constructor(descriptor: FieldDescriptor, valueType: (() => AnyMessageType) | undefined) {
    const { value, cardinality, message } = descriptor;
    this.descriptor = descriptor;
    this.#valueType = valueType;
    this.#isItem = message.proto.options?.messageSetWireFormat === true && value.kind === 'message' && cardinality === 'singular';
    this.#isClosedEnum = value.kind === 'enum' && !value.enum.open;
  }

  /** The extension's value in `message`; absent: undefined, for a list an empty one. */
  get(message: object, options?: ExtensionOptions): unknown {
    const holder = this.emptyHolder();
    const runs = runsOf(message);
    beginDecode(runs.reduce((sum, run) => sum + run.length, 0));
    for (const run of runs) this.#sort(run, holder);
    this.checkRequired(holder.value, options);
    return holder.value;
  }

  has(message: object): boolean {
    return this.isSet(this.get(message, { allowMissingRequired: true }));
  }

  /** Replaces what `message` has of the extension. */
  set(message: object, value: unknown, options?: ExtensionOptions): void {
    const bytes = this.#bytesOf(value, options);
    this.clear(message);
    if (bytes.length > 0) appendUnknown(message, bytes);
  }

  /** Puts `value` behind what `message` has: a list grows, a message is merged into the one before, anything else counts instead. */
  append(message: object, value: unknown, options?: ExtensionOptions): void {
    const bytes = this.#bytesOf(value, options);
    if (bytes.length > 0) appendUnknown(message, bytes);
  }

  /** Takes every value of the extension away. What only has its number (another wire type, an enum's number without a name) stays. */
  clear(message: object): void {
    const runs = runsOf(message);
    if (runs.length === 0) return;
    delete (message as { [unknownFields]?: unknown })[unknownFields];
    for (const run of runs) {
      const others = this.#isClosedEnum ? this.#sort(run, this.emptyHolder()) : this.#others(run);
      if (others.length > 0) appendUnknown(message, runOf(run, others));
    }
  }

  /** What stands for the extension before it has been met. */
  emptyHolder(): ExtensionHolder {
    const { cardinality } = this.descriptor;
    return { value: cardinality === 'singular' ? undefined : cardinality === 'repeated' ? [] : new Map() };
  }

  /** Whether a holder's value counts as one. */
  isSet(value: unknown): boolean {
    if (this.descriptor.cardinality === 'singular') return value !== undefined;
    return Array.isArray(value) ? value.length > 0 : (value as ReadonlyMap<unknown, unknown>).size > 0;
  }

  /**
   * Whether the field of `run` whose `tag` was read is one of the extension's. `[content, contentEnd)` is what stands in it, where it
   * is a group.
   */
  owns(tag: number, run: Uint8Array, content: number, contentEnd: number): boolean {
    if (this.#isItem && tag === ITEM_TAG) return readItem(run, content, contentEnd) === this.descriptor.number;
    return this.#allReaders().has(tag);
  }

  /** Reads a field that it `owns` into `holder`. A value that its closed enum does not have is noted in `others` instead. */
  readField(
    holder: ExtensionHolder,
    tag: number,
    run: Uint8Array,
    start: number,
    content: number,
    contentEnd: number,
    others: UnknownRanges,
  ): void {
    try {
      if (this.#isItem && tag === ITEM_TAG) {
        readItem(run, content, contentEnd);
        holder.value = this.#nestedMessage().decode(run, itemStart, itemEnd, MAX_DEPTH - 1, holder.value as object | undefined);
        return;
      }
      const read = this.#allReaders().get(tag)!;
      read(holder as unknown as Record<string, unknown>, run, start, content, run.length, MAX_DEPTH, others);
    } catch (error) {
      throw this.#explainRead(error);
    }
  }

  /** Throws a `DecodeError` where a message in `value` lacks a required field. */
  checkRequired(value: unknown, options?: ExtensionOptions): void {
    const { value: type, cardinality } = this.descriptor;
    if (options?.allowMissingRequired === true || value === undefined || type.kind !== 'message' || !hasRequired(type.message)) return;
    try {
      const values = cardinality === 'singular' ? [value] : cardinality === 'map' ? (value as Map<unknown, unknown>).values() : value;
      for (const one of values as Iterable<object>) checkRequired(type.message, one);
    } catch (error) {
      throw this.#explainRead(error);
    }
  }

  /** Reads the extension's fields of `run` into `holder` and gives all others. */
  #sort(run: Uint8Array, holder: ExtensionHolder): UnknownRanges {
    const others: UnknownRanges = [];
    forgetGroups();
    for (let position = 0; position < run.length; ) {
      const start = position;
      const tag = readTag(run, position, run.length);
      const content = varintEnd;
      position = skipField(tag, run, content, run.length);
      const contentEnd = groupContentEnd;
      if (this.owns(tag, run, content, contentEnd)) this.readField(holder, tag, run, start, content, contentEnd, others);
      else noteUnknown(others, 0, start, position);
    }
    return others;
  }

  /** The fields of `run` that are not the extension's. */
  #others(run: Uint8Array): UnknownRanges {
    const others: UnknownRanges = [];
    for (let position = 0; position < run.length; ) {
      const start = position;
      const tag = readTag(run, position, run.length);
      const content = varintEnd;
      position = skipField(tag, run, content, run.length);
      if (!this.owns(tag, run, content, groupContentEnd)) noteUnknown(others, 0, start, position);
    }
    return others;
  }

  #bytesOf(value: unknown, options: ExtensionOptions | undefined): Bytes {
    if (value === undefined || value === null) {
      throw new EncodeError(`expected a value, got ${value}: clearExtension takes one away`, extensionPath(this.descriptor));
    }
    return withMissingRequired(options?.allowMissingRequired === true, () => this.#encode(value));
  }

  #encode(value: unknown): Bytes {
    const path = extensionPath(this.descriptor);
    try {
      let buffer = new Uint8Array(MIN_EXTENSION_BYTES);
      let end = this.#write(value, buffer);
      // One repetition is enough, unless a getter of the value changes its mind.
      for (let attempt = 1; end > buffer.length; attempt++) {
        if (attempt > MAX_ENCODE_ATTEMPTS) throw new EncodeError('the value changes each time it is read', path);
        buffer = new Uint8Array(end);
        end = this.#write(value, buffer);
      }
      return buffer.slice(0, end);
    } catch (error) {
      if (error instanceof EncodeError && error.path !== undefined) throw error;
      const required = missingAllowed ? 'left out' : 'asked for';
      throw findFieldFault(this.descriptor, value, path, { unknownKeys: 'ignored', required }) ?? error;
    }
  }

  #write(value: unknown, buffer: Uint8Array): number {
    if (!this.#isItem) {
      this.#writer ??= fieldWriter(this.#asField(), () => this.#nestedMessage());
      return this.#writer({ value }, buffer, 0, MAX_DEPTH);
    }
    buffer[0] = ITEM_TAG;
    buffer[1] = TYPE_ID_TAG;
    const tagEnd = writeVarint32(this.descriptor.number, buffer, 2);
    buffer[tagEnd] = MESSAGE_TAG;
    const start = tagEnd + 2;
    const end = closeLength(buffer, start, this.#nestedMessage().encode(value as never, buffer, start, MAX_DEPTH - 1));
    buffer[end] = ITEM_END_TAG;
    return end + 1;
  }

  #allReaders(): ReadonlyMap<number, FieldReader> {
    // A number above a tag's stands in items of a message set only.
    this.#readers ??= new Map(this.descriptor.number > MAX_FIELD_NUMBER ? [] : fieldReaders(this.#asField(), () => this.#nestedMessage()));
    return this.#readers;
  }

  /** The field of the holder. In a message set a group of number 1 is an item, whatever the schema says of an extension. */
  #asField(): FieldDescriptor {
    return { ...this.descriptor, localName: 'value', delimited: this.descriptor.delimited && !this.#isItem };
  }

  #nestedMessage(): NestedMessage {
    if (this.#nested === undefined) {
      const type = this.#valueType!();
      this.#nested = {
        empty: () => type.create() as object,
        encode: (message, buffer, position, depth) => type.encodeNested(message, buffer, position, depth),
        decode: (buffer, start, end, depth, into) => type.decodeNested(buffer, start, end, depth, into) as object,
      };
    }
    return this.#nested;
  }

  #explainRead(error: unknown): unknown {
    if (!(error instanceof DecodeError)) return error;
    // A path begins with the name of the message, for which the extension's stands here; places in a run help nobody.
    const inside = error.path?.replace(/^[^.[]*/, '') ?? '';
    return new DecodeError(error.reason, undefined, `${extensionPath(this.descriptor)}${inside}`);
  }
}

/** How errors name an extension: `order.[shop.note]`. */
function extensionPath(descriptor: FieldDescriptor): string {
  return `${rootPath(descriptor.message)}.[${descriptor.extensionName ?? descriptor.name}]`;
}

function runsOf(message: object): readonly Bytes[] {
  return (message as UnknownFields)[unknownFields] ?? [];
}
