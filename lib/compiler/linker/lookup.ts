/**
 * From a name to what it means. Protobuf proto3: Packages and Name Resolution: the innermost scope is searched first, and the first
 * part of a dotted name decides: once it is found, the rest is looked for inside it and nowhere else.
 */
import { suggest } from '../suggest.js';
import type { Definition, EnumDefinition, LinkedFile, MessageDefinition } from './definitions.js';
import type { FileSet } from './file-set.js';
import { join } from './names.js';
import type { Scope, SymbolTable } from './symbol-table.js';

export type Lookup =
  | { readonly found: Definition; readonly resolvedTo?: undefined; readonly notImported?: undefined; readonly noType?: undefined }
  | {
      readonly found: undefined;
      /** The full name that the first part led to, inside which the rest is missing. */
      readonly resolvedTo: string | undefined;
      /** It exists, in this file that is not imported. */
      readonly notImported: LinkedFile | undefined;
      /** The name leads to this, which is no type. */
      readonly noType?: Definition | undefined;
    };

/**
 * Looks up `name` as written inside `scope` of a file, among the `files` it can see. With `typesOnly` a single name passes by what is
 * no type.
 */
export function lookup(table: SymbolTable, files: FileSet, scope: string, name: string, typesOnly: boolean): Lookup {
  let notImported: LinkedFile | undefined;
  const visible = (definition: Definition | undefined): Definition | undefined => {
    if (definition === undefined || isVisible(files, definition)) return definition;
    if (definition.kind !== 'package') notImported ??= definition.file;
    return undefined;
  };
  if (name.startsWith('.')) {
    const found = visible(table.get(name.slice(1)));
    return found === undefined ? { found, resolvedTo: undefined, notImported } : { found };
  }
  let noType: Definition | undefined;
  const dot = name.indexOf('.');
  const first = dot < 0 ? name : name.slice(0, dot);
  const innermost = table.scope(scope);
  for (let around: Scope | undefined = innermost; around !== undefined; around = around.around) {
    const found = visible(around.names.get(first));
    if (found === undefined) continue;
    if (dot < 0) {
      if (!typesOnly || isType(found)) return { found };
      noType ??= found;
      continue;
    }
    if (!holdsNames(found)) continue;
    const fullName = join(around.fullName, name);
    const whole = visible(table.get(fullName));
    return whole === undefined ? { found: undefined, resolvedTo: fullName, notImported } : { found: whole };
  }
  // Its package may be unknown here too.
  for (let around: Scope | undefined = innermost; notImported === undefined && around !== undefined; around = around.around) {
    if (!around.names.has(first)) continue;
    const hidden = table.get(join(around.fullName, name));
    if (hidden !== undefined && hidden.kind !== 'package' && !isVisible(files, hidden)) notImported = hidden.file;
  }
  return { found: undefined, resolvedTo: undefined, notImported, noType };
}

function isVisible(files: FileSet, definition: Definition): boolean {
  return definition.kind === 'package' ? definition.files.meets(files) : files.has(definition.file);
}

function isType(definition: Definition): definition is MessageDefinition | EnumDefinition {
  return definition.kind === 'message' || definition.kind === 'enum';
}

function holdsNames(definition: Definition): boolean {
  return definition.kind === 'message' || definition.kind === 'enum' || definition.kind === 'package' || definition.kind === 'service';
}

/** How people call protobuf's types in other languages. */
const otherLanguages = new Map<string, string>([
  ['int', 'int32'],
  ['integer', 'int32'],
  ['short', 'int32'],
  ['long', 'int64'],
  ['bigint', 'int64'],
  ['uint', 'uint32'],
  ['ulong', 'uint64'],
  ['byte', 'bytes'],
  ['binary', 'bytes'],
  ['boolean', 'bool'],
  ['str', 'string'],
  ['text', 'string'],
  ['number', 'double'],
  ['float32', 'float'],
  ['float64', 'double'],
  ['timestamp', 'google.protobuf.Timestamp'],
  ['datetime', 'google.protobuf.Timestamp'],
  ['date', 'google.protobuf.Timestamp'],
  ['duration', 'google.protobuf.Duration'],
  ['any', 'google.protobuf.Any'],
]);

const scalarNames = [
  'double',
  'float',
  'int32',
  'int64',
  'uint32',
  'uint64',
  'sint32',
  'sint64',
  'fixed32',
  'fixed64',
  'sfixed32',
  'sfixed64',
  'bool',
  'string',
  'bytes',
];

/** Types that a misspelt one is compared with: a file's errors may ask a hundred times. */
const mostSuggestedTypes = 10_000;

/** The type that was likely meant by `name`, written so that it is found from `scope`. */
export function suggestType(table: SymbolTable, file: LinkedFile, scope: string, name: string, messagesOnly: boolean): string | undefined {
  const known = messagesOnly ? undefined : otherLanguages.get(name.toLowerCase());
  if (known !== undefined) return known;
  const last = name.slice(name.lastIndexOf('.') + 1);
  const dotted = name.includes('.');
  const candidates = new Map<string, Definition>();
  let definition: Definition | undefined;
  for (const one of table.types()) {
    if (!file.visible.has(one.file) || (messagesOnly && one.kind !== 'message')) continue;
    if (one.name === last) {
      definition = one;
      break;
    }
    if (candidates.size < mostSuggestedTypes) candidates.set(dotted ? one.fullName : one.name, one);
  }
  if (definition === undefined) {
    const word = suggest(name, messagesOnly ? candidates.keys() : [...scalarNames, ...candidates.keys()]);
    definition = word === undefined ? undefined : candidates.get(word);
    if (definition === undefined) return word;
  }
  return lookup(table, file.visible, scope, definition.name, true).found === definition ? definition.name : definition.fullName;
}
