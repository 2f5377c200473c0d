/** Reading a message by a plan of closures that is made once for each message type (Protobuf textformat-spec: Fields). */
import { LIST_WORDS, UNKNOWN_RUN_WORDS } from '../budget.js';
import { dynamicMessageType } from '../closures/dynamic.js';
import type { FieldDescriptor, MessageDescriptor, ScalarKind } from '../descriptor.js';
import { EncodeError } from '../errors.js';
import { extensionField } from '../extension.js';
import { type Int64Representation, int64FromBigint } from '../int64-representation.js';
import { messageWords, valueWords } from '../memory-words.js';
import { emptyKey, emptyValue } from '../message/empty-value.js';
import { fieldMessageType } from '../message/field-type.js';
import type { AnyMessageType } from '../message-type.js';
import type { Registry } from '../registry.js';
import { isInt64, isUnsigned } from '../scalar-kinds.js';
import { type BracketName, readBracketName } from './bracket-name.js';
import { isGroupLike } from './field-name.js';
import { Char, type TextLexer, TokenKind } from './lexer.js';
import { readEnum, scalarReaders } from './read-scalar.js';
import { skipField } from './skip-value.js';

/** What is read from, and how. */
export interface TextInput {
  readonly lexer: TextLexer;
  readonly registry: Registry | undefined;
  readonly merge: boolean;
  readonly ignoreUnknownFields: boolean;
  readonly allowMissingRequired: boolean;
  /** The memory that the message may take, and what is left of it in words of 8 bytes. */
  readonly maxMemoryBytes: number;
  wordsLeft: number;
}

/** Counts words of memory before they are taken: a few characters can make a message of hundreds of bytes. */
function takeWords(input: TextInput, words: number): void {
  input.wordsLeft -= words;
  if (input.wordsLeft < 0) {
    throw input.lexer.error(
      `the message would take more than ${input.maxMemoryBytes} bytes of memory (maxMemoryBytes), far more than its text has`,
    );
  }
}

type Properties = Record<string, unknown>;

/** The message type of a field's messages. */
type NestedType = (type: MessageDescriptor) => AnyMessageType;

/** Reads the value at the token; a message is merged into `into`. */
type ReadValue = (input: TextInput, depth: number, into: unknown) => unknown;

/** Reads what stands behind a field's name. */
interface FieldReader {
  /** What may be given once has a number of its own, members of one oneof share theirs; -1 for lists and maps. */
  readonly slot: number;
  read(input: TextInput, message: Properties, depth: number): void;
}

const plans = /* @__PURE__ */ new WeakMap<AnyMessageType, ReadPlan>();

export function readPlanOf(type: AnyMessageType): ReadPlan {
  let plan = plans.get(type);
  if (plan === undefined) {
    plan = new ReadPlan(type);
    plans.set(type, plan);
  }
  return plan;
}

/** Slots that fit into the bits of one number. */
const BIT_SLOTS = 31;

class ReadPlan {
  readonly #type: AnyMessageType;
  readonly #descriptor: MessageDescriptor;
  readonly #isAny: boolean;
  readonly #words: number;
  #fields: ReadonlyMap<string, FieldReader> | undefined;
  #reserved: ReadonlySet<string> | undefined;
  readonly #extensions = new Map<FieldDescriptor, ReadValue>();

  constructor(type: AnyMessageType) {
    this.#type = type;
    this.#descriptor = type.descriptor;
    this.#words = messageWords(type.descriptor);
    this.#isAny = this.#descriptor.typeName === 'google.protobuf.Any';
  }

