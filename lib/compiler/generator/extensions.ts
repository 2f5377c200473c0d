/** An extension's constant: what `getExtension` and `setExtension` take. */
import type { FieldDescriptor } from '../../../wire/protobuf/descriptor.js';
import { printDoc } from './comments.js';
import type { Comments } from './generate.js';
import { quote } from './literals.js';
import type { Module } from './module.js';
import { extensionPlace } from './names.js';
import type { Printer } from './printer.js';
import { fieldInitType, fieldType, isDeprecated } from './types.js';

export function printExtensionConstant(printer: Printer, module: Module, extension: FieldDescriptor, comments: Comments): void {
  printDoc(printer, comments.of(extension), isDeprecated(extension));
  const type = module.isTypeScript ? `: ${extensionType(module, extension)}` : '';
  const { parent, index } = extensionPlace(module.file, extension);
  const place = `${module.fileValue(module.file)}()${parent === undefined ? '' : `.message(${parent.join(', ')})`}.extensions[${index}]`;
  const parts = [quote(extension.extensionName!), `() => ${place}${module.isTypeScript ? '!' : ''}`];
  if (extension.value.kind === 'message') parts.push(`() => ${module.messageValue(extension.value.message)}`);
  printer.line(
    `export const ${module.names.extension(extension)}${type} = /* @__PURE__ */ ${module.runtime('extension')}(`,
    `  ${parts.join(',\n  ')},`,
    ');',
  );
}

export function printExtensionDeclaration(printer: Printer, module: Module, extension: FieldDescriptor, comments: Comments): void {
  printDoc(printer, comments.of(extension), isDeprecated(extension));
  printer.line(`export declare const ${module.names.extension(extension)}: ${extensionType(module, extension)};`);
}

function extensionType(module: Module, extension: FieldDescriptor): string {
  const value = fieldType(module, extension);
  const init = fieldInitType(module, extension);
  const types = [module.messageType(extension.message), value];
  if (init !== value) types.push(init);
  return `${module.runtimeType('Extension')}<${types.join(', ')}>`;
}
