/** From linked descriptors to the text of generated files. The same input gives the same output, byte by byte. */
import { encodeBase64 } from '../../../wire/bytes/base64.js';
import type {
  EnumDescriptor,
  EnumValueDescriptor,
  FieldDescriptor,
  FileDescriptor,
  MessageDescriptor,
  MethodDescriptor,
  OneofDescriptor,
  ServiceDescriptor,
} from '../../../wire/protobuf/descriptor.js';
import { FileDescriptorProto } from '../../../wire/protobuf/generated/descriptor.js';
import { printDoc } from './comments.js';
import { printDecode } from './decode.js';
import { printEmpty } from './empty.js';
import { printEncode } from './encode.js';
import { printEnumConstant, printEnumDeclaration, printEnumType, printKnownFunctions } from './enums.js';
import { printExtensionConstant, printExtensionDeclaration } from './extensions.js';
import { int64Argument, printLongs } from './int64.js';
import { quote } from './literals.js';
import { printMessageConstant, printMessageDeclaration } from './message-constant.js';
import { Module } from './module.js';
import { allEnums, allExtensions, allMessages, checkNames, FILE_EXPORT } from './names.js';
import { type GeneratorOptions, type ResolvedGeneratorOptions, resolveGeneratorOptions } from './options.js';
import { Printer } from './printer.js';
import { printServiceConstant, printServiceDeclaration, printServiceInterface } from './services.js';
import { printInit, printInterface } from './types.js';

/** A file to print, and what its author wrote about it. */
export interface GeneratorInput {
  readonly file: FileDescriptor;
  /** The descriptor that generated code carries: that of `file` without options for compilers alone. Default: `file.proto`. */
  readonly carried?: FileDescriptorProto | undefined;
  /** What stands at the head of the file. */
  readonly comment?: string | undefined;
  /** Doc comments by full name; an enum's value by its enum's full name (`shop.Status.OPEN`). */
  readonly comments?: ReadonlyMap<string, string> | undefined;
}

/** A file to be written. */
export interface GeneratedFile {
  /** Relative to the output folder, with `/` between its parts. */
  readonly path: string;
  /** Its whole content. */
  readonly text: string;
}

/**
 * Prints one .proto file as TypeScript, or as JavaScript with a .d.ts. What it imports is printed by calls of its own.
 * Throws a `GeneratorError` for a descriptor that no .proto file could have made.
 */
export function generate(input: GeneratorInput, options: GeneratorOptions = {}): GeneratedFile[] {
  checkNames(input.file);
  return printFile(input, resolveGeneratorOptions(options));
}

/** The same for a file whose names have been checked. */
export function printFile(input: GeneratorInput, options: ResolvedGeneratorOptions): GeneratedFile[] {
  const comments = new Comments(input.comments);
  const texts =
    options.target === 'ts'
      ? [printTypeScript(input, comments, options)]
      : [printJavaScript(input, comments, options), printDeclarations(input, comments, options)];
  const paths = outputPaths(input.file.name, options);
  return texts.map((text, index) => ({ path: paths[index]!, text }));
}

/** The files that the .proto file with this import name becomes: its TypeScript, or its JavaScript and the declarations of that. */
export function outputPaths(importName: string, { target, outputStem }: ResolvedGeneratorOptions): readonly string[] {
  const stem = outputStem(importName);
  return target === 'ts' ? [`${stem}.ts`] : [`${stem}.js`, `${stem}.d.ts`];
}

type Documented =
  | MessageDescriptor
  | FieldDescriptor
  | OneofDescriptor
  | EnumDescriptor
  | EnumValueDescriptor
  | ServiceDescriptor
  | MethodDescriptor;

/** The doc comments of a file. */
export class Comments {
  readonly #byName: ReadonlyMap<string, string>;

  constructor(byName: ReadonlyMap<string, string> | undefined) {
    this.#byName = byName ?? new Map();
  }

  of(element: Documented): string | undefined {
    switch (element.kind) {
      case 'field':
        return this.#byName.get(element.extensionName ?? `${element.message.typeName}.${element.name}`);
      case 'oneof':
        return this.#byName.get(`${element.message.typeName}.${element.name}`);
      case 'enum-value':
        return this.#byName.get(`${element.enum.typeName}.${element.name}`);
      case 'method':
        return this.#byName.get(`${element.service.typeName}.${element.name}`);
      default:
        return this.#byName.get(element.typeName);
    }
  }
}

