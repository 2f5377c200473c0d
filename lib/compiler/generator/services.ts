/** A service: an interface of its methods' types, and a constant of the same name that holds them as plain data. */
import type { MethodDescriptor, ServiceDescriptor } from '../../../wire/protobuf/descriptor.js';
import { printDoc } from './comments.js';
import type { Comments } from './generate.js';
import { propertyKey, quote } from './literals.js';
import type { Module } from './module.js';
import type { Printer } from './printer.js';
import { isDeprecated } from './types.js';

const shapeTypes = {
  unary: 'UnaryMethod',
  'server-stream': 'ServerStreamMethod',
  'client-stream': 'ClientStreamMethod',
  bidi: 'BidiMethod',
} as const;

const shapeFunctions = { unary: 'unary', 'server-stream': 'serverStream', 'client-stream': 'clientStream', bidi: 'bidi' } as const;

export function printServiceInterface(printer: Printer, module: Module, service: ServiceDescriptor, comments: Comments): void {
  printDoc(printer, comments.of(service), isDeprecated(service));
  const head = `export interface ${module.names.service(service)} {`;
  if (service.methods.length === 0) {
    printer.line(`${head}}`);
    return;
  }
  printer.block(head, () => {
    for (const method of service.methods) {
      printDoc(printer, comments.of(method), isDeprecated(method));
      const { input, output } = method;
      const types = [module.messageType(input), module.initType(input), module.messageType(output), module.initType(output)];
      printer.line(`${propertyKey(method.localName)}: ${module.runtimeType(shapeTypes[method.shape])}<${types.join(', ')}>;`);
    }
  });
}

export function printServiceConstant(printer: Printer, module: Module, service: ServiceDescriptor, comments: Comments): void {
  const name = module.names.service(service);
  printDoc(printer, comments.of(service), isDeprecated(service));
  const type = module.typed(`${module.typeInCode('ServiceType')}<${name}>`);
  const given = module.isTypeScript ? `<${name}>` : '';
  printer.block(
    `export const ${name}${type} = /* @__PURE__ */ ${module.runtime('serviceType')}${given}(${quote(service.typeName)}, {`,
    () => {
      for (const method of service.methods) printer.line(`${propertyKey(method.localName)}: ${methodValue(module, method)},`);
    },
    '});',
  );
}

function methodValue(module: Module, method: MethodDescriptor): string {
  const values = [quote(method.path), module.messageValue(method.input), module.messageValue(method.output)];
  if (method.idempotency !== 'unknown') values.push(`{ idempotency: ${quote(method.idempotency)} }`);
  return `${module.runtime(shapeFunctions[method.shape])}(${values.join(', ')})`;
}

export function printServiceDeclaration(printer: Printer, module: Module, service: ServiceDescriptor, comments: Comments): void {
  const name = module.names.service(service);
  printDoc(printer, comments.of(service), isDeprecated(service));
  printer.line(`export declare const ${name}: ${module.runtimeType('ServiceType')}<${name}>;`);
}
