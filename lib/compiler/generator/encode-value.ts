/** What the functions that encode messages and entries of maps share: tags, single values, nested messages with their lengths. */
import type { FieldDescriptor, MessageDescriptor, ScalarKind, ValueType } from '../../../wire/protobuf/descriptor.js';
import type { Int64Representation } from '../../../wire/protobuf/int64-representation.js';
import { isKnownFunction } from './enums.js';
import { int64Value, unlikeBigint } from './int64.js';
import { capitalised, hex, quote } from './literals.js';
import type { Module } from './module.js';
import type { Printer } from './printer.js';
import { elementTag, endGroupTag, mapKeyTag, mapValueTag, tagBytes } from './tags.js';

export function encodeFunctionName(module: Module, message: MessageDescriptor): string {
  return module.local(`encode${module.names.message(message)}`);
}

/** `encodeLine(value, buffer, position, depth - 1)`, or the codec's own method for a message of another file. */
function encodeCall(module: Module, message: MessageDescriptor, value: string, position: string): string {
  const callee = message.file === module.file ? encodeFunctionName(module, message) : `${module.messageValue(message)}.encodeNested`;
  return `${callee}(${value}, buffer, ${position}, depth - 1)`;
}

/** Prints values of one message's fields, at `position`. */
export class ValuePrinter {
  readonly #printer: Printer;
  readonly #module: Module;
  readonly #message: MessageDescriptor;

  constructor(printer: Printer, module: Module, message: MessageDescriptor) {
    this.#printer = printer;
    this.#module = module;
    this.#message = message;
  }

  /** Tag and value of a singular field, a oneof's member, or a list's element. */
  field(field: FieldDescriptor, value: string): void {
    const printer = this.#printer;
    const after = this.tag(elementTag(field), 'position');
    if (field.delimited && field.value.kind === 'message') {
      printer.line(`position = ${encodeCall(this.#module, field.value.message, value, after)};`);
      printer.line(`position = ${this.tag(endGroupTag(field), 'position')};`);
      return;
    }
    this.#print(field.value, field.int64, value, after);
  }

  /** The statements that write one value at `after`, and leave `position` behind it. */
  #print(type: ValueType, int64: Int64Representation | undefined, value: string, after: string): void {
    const printer = this.#printer;
    if (type.kind === 'message') {
      this.#nested(type.message, value, after);
      return;
    }
    if (type.kind === 'enum' && !type.enum.open) {
      const isKnown = isKnownFunction(this.#module, type.enum);
      printer.line(`if (!${isKnown}(${value})) throw ${this.#module.runtime('notA')}(${quote(type.enum.typeName)}, ${value});`);
    }
    if (!isSmallInt(type)) {
      printer.line(`position = ${this.#write(type, int64, value, after)};`);
      return;
    }
    // One comparison asks for the type, the range, and whether one byte will do.
    printer.indented(`if (${value} === (${value} & 0x7f)) {`, () => {
      printer.line(`buffer[${after}] = ${value};`, `position = ${plus(after, 1)};`);
    });
    printer.block('} else {', () => printer.line(`position = ${this.#write(type, int64, value, after)};`));
  }