function printTypeScript(input: GeneratorInput, comments: Comments, options: ResolvedGeneratorOptions): string {
  const { file } = input;
  const module = new Module(file, options);
  const body = new Printer();
  for (const type of allEnums(file)) {
    body.gap();
    printEnumConstant(body, module, type, comments);
    printEnumType(body, module, type, comments);
  }
  for (const message of allMessages(file)) {
    body.gap();
    printInterface(body, module, message, comments);
    body.gap();
    printInit(body, module, message);
    body.gap();
    printMessageConstant(body, module, message, comments);
    printFunctions(body, module, message);
  }
  for (const service of servicesOf(module)) {
    body.gap();
    printServiceInterface(body, module, service, comments);
    body.gap();
    printServiceConstant(body, module, service, comments);
  }
  for (const extension of allExtensions(file)) {
    body.gap();
    printExtensionConstant(body, module, extension, comments);
  }
  printKnownFunctions(body, module);
  printLongs(body, module);
  printFileDescriptor(body, module, input.carried ?? file.proto);
  return printHead(input, options.noCheck ? ['// @ts-nocheck'] : [], module.importLines('both')) + body.toString();
}

function printJavaScript(input: GeneratorInput, comments: Comments, options: ResolvedGeneratorOptions): string {
  const { file } = input;
  const module = new Module(file, options);
  const body = new Printer();
  for (const type of allEnums(file)) {
    body.gap();
    printEnumConstant(body, module, type, comments);
  }
  for (const message of allMessages(file)) {
    body.gap();
    printMessageConstant(body, module, message, comments);
    printFunctions(body, module, message);
  }
  for (const service of servicesOf(module)) {
    body.gap();
    printServiceConstant(body, module, service, comments);
  }
  for (const extension of allExtensions(file)) {
    body.gap();
    printExtensionConstant(body, module, extension, comments);
  }
  printKnownFunctions(body, module);
  printLongs(body, module);
  printFileDescriptor(body, module, input.carried ?? file.proto);
  return printHead(input, [], module.importLines('values')) + body.toString();
}

function printDeclarations(input: GeneratorInput, comments: Comments, options: ResolvedGeneratorOptions): string {
  const { file } = input;
  const module = new Module(file, options);
  const body = new Printer();
  for (const type of allEnums(file)) {
    body.gap();
    printEnumDeclaration(body, module, type, comments);
    printEnumType(body, module, type, comments);
  }
  for (const message of allMessages(file)) {
    body.gap();
    printInterface(body, module, message, comments);
    body.gap();
    printInit(body, module, message);
    body.gap();
    printMessageDeclaration(body, module, message, comments);
  }
  for (const service of servicesOf(module)) {
    body.gap();
    printServiceInterface(body, module, service, comments);
    body.gap();
    printServiceDeclaration(body, module, service, comments);
  }
  for (const extension of allExtensions(file)) {
    body.gap();
    printExtensionDeclaration(body, module, extension, comments);
  }
  body.gap();
  body.line(`/** The descriptor of ${quote(file.name)}. */`);
  body.line(`export declare const ${FILE_EXPORT}: () => ${module.runtimeType('FileDescriptor')};`);
  return printHead(input, [], module.importLines('types')) + body.toString();
}

function servicesOf(module: Module): readonly ServiceDescriptor[] {
  return module.options.services ? module.file.services : [];
}

function printFunctions(printer: Printer, module: Module, message: MessageDescriptor): void {
  printer.gap();
  printEmpty(printer, module, message);
  printer.gap();
  printEncode(printer, module, message);
  printer.gap();
  printDecode(printer, module, message);
}

function printHead(input: GeneratorInput, first: readonly string[], imports: readonly string[]): string {
  const head = new Printer();
  head.line(...first);
  head.line(`// Generated by barewire from ${quote(input.file.name)}; changes made here are lost.`);
  printDoc(head, input.comment, input.file.proto.options?.deprecated === true);
  head.line(...imports);
  head.gap();
  return head.toString();
}

/** Characters of base64 on one line. */
const BASE64_LINE = 120;

function printFileDescriptor(printer: Printer, module: Module, carried: FileDescriptorProto): void {
  const { file } = module;
  const dependencies = file.dependencies.map((dependency) => `${module.fileValue(dependency)}()`);
  const type = module.isTypeScript ? `: () => ${module.runtimeType('FileDescriptor')}` : '';
  printer.gap();
  printer.line(`/** The descriptor of ${quote(file.name)}. */`);
  printer.block(
    `export const ${FILE_EXPORT}${type} = /* @__PURE__ */ ${module.runtime('fileDescriptor')}(`,
    () => {
      const base64 = encodeBase64(fileBytes(carried));
      const lines: string[] = [];
      // No character of base64 is special in a string.
      for (let start = 0; start < base64.length || start === 0; start += BASE64_LINE)
        lines.push(`'${base64.slice(start, start + BASE64_LINE)}'`);
      printer.line(`${lines.join(' +\n  ')},`);
      printer.line(`() => [${dependencies.join(', ')}],`);
      const int64 = int64Argument(module, file);
      if (int64 !== undefined) printer.line(`${int64},`);
    },
    ');',
  );
}

/** The file's descriptor without what only people read. */
function fileBytes(proto: FileDescriptorProto): Uint8Array {
  return FileDescriptorProto.encode({ ...proto, sourceCodeInfo: undefined });
}
