/** Second pass over a file: the names of types, extended messages, requests and replies become full names. */
import type { FieldDescriptorProto } from '../../../wire/protobuf/generated/descriptor.js';
import type { Diagnostics } from '../diagnostics.js';
import type { ExtendNode, TypeName } from '../tree.js';
import { fileOfWellKnownType } from '../well-known/index.js';
import type { Definition, FieldDefinition, LinkedFile, MessageDefinition } from './definitions.js';
import { describeKind } from './definitions.js';
import { lookup, suggestType } from './lookup.js';
import type { SymbolTable } from './symbol-table.js';

type FieldType = NonNullable<FieldDescriptorProto['type']>;

/** google.protobuf.FieldDescriptorProto.Type of the scalars. */
export const scalarTypes: ReadonlyMap<string, FieldType> = new Map<string, FieldType>([
  ['double', 1],
  ['float', 2],
  ['int64', 3],
  ['uint64', 4],
  ['int32', 5],
  ['fixed64', 6],
  ['fixed32', 7],
  ['bool', 8],
  ['string', 9],
  ['bytes', 12],
  ['uint32', 13],
  ['sfixed32', 15],
  ['sfixed64', 16],
  ['sint32', 17],
  ['sint64', 18],
]);
export const groupType = 10;
export const messageType = 11;
export const enumType = 14;

export function resolveFile(file: LinkedFile, table: SymbolTable, diagnostics: Diagnostics): void {
  new Resolver(file, table, diagnostics).run();
}

class Resolver {
  readonly #file: LinkedFile;
  readonly #table: SymbolTable;
  readonly #diagnostics: Diagnostics;
  readonly #extendees = new Map<ExtendNode, MessageDefinition | undefined>();

  constructor(file: LinkedFile, table: SymbolTable, diagnostics: Diagnostics) {
    this.#file = file;
    this.#table = table;
    this.#diagnostics = diagnostics;
  }

  run(): void {
    for (const field of this.#file.fields) {
      this.#fieldType(field);
      if (field.extend !== undefined) this.#extendee(field, field.extend);
    }
    for (const method of this.#file.methods) {
      const scope = method.fullName.slice(0, method.fullName.lastIndexOf('.'));
      const input = this.#message(scope, method.node.input, 'request');
      const output = this.#message(scope, method.node.output, 'reply');
      if (input !== undefined) method.proto.inputType = `.${input.fullName}`;
      if (output !== undefined) method.proto.outputType = `.${output.fullName}`;
    }
  }

