/**
 * Where each element of a file stands: one google.protobuf.SourceCodeInfo.Location for each statement, and for each part of it that is
 * a field of a descriptor. Paths are those of google/protobuf/descriptor.proto. Which parts there are, and where they begin and end, is
 * as `buf build` has it; which comments they have is as descriptor.proto says.
 */
import type { SourceCodeInfo } from '../../../wire/protobuf/generated/descriptor.js';
import { Diagnostics } from '../diagnostics.js';
import { tokenize } from '../lexer.js';
import { byPosition, declareGroupsOf, type Nested } from '../linker/declare/message.js';
import type { LinkedFile, OptionOwner } from '../linker/definitions.js';
import { scalarTypes } from '../linker/resolve.js';
import type { SymbolTable } from '../linker/symbol-table.js';
import type { Range } from '../source.js';
import type { EnumNode, ExtendNode, ExtensionsNode, FieldNode, NumberRangeNode, OptionNode, ReservedNode, ServiceNode } from '../tree.js';
import { Columns } from './columns.js';
import { FileComments } from './comments.js';
import { at } from './field-numbers.js';
import { optionPlaces } from './option-paths.js';

type Location = SourceCodeInfo['location'][number];
type Path = readonly number[];

/** The source info of a file that was linked without an error. */
export function sourceInfoOf(file: LinkedFile, table: SymbolTable, optionsTable: SymbolTable): SourceCodeInfo {
  return { location: new Locations(file, table, optionsTable).all() };
}

class Locations {
  readonly #file: LinkedFile;
  readonly #table: SymbolTable;
  readonly #optionsTable: SymbolTable;
  readonly #columns: Columns;
  readonly #comments: FileComments;
  readonly #locations: Location[] = [];
  /** Whose options they are, by the first of them. */
  readonly #owners = new Map<OptionNode, OptionOwner>();

  constructor(file: LinkedFile, table: SymbolTable, optionsTable: SymbolTable) {
    this.#file = file;
    this.#table = table;
    this.#optionsTable = optionsTable;
    this.#columns = new Columns(file.source.text);
    this.#comments = new FileComments(file.source, file.node.tokens ?? tokenize(file.source, new Diagnostics()));
    for (const owner of file.options) if (owner.nodes.length > 0) this.#owners.set(owner.nodes[0]!, owner);
  }

  all(): Location[] {
    const { node } = this.#file;
    this.#add([], this.#comments.whole);
    // An edition stands at the path of `syntax` too.
    if (node.syntax !== undefined) this.#statement([at.file.syntax], node.syntax.span);
    if (node.package !== undefined) this.#statement([at.file.package], node.package.span);
    this.#imports();
    this.#optionStatements([at.file.options], node.options);
    for (const [index, message] of byPosition(node.messages, declareGroupsOf(node.extends)).entries())
      this.#message([at.file.messageType, index], message);
    for (const [index, child] of node.enums.entries()) this.#enum([at.file.enumType, index], child);
    for (const [index, service] of node.services.entries()) this.#service([at.file.service, index], service);
    this.#extends([at.file.extension], node.extends);
    return this.#locations;
  }

