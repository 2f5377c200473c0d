/** An enum: a constant object of its numbers, and the union of them as a type of the same name. */
import type { EnumDescriptor, EnumValueDescriptor } from '../../../wire/protobuf/descriptor.js';
import { printDoc } from './comments.js';
import type { Comments } from './generate.js';
import { propertyKey } from './literals.js';
import type { Module } from './module.js';
import { fileNames } from './names.js';
import type { Printer } from './printer.js';
import { isDeprecated } from './types.js';

/** Prints the constant: code in TypeScript and JavaScript alike. */
export function printEnumConstant(printer: Printer, module: Module, type: EnumDescriptor, comments: Comments): void {
  printDoc(printer, comments.of(type), isDeprecated(type));
  printer.block(
    `export const ${module.names.enum(type)} = {`,
    () => {
      for (const value of type.values) {
        printDoc(printer, comments.of(value), isDeprecated(value));
        printer.line(`${keyOf(module, value)}: ${value.number},`);
      }
    },
    module.isTypeScript ? '} as const;' : '};',
  );
}

function keyOf(module: Module, value: EnumValueDescriptor): string {
  return propertyKey(module.options.enumPrefix === 'keep' ? value.name : value.localName);
}

/** Prints the constant's declaration for a .d.ts. */
export function printEnumDeclaration(printer: Printer, module: Module, type: EnumDescriptor, comments: Comments): void {
  printDoc(printer, comments.of(type), isDeprecated(type));
  printer.block(
    `export declare const ${module.names.enum(type)}: {`,
    () => {
      for (const value of type.values) {
        printDoc(printer, comments.of(value), isDeprecated(value));
        printer.line(`readonly ${keyOf(module, value)}: ${value.number};`);
      }
    },
    '};',
  );
}

/** Prints the type. An open enum's messages keep numbers that have no name here, so its type admits them. */
export function printEnumType(printer: Printer, module: Module, type: EnumDescriptor, comments: Comments): void {
  const numbers = [...new Set(type.values.map((value) => value.number))].map(String);
  if (type.open) numbers.push('(number & {})');
  printDoc(printer, comments.of(type), isDeprecated(type));
  printer.line(`export type ${module.names.enum(type)} = ${numbers.join(' | ')};`);
}

/**
 * The function of this file that is true for the numbers a closed enum has. Asking for it is what gets it printed.
 */
export function isKnownFunction(module: Module, type: EnumDescriptor): string {
  const name = module.local(`is${fileNames(type.file).enum(type)}`);
  module.closedEnums.set(type, name);
  return name;
}

/** Prints the functions that were asked for. */
export function printKnownFunctions(printer: Printer, module: Module): void {
  for (const [type, name] of module.closedEnums) {
    const parameter = `value${module.typed('number')}`;
    const result = module.typed(`value is ${module.enumType(type)}`);
    printer.gap();
    printer.block(`function ${name}(${parameter})${result} {`, () => printer.line(`return ${knownNumber(type)};`));
  }
}

/** `value >= 1 && value <= 18`: ranges keep it short where numbers follow each other, as they mostly do. */
function knownNumber(type: EnumDescriptor): string {
  const numbers = [...new Set(type.values.map((entry) => entry.number))].sort((a, b) => a - b);
  const conditions: string[] = [];
  for (let index = 0; index < numbers.length; index++) {
    const first = numbers[index]!;
    while (numbers[index + 1] === numbers[index]! + 1) index++;
    const last = numbers[index]!;
    conditions.push(first === last ? `value === ${first}` : `(value >= ${first} && value <= ${last})`);
  }
  return conditions.join(' || ');
}