  /**
   * A message with its length in front. One byte is kept free for that, except where a message stands in another of its own type: those
   * nest deeply, each level moves all that is inside, and their lengths are much the same each time.
   */
  #nested(type: MessageDescriptor, value: string, after: string): void {
    const printer = this.#printer;
    const module = this.#module;
    if (type !== this.#message) {
      printer.line(`const content = ${plus(after, 1)};`);
      printer.line(`position = ${encodeCall(module, type, value, 'content')};`);
      this.#close('content');
      return;
    }
    printer.line(`const content = ${after} + ${module.runtime('lengthBytes')}[depth]${module.isTypeScript ? '!' : ''};`);
    printer.line(`const end = ${encodeCall(module, type, value, 'content')};`);
    printer.indented(`if (content === ${plus(after, 1)} && end - content < 0x80) {`, () => {
      printer.line(`buffer[${after}] = end - content;`, 'position = end;');
    });
    printer.block('} else {', () => printer.line(`position = ${module.runtime('closeMessage')}(buffer, ${after}, content, end, depth);`));
  }

  /** Fills in the length of what stands behind `start`, for which one byte was kept free. */
  #close(start: string): void {
    this.#printer.line(`if (position - ${start} < 0x80) buffer[${start} - 1] = position - ${start};`);
    this.#printer.line(`else position = ${this.#module.runtime('closeLength')}(buffer, ${start}, position);`);
  }

  /** The expression that writes one value and gives the position behind it. `position` is an expression too. */
  #write(type: Exclude<ValueType, { kind: 'message' }>, int64: Int64Representation | undefined, value: string, position: string): string {
    const module = this.#module;
    if (type.kind === 'scalar') {
      const as = unlikeBigint(type.scalar, int64);
      if (as === undefined) return `${module.runtime(writerName(type.scalar))}(${value}, buffer, ${position})`;
      return `${module.runtime(`${writerName(type.scalar)}As`)}(${int64Value(module, as)}, ${value}, buffer, ${position})`;
    }
    return `${module.runtime('writeEnum')}(${value}, buffer, ${position})`;
  }

  /** The expression that writes a packed list and gives the position behind it. */
  packed(field: FieldDescriptor, local: string, position: string): string {
    const module = this.#module;
    if (field.value.kind === 'enum' && !field.value.enum.open) {
      const isKnown = isKnownFunction(module, field.value.enum);
      return `${module.runtime('writePackedClosedEnum')}(${local}, ${isKnown}, buffer, ${position})`;
    }
    const as = field.value.kind === 'scalar' ? unlikeBigint(field.value.scalar, field.int64) : undefined;
    if (as === undefined || field.value.kind !== 'scalar')
      return `${module.runtime(packedWriterName(field.value))}(${local}, buffer, ${position})`;
    const write = module.runtime(`${writerName(field.value.scalar)}As`);
    return `${module.runtime('writePackedAs')}(${local}, ${write}, ${int64Value(module, as)}, buffer, ${position})`;
  }

  /** The statements that write one entry of a map, `key` and `value`, at `position`. */
  entry(field: FieldDescriptor): void {
    this.#printer.line(`const entry = ${plus(this.tag(elementTag(field), 'position'), 1)};`);
    this.#print({ kind: 'scalar', scalar: field.mapKey! }, field.int64?.forKeys, 'key', this.tag(mapKeyTag(field), 'entry'));
    this.#print(field.value, field.int64, 'value', this.tag(mapValueTag(field), 'position'));
    this.#close('entry');
  }

  /** The body of the function that writes one entry of a map whose keys are strings. */
  entryBody(field: FieldDescriptor): void {
    this.#printer.line('let position = start;');
    this.entry(field);
    this.#printer.line('return position;');
  }

  /** Stores a tag at `position` and gives the position behind it. */
  tag(tag: number, position: string): string {
    const bytes = tagBytes(tag);
    bytes.forEach((byte, index) => {
      this.#printer.line(`buffer[${plus(position, index)}] = ${hex(byte)};`);
    });
    return plus(position, bytes.length);
  }
}

/** `position + 2`, and `position + 3` where it was `position + 1`. */
function plus(position: string, more: number): string {
  const match = /^(\w+) \+ (\d+)$/.exec(position);
  const base = match === null ? position : match[1]!;
  const offset = (match === null ? 0 : Number(match[2])) + more;
  return offset === 0 ? base : `${base} + ${offset}`;
}

/** The kinds whose small values are their own varint. */
function isSmallInt(type: ValueType): boolean {
  return type.kind === 'enum' || (type.kind === 'scalar' && (type.scalar === 'int32' || type.scalar === 'uint32'));
}

/** `writeInt32` and its like. */
function writerName(scalar: ScalarKind): string {
  return `write${capitalised(scalar)}`;
}

function packedWriterName(value: ValueType): string {
  return `writePacked${value.kind === 'scalar' ? capitalised(value.scalar) : 'Enum'}`;
}
