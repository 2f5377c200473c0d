/** Printing a message by a plan of closures that is made once for each message type. */
import { MAX_DEPTH, MAX_PRINTED_UNKNOWN_DEPTH } from '../../limits.js';
import type { FieldDescriptor, MessageDescriptor, ScalarKind } from '../descriptor.js';
import { EncodeError, isForeign, notA } from '../errors.js';
import { sortUnknown } from '../extensions-in.js';
import { type Int64Representation, int64ToBigint } from '../int64-representation.js';
import { isEmptyValue } from '../message/empty-value.js';
import { mapEntries, stringMapEntries } from '../message/map-entries.js';
import { isInt64, isUnsigned } from '../scalar-kinds.js';
import { type UnknownFields, unknownFields } from '../unknown.js';
import { isTypeName, isUrlPrefix } from './bracket-name.js';
import { textName } from './field-name.js';
import { formatEnum, scalarFormats } from './format-scalar.js';
import { printUnknown } from './print-unknown.js';
import { TextOutput } from './text-output.js';

type Properties = Readonly<Record<string, unknown>>;

/** Prints what a message has of one field. */
type PrintField = (output: TextOutput, message: Properties, depth: number) => void;

interface FieldPrinter {
  readonly number: number;
  readonly print: PrintField;
}

/** Prints one value as a field `name`. */
type PrintValue = (output: TextOutput, name: string, value: unknown, depth: number) => void;

const plans = /* @__PURE__ */ new WeakMap<MessageDescriptor, PrintPlan>();

export function printPlanOf(descriptor: MessageDescriptor): PrintPlan {
  let plan = plans.get(descriptor);
  if (plan === undefined) {
    plan = new PrintPlan(descriptor);
    plans.set(descriptor, plan);
  }
  return plan;
}

class PrintPlan {
  readonly #descriptor: MessageDescriptor;
  readonly #isAny: boolean;
  #fields: readonly FieldPrinter[] | undefined;

  constructor(descriptor: MessageDescriptor) {
    this.#descriptor = descriptor;
    this.#isAny = descriptor.typeName === 'google.protobuf.Any';
  }

