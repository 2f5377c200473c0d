/**
 * Prints `encodeOrder(message, buffer, start, depth) => position`: straight-line code, one block per field in the order of the field
 * numbers, unknown fields behind them. Tags are stored byte by byte; what stands before a length keeps one byte free for it.
 */
import type { FieldDescriptor, MessageDescriptor, OneofDescriptor } from '../../../wire/protobuf/descriptor.js';
import { emptyValue } from './empty.js';
import { encodeFunctionName, ValuePrinter } from './encode-value.js';
import { isKnownFunction } from './enums.js';
import { int64NotZero, isInt64Kind } from './int64.js';
import { capitalised, propertyKey, quote } from './literals.js';
import type { Module } from './module.js';
import type { Printer } from './printer.js';
import { RUNTIME_VALUES } from './runtime-names.js';
import type { Scope } from './scope.js';
import { packedTag } from './tags.js';
import { valueInitType } from './types.js';

/** Names that every encode function uses itself. */
const OWN_NAMES = ['message', 'buffer', 'start', 'position', 'depth', 'index', 'element', 'key', 'value', 'entry', 'content', 'end'];

/** Properties that an array, a Map, bytes or a boxed value has as data: before a field of that name is written, it is looked for. */
const FOREIGN_DATA = /^(length|size|byteLength|byteOffset|buffer|description|[0-9].*)$/;

/** Above this length what a message has is taken in one line per field. */
const MAX_LINE = 120;

export function printEncode(printer: Printer, module: Module, message: MessageDescriptor): void {
  const name = encodeFunctionName(module, message);
  const parameters = [
    `message${module.typed(module.names.init(message))}`,
    `buffer${module.typed(module.global('Uint8Array'))}`,
    `start${module.typed('number')}`,
    `depth${module.typed('number')}`,
  ];
  printer.block(`function ${name}(${parameters.join(', ')})${module.typed('number')} {`, () => {
    new EncodePrinter(printer, module, message).body();
  });
  for (const field of message.fields) if (field.mapKey === 'string') printEntry(printer, module, field);
}

function entryFunctionName(module: Module, field: FieldDescriptor): string {
  return module.local(`encode${module.names.message(field.message)}_${capitalised(field.localName)}Entry`);
}

/** Prints `encodeOrder_LabelsEntry(key, value, buffer, start) => position`, for the two ways in which such a map may be given. */
function printEntry(printer: Printer, module: Module, field: FieldDescriptor): void {
  const parameters = [
    `key${module.typed('string')}`,
    `value${module.typed(valueInitType(module, field))}`,
    `buffer${module.typed(module.global('Uint8Array'))}`,
    `start${module.typed('number')}`,
  ];
  if (field.value.kind === 'message') parameters.push(`depth${module.typed('number')}`);
  printer.gap();
  printer.block(`function ${entryFunctionName(module, field)}(${parameters.join(', ')})${module.typed('number')} {`, () => {
    printer.line('let position = start;');
    new ValuePrinter(printer, module, field.message).entry(field);
    printer.line('return position;');
  });
}

class EncodePrinter {
  readonly #printer: Printer;
  readonly #module: Module;
  readonly #message: MessageDescriptor;
  readonly #values: ValuePrinter;
  readonly #scope: Scope;
  readonly #locals = new Map<FieldDescriptor | OneofDescriptor, string>();
  readonly #oneofs = new Set<OneofDescriptor>();

  constructor(printer: Printer, module: Module, message: MessageDescriptor) {
    this.#printer = printer;
    this.#module = module;
    this.#message = message;
    this.#values = new ValuePrinter(printer, module, message);
    this.#scope = module.functionScope([...OWN_NAMES, ...RUNTIME_VALUES]);
    // Before the variables take their names: none of them hides one of these functions.
    for (const field of message.fields) {
      if (field.value.kind === 'enum' && !field.value.enum.open) isKnownFunction(module, field.value.enum);
      if (field.mapKey === 'string') entryFunctionName(module, field);
    }
  }

