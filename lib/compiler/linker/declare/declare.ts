/**
 * First pass over a file: each node becomes a descriptor and a definition, and its full name enters the table. What can be said
 * without looking a name up (numbers, labels, ranges, duplicates) is checked here.
 */
import { MAX_FULL_NAME_LENGTH } from '../../../limits.js';
import type { Diagnostics, Help } from '../../diagnostics.js';
import type { Range } from '../../source.js';
import type { Doc } from '../../tree.js';
import type { Definition, LinkedFile } from '../definitions.js';
import type { SymbolTable } from '../symbol-table.js';
import { declareEnum } from './enum.js';
import { declareExtension } from './field.js';
import { byPosition, declareGroupsOf, declareMessage } from './message.js';
import { declareService } from './service.js';
import { checkVisibility } from './visibility.js';

/** What declaring functions share. */
export class Declaring {
  readonly file: LinkedFile;
  readonly table: SymbolTable;
  readonly #diagnostics: Diagnostics;

  constructor(file: LinkedFile, table: SymbolTable, diagnostics: Diagnostics) {
    this.file = file;
    this.table = table;
    this.#diagnostics = diagnostics;
  }

  error(range: Range, message: string, help?: Help): void {
    this.#diagnostics.error(this.file.source, range, message, help);
  }

  /** Whether nothing inside the definition is to be declared, since each full name there would be longer still; reported here. */
  isTooLong({ fullName, range }: Definition): boolean {
    if (fullName.length <= MAX_FULL_NAME_LENGTH) return false;
    this.error(range, `the full name has ${fullName.length} characters, more than the ${MAX_FULL_NAME_LENGTH} that are read`, 'shorten it');
    return true;
  }

  comment(key: string, doc: Doc): void {
    const text = doc.leading ?? doc.trailing;
    if (text !== undefined) this.file.comments.set(key, text);
  }
}

export function declareFile(file: LinkedFile, table: SymbolTable, diagnostics: Diagnostics): void {
  const context = new Declaring(file, table, diagnostics);
  const { node, proto } = file;
  checkVisibility(context);
  const scope = file.package;
  table.declarePackage(file);
  for (const { node: message } of byPosition(node.messages, declareGroupsOf(node.extends))) {
    proto.messageType.push(declareMessage(context, message, scope, undefined, file.features).proto);
  }
  for (const child of node.enums) proto.enumType.push(declareEnum(context, child, scope, undefined, file.features).proto);
  for (const extend of node.extends) {
    for (const field of extend.fields) proto.extension.push(declareExtension(context, field, extend, scope, file.features).proto);
  }
  for (const service of node.services) proto.service.push(declareService(context, service, scope).proto);
  file.options.push({
    nodes: node.options,
    typeName: 'google.protobuf.FileOptions',
    target: 1,
    what: 'a file',
    scope,
    assign: (options) => {
      proto.options = options as typeof proto.options;
    },
  });
}
