/** The two interfaces of a message, and the types of its properties. */
import type { FieldDescriptor, MessageDescriptor, ScalarKind } from '../../../wire/protobuf/descriptor.js';
import type { Int64Representation } from '../../../wire/protobuf/int64-representation.js';
import { printDoc } from './comments.js';
import type { Comments } from './generate.js';
import { int64Type } from './int64.js';
import { propertyKey, quote } from './literals.js';
import type { Module } from './module.js';
import type { Printer } from './printer.js';

/** What decode returns for a scalar. */
function scalarType(module: Module, scalar: ScalarKind, int64: Int64Representation | undefined): string {
  switch (scalar) {
    case 'string':
      return 'string';
    case 'bool':
      return 'boolean';
    case 'bytes':
      return module.runtimeType('Bytes');
    case 'int64':
    case 'uint64':
    case 'sint64':
    case 'fixed64':
    case 'sfixed64':
      return int64Type(module, int64);
    default:
      return 'number';
  }
}

/** The type of a map's keys. */
export function keyType(module: Module, field: FieldDescriptor): string {
  return scalarType(module, field.mapKey!, field.int64?.forKeys);
}

/** The type of one value: of the field itself, of a list's element, of a map's value. */
export function valueType(module: Module, field: FieldDescriptor): string {
  const { value } = field;
  switch (value.kind) {
    case 'scalar':
      return scalarType(module, value.scalar, field.int64);
    case 'enum':
      return module.enumType(value.enum);
    case 'message':
      return module.messageType(value.message);
  }
}

/** The same in the Init interface. */
export function valueInitType(module: Module, field: FieldDescriptor): string {
  const { value } = field;
  if (value.kind === 'message') return module.initType(value.message);
  if (value.kind === 'scalar' && value.scalar === 'bytes') return module.global('Uint8Array');
  return valueType(module, field);
}

/** The property's type in the interface. */
export function fieldType(module: Module, field: FieldDescriptor): string {
  const value = valueType(module, field);
  switch (field.cardinality) {
    case 'repeated':
      return value.includes(' ') ? `(${value})[]` : `${value}[]`;
    case 'map':
      return `${module.global('Map')}<${keyType(module, field)}, ${value}>`;
    case 'singular':
      return field.presence === 'implicit' ? value : `${value} | undefined`;
  }
}

/** The property's type in the Init interface. */
export function fieldInitType(module: Module, field: FieldDescriptor): string {
  const value = valueInitType(module, field);
  switch (field.cardinality) {
    case 'repeated':
      return `readonly ${value}[]`;
    case 'map': {
      const map = `${module.global('ReadonlyMap')}<${keyType(module, field)}, ${value}>`;
      return field.mapKey === 'string' ? `${map} | { readonly [key: string]: ${value} }` : map;
    }
    case 'singular':
      return value;
  }
}

/** Prints `interface Order`, what decode returns. */
export function printInterface(printer: Printer, module: Module, message: MessageDescriptor, comments: Comments): void {
  const name = module.names.message(message);
  printDoc(printer, comments.of(message), isDeprecated(message));
  if (message.members.length === 0) {
    printer.line(`export interface ${name} extends ${module.runtimeType('UnknownFields')} {}`);
    return;
  }
  printer.block(`export interface ${name} {`, () => {
    for (const member of message.members) {
      printDoc(printer, comments.of(member), isDeprecated(member));
      const key = propertyKey(member.localName);
      if (member.kind === 'field') {
        printer.line(`${key}: ${fieldType(module, member)};`);
        continue;
      }
      const cases = member.fields.map((field) => `{ case: ${quote(field.localName)}; value: ${valueType(module, field)} }`);
      printOneof(printer, key, member.fields, [...cases, '{ case: undefined; value?: undefined }'], comments);
    }
  });
}

/** Prints `interface OrderInit`, what create and encode take. */
export function printInit(printer: Printer, module: Module, message: MessageDescriptor): void {
  const name = module.names.init(message);
  const required = message.fields.some((field) => field.presence === 'required');
  const what = required ? 'encode asks for the required fields, the others may be left out' : 'every field may be left out';
  // No link: for comments with one, tsc parses what it passes over otherwise (7 % of its time on 1,000 messages).
  printer.line(`/** What \`${module.names.message(message)}\` is made from: ${what}. */`);
  if (message.members.length === 0) {
    printer.line(`export interface ${name} extends ${module.runtimeType('UnknownFields')} {}`);
    return;
  }
  printer.block(`export interface ${name} {`, () => {
    for (const member of message.members) {
      const key = propertyKey(member.localName);
      if (member.kind === 'field') {
        printer.line(`${key}?: ${fieldInitType(module, member)} | undefined;`);
        continue;
      }
      const cases = member.fields.map((field) => `{ case: ${quote(field.localName)}; value: ${valueInitType(module, field)} }`);
      printOneof(printer, `${key}?`, [], [...cases, '{ case?: undefined; value?: undefined }', 'undefined'], undefined);
    }
  });
}

/** One case per line, so that each may carry its comment. */
function printOneof(
  printer: Printer,
  key: string,
  fields: readonly FieldDescriptor[],
  cases: readonly string[],
  comments: Comments | undefined,
): void {
  printer.indented(`${key}:`, () => {
    cases.forEach((type, index) => {
      const field = fields[index];
      if (field !== undefined) printDoc(printer, comments?.of(field), isDeprecated(field));
      printer.line(`| ${type}${index === cases.length - 1 ? ';' : ''}`);
    });
  });
}

/** The `deprecated` option of whatever has one. */
export function isDeprecated(
  element:
    | { readonly proto: { readonly options?: { readonly deprecated?: boolean | undefined } | undefined } }
    | { readonly kind: 'oneof' },
): boolean {
  return 'proto' in element && element.proto.options?.deprecated === true;
}