  /** Reads a message in its brackets. */
  readValue(input: TextInput, depth: number, into: unknown): unknown {
    const { lexer } = input;
    const close = closeOf(lexer);
    if (close === 0) throw lexer.unexpected(`"{" or "<" (${this.#descriptor.typeName})`);
    if (depth < 0) throw lexer.error('messages are nested deeper than allowed (maxDepth)');
    lexer.next();
    if (into === undefined) takeWords(input, this.#words);
    const message = into ?? this.#type.create();
    this.readFields(input, message as Properties, close, depth);
    lexer.next();
    return message;
  }

  /** Reads fields into `message` up to the symbol `close`, or up to the end where it is 0; stays in front of it. */
  readFields(input: TextInput, message: Properties, close: number, depth: number): void {
    const { lexer, merge } = input;
    this.#fields ??= fieldsOf(this.#type);
    let seen = 0;
    let seenSlots: Set<number | FieldDescriptor> | undefined;
    let expanded = false;
    let fields = 0;
    for (; ; fields++) {
      if (close === 0 ? lexer.kind === TokenKind.END : lexer.symbol === close) return;
      if (expanded) throw lexer.unexpected(`${shownEnd(close)}: an expanded Any has one field`);
      const { start } = lexer;
      if (lexer.kind === TokenKind.IDENT) {
        const name = lexer.word();
        lexer.next();
        const reader = this.#fields.get(name);
        if (reader === undefined) {
          this.#skipUnknown(input, name, start, depth);
        } else {
          const { slot } = reader;
          if (slot >= 0 && !merge) {
            if (slot < BIT_SLOTS) {
              const bit = 1 << slot;
              if ((seen & bit) !== 0) throw this.#repeated(lexer, name, start);
              seen |= bit;
            } else {
              seenSlots ??= new Set();
              if (seenSlots.has(slot)) throw this.#repeated(lexer, name, start);
              seenSlots.add(slot);
            }
          }
          reader.read(input, message, depth);
        }
      } else if (lexer.symbol === Char.OPEN_BRACKET) {
        const name = readBracketName(lexer);
        if (name.urlPrefix === undefined) {
          const extension = this.#extension(input, name);
          if (extension === undefined) {
            if (!input.ignoreUnknownFields) throw this.#noExtension(input, name);
            skipField(lexer, depth);
          } else {
            if (extension.cardinality === 'singular' && !merge) {
              seenSlots ??= new Set();
              if (seenSlots.has(extension)) throw this.#repeated(lexer, `[${name.typeName}]`, start);
              seenSlots.add(extension);
            }
            this.#readExtension(input, extension, message, start, depth);
          }
        } else {
          if (fields > 0) throw lexer.errorAt(start, 'an expanded Any has one field, and it already has another');
          this.#readAny(input, name, message, depth);
          expanded = true;
        }
      } else if (lexer.kind === TokenKind.DEC_INT) {
        throw lexer.error(`${lexer.shown()} is no field's name: a number does not tell how its value is to be encoded`);
      } else {
        throw lexer.unexpected(`a field of ${this.#descriptor.typeName} or ${shownEnd(close)}`);
      }
      if (lexer.symbol === Char.SEMICOLON || lexer.symbol === Char.COMMA) lexer.next();
    }
  }

  #skipUnknown(input: TextInput, name: string, start: number, depth: number): void {
    this.#reserved ??= new Set(this.#descriptor.proto.reservedName);
    if (!input.ignoreUnknownFields && !this.#reserved.has(name)) {
      throw input.lexer.errorAt(start, `${this.#descriptor.typeName} has no field ${JSON.stringify(name)}`);
    }
    skipField(input.lexer, depth);
  }

