/** A message's constant: its functions, put together by the runtime's `messageType`. */
import type { MessageDescriptor } from '../../../wire/protobuf/descriptor.js';
import { hasRequired } from '../../../wire/protobuf/required.js';
import { printDoc } from './comments.js';
import { decodeFunctionName } from './decode-value.js';
import { emptyFunctionName } from './empty.js';
import { encodeFunctionName } from './encode-value.js';
import type { Comments } from './generate.js';
import { quote } from './literals.js';
import type { Module } from './module.js';
import { indexPath } from './names.js';
import type { Printer } from './printer.js';
import { isDeprecated } from './types.js';

export function printMessageConstant(printer: Printer, module: Module, message: MessageDescriptor, comments: Comments): void {
  const name = module.names.message(message);
  printDoc(printer, comments.of(message), isDeprecated(message));
  const type = module.isTypeScript ? `: ${module.runtimeType('MessageType')}<${name}, ${module.names.init(message)}>` : '';
  printer.block(
    `export const ${name}${type} = /* @__PURE__ */ ${module.runtime('messageType')}(`,
    () => {
      printer.line(
        `${quote(message.typeName)},`,
        `() => ${module.fileValue(message.file)}().message(${indexPath(message).join(', ')}),`,
        `${emptyFunctionName(module, message)},`,
        `${encodeFunctionName(module, message)},`,
        `${decodeFunctionName(module, message)},`,
      );
      const types = fieldTypes(message).map((one) => module.messageValue(one));
      const required = hasRequired(message);
      if (types.length > 0 || required) printer.line(`() => [${types.join(', ')}],`);
      if (required) printer.line('true,');
    },
    ');',
  );
}

export function printMessageDeclaration(printer: Printer, module: Module, message: MessageDescriptor, comments: Comments): void {
  const name = module.names.message(message);
  printDoc(printer, comments.of(message), isDeprecated(message));
  printer.line(`export declare const ${name}: ${module.runtimeType('MessageType')}<${name}, ${module.names.init(message)}>;`);
}

/** The message types of the fields, map values among them, each once and in source order. */
function fieldTypes(message: MessageDescriptor): MessageDescriptor[] {
  return [...new Set(message.fields.flatMap(({ value }) => (value.kind === 'message' ? [value.message] : [])))];
}