  print(output: TextOutput, message: unknown, depth: number): void {
    if (depth < 0) throw new EncodeError('messages are nested deeper than allowed (maxDepth): does one contain itself?');
    if (typeof message !== 'object' || message === null || isForeign(message)) {
      throw notA(this.#descriptor.typeName, message);
    }
    const properties = message as Properties;
    const expanded = this.#isAny && printExpanded(output, properties, depth);
    if ((message as UnknownFields)[unknownFields] !== undefined) {
      this.#printAll(output, properties, depth, expanded);
    } else if (!expanded) {
      for (const { print } of this.#allFields()) print(output, properties, depth);
    }
  }

  #allFields(): readonly FieldPrinter[] {
    this.#fields ??= [...this.#descriptor.fields]
      .sort((a, b) => a.number - b.number)
      .map((field) => ({ number: field.number, print: fieldPrinter(field) }));
    return this.#fields;
  }

  /** Fields and extensions in the order of their numbers, other unknown fields behind them. */
  #printAll(output: TextOutput, message: Properties, depth: number, expanded: boolean): void {
    const { extensions, others } = sortUnknown(this.#descriptor, message, output.registry ?? NO_EXTENSIONS, PARTIAL);
    const printers = expanded ? [] : [...this.#allFields()];
    for (const [extension, value] of extensions) printers.push({ number: extension.number, print: extensionPrinter(extension, value) });
    printers.sort((a, b) => a.number - b.number);
    for (const { print } of printers) print(output, message, depth);
    if (output.printUnknownFields) for (const run of others) printUnknown(output, run, 0, run.length, MAX_PRINTED_UNKNOWN_DEPTH);
  }
}

const NO_EXTENSIONS = { extensionOf: () => undefined };
const PARTIAL = { allowMissingRequired: true } as const;

/** Extensions go by their full names, groups too. */
function extensionPrinter(extension: FieldDescriptor, value: unknown): PrintField {
  const printValue = valuePrinter(extension);
  const name = `[${extension.extensionName}]`;
  return (output, _message, depth) => {
    for (const one of extension.cardinality === 'singular' ? [value] : (value as readonly unknown[])) printValue(output, name, one, depth);
  };
}

/**
 * Prints what is in an Any, where the registry knows its type and the bytes are one of it; tells whether it did (Protobuf
 * textformat-spec: Any Fields). Else its two fields say what it has.
 */
function printExpanded(output: TextOutput, any: Properties, depth: number): boolean {
  const { typeUrl, value } = any;
  if (output.registry === undefined || depth < 1 || typeof typeUrl !== 'string') return false;
  const slash = typeUrl.lastIndexOf('/');
  const typeName = typeUrl.slice(slash + 1);
  if (slash < 0 || !isTypeName(typeName) || !isUrlPrefix(typeUrl.slice(0, slash))) return false;
  const type = output.registry.messageType(typeName);
  if (type === undefined) return false;
  let inner: unknown;
  try {
    inner = type.decode(value as Uint8Array, { maxDepth: depth - 1, allowMissingRequired: true });
  } catch {
    return false;
  }
  output.open(`[${typeUrl}]`);
  printPlanOf(type.descriptor).print(output, inner, depth - 1);
  output.close();
  return true;
}

function fieldPrinter(field: FieldDescriptor): PrintField {
  const name = textName(field);
  const property = field.localName;
  const printValue = valuePrinter(field);
  if (field.cardinality === 'map') return mapPrinter(field, name, printValue);
  if (field.cardinality === 'repeated') {
    return (output, message, depth) => {
      const list = message[property];
      if (list === undefined) return;
      if (!Array.isArray(list)) throw notA('an array', list);
      for (const value of list as unknown[]) printValue(output, name, value, depth);
    };
  }
  if (field.oneof !== undefined) {
    const oneof = field.oneof.localName;
    return (output, message, depth) => {
      const chosen = message[oneof] as { case?: unknown; value?: unknown } | undefined;
      if (chosen === undefined) return;
      if (typeof chosen !== 'object' || chosen === null) throw notA('a oneof', chosen);
      if (chosen.case === property) printValue(output, name, chosen.value, depth);
    };
  }
  const implicit = field.presence === 'implicit';
  return (output, message, depth) => {
    const value = message[property];
    if (value === undefined || (implicit && isEmptyValue(field, value))) return;
    printValue(output, name, value, depth);
  };
}

function valuePrinter(field: FieldDescriptor): PrintValue {
  const { value: type } = field;
  switch (type.kind) {
    case 'message': {
      let plan: PrintPlan | undefined;
      return (output, name, value, depth) => {
        plan ??= printPlanOf(type.message);
        output.open(name);
        plan.print(output, value, depth - 1);
        output.close();
      };
    }
    case 'enum':
      return (output, name, value) => output.scalar(name, formatEnum(type.enum, value));
    case 'scalar': {
      const format = scalarFormat(type.scalar, field.int64);
      return (output, name, value) => output.scalar(name, format(value));
    }
  }
}

/** Entries in the order of their keys, so that the same message is the same text. */
function mapPrinter(field: FieldDescriptor, name: string, printValue: PrintValue): PrintField {
  const formatKey = scalarFormat(field.mapKey!, field.int64?.forKeys);
  const compare = comparison(field);
  const entriesOf = field.mapKey === 'string' ? stringMapEntries : mapEntries;
  return (output, message, depth) => {
    const map = message[field.localName];
    if (map === undefined) return;
    const entries = [...(entriesOf as (map: unknown) => Iterable<readonly [Key, unknown]>)(map)];
    entries.sort(([a], [b]) => compare(a, b));
    for (const [key, value] of entries) {
      output.open(name);
      output.scalar('key', formatKey(key));
      printValue(output, 'value', value, depth);
      output.close();
    }
  };
}

/** One value of `field`, an element where it is a list or map, on one line. */
export function formatValue(field: FieldDescriptor, value: unknown): string {
  const output = new TextOutput(undefined, undefined, false);
  valuePrinter(field)(output, '', value, MAX_DEPTH);
  return output.text.slice(field.value.kind === 'message' ? ' '.length : ': '.length).trimEnd();
}

type Key = string | number | bigint | boolean;

/** The order of a map's keys; integers that are held as strings go by their numbers. */
function comparison(field: FieldDescriptor): (a: Key, b: Key) => number {
  const byValue = (a: Key, b: Key): number => (a < b ? -1 : a > b ? 1 : 0);
  const int64 = field.int64?.forKeys;
  if (int64 === undefined || !isInt64(field.mapKey!)) return byValue;
  const unsigned = isUnsigned(field.mapKey!);
  const number = (key: Key): bigint => int64ToBigint(int64, key, unsigned) ?? 0n;
  return (a, b) => byValue(number(a), number(b));
}

function scalarFormat(kind: ScalarKind, int64: Int64Representation | undefined): (value: unknown) => string {
  const format = scalarFormats[kind];
  if (int64 === undefined || !isInt64(kind)) return format;
  const unsigned = isUnsigned(kind);
  return (value) => {
    const number = int64ToBigint(int64, value, unsigned);
    if (number === undefined) throw notA(`${kind} (${int64.words})`, value);
    return format(number);
  };
}