  #repeated(lexer: TextLexer, name: string, start: number): Error {
    const field = this.#descriptor.fieldByName(name);
    const what = field?.oneof === undefined ? `${name} is given twice` : `a member of the oneof ${field.oneof.name} is already given`;
    return lexer.errorAt(start, `${what}; with the option merge the last one holds`);
  }

  #extension(input: TextInput, name: BracketName): FieldDescriptor | undefined {
    const found = input.registry?.extension(name.typeName);
    return found?.message.typeName === this.#descriptor.typeName ? found : undefined;
  }

  #noExtension(input: TextInput, name: BracketName): Error {
    const why = input.registry === undefined ? 'without a registry none is known' : `the registry has none of ${this.#descriptor.typeName}`;
    return input.lexer.errorAt(name.start, `[${name.typeName}] is no extension: ${why}`);
  }

  #readExtension(input: TextInput, extension: FieldDescriptor, message: Properties, start: number, depth: number): void {
    const { lexer } = input;
    let read = this.#extensions.get(extension);
    if (read === undefined) {
      read = valueReader(extension, (type) => dynamicMessageType(type) as AnyMessageType);
      this.#extensions.set(extension, read);
    }
    // Behind what is there: lists grow, messages are merged, of other values the last one holds.
    const values: unknown[] = [];
    readEach(input, extension, read, depth, (value) => values.push(value));
    if (values.length === 0) return;
    takeWords(input, UNKNOWN_RUN_WORDS);
    const value = extension.cardinality === 'singular' ? values[0] : values;
    writing(lexer, start, () => extensionField(extension).append(message, value, input));
  }

  /** Protobuf textformat-spec: Any Fields. */
  #readAny(input: TextInput, name: BracketName, message: Properties, depth: number): void {
    const { lexer } = input;
    if (!this.#isAny)
      throw lexer.errorAt(name.start, `only google.protobuf.Any has fields with a type's URL, not ${this.#descriptor.typeName}`);
    const type = input.registry?.messageType(name.typeName);
    if (type === undefined) {
      const why = input.registry === undefined ? 'without a registry no type is known' : 'the registry has no such type';
      throw lexer.errorAt(name.start, `${name.typeName} cannot be read: ${why}`);
    }
    lexer.take(Char.COLON);
    const inner = readPlanOf(type).readValue(input, depth - 1, undefined);
    message.value = writing(lexer, name.start, () => type.encode(inner as never, input));
    message.typeUrl = `${name.urlPrefix}/${name.typeName}`;
  }
}

/** Gives what `write` gives; what it cannot write, since a required field is missing, is the fault of the text from `start` on. */
function writing<T>(lexer: TextLexer, start: number, write: () => T): T {
  try {
    return write();
  } catch (error) {
    throw error instanceof EncodeError ? lexer.errorAt(start, error.message) : error;
  }
}

function shownEnd(close: number): string {
  return close === 0 ? 'the end of the text' : JSON.stringify(String.fromCharCode(close));
}

/** The symbol that closes the message which the token opens; 0 where it opens none. */
function closeOf(lexer: TextLexer): number {
  if (lexer.symbol === Char.OPEN_BRACE) return Char.CLOSE_BRACE;
  return lexer.symbol === Char.LESS ? Char.GREATER : 0;
}

function fieldsOf(type: AnyMessageType): ReadonlyMap<string, FieldReader> {
  const { descriptor } = type;
  const nested: NestedType = (wanted) => fieldMessageType(type, wanted);
  const fields = new Map<string, FieldReader>();
  for (const [slot, member] of descriptor.members.entries()) {
    for (const field of member.kind === 'oneof' ? member.fields : [member]) {
      const reader = fieldReader(field, slot, nested);
      fields.set(field.name, reader);
      // A field's own name goes first, whatever group may be called so.
      const groupName = isGroupLike(field) && field.value.kind === 'message' ? field.value.message.name : undefined;
      if (groupName !== undefined && descriptor.fieldByName(groupName) === undefined) fields.set(groupName, reader);
    }
  }
  return fields;
}

function fieldReader(field: FieldDescriptor, slot: number, nested: NestedType): FieldReader {
  const read = valueReader(field, nested);
  const name = field.localName;
  if (field.cardinality === 'map') return { slot: -1, read: mapReader(field, read, nested) };
  if (field.cardinality === 'repeated') {
    const words = valueWords(field);
    return {
      slot: -1,
      read(input, message, depth) {
        const list = message[name] as unknown[];
        readEach(input, field, read, depth, (value) => {
          takeWords(input, list.length === 0 ? LIST_WORDS + words : words);
          list.push(value);
        });
      },
    };
  }
  const isMessage = field.value.kind === 'message';
  if (field.oneof === undefined) {
    return {
      slot,
      read(input, message, depth) {
        takeColon(input.lexer, isMessage);
        message[name] = read(input, depth, message[name]);
      },
    };
  }
  const oneof = field.oneof.localName;
  return {
    slot,
    read(input, message, depth) {
      takeColon(input.lexer, isMessage);
      const chosen = message[oneof] as { case?: string; value?: unknown };
      message[oneof] = { case: name, value: read(input, depth, chosen.case === name ? chosen.value : undefined) };
    },
  };
}

