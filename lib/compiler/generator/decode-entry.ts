/** Prints `decodeOrder_totalsEntry(map, buffer, start, end)`, which reads one entry of a map into it. */
import type { FieldDescriptor, ValueType } from '../../../wire/protobuf/descriptor.js';
import { messageWords } from '../../../wire/protobuf/memory-words.js';
import { hasRequired } from '../../../wire/protobuf/required.js';
import { closedEnum, printOverrun, printRead, printTag, rangeParameters, smallValue } from './decode-value.js';
import { emptyKey, emptyMessage, emptyValue } from './empty.js';
import { isKnownFunction } from './enums.js';
import { capitalised, hex } from './literals.js';
import type { Module } from './module.js';
import type { Printer } from './printer.js';
import { mapKeyTag, mapValueTag } from './tags.js';
import { fieldType, keyType, valueType } from './types.js';

export function entryFunctionName(module: Module, field: FieldDescriptor): string {
  return module.local(`decode${module.names.message(field.message)}_${capitalised(field.localName)}Entry`);
}

/**
 * Prints the function that reads one entry of a map (Protobuf encoding: Maps): a missing key or value is its default, and a value
 * that a closed enum does not have makes the whole entry unknown, which the function answers with false.
 */
export function printEntry(printer: Printer, module: Module, field: FieldDescriptor): void {
  const closed = closedEnum(field.value);
  const [buffer, start, end, depth] = rangeParameters(module);
  const parameters = [`map${module.typed(fieldType(module, field))}`, buffer, start, end];
  if (field.value.kind === 'message') parameters.push(depth);
  const result = module.typed(closed === undefined ? 'void' : 'boolean');
  printer.block(`function ${entryFunctionName(module, field)}(${parameters.join(', ')})${result} {`, () => {
    const key: ValueType = { kind: 'scalar', scalar: field.mapKey! };
    printer.line(`let key${module.typed(keyType(module, field))} = ${emptyKey(module, field)};`);
    const type = valueType(module, field);
    if (field.value.kind === 'message') printer.line(`let value${module.typed(`${type} | undefined`)};`);
    else
      printer.line(
        `let value${module.typed(closed === undefined ? type : 'number')} = ${closed?.values[0]?.number ?? emptyValue(module, field)};`,
      );
    printer.line('let position = start;');
    printer.block('while (position < end) {', () => {
      printTag(printer, module, 'position - 1');
      printer.block('switch (tag) {', () => {
        printer.block(`case ${hex(mapKeyTag(field))}: {`, () => {
          printRead(printer, module, field, key, field.int64?.forKeys, false, 'undefined', (value) => `key = ${value};`);
          printer.line('break;');
        });
        printer.block(`case ${hex(mapValueTag(field))}: {`, () => {
          printRead(printer, module, field, field.value, field.int64, false, 'value', (value) => `value = ${value};`);
          printer.line('break;');
        });
        printer.indented('default:', () => printer.line(`position = ${module.runtime('skipField')}(tag, buffer, position, end);`));
      });
    });
    if (smallValue(key) !== undefined || smallValue(field.value) !== undefined) printOverrun(printer, module);
    if (closed !== undefined) {
      printer.line(`if (!${isKnownFunction(module, closed)}(value)) return false;`);
      printer.line(`map.set(key, value);`, 'return true;');
    } else if (field.value.kind === 'message') {
      const { message } = field.value;
      printer.line(`if (value === undefined) ${module.runtime('takeMemory')}(${messageWords(message)});`);
      if (hasRequired(message)) printer.line(`if (value === undefined) ${module.runtime('noteMissing')}();`);
      printer.line(`map.set(key, value ?? ${emptyMessage(module, message)});`);
    } else {
      printer.line('map.set(key, value);');
    }
  });
}
