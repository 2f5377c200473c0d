/** What the functions that decode messages and entries of maps share: their ranges, tags, and the reading of one value. */
import type { EnumDescriptor, FieldDescriptor, MessageDescriptor, ValueType } from '../../../wire/protobuf/descriptor.js';
import type { Int64Representation } from '../../../wire/protobuf/int64-representation.js';
import { WireType } from '../../../wire/protobuf/tag.js';
import { int64Value, unlikeBigint } from './int64.js';
import { capitalised } from './literals.js';
import type { Module } from './module.js';
import type { Printer } from './printer.js';
import { scalarWireType } from './tags.js';

export function decodeFunctionName(module: Module, message: MessageDescriptor): string {
  return module.local(`decode${module.names.message(message)}`);
}

/** `decodeLine(buffer, varintEnd, stop, depth - 1, undefined)`, or the codec's own method for a message of another file. */
export function decodeCall(module: Module, message: MessageDescriptor, start: string, end: string, into: string): string {
  const callee = message.file === module.file ? decodeFunctionName(module, message) : `${module.messageValue(message)}.decodeNested`;
  return `${callee}(buffer, ${start}, ${end}, depth - 1, ${into})`;
}

/** A byte read in place may have stood behind the end, in what follows the message. */
export function printOverrun(printer: Printer, module: Module): void {
  printer.line(`if (position > end) throw ${module.runtime('truncated')}('a varint', end);`);
}

export function rangeParameters(module: Module): string[] {
  return [
    `buffer${module.typed(module.global('Uint8Array'))}`,
    `start${module.typed('number')}`,
    `end${module.typed('number')}`,
    `depth${module.typed('number')}`,
  ];
}

/** Reads a tag of one byte in place, a longer one by a call. */
export function printTag(printer: Printer, module: Module, start: string): void {
  printer.line(`let tag = buffer[position++]${module.isTypeScript ? '!' : ''};`);
  printer.block('if (tag > 0x7f) {', () => {
    printer.line(`tag = ${module.runtime('readTag')}(buffer, ${start}, end);`);
    printer.line(`position = ${module.runtime('varintEnd')};`);
  });
}

/** Prints the reading of one value at `position`, what `use` makes of it, and moves `position` behind it. */
export function printRead(
  printer: Printer,
  module: Module,
  field: FieldDescriptor,
  type: ValueType,
  int64: Int64Representation | undefined,
  delimited: boolean,
  into: string,
  use: (value: string) => string,
): void {
  if (type.kind === 'message' && delimited) {
    printer.line(`const stop = ${module.runtime('groupEnd')}(tag, buffer, position, end);`);
    printer.line(use(decodeCall(module, type.message, 'position', module.runtime('contentEnd'), into)));
    printer.line('position = stop;');
    return;
  }
  if (type.kind === 'message') {
    // A length of one byte is read in place; where there is none, what comes of it is not below anything.
    printer.line(`const length = buffer[position]${module.isTypeScript ? '!' : ''};`);
    printer.line('let content = position + 1;', 'let stop = content + length;');
    printer.block('if (!(length < 0x80 && stop <= end)) {', () => {
      printer.line(`stop = ${module.runtime('readLength')}(buffer, position, end);`);
      printer.line(`content = ${module.runtime('varintEnd')};`);
    });
    printer.line(use(decodeCall(module, type.message, 'content', 'stop', into)));
    printer.line('position = stop;');
    return;
  }
  const wireType = type.kind === 'scalar' ? scalarWireType(type.scalar) : WireType.VARINT;
  const as = type.kind === 'scalar' ? unlikeBigint(type.scalar, int64) : undefined;
  const reader = readerName(type, field.validateUtf8);
  const small = smallValue(type);
  if (small !== undefined) {
    printer.line(`const byte = buffer[position++]${module.isTypeScript ? '!' : ''};`);
    printer.line(`if (byte < 0x80) ${use(small)}`);
    printer.block('else {', () => {
      printer.line(use(`${module.runtime(reader)}(buffer, position - 1, end)`));
      printer.line(`position = ${module.runtime('varintEnd')};`);
    });
    return;
  }
  if (as === undefined) printer.line(use(`${module.runtime(reader)}(buffer, position, end)`));
  else printer.line(use(`${module.runtime(`${reader}As`)}(${int64Value(module, as)}, buffer, position, end)`));
  if (wireType === WireType.I32) printer.line('position += 4;');
  else if (wireType === WireType.I64) printer.line('position += 8;');
  else printer.line(`position = ${module.runtime('varintEnd')};`);
}

/** What a varint of one byte means, which most are, for the kinds that are read in place. */
export function smallValue(type: ValueType): string | undefined {
  if (type.kind === 'enum') return 'byte';
  if (type.kind !== 'scalar') return undefined;
  if (type.scalar === 'int32' || type.scalar === 'uint32') return 'byte';
  return type.scalar === 'bool' ? 'byte !== 0' : undefined;
}

export function closedEnum(value: ValueType): EnumDescriptor | undefined {
  return value.kind === 'enum' && !value.enum.open ? value.enum : undefined;
}

export function readerName(type: ValueType, validateUtf8: boolean): string {
  if (type.kind !== 'scalar') return 'readEnum';
  if (type.scalar === 'string') return validateUtf8 ? 'readPrefixedString' : 'readPrefixedStringUnchecked';
  if (type.scalar === 'bytes') return 'readPrefixedBytes';
  return `read${capitalised(type.scalar)}`;
}
