/**
 * Third pass over a file: what its options say, by the option messages of google/protobuf/descriptor.proto and their extensions.
 * Each element's options become one message, extensions in it as fields the message does not know.
 */

import {
  EnumOptions,
  EnumValueOptions,
  ExtensionRangeOptions,
  FieldOptions,
  type FieldOptions_FeatureSupport,
  FileOptions,
  MessageOptions,
  MethodOptions,
  OneofOptions,
  ServiceOptions,
} from '../../../wire/protobuf/generated/descriptor.js';
import type { MessageType } from '../../../wire/protobuf/message-type.js';
import type { Diagnostics, Help } from '../diagnostics.js';
import type { EnumDefinition, FieldDefinition, LinkedFile, OptionOwner } from '../linker/definitions.js';
import { editionName } from '../linker/language.js';
import { lookup } from '../linker/lookup.js';
import type { SymbolTable } from '../linker/symbol-table.js';
import type { Range } from '../source.js';
import type { AggregateFieldNode, AggregateNode, OptionNamePart, OptionNode, ValueNode } from '../tree.js';
import { interpretPseudoOptions } from './default-value.js';
import { FieldLookup } from './field-lookup.js';
import { enumOf, messageOf, OptionMessage } from './option-message.js';
import { convertScalar, describeValue } from './scalar.js';

const optionTypes = new Map<string, Pick<MessageType<object, never>, 'decode'>>([
  ['google.protobuf.FileOptions', FileOptions],
  ['google.protobuf.MessageOptions', MessageOptions],
  ['google.protobuf.FieldOptions', FieldOptions],
  ['google.protobuf.OneofOptions', OneofOptions],
  ['google.protobuf.ExtensionRangeOptions', ExtensionRangeOptions],
  ['google.protobuf.EnumOptions', EnumOptions],
  ['google.protobuf.EnumValueOptions', EnumValueOptions],
  ['google.protobuf.ServiceOptions', ServiceOptions],
  ['google.protobuf.MethodOptions', MethodOptions],
]);

/** google.protobuf.FieldOptions.OptionTargetType, as errors call them. */
const targetNames = ['nothing', 'files', 'extension ranges', 'messages', 'fields', 'oneofs', 'enums', 'enum values', 'services', 'methods'];

/** `table` has the extensions, `optionsTable` the option messages: the same one where descriptor.proto is among the files. */
export function interpretOptions(file: LinkedFile, table: SymbolTable, optionsTable: SymbolTable, diagnostics: Diagnostics): void {
  const interpreter = new Interpreter(file, table, optionsTable, diagnostics);
  for (const owner of file.options) interpreter.interpret(owner);
  interpreter.checkUses();
  interpretPseudoOptions(file, diagnostics);
}

class Interpreter {
  readonly #file: LinkedFile;
  readonly #table: SymbolTable;
  readonly #optionsTable: SymbolTable;
  readonly #diagnostics: Diagnostics;
  /** Uses of options, checked when the options of the options themselves are known. */
  readonly #uses: { readonly field: FieldDefinition; readonly owner: OptionOwner; readonly range: Range }[] = [];
  /** Enum values that options were set to. */
  readonly #values: { readonly enumeration: EnumDefinition; readonly name: string; readonly range: Range }[] = [];
  /** Messages that paths have made, complete only when every option of the element is read. */
  #paths: { readonly message: OptionMessage; readonly range: Range }[] = [];
  #owner: OptionOwner | undefined;
  #fields: FieldLookup | undefined;

  constructor(file: LinkedFile, table: SymbolTable, optionsTable: SymbolTable, diagnostics: Diagnostics) {
    this.#file = file;
    this.#table = table;
    this.#optionsTable = optionsTable;
    this.#diagnostics = diagnostics;
  }

  interpret(owner: OptionOwner): void {
    const isMapEntry = owner.mapEntry === true;
    if (owner.nodes.length === 0 && !isMapEntry && owner.keepEmpty !== true) return;
    const type = this.#optionsTable.get(owner.typeName);
    if (type?.kind !== 'message') {
      const first = owner.nodes[0];
      if (first !== undefined)
        this.#error(
          first.nameRange,
          `"${owner.typeName}" is not declared in the descriptor.proto that is imported`,
          'leave google/protobuf/descriptor.proto to the compiler: it comes with it',
        );
      return;
    }
    this.#owner = owner;
    this.#fields = new FieldLookup(owner, this.#file, this.#table, this.#diagnostics);
    const message = new OptionMessage(type);
    this.#paths = [];
    for (const node of owner.nodes) this.#option(message, node);
    for (const path of this.#paths) this.#checkRequired(path.message, path.range);
    if (isMapEntry) message.add(type.fieldsByName.get('map_entry')!, true);
    if (message.fields.size > 0 || owner.keepEmpty === true) owner.assign(optionTypes.get(owner.typeName)!.decode(message.encode()));
  }

