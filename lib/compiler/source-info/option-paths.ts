/**
 * Where options set which fields: for each option the paths, from the options message on, of the fields that it sets, as `buf build`
 * tells them. A value in braces is one place of its own where the option names it, and then one for each scalar and each repeated
 * field in it; what stands inside elements of repeated fields and inside an Any has none.
 */
import { Diagnostics } from '../diagnostics.js';
import type { FieldDefinition, LinkedFile, MessageDefinition, OptionOwner } from '../linker/definitions.js';
import type { SymbolTable } from '../linker/symbol-table.js';
import { FieldLookup } from '../options/field-lookup.js';
import { messageOf } from '../options/option-message.js';
import type { Range } from '../source.js';
import type { AggregateNode, OptionNode } from '../tree.js';

/** One field that an option sets. */
export interface OptionPlace {
  /** From the options message on. */
  readonly path: readonly number[];
  readonly range: Range;
}

/** Where one element's options set something. There were no errors in them. */
export function optionPlaces(
  owner: OptionOwner,
  nodes: readonly OptionNode[],
  file: LinkedFile,
  table: SymbolTable,
  optionsTable: SymbolTable,
): OptionPlace[] {
  const type = optionsTable.get(owner.typeName);
  if (type?.kind !== 'message') return [];
  return new OptionPaths(new FieldLookup(owner, file, table, new Diagnostics())).of(nodes, type);
}

class OptionPaths {
  readonly #fields: FieldLookup;
  readonly #places: OptionPlace[] = [];
  /** How often each repeated field was set, by its path. */
  readonly #counts = new Map<string, number>();

  constructor(fields: FieldLookup) {
    this.#fields = fields;
  }

  of(nodes: readonly OptionNode[], type: MessageDefinition): OptionPlace[] {
    for (const node of nodes) this.#option(node, type);
    return this.#places;
  }

  #option(node: OptionNode, type: MessageDefinition): void {
    const path: number[] = [];
    let message = type;
    let field: FieldDefinition | undefined;
    for (const part of node.name) {
      if (field !== undefined) {
        const next = messageOf(field);
        if (next === undefined) return;
        message = next;
      }
      field = this.#fields.named(message, part);
      if (field === undefined) return;
      path.push(field.number);
    }
    if (field === undefined) return;
    const nested = messageOf(field);
    if (field.repeated) this.#repeated(path, node.span);
    else if (nested === undefined || node.value.kind !== 'aggregate') this.#places.push({ path, range: node.span });
    else {
      // Without the word `option` and the semicolon.
      this.#places.push({ path, range: { start: node.nameRange.start, end: node.value.range.end } });
      this.#aggregate(path, node.value, nested);
    }
  }

  #repeated(path: readonly number[], range: Range): void {
    const key = path.join('.');
    const index = this.#counts.get(key) ?? 0;
    this.#counts.set(key, index + 1);
    this.#places.push({ path: [...path, index], range });
  }

  #aggregate(path: readonly number[], node: AggregateNode, type: MessageDefinition): void {
    for (const child of node.fields) {
      if (child.kind === 'any') continue;
      const field =
        child.kind === 'extension' ? this.#fields.extension(type, child.name, child.nameRange) : this.#fields.textField(type, child);
      if (field === undefined) continue;
      const childPath = [...path, field.number];
      const nested = messageOf(field);
      const range = { start: child.nameRange.start, end: child.value.range.end };
      if (child.value.kind === 'list' && child.value.values.length === 0) continue;
      if (field.repeated) this.#repeated(childPath, range);
      else if (nested !== undefined && child.value.kind === 'aggregate') this.#aggregate(childPath, child.value, nested);
      else this.#places.push({ path: childPath, range });
    }
  }
}