  #fieldType(field: FieldDefinition): void {
    const { proto, node } = field;
    if (node.mapKey !== undefined) {
      const entry = this.#table.get(proto.typeName!.slice(1));
      if (entry?.kind === 'message') field.type = entry;
      return;
    }
    const scalar = scalarTypes.get(node.type.text);
    if (scalar !== undefined) {
      proto.type = scalar;
      return;
    }
    const found = this.#find(field.scope, node.type, false);
    if (found === undefined) return;
    if (found.kind !== 'message' && found.kind !== 'enum') {
      this.#diagnostics.error(
        this.#file.source,
        node.type.range,
        `"${node.type.text}" is ${describeKind(found)}, not a type`,
        'name a message or an enum',
      );
      return;
    }
    if (found.kind === 'message' && found.node === undefined) {
      this.#diagnostics.error(
        this.#file.source,
        node.type.range,
        `"${found.fullName}" stands for a map and cannot be named as a type`,
        'declare a map field instead',
      );
      return;
    }
    field.type = found;
    proto.type = found.kind === 'enum' ? enumType : node.group === undefined ? messageType : groupType;
    proto.typeName = `.${found.fullName}`;
  }

  #extendee(field: FieldDefinition, extend: ExtendNode): void {
    if (!this.#extendees.has(extend)) this.#extendees.set(extend, this.#message(field.scope, extend.extendee, 'message to extend'));
    const message = this.#extendees.get(extend);
    if (message === undefined) return;
    field.container = message;
    field.proto.extendee = `.${message.fullName}`;
  }

  #message(scope: string, name: TypeName, what: string): MessageDefinition | undefined {
    const found = this.#find(scope, name, true);
    if (found === undefined || found.kind === 'message') return found;
    this.#diagnostics.error(
      this.#file.source,
      name.range,
      `"${name.text}" is ${describeKind(found)}; a ${what} has to be a message`,
      () => {
        const type = lookup(this.#table, this.#file.visible, scope, name.text, true).found;
        if (type?.kind === 'message') return `write ".${type.fullName}" for the message of that name`;
        return found.kind === 'enum' ? 'declare a message with a field of that type' : 'name a message';
      },
    );
    return undefined;
  }

  #find(scope: string, name: TypeName, messagesOnly: boolean): Definition | undefined {
    if (messagesOnly && scalarTypes.has(name.text)) {
      this.#diagnostics.error(
        this.#file.source,
        name.range,
        `"${name.text}" is a scalar; a message has to stand here`,
        wrapperHelp(name.text),
      );
      return undefined;
    }
    const result = lookup(this.#table, this.#file.visible, scope, name.text, !messagesOnly);
    if (result.found !== undefined) {
      this.#file.used.add(result.found.file);
      this.#checkExported(result.found, name);
      return result.found;
    }
    // One missing import would make an error of each name that was to come from it.
    if (this.#file.incomplete && result.resolvedTo === undefined && result.notImported === undefined) return undefined;
    const { source } = this.#file;
    if (result.notImported !== undefined && this.#file.visibleToOptions.has(result.notImported)) {
      this.#diagnostics.error(
        source,
        name.range,
        `"${name.text}" is declared in "${result.notImported.name}", which is imported for its options alone`,
        `write import "${result.notImported.name}"; without "option"`,
      );
    } else if (result.notImported !== undefined) {
      this.#diagnostics.error(
        source,
        name.range,
        `"${name.text}" is declared in "${result.notImported.name}", which is not imported`,
        `add import "${result.notImported.name}"; to this file`,
      );
    } else if (result.resolvedTo !== undefined && this.#table.get(name.text) !== undefined) {
      this.#diagnostics.error(
        source,
        name.range,
        `"${name.text}" means "${result.resolvedTo}" here, which is not defined`,
        `the innermost scope is searched first; write ".${name.text}" to start from the outermost`,
      );
    } else if (result.noType !== undefined) {
      this.#diagnostics.error(
        source,
        name.range,
        `"${name.text}" is ${describeKind(result.noType)}, not a type`,
        'name a message or an enum',
      );
    } else {
      this.#diagnostics.error(source, name.range, `"${name.text}" is not defined`, () => this.#remedy(scope, name.text, messagesOnly));
    }
    return undefined;
  }

  /** Protobuf symbol_visibility: what is local is for its own file. */
  #checkExported(found: Definition, name: TypeName): void {
    if ((found.kind !== 'message' && found.kind !== 'enum') || found.exported || found.file === this.#file) return;
    const where = found.file.source.displayName;
    this.#diagnostics.error(
      this.#file.source,
      name.range,
      `"${found.fullName}" is local to ${where}`,
      found.node?.visibility === undefined
        ? `write export before its declaration there (features.default_symbol_visibility makes it local), or name another type`
        : 'remove "local" from its declaration there, or name another type',
    );
  }

  #remedy(scope: string, name: string, messagesOnly: boolean): string | undefined {
    const wellKnown = fileOfWellKnownType(name);
    if (wellKnown !== undefined) return `add import "${wellKnown}"; to this file`;
    const word = suggestType(this.#table, this.#file, scope, name, messagesOnly);
    if (word === undefined) return 'declare it, or import the file that does';
    const file = fileOfWellKnownType(word);
    return file === undefined || this.#file.imports.some((one) => one.file?.name === file)
      ? `did you mean "${word}"?`
      : `did you mean "${word}", with import "${file}"; at the top?`;
  }
}

function wrapperHelp(scalar: string): string {
  const wrapper = {
    double: 'DoubleValue',
    float: 'FloatValue',
    int64: 'Int64Value',
    uint64: 'UInt64Value',
    int32: 'Int32Value',
    uint32: 'UInt32Value',
    bool: 'BoolValue',
    string: 'StringValue',
    bytes: 'BytesValue',
  }[scalar];
  return `declare a message with a field of this type${wrapper === undefined ? '' : `, or use google.protobuf.${wrapper} of google/protobuf/wrappers.proto`}`;
}