  #add(path: Path, range: Range): void {
    this.#locations.push({
      path: path as number[],
      span: this.#columns.span(range.start, range.end),
      leadingComments: undefined,
      trailingComments: undefined,
      leadingDetachedComments: [],
    });
  }

  /** With the comments around it: before its first word, `first`, and behind its `;`. */
  #statement(path: Path, span: Range, first = span.start): void {
    this.#declaration(path, span, first, span.end - 1);
  }

  /** The same for one with braces, the first token behind `head`. The words `export` and `local` are no part of it. */
  #block(path: Path, span: Range, head: Range): void {
    const first = this.#comments.tokenFrom(span.start);
    const isVisibility = first.text === 'export' || first.text === 'local';
    const start = isVisibility ? this.#comments.tokenFrom(first.end).start : span.start;
    this.#declaration(path, { start, end: span.end }, span.start, head.end);
  }

  #declaration(path: Path, span: Range, first: number, end: number): void {
    const { leading, trailing, detached } = this.#comments.of(first, end);
    this.#locations.push({
      path: path as number[],
      span: this.#columns.span(span.start, span.end),
      leadingComments: leading,
      trailingComments: trailing,
      leadingDetachedComments: [...detached],
    });
  }

  #imports(): void {
    const seen = new Map<string, number>();
    let options = 0;
    let publics = 0;
    let weaks = 0;
    for (const node of this.#file.node.imports) {
      if (node.modifier === 'option') {
        this.#statement([at.file.optionDependency, options++], node.span);
        continue;
      }
      const index = seen.size;
      if (seen.has(node.path)) continue;
      seen.set(node.path, index);
      this.#statement([at.file.dependency, index], node.span);
      if (node.modifier === 'public') this.#add([at.file.publicDependency, publics++], node.modifierRange!);
      if (node.modifier === 'weak') this.#add([at.file.weakDependency, weaks++], node.modifierRange!);
    }
  }

  #message(path: Path, { node, field, at: head }: Nested): void {
    // What stands behind a map is written nowhere.
    if (field !== undefined) return;
    const { body } = node;
    this.#block(path, node.span, head);
    this.#add([...path, at.message.name], node.name.range);
    for (const [index, one] of body.fields.entries()) this.#field([...path, at.message.field, index], one);
    for (const [index, oneof] of body.oneofs.entries()) {
      const oneofPath = [...path, at.message.oneofDecl, index];
      this.#block(oneofPath, oneof.span, oneof.name.range);
      this.#add([...oneofPath, at.oneof.name], oneof.name.range);
      this.#optionStatements([...oneofPath, at.oneof.options], oneof.options);
    }
    const nested = byPosition(body.messages, [...body.fields, ...declareGroupsOf(body.extends)]);
    for (const [index, one] of nested.entries()) this.#message([...path, at.message.nestedType, index], one);
    for (const [index, one] of body.enums.entries()) this.#enum([...path, at.message.enumType, index], one);
    this.#extends([...path, at.message.extension], body.extends);
    this.#extensionRanges([...path, at.message.extensionRange], body.extensionRanges);
    this.#reserved([...path, at.message.reservedRange], [...path, at.message.reservedName], body.reserved);
    this.#optionStatements([...path, at.message.options], body.options);
  }

  #enum(path: Path, node: EnumNode): void {
    this.#block(path, node.span, node.name.range);
    this.#add([...path, at.enum.name], node.name.range);
    for (const [index, value] of node.values.entries()) {
      const valuePath = [...path, at.enum.value, index];
      this.#statement(valuePath, value.span);
      this.#add([...valuePath, at.enumValue.name], value.name.range);
      this.#add([...valuePath, at.enumValue.number], value.number.range);
      this.#bracketOptions([...valuePath, at.enumValue.options], value.options, value.bracketRange);
    }
    this.#reserved([...path, at.enum.reservedRange], [...path, at.enum.reservedName], node.reserved);
    this.#optionStatements([...path, at.enum.options], node.options);
  }

  #field(path: Path, node: FieldNode): void {
    // The comments of a group are those of its message.
    if (node.group === undefined) this.#statement(path, node.span);
    else this.#add(path, node.span);
    if (node.labelRange !== undefined) this.#add([...path, at.field.label], node.labelRange);
    const isScalar = node.mapKey === undefined && node.group === undefined && scalarTypes.has(node.type.text);
    this.#add([...path, isScalar ? at.field.type : at.field.typeName], node.typeRange);
    this.#add([...path, at.field.name], node.name.range);
    this.#add([...path, at.field.number], node.number.range);
    const options: OptionNode[] = [];
    for (const option of node.options) {
      const first = option.name[0]!;
      const isPseudo = option.name.length === 1 && !first.isExtension;
      if (isPseudo && first.text === 'default') this.#add([...path, at.field.defaultValue], option.span);
      else if (isPseudo && first.text === 'json_name') this.#add([...path, at.field.jsonName], option.span);
      else options.push(option);
    }
    this.#bracketOptions([...path, at.field.options], options, node.bracketRange);
  }

  #extends(path: Path, nodes: readonly ExtendNode[]): void {
    let index = 0;
    for (const node of nodes) {
      this.#block(path, node.span, node.extendee.range);
      for (const field of node.fields) {
        const fieldPath = [...path, index++];
        this.#field(fieldPath, field);
        this.#add([...fieldPath, at.field.extendee], node.extendee.range);
      }
    }
  }

  #extensionRanges(path: Path, nodes: readonly ExtensionsNode[]): void {
    let index = 0;
    for (const node of nodes) {
      for (const range of node.ranges) {
        this.#statement(path, node.span);
        const rangePath = [...path, index++];
        this.#range(rangePath, range);
        this.#bracketOptions([...rangePath, at.extensionRange.options], node.options, node.bracketRange);
      }
    }
  }

  /** Only the first statement of each kind has a place of its own. */
  #reserved(rangePath: Path, namePath: Path, nodes: readonly ReservedNode[]): void {
    let ranges = 0;
    let names = 0;
    for (const node of nodes) {
      if (node.ranges.length > 0 && ranges === 0) this.#statement(rangePath, node.span);
      if (node.names.length > 0 && names === 0) this.#statement(namePath, node.span);
      for (const range of node.ranges) this.#range([...rangePath, ranges++], range);
      for (const name of node.names) this.#add([...namePath, names++], name.range);
    }
  }

  /** Both ends of a single number are that number. */
  #range(path: Path, { range, start, end }: NumberRangeNode): void {
    this.#add(path, range);
    this.#add([...path, at.range.start], start.range);
    this.#add([...path, at.range.end], end === 'max' ? { start: range.end - end.length, end: range.end } : end.range);
  }

  #service(path: Path, node: ServiceNode): void {
    this.#block(path, node.span, node.name.range);
    this.#add([...path, at.service.name], node.name.range);
    for (const [index, method] of node.methods.entries()) {
      const methodPath = [...path, at.service.method, index];
      // Its `;` or `{` is the second token behind the reply: a parenthesis comes first.
      const parenthesis = this.#comments.tokenFrom(method.output.range.end);
      this.#block(methodPath, method.span, parenthesis);
      this.#add([...methodPath, at.method.name], method.name.range);
      this.#add([...methodPath, at.method.inputType], method.input.range);
      this.#add([...methodPath, at.method.outputType], method.output.range);
      if (method.inputStreamRange !== undefined) this.#add([...methodPath, at.method.clientStreaming], method.inputStreamRange);
      if (method.outputStreamRange !== undefined) this.#add([...methodPath, at.method.serverStreaming], method.outputStreamRange);
      this.#optionStatements([...methodPath, at.method.options], method.options ?? []);
    }
    this.#optionStatements([...path, at.service.options], node.options);
  }

  #optionStatements(path: Path, nodes: readonly OptionNode[]): void {
    if (nodes.length === 0) return;
    for (const node of nodes) this.#add(path, node.span);
    const names = new Set(nodes.map((node) => node.nameRange.start));
    const statements = new Set(nodes.map((node) => node.span.start));
    for (const place of this.#places(nodes)) {
      const optionPath = [...path, ...place.path];
      const { start, end } = place.range;
      // The statement itself, or all of it but the word `option` and the `;`: comments are around the statement.
      if (names.has(start)) this.#declaration(optionPath, place.range, this.#comments.tokenBefore(start).start, end);
      else if (statements.has(start)) this.#statement(optionPath, place.range);
      else this.#add(optionPath, place.range);
    }
  }

  #bracketOptions(path: Path, nodes: readonly OptionNode[], bracketRange: Range | undefined): void {
    if (nodes.length === 0 || bracketRange === undefined) return;
    this.#add(path, bracketRange);
    for (const place of this.#places(nodes)) this.#add([...path, ...place.path], place.range);
  }

  #places(nodes: readonly OptionNode[]): ReturnType<typeof optionPlaces> {
    const owner = this.#owners.get(nodes[0]!);
    return owner === undefined ? [] : optionPlaces(owner, nodes, this.#file, this.#table, this.#optionsTable);
  }
}
