/**
 * Prints `decodeOrder(buffer, start, end, depth, into) => Order`: a switch on the whole tag, so that a known field in another wire
 * type is kept as unknown. Each case reads its value and moves `position` behind it. `into` is the message that a repeated
 * occurrence of the same field is merged into.
 */
import { LIST_WORDS } from '../../../wire/protobuf/budget.js';
import type { EnumDescriptor, FieldDescriptor, MessageDescriptor, ValueType } from '../../../wire/protobuf/descriptor.js';
import { messageWords, valueWords } from '../../../wire/protobuf/memory-words.js';
import { WireType } from '../../../wire/protobuf/tag.js';
import { entryFunctionName, printEntry } from './decode-entry.js';
import {
  closedEnum,
  decodeFunctionName,
  printOverrun,
  printRead,
  printTag,
  rangeParameters,
  readerName,
  smallValue,
} from './decode-value.js';
import { emptyFunctionName, plainBytes } from './empty.js';
import { isKnownFunction } from './enums.js';
import { int64Value, unlikeBigint } from './int64.js';
import { capitalised, hex, memberAccess, quote } from './literals.js';
import type { Module } from './module.js';
import type { Printer } from './printer.js';
import { elementTag, isPackable, packedTag, tagBytes } from './tags.js';

export function printDecode(printer: Printer, module: Module, message: MessageDescriptor): void {
  const type = module.names.message(message);
  const parameters = [...rangeParameters(module), `into${module.typed(`${type} | undefined`)}`];
  printer.block(`function ${decodeFunctionName(module, message)}(${parameters.join(', ')})${module.typed(type)} {`, () => {
    printer.line(`if (depth < 0) throw ${module.runtime('tooDeep')}(${quote(message.typeName)});`);
    printer.line(`if (into === undefined) ${module.runtime('takeMemory')}(${messageWords(message)});`);
    const bytes = plainBytes(message);
    const placeholder = bytes.length === 0 ? '' : module.runtime('noBytes');
    printer.line(`const message = into ?? ${emptyFunctionName(module, message)}(${placeholder});`);
    printer.line(`let unknown${module.typed(`${module.typeInCode('UnknownRanges')} | undefined`)};`);
    printer.line('let position = start;');
    printer.block('while (position < end) {', () => {
      printer.line('const fieldStart = position;');
      printTag(printer, module, 'fieldStart');
      printer.block('switch (tag) {', () => {
        for (const field of [...message.fields].sort((a, b) => a.number - b.number)) printCases(printer, module, field);
        printer.indented('default:', () => {
          printer.line('unknown ??= [];');
          printer.line(`position = ${module.runtime('skipUnknown')}(unknown, tag, buffer, fieldStart, position, end);`);
        });
      });
    });
    if (message.fields.some(readsInPlace)) printOverrun(printer, module);
    for (const field of bytes) {
      const member = memberAccess('message', field.localName);
      printer.line(`if (${member} === ${placeholder}) ${member} = ${module.runtime('emptyBytes')}();`);
    }
    printer.line(`if (unknown !== undefined) ${module.runtime('keepUnknown')}(message, buffer, unknown);`);
    const required = message.fields.filter((field) => field.presence === 'required');
    if (required.length > 0) {
      const missing = required.map((field) => `${memberAccess('message', field.localName)} === undefined`).join(' || ');
      printer.line(`if (${missing}) ${module.runtime('noteMissing')}();`);
    }
    printer.line('return message;');
  });
  for (const field of message.fields) {
    if (field.cardinality !== 'map') continue;
    printer.gap();
    printEntry(printer, module, field);
  }
}

/** Whether a value of the field may be read in place, without a look at the end. */
function readsInPlace(field: FieldDescriptor): boolean {
  return field.cardinality !== 'map' && smallValue(field.value) !== undefined;
}