  /** Protobuf proto3: Custom Options: an option may say who it is for; Protobuf implementation: and for which editions. */
  checkUses(): void {
    for (const { field, owner, range } of this.#uses) {
      const { options } = field.proto;
      if (options === undefined) continue;
      if (options.featureSupport !== undefined) this.#checkSupport(options.featureSupport, `the option "${field.fullName}"`, range);
      const { targets } = options;
      if (targets.length === 0 || targets.some((target) => target === owner.target)) continue;
      const names = targets.map((target) => targetNames[target] ?? `${target}`).join(', ');
      this.#error(range, `the option "${field.fullName}" is not for ${owner.what}`, `its "targets" say that it is for ${names}`);
    }
    const supports = new Map<EnumDefinition, ReadonlyMap<string, FieldOptions_FeatureSupport>>();
    for (const { enumeration, name, range } of this.#values) {
      let ofValues = supports.get(enumeration);
      if (ofValues === undefined) {
        ofValues = supportOfValues(enumeration);
        supports.set(enumeration, ofValues);
      }
      const support = ofValues.get(name);
      if (support !== undefined) this.#checkSupport(support, `the value "${name}"`, range);
    }
  }

  #checkSupport(support: FieldOptions_FeatureSupport, what: string, range: Range): void {
    const { edition, name } = this.#file.language;
    const { editionIntroduced, editionDeprecated, editionRemoved } = support;
    if (editionIntroduced !== undefined && editionIntroduced > edition) {
      this.#error(range, `${what} came with ${editionName(editionIntroduced)}, and this file is in ${name}`, 'remove it');
    } else if (editionRemoved !== undefined && editionRemoved <= edition) {
      this.#error(range, `${what} was removed in ${editionName(editionRemoved)}`, support.removalError ?? 'remove it');
    } else if (editionDeprecated !== undefined && editionDeprecated <= edition) {
      const text = `${what} is deprecated since ${editionName(editionDeprecated)}`;
      this.#diagnostics.warning(this.#file.source, range, text, support.deprecationWarning);
    }
  }

  #error(range: Range, message: string, help?: Help): void {
    this.#diagnostics.error(this.#file.source, range, message, help);
  }

  #option(root: OptionMessage, node: OptionNode): void {
    let message = root;
    for (const [index, part] of node.name.entries()) {
      const field = this.#fields!.named(message.type, part);
      if (field === undefined) return;
      if (message === root && !this.#allowed(field, part)) return;
      this.#uses.push({ field, owner: this.#owner!, range: part.range });
      const rival = message.rival(field);
      if (rival !== undefined) {
        this.#error(
          part.range,
          `"${field.name}" and "${rival.name}" are of one oneof, and "${rival.name}" is set already`,
          'set only one of them',
        );
        return;
      }
      if (index === node.name.length - 1) {
        this.#set(message, field, node.value, part.range, false);
        return;
      }
      const type = messageOf(field);
      if (type === undefined) {
        this.#error(part.range, `"${field.name}" is no message and has no fields`, `remove what follows "${part.text}"`);
        return;
      }
      if (field.repeated) {
        this.#error(part.range, `"${field.name}" is repeated: its elements are set as a whole`, 'give each element in braces { … }');
        return;
      }
      const isNew = !message.fields.has(field);
      message = message.nested(field, type);
      if (isNew) this.#paths.push({ message, range: node.nameRange });
    }
  }

  /** Fields of the option messages that no file sets. */
  #allowed(field: FieldDefinition, part: OptionNamePart): boolean {
    if (field.name === 'uninterpreted_option' && field.extend === undefined) {
      this.#error(part.range, 'the name "uninterpreted_option" is the compiler\'s own', 'choose another option');
      return false;
    }
    if (messageOf(field)?.fullName === 'google.protobuf.FeatureSet' && !this.#file.language.isEdition) {
      this.#error(
        part.range,
        `features are for editions, and this file is in ${this.#file.language.name}`,
        'remove the option, or write edition = "2023"; in place of the syntax',
      );
      return false;
    }
    if (field.fullName === 'google.protobuf.MessageOptions.map_entry') {
      this.#error(part.range, 'the option "map_entry" is set by the compiler alone', 'write the field as map<K, V>');
      return false;
    }
    return true;
  }

  /** Sets `field` of `message`; `inText` inside braces, where a repeated field takes a list. */
  #set(message: OptionMessage, field: FieldDefinition, node: ValueNode, range: Range, inText: boolean): void {
    if (field.repeated && node.kind === 'list') {
      for (const element of node.values) this.#setOne(message, field, element, inText);
      return;
    }
    if (!field.repeated && message.fields.has(field)) {
      this.#error(range, `"${field.name}" is set twice`, 'remove one of them');
      return;
    }
    this.#setOne(message, field, node, inText);
  }

  #setOne(message: OptionMessage, field: FieldDefinition, node: ValueNode, inText: boolean): void {
    const type = messageOf(field);
    if (type !== undefined) {
      if (node.kind !== 'aggregate') {
        this.#error(
          node.range,
          `"${field.name}" is a message ("${type.fullName}") and takes one in braces, found ${describeValue(node)}`,
          `write { … }, or set its fields one by one: (${field.name}).field = …`,
        );
        return;
      }
      const nested = new OptionMessage(type);
      this.#aggregate(nested, node);
      message.add(field, nested);
      return;
    }
    if (node.kind === 'list') {
      this.#error(node.range, `"${field.name}" takes one value, found a list`, 'only repeated fields take lists');
      return;
    }
    // Without a type there was an error about the type already.
    if (field.proto.type === undefined) return;
    const { value, mismatch } = convertScalar(field, node, inText);
    if (mismatch === undefined) {
      if (value === 0 && message.type.fullName === 'google.protobuf.FeatureSet')
        this.#error(
          node.range,
          `the feature "${field.name}" cannot be set to what is not known`,
          'name another of its values, or remove it',
        );
      message.add(field, value!);
      const enumeration = enumOf(field);
      if (enumeration !== undefined && node.kind === 'identifier') this.#values.push({ enumeration, name: node.text, range: node.range });
    } else {
      const message = inText ? mismatch.message.replace('this option is of type', `"${field.name}" is of type`) : mismatch.message;
      this.#error(node.range, message, mismatch.help);
    }
  }

  #aggregate(message: OptionMessage, node: AggregateNode): void {
    for (const fieldNode of node.fields) {
      if (fieldNode.kind === 'any') {
        this.#any(message, fieldNode, node);
        continue;
      }
      const field =
        fieldNode.kind === 'extension'
          ? this.#fields!.extension(message.type, fieldNode.name, fieldNode.nameRange)
          : this.#fields!.textField(message.type, fieldNode);
      if (field === undefined) continue;
      this.#uses.push({ field, owner: this.#owner!, range: fieldNode.nameRange });
      const rival = message.rival(field);
      if (rival !== undefined) {
        this.#error(
          fieldNode.nameRange,
          `"${field.name}" and "${rival.name}" are of one oneof, and "${rival.name}" is set already`,
          'set only one of them',
        );
        continue;
      }
      if (!fieldNode.colon && messageOf(field) === undefined) {
        this.#error(fieldNode.nameRange, `expected ":" after "${fieldNode.name}"`, 'only messages go without the colon');
        continue;
      }
      this.#set(message, field, fieldNode.value, fieldNode.nameRange, true);
    }
    this.#checkRequired(message, node.range);
  }

  #checkRequired(message: OptionMessage, range: Range): void {
    for (const field of message.type.fields) {
      if (field.proto.label !== 2 || message.fields.has(field)) continue;
      this.#error(range, `the required field "${field.name}" of "${message.type.fullName}" is not set`, 'set it beside the others');
    }
  }

  /** `[type.googleapis.com/shop.Order] { … }` stands for a google.protobuf.Any of that message. */
  #any(message: OptionMessage, node: AggregateFieldNode, around: AggregateNode): void {
    const typeUrl = message.type.fieldsByName.get('type_url');
    const value = message.type.fieldsByName.get('value');
    if (message.type.fullName !== 'google.protobuf.Any' || typeUrl === undefined || value === undefined) {
      this.#error(
        node.nameRange,
        `"${message.type.fullName}" is no google.protobuf.Any`,
        'a type in brackets stands only where an Any is meant',
      );
      return;
    }
    if (around.fields.length > 1) {
      this.#error(node.nameRange, 'an Any that is written out holds one message and nothing else', 'remove the other fields');
      return;
    }
    const host = node.typeUrl!.slice(0, node.typeUrl!.indexOf('/'));
    if (host !== 'type.googleapis.com' && host !== 'type.googleprod.com') {
      this.#error(node.nameRange, `the types of "${host}" cannot be looked up`, 'write type.googleapis.com/ before the type');
      return;
    }
    const result = lookup(this.#table, this.#file.visibleToOptions, '', `.${node.name}`, true);
    if (result.found?.kind !== 'message') {
      this.#error(
        node.nameRange,
        `"${node.name}" is not a message that this file knows`,
        result.notImported === undefined ? 'import the file that declares it' : `add import "${result.notImported.name}"; to this file`,
      );
      return;
    }
    if (node.value.kind !== 'aggregate') {
      this.#error(node.value.range, `a message in braces has to follow, found ${describeValue(node.value)}`);
      return;
    }
    this.#file.used.add(result.found.file);
    const packed = new OptionMessage(result.found);
    this.#aggregate(packed, node.value);
    message.add(typeUrl, new TextEncoder().encode(node.typeUrl));
    message.add(value, packed.encode());
  }
}

function supportOfValues(enumeration: EnumDefinition): ReadonlyMap<string, FieldOptions_FeatureSupport> {
  const supports = new Map<string, FieldOptions_FeatureSupport>();
  for (const { name, options } of enumeration.proto.value) {
    if (options?.featureSupport !== undefined) supports.set(name!, options.featureSupport);
  }
  return supports;
}
