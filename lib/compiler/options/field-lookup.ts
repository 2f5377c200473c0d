/** From the names in an option to fields of option messages and their extensions, or to an error that says what was likely meant. */
import type { Diagnostics, Help } from '../diagnostics.js';
import { describeKind, type FieldDefinition, type LinkedFile, type MessageDefinition, type OptionOwner } from '../linker/definitions.js';
import { lookup } from '../linker/lookup.js';
import type { SymbolTable } from '../linker/symbol-table.js';
import type { Range } from '../source.js';
import { suggest } from '../suggest.js';
import type { AggregateFieldNode, OptionNamePart } from '../tree.js';
import { messageOf } from './option-message.js';

/** Looks fields up for one element's options. */
export class FieldLookup {
  readonly owner: OptionOwner;
  readonly #file: LinkedFile;
  readonly #table: SymbolTable;
  readonly #diagnostics: Diagnostics;

  constructor(owner: OptionOwner, file: LinkedFile, table: SymbolTable, diagnostics: Diagnostics) {
    this.owner = owner;
    this.#file = file;
    this.#table = table;
    this.#diagnostics = diagnostics;
  }

  #error(range: Range, message: string, help?: Help): void {
    this.#diagnostics.error(this.#file.source, range, message, help);
  }

  /** What a part of an option's name leads to inside `message`. */
  named(message: MessageDefinition, part: OptionNamePart): FieldDefinition | undefined {
    if (part.isExtension) return this.extension(message, part.text, part.range);
    const field = message.fieldsByName.get(part.text);
    if (field !== undefined) return field;
    this.#error(part.range, `${this.#nameOf(message)} has no option "${part.text}"`, () => {
      const word = suggest(part.text, message.fieldsByName.keys());
      if (word !== undefined) return `did you mean "${word}"?`;
      const custom = lookup(this.#table, this.#file.visibleToOptions, this.owner.scope, part.text, false).found;
      return custom?.kind === 'field' && custom.extend !== undefined
        ? `custom options stand in parentheses: (${part.text})`
        : fieldsOf(message);
    });
    return undefined;
  }

  #nameOf(message: MessageDefinition): string {
    return message.fullName === this.owner.typeName ? this.owner.what : `"${message.fullName}"`;
  }

  /** The extension of `message` that `name` leads to; as in protoc, one of its own fields may be named in full too. */
  extension(message: MessageDefinition, name: string, range: Range): FieldDefinition | undefined {
    const result = lookup(this.#table, this.#file.visibleToOptions, this.owner.scope, name, false);
    const { found } = result;
    if (found === undefined) {
      if (this.#file.incomplete && result.notImported === undefined) return undefined;
      if (result.notImported !== undefined) {
        this.#error(
          range,
          `the option "${name}" is declared in "${result.notImported.name}", which is not imported`,
          `add import "${result.notImported.name}"; to this file`,
        );
      } else {
        this.#error(range, `the option "${name}" is not defined`, () => this.#suggestExtension(message, name));
      }
      return undefined;
    }
    if (found.kind !== 'field') {
      this.#error(
        range,
        `"${name}" is ${describeKind(found)}, not an option`,
        `custom options are declared with extend ${message.fullName} { … }`,
      );
      return undefined;
    }
    this.#file.used.add(found.file);
    if (found.container?.fullName !== message.fullName) {
      if (found.container !== undefined)
        this.#error(
          range,
          found.extend === undefined
            ? `"${name}" is a field of "${found.container.fullName}", not an option`
            : `the option "${found.fullName}" extends "${found.container.fullName}", not "${message.fullName}"`,
          found.extend === undefined
            ? `custom options are declared with extend ${message.fullName} { … }`
            : `it is not for ${this.#nameOf(message)}`,
        );
      return undefined;
    }
    return found;
  }

  #suggestExtension(message: MessageDefinition, name: string): string | undefined {
    const candidates: string[] = [];
    for (const definition of this.#table.extensions()) {
      const fits = definition.kind === 'field' && definition.container?.fullName === message.fullName;
      if (fits && this.#file.visibleToOptions.has(definition.file))
        candidates.push(name.includes('.') ? definition.fullName : definition.name);
    }
    const word = suggest(name, candidates);
    return word === undefined ? 'import the file that declares it' : `did you mean "${word}"?`;
  }

  /** Text format calls a group by its message's name, and takes the field's name too. */
  textField(type: MessageDefinition, node: AggregateFieldNode): FieldDefinition | undefined {
    const named = type.fieldsByName.get(node.name) ?? type.fieldsByName.get(node.name.toLowerCase());
    const isGroup = named?.proto.type === 10 && node.name === messageOf(named)?.name;
    if (named !== undefined && (isGroup || node.name === named.name)) return named;
    // Protobuf textformat-spec: Fields: what the message reserves is ignored, whatever its value.
    if (reservedNamesOf(type).has(node.name)) return undefined;
    this.#error(node.nameRange, `"${type.fullName}" has no field "${node.name}"`, () => {
      const word = suggest(node.name, type.fieldsByName.keys());
      if (word !== undefined) return `did you mean "${word}"?`;
      const extension = lookup(this.#table, this.#file.visibleToOptions, this.owner.scope, node.name, false).found;
      return extension?.kind === 'field' && extension.extend !== undefined
        ? `extensions stand in brackets: [${extension.fullName}]`
        : fieldsOf(type);
    });
    return undefined;
  }
}

function reservedNamesOf(message: MessageDefinition): ReadonlySet<string> {
  let names = reservedNames.get(message);
  if (names === undefined) {
    names = new Set(message.proto.reservedName);
    reservedNames.set(message, names);
  }
  return names;
}
const reservedNames = new WeakMap<MessageDefinition, ReadonlySet<string>>();

function fieldsOf(message: MessageDefinition): string {
  const names = [...message.fieldsByName.keys()].filter((name) => name !== 'uninterpreted_option' && name !== 'map_entry');
  if (names.length === 0) return 'it has none';
  return `it has ${names.slice(0, 8).join(', ')}${names.length > 8 ? ' and more' : ''}`;
}