/** The case of a field; lists that may be packed have two, since both encodings are read (Protobuf encoding: Repeated Elements). */
function printCases(printer: Printer, module: Module, field: FieldDescriptor): void {
  const closed = closedEnum(field.value);
  if (isPackable(field)) {
    const list = memberAccess('message', field.localName);
    printer.block(`case ${hex(packedTag(field))}: {`, () => {
      printer.line(`const stop = ${module.runtime('readLength')}(buffer, position, end);`);
      if (closed === undefined) {
        printer.line(packedRead(module, field, list));
        printer.line('position = stop;');
      } else {
        printer.line('unknown ??= [];');
        const known = isKnownFunction(module, closed);
        const values = [list, known, 'unknown', hex(elementTag(field)), 'buffer', module.runtime('varintEnd'), 'stop'];
        printer.line(`${module.runtime('readPackedClosedEnum')}(${values.join(', ')});`);
        printer.line('position = stop;');
      }
      printer.line('break;');
    });
  }
  const body = (): void => {
    const words = valueWords(field);
    if (words > 0) printer.line(`${module.runtime('takeMemory')}(${words});`);
    if (closed !== undefined && field.cardinality !== 'map') {
      printer.line(`let value = buffer[position++]${module.isTypeScript ? '!' : ''};`);
      printer.block('if (value > 0x7f) {', () => {
        printer.line(`value = ${module.runtime('readEnum')}(buffer, position - 1, end);`);
        printer.line(`position = ${module.runtime('varintEnd')};`);
      });
      printClosed(printer, module, closed, store(field, 'value'), () => {
        printer.line('unknown ??= [];');
        printer.line(`${module.runtime('noteUnknown')}(unknown, 0, fieldStart, position);`);
      });
      return;
    }
    if (field.cardinality === 'map') {
      printMapCase(printer, module, field, closed !== undefined);
      return;
    }
    if (field.oneof !== undefined && field.value.kind === 'message') {
      const oneof = memberAccess('message', field.oneof.localName);
      printer.line(`const before = ${oneof}.case === ${quote(field.localName)} ? ${oneof}.value : undefined;`);
    }
    printRead(printer, module, field, field.value, field.int64, field.delimited, intoOf(field), (value) => store(field, value));
  };
  const tag = elementTag(field);
  printer.block(`case ${hex(tag)}: {`, () => {
    if (field.cardinality === 'repeated') {
      const list = memberAccess('message', field.localName);
      printer.line(`if (${list}.length === 0) ${module.runtime('takeMemory')}(${LIST_WORDS});`);
    }
    // After an element, the next of the same list is what mostly comes.
    const follows = field.cardinality !== 'singular' && closed === undefined && !field.delimited && tagBytes(tag).length === 1;
    if (follows) {
      printer.block('for (;;) {', () => {
        body();
        printer.line(`if (position >= end || buffer[position] !== ${hex(tag)}) break;`);
        printer.line('position++;');
      });
    } else {
      body();
    }
    printer.line('break;');
  });
}

/** The statement that puts a value where it belongs. */
function store(field: FieldDescriptor, value: string): string {
  if (field.cardinality === 'repeated') return `${memberAccess('message', field.localName)}.push(${value});`;
  if (field.oneof !== undefined) {
    return `${memberAccess('message', field.oneof.localName)} = { case: ${quote(field.localName)}, value: ${value} };`;
  }
  return `${memberAccess('message', field.localName)} = ${value};`;
}

/** The message that a further occurrence of a singular message field is merged into (Protobuf encoding: Last One Wins). */
function intoOf(field: FieldDescriptor): string {
  if (field.value.kind !== 'message' || field.cardinality !== 'singular') return 'undefined';
  if (field.oneof === undefined) return memberAccess('message', field.localName);
  return 'before';
}

/** `value` goes where it belongs when the closed enum has it, else among the unknown fields. */
function printClosed(printer: Printer, module: Module, type: EnumDescriptor, known: string, unknown: () => void): void {
  printer.indented(`if (${isKnownFunction(module, type)}(value)) {`, () => printer.line(known));
  printer.indented('} else {', unknown);
  printer.line('}');
}

function printMapCase(printer: Printer, module: Module, field: FieldDescriptor, closed: boolean): void {
  printer.line(`const stop = ${module.runtime('readLength')}(buffer, position, end);`);
  const depth = field.value.kind === 'message' ? ', depth' : '';
  const call = `${entryFunctionName(module, field)}(${memberAccess('message', field.localName)}, buffer, ${module.runtime('varintEnd')}, stop${depth})`;
  if (closed) {
    printer.block(`if (!${call}) {`, () => {
      printer.line('unknown ??= [];');
      printer.line(`${module.runtime('noteUnknown')}(unknown, 0, fieldStart, stop);`);
    });
  } else {
    printer.line(`${call};`);
  }
  printer.line('position = stop;');
}

/** Reads the packed list between `varintEnd` and `stop` into `list`. */
function packedRead(module: Module, field: FieldDescriptor, list: string): string {
  const range = `buffer, ${module.runtime('varintEnd')}, stop`;
  const as = field.value.kind === 'scalar' ? unlikeBigint(field.value.scalar, field.int64) : undefined;
  if (as === undefined) return `${list} = ${module.runtime(packedReaderName(field.value))}(${list}, ${range});`;
  const readPacked = elementTag(field) % 8 === WireType.I64 ? 'readPackedFixedAs' : 'readPackedAs';
  const read = module.runtime(`${readerName(field.value, true)}As`);
  return `${module.runtime(readPacked)}(${list}, ${read}, ${int64Value(module, as)}, ${range});`;
}

function packedReaderName(value: ValueType): string {
  return `readPacked${value.kind === 'scalar' ? capitalised(value.scalar) : 'Enum'}`;
}
