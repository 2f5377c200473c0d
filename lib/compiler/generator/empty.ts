/** Prints `emptyOrder()`: the message without content, as one literal with every property in descriptor order. */
import type { FieldDescriptor, MessageDescriptor, OneofDescriptor, ScalarKind } from '../../../wire/protobuf/descriptor.js';
import type { Int64Representation } from '../../../wire/protobuf/int64-representation.js';
import { int64Zero } from './int64.js';
import { propertyKey } from './literals.js';
import type { Module } from './module.js';
import type { Printer } from './printer.js';

export function emptyFunctionName(module: Module, message: MessageDescriptor): string {
  return module.local(`empty${module.names.message(message)}`);
}

/** The expression that makes an empty message, wherever it is declared. */
export function emptyMessage(module: Module, message: MessageDescriptor): string {
  return message.file === module.file ? `${emptyFunctionName(module, message)}()` : `${module.messageValue(message)}.create()`;
}

export function printEmpty(printer: Printer, module: Module, message: MessageDescriptor): void {
  const type = module.names.message(message);
  const parameter = plainBytes(message).length === 0 ? '' : module.isTypeScript ? `bytes?: ${module.runtimeType('Bytes')}` : 'bytes';
  const head = `function ${emptyFunctionName(module, message)}(${parameter})${module.typed(type)} {`;
  if (message.members.length === 0) {
    printer.line(head, '  return {};', '}');
    return;
  }
  printer.block(head, () => {
    printer.block(
      'return {',
      () => {
        for (const member of message.members) printer.line(`${propertyKey(member.localName)}: ${emptyMember(module, member)},`);
      },
      '};',
    );
  });
}

function emptyMember(module: Module, member: FieldDescriptor | OneofDescriptor): string {
  if (member.kind === 'oneof') return '{ case: undefined }';
  switch (member.cardinality) {
    case 'repeated':
      return '[]';
    case 'map':
      return `new ${module.global('Map')}()`;
    case 'singular':
      if (isPlainBytes(member)) return `bytes ?? ${module.runtime('emptyBytes')}()`;
      return member.presence === 'implicit' ? emptyValue(module, member) : 'undefined';
  }
}

/**
 * The fields of bytes without presence. Decoding gives them a placeholder first: empty bytes of their own take 29 ns, and are mostly
 * replaced.
 */
export function plainBytes(message: MessageDescriptor): readonly FieldDescriptor[] {
  return message.fields.filter((field) => field.oneof === undefined && isPlainBytes(field));
}

function isPlainBytes({ cardinality, presence, value }: FieldDescriptor): boolean {
  return cardinality === 'singular' && presence === 'implicit' && value.kind === 'scalar' && value.scalar === 'bytes';
}

/** The default of a value without presence. */
export function emptyValue(module: Module, field: FieldDescriptor): string {
  return field.value.kind === 'scalar' ? emptyScalar(module, field.value.scalar, field.int64) : '0';
}

/** What a key that is missing in a map entry counts as. */
export function emptyKey(module: Module, field: FieldDescriptor): string {
  return emptyScalar(module, field.mapKey!, field.int64?.forKeys);
}

function emptyScalar(module: Module, scalar: ScalarKind, int64: Int64Representation | undefined): string {
  switch (scalar) {
    case 'string':
      return "''";
    case 'bool':
      return 'false';
    case 'bytes':
      return `${module.runtime('emptyBytes')}()`;
    case 'int64':
    case 'uint64':
    case 'sint64':
    case 'fixed64':
    case 'sfixed64':
      return int64Zero(module, scalar, int64);
    default:
      return '0';
  }
}