/** The colon may be left out in front of messages. */
function takeColon(lexer: TextLexer, isMessage: boolean): void {
  if (!lexer.take(Char.COLON) && !isMessage) throw lexer.unexpected('":"');
}

/** Reads the one value of a repeated field, or its list, and gives each to `add`. */
function readEach(input: TextInput, field: FieldDescriptor, read: ReadValue, depth: number, add: (value: unknown) => void): void {
  const { lexer } = input;
  takeColon(lexer, field.value.kind === 'message' || field.cardinality === 'map');
  if (field.cardinality === 'singular' || !lexer.take(Char.OPEN_BRACKET)) {
    add(read(input, depth, undefined));
    return;
  }
  if (lexer.take(Char.CLOSE_BRACKET)) return;
  do add(read(input, depth, undefined));
  while (lexer.take(Char.COMMA));
  if (!lexer.take(Char.CLOSE_BRACKET)) throw lexer.unexpected('"," or "]"');
}

/** Protobuf textformat-spec: map Fields. An entry is no level of its own, as in bytes. What is missing is the default; of two entries with one key the last holds. */
function mapReader(field: FieldDescriptor, readMapValue: ReadValue, nested: NestedType): FieldReader['read'] {
  const readKey = scalarReader(field.mapKey!, field.int64?.forKeys);
  const name = field.localName;
  const words = valueWords(field) + (field.value.kind === 'message' ? messageWords(field.value.message) : 0);
  const readEntry: ReadValue = (input, depth) => {
    const { lexer } = input;
    const close = closeOf(lexer);
    if (close === 0) throw lexer.unexpected('"{" or "<" (an entry of a map)');
    takeWords(input, words);
    lexer.next();
    let key: unknown;
    let value: unknown;
    while (!lexer.take(close)) {
      const word = lexer.kind === TokenKind.IDENT ? lexer.word() : undefined;
      const { start } = lexer;
      if (word !== 'key' && word !== 'value') {
        if (word === undefined || !input.ignoreUnknownFields) throw lexer.unexpected(`key, value or ${shownEnd(close)}`);
        lexer.next();
        skipField(lexer, depth);
      } else {
        if ((word === 'key' ? key : value) !== undefined && !input.merge)
          throw lexer.errorAt(start, `the ${word} of a map's entry is given twice`);
        lexer.next();
        takeColon(lexer, word === 'value' && field.value.kind === 'message');
        if (word === 'key') key = readKey(input, depth, undefined);
        else value = readMapValue(input, depth, value);
      }
      if (lexer.symbol === Char.SEMICOLON || lexer.symbol === Char.COMMA) lexer.next();
    }
    return [key ?? emptyKey(field), value ?? (field.value.kind === 'message' ? nested(field.value.message).create() : emptyValue(field))];
  };
  return (input, message, depth) => {
    const map = message[name] as Map<unknown, unknown>;
    readEach(input, field, readEntry, depth, (entry) => {
      const [key, value] = entry as [unknown, unknown];
      map.set(key, value);
    });
  };
}

function valueReader(field: FieldDescriptor, nested: NestedType): ReadValue {
  const { value } = field;
  switch (value.kind) {
    case 'message': {
      let plan: ReadPlan | undefined;
      return (input, depth, into) => {
        plan ??= readPlanOf(nested(value.message));
        return plan.readValue(input, depth - 1, into);
      };
    }
    case 'enum':
      return (input) => readEnum(input.lexer, value.enum);
    case 'scalar':
      return scalarReader(value.scalar, field.int64);
  }
}

function scalarReader(kind: ScalarKind, int64: Int64Representation | undefined): ReadValue {
  const read = scalarReaders[kind];
  if (int64 === undefined || !isInt64(kind)) return (input) => read(input.lexer);
  const unsigned = isUnsigned(kind);
  return ({ lexer }) => {
    const { start } = lexer;
    const number = read(lexer) as bigint;
    const value = int64FromBigint(int64, number, unsigned);
    if (value === undefined)
      throw lexer.errorAt(start, `${number} is out of the range of ${int64.words}, which the field was generated to hold`);
    return value;
  };
}