  body(): void {
    const printer = this.#printer;
    const typeName = quote(this.#message.typeName);
    const fields = [...this.#message.fields].sort((a, b) => a.number - b.number);
    printer.line(`if (depth < 0 || typeof message !== 'object') throw ${this.#module.runtime('notA')}(${typeName}, message);`);
    printer.line('let position = start;');
    this.#take(fields);
    for (let index = 0; index < fields.length; index++) {
      const field = fields[index]!;
      if (field.oneof === undefined) {
        this.#standing(field);
        continue;
      }
      // Members of a oneof whose numbers follow each other share one switch.
      const members = [field];
      while (fields[index + 1]?.oneof === field.oneof) members.push(fields[++index]!);
      this.#members(field.oneof, members);
    }
    // Each function looks for itself: what all of them ask together becomes slow (5 % of an encode).
    const unknown = `${this.#module.isTypeScript ? `(message as ${this.#module.runtimeType('UnknownFields')})` : 'message'}[${this.#module.runtime('unknownFields')}]`;
    printer.line(`if (${unknown} !== undefined) position = ${this.#module.runtime('writeUnknown')}(message, buffer, position);`);
    this.#checkEmpty();
    printer.line('return position;');
  }

  /** Something else than a message, such as a Map or a Date, has no fields: it is looked for where nothing has been written. */
  #checkEmpty(): void {
    this.#printer.line(`if (position === start) ${this.#module.runtime('checkEmpty')}(${quote(this.#message.typeName)}, message);`);
  }

  /** A variable for a property. A field called `_0` has the property `0`, which is no variable's name. */
  #local(property: string): string {
    return this.#scope.take(/^[0-9]/.test(property) ? `_${property}` : property);
  }

  /** Takes what the message has into variables: with few nodes for those who compile the code, and as fast as one read at each field. */
  #take(fields: readonly FieldDescriptor[]): void {
    const taken = new Set(fields.map((field) => field.oneof ?? field));
    if (taken.size === 0) return;
    const bindings = [...taken].map((member) => {
      const local = this.#local(member.localName);
      this.#locals.set(member, local);
      const key = propertyKey(member.localName);
      const binding = key === local ? local : `${key}: ${local}`;
      const missing = member.kind === 'field' ? whenMissing(this.#module, member) : undefined;
      return missing === undefined ? binding : `${binding} = ${missing}`;
    });
    const line = `const { ${bindings.join(', ')} } = message;`;
    if (line.length <= MAX_LINE) this.#printer.line(line);
    else this.#printer.block('const {', () => this.#printer.line(...bindings.map((binding) => `${binding},`)), '} = message;');
  }

  /** A field that stands alone. */
  #standing(field: FieldDescriptor): void {
    const printer = this.#printer;
    const local = this.#locals.get(field)!;
    if (FOREIGN_DATA.test(field.localName)) this.#checkEmpty();
    switch (field.cardinality) {
      case 'singular': {
        if (field.presence === 'required') {
          printer.line(`if (${local} === undefined) ${this.#module.runtime('missingField')}();`);
          printer.indented('else {', () => this.#values.field(field, local));
          printer.line('}');
          return;
        }
        const there = whenMissing(this.#module, field) === undefined ? [`${local} !== undefined`] : [];
        if (field.presence === 'implicit') there.push(this.#notDefault(field, local));
        printer.block(`if (${there.join(' && ')}) {`, () => this.#values.field(field, local));
        return;
      }
      case 'repeated':
        this.#list(field, local);
        return;
      case 'map':
        printer.block(`if (${local} !== undefined) {`, () => this.#map(field, local));
        return;
    }
  }

  #list(field: FieldDescriptor, local: string): void {
    const printer = this.#printer;
    const list = `${this.#module.runtime('checkList')}(${local})`;
    if (field.packed) {
      printer.block(`if (${local} !== undefined && ${list}.length > 0) {`, () => {
        const after = this.#values.tag(packedTag(field), 'position');
        printer.line(`position = ${this.#values.packed(field, local, after)};`);
      });
      return;
    }
    printer.block(`if (${local} !== undefined) {`, () => {
      printer.line(`${list};`);
      printer.block(`for (let index = 0; index < ${local}.length; index++) {`, () => {
        printer.line(`const element = ${local}[index]${this.#module.isTypeScript ? '!' : ''};`);
        this.#values.field(field, 'element');
      });
    });
  }

  #map(field: FieldDescriptor, local: string): void {
    const printer = this.#printer;
    const module = this.#module;
    if (field.mapKey !== 'string') {
      printer.block(`for (const [key, value] of ${module.runtime('mapEntries')}(${local})) {`, () => this.#values.entry(field));
      return;
    }
    const write = (value: string): string => {
      const depth = field.value.kind === 'message' ? ', depth' : '';
      return `position = ${entryFunctionName(module, field)}(key, ${value}, buffer, position${depth});`;
    };
    printer.indented(`if (${module.runtime('givenAsMap')}(${local})) {`, () => {
      printer.line(`for (const [key, value] of ${local}) ${write('value')}`);
    });
    // The keys of an object are enumerated in place: 5 ns each, where Object.entries takes 29 (and 45 for few). What is inherited is not its own.
    printer.block('} else {', () => {
      printer.block(`for (const key in ${local}) {`, () => {
        const own = `${module.global('Object')}.prototype.hasOwnProperty.call(${local}, key)`;
        printer.line(`if (${own}) ${write(`${local}[key]${module.isTypeScript ? '!' : ''}`)}`);
      });
    });
  }

  /** The members of a oneof whose numbers follow each other. The first such group also refuses cases that do not exist. */
  #members(oneof: OneofDescriptor, members: readonly FieldDescriptor[]): void {
    const printer = this.#printer;
    const known = this.#oneofs.has(oneof);
    this.#oneofs.add(oneof);
    const local = this.#locals.get(oneof)!;
    printer.block(`if (${local} !== undefined) {`, () => {
      printer.block(`switch (${local}.case) {`, () => {
        for (const field of members) {
          printer.block(`case ${quote(field.localName)}: {`, () => {
            this.#values.field(field, `${local}.value`);
            printer.line('break;');
          });
        }
        if (known) return;
        const elsewhere = oneof.fields.filter((field) => !members.includes(field));
        if (elsewhere.length > 0) {
          for (const field of elsewhere) printer.line(`case ${quote(field.localName)}:`);
          printer.line('  break;');
        }
        printer.indented('default:', () => printer.line(`${this.#module.runtime('checkUnset')}(${local});`));
      });
    });
  }

  #notDefault(field: FieldDescriptor, local: string): string {
    const type = field.value;
    if (type.kind !== 'scalar') return `${local} !== 0`;
    switch (type.scalar) {
      case 'string':
        return `${local} !== ''`;
      case 'bool':
        return `${local} !== false`;
      case 'bytes':
        return `${this.#module.runtime('hasBytes')}(${local})`;
      case 'double':
      case 'float':
        // Minus zero is not the default.
        return `!${this.#module.global('Object')}.is(${local}, 0)`;
      case 'int64':
      case 'uint64':
      case 'sint64':
      case 'fixed64':
      case 'sfixed64':
        return int64NotZero(this.#module, field.int64, local);
      default:
        return `${local} !== 0`;
    }
  }
}

/**
 * What a missing field counts as, where comparing with that costs nothing; undefined for bytes and 64-bit integers, which are asked
 * whether they are there, and for fields with presence.
 */
function whenMissing(module: Module, field: FieldDescriptor): string | undefined {
  if (field.cardinality !== 'singular' || field.presence !== 'implicit') return undefined;
  if (field.value.kind === 'scalar' && (field.value.scalar === 'bytes' || isInt64Kind(field.value.scalar))) return undefined;
  return emptyValue(module, field);
}
