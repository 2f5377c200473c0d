/**
 * Whether a value a user gave is a message of its type. The one place that knows what each kind accepts in words; `create` asks it
 * before, and encode after it has failed.
 */
import { isBytes } from '../../bytes/copy.js';
import { isWellFormed } from '../../bytes/utf8.js';
import { MAX_DEPTH } from '../../limits.js';
import type { EnumDescriptor, FieldDescriptor, MessageDescriptor, OneofDescriptor, ScalarKind } from '../descriptor.js';
import { DecodeError, EncodeError, isThenable, show } from '../errors.js';
import type { Int64Representation } from '../int64-representation.js';
import { given, givenOneof } from './given.js';
import { isMap, isPlainObject } from './map-entries.js';
import { rootPath } from './path.js';

export interface CheckOptions {
  /** `create` refuses keys that are no member of the message; encode does not look at them. */
  readonly unknownKeys: 'refused' | 'ignored';
  /** encode needs required fields; `create` makes partial messages too. */
  readonly required: 'asked for' | 'left out';
  /** How many levels of messages may nest. Default 100. */
  readonly maxDepth?: number;
}

/** The first thing wrong with `message`, as the error to throw; undefined when all is well. */
export function findFault(descriptor: MessageDescriptor, message: unknown, options: CheckOptions): EncodeError | undefined {
  const path = rootPath(descriptor);
  try {
    return faultInMessage(descriptor, message, path, options, options.maxDepth ?? MAX_DEPTH);
  } catch (error) {
    // A list, map or oneof with code of its own (an iterator, a proxy) threw while it was looked at.
    return threw(error, path);
  }
}

/** The first thing wrong with `value` as one of `field`; undefined when all is well. `path` is where it stands. */
export function findFieldFault(field: FieldDescriptor, value: unknown, path: string, options: CheckOptions): EncodeError | undefined {
  try {
    return faultInField(field, value, path, options, options.maxDepth ?? MAX_DEPTH);
  } catch (error) {
    return threw(error, path);
  }
}

/**
 * The error to throw where a walk over `messages` of one type threw `error`: what is wrong with the first that is none, else `error`
 * itself, with words of ours where it is the engine's.
 */
export function explainWalk(descriptor: MessageDescriptor, messages: readonly unknown[], error: unknown, maxDepth: number): unknown {
  if (error instanceof DecodeError) return error;
  for (const message of messages) {
    const fault = findFault(descriptor, message, { unknownKeys: 'ignored', required: 'left out', maxDepth });
    if (fault !== undefined) return fault;
  }
  return error instanceof EncodeError ? error : threw(error, rootPath(descriptor));
}

type Fault = EncodeError | undefined;

function threw(error: unknown, path: string): EncodeError {
  const fault = new EncodeError(`reading it threw: ${error instanceof Error ? error.message : String(error)}`, path);
  Object.defineProperty(fault, 'cause', { value: error, enumerable: false, configurable: true, writable: true });
  return fault;
}

function wrong(expected: string, value: unknown, path: string): EncodeError {
  return new EncodeError(`expected ${expected}, got ${show(value)}`, path);
}

function faultInMessage(descriptor: MessageDescriptor, message: unknown, path: string, options: CheckOptions, depth: number): Fault {
  if (depth < 0) {
    return new EncodeError(
      `messages are nested more than ${options.maxDepth ?? MAX_DEPTH} levels deep (maxDepth): does one contain itself?`,
      path,
    );
  }
  if (typeof message !== 'object' || message === null || Symbol.iterator in message) return wrong(descriptor.typeName, message, path);
  // A Date: nothing else that is not called a symbol has this.
  if (Symbol.toPrimitive in message) {
    const help = descriptor.typeName === 'google.protobuf.Timestamp' ? ': timestampFromDate makes one of a Date' : '';
    return new EncodeError(`expected ${descriptor.typeName}, got ${show(message)}${help}`, path);
  }
  if (isThenable(message)) return new EncodeError(`expected ${descriptor.typeName}, got ${show(message)}: wait for it first`, path);
  const properties = message as Record<string, unknown>;
  // encode reads a property as it is; what copies leaves out what is not the user's.
  const copies = options.unknownKeys === 'refused';
  for (const member of descriptor.members) {
    const here = `${path}.${member.localName}`;
    let value: unknown;
    try {
      value = copies ? given(properties, member.localName) : properties[member.localName];
    } catch (error) {
      return threw(error, here);
    }
    if (value === undefined) {
      if (options.required === 'asked for' && member.kind === 'field' && member.presence === 'required') {
        return new EncodeError('required field is missing', here);
      }
      continue;
    }
    const fault =
      member.kind === 'oneof' ? faultInOneof(member, value, here, options, depth) : faultInField(member, value, here, options, depth);
    if (fault !== undefined) return fault;
  }
  return options.unknownKeys === 'refused' ? faultInKeys(descriptor, properties, path) : undefined;
}

function faultInKeys(descriptor: MessageDescriptor, properties: Record<string, unknown>, path: string): Fault {
  for (const key of Object.keys(properties)) {
    if (descriptor.members.some((member) => member.localName === key)) continue;
    const names = descriptor.members.map((member) => member.localName);
    const member = descriptor.fields.find((field) => field.oneof !== undefined && field.localName === key);
    const hint = member?.oneof
      ? `set it as ${member.oneof.localName}: { case: '${key}', value: … }`
      : `it has ${names.length === 0 ? 'no fields' : names.join(', ')}`;
    return new EncodeError(`${descriptor.typeName} has no such property; ${hint}`, `${path}.${key}`);
  }
  return undefined;
}

function faultInOneof(oneof: OneofDescriptor, value: unknown, path: string, options: CheckOptions, depth: number): Fault {
  if (typeof value !== 'object' || value === null) return wrong(`a oneof ({ case, value })`, value, path);
  const chosen = options.unknownKeys === 'refused' ? givenOneof(value) : (value as { case?: unknown; value?: unknown });
  if (chosen.case === undefined) return undefined;
  const field = oneof.fields.find((one) => one.localName === chosen.case);
  if (field === undefined) {
    return wrong(`${oneof.fields.map((one) => JSON.stringify(one.localName)).join(' or ')}`, chosen.case, `${path}.case`);
  }
  return faultInValue(field, chosen.value, `${path}.value`, options, depth);
}

function faultInField(field: FieldDescriptor, value: unknown, path: string, options: CheckOptions, depth: number): Fault {
  if (field.cardinality === 'singular') return faultInValue(field, value, path, options, depth);
  if (field.cardinality === 'map') return faultInMap(field, value, path, options, depth);
  if (!Array.isArray(value)) return wrong('an array', value, path);
  for (let index = 0; index < value.length; index++) {
    const fault = faultInValue(field, value[index] as unknown, `${path}[${index}]`, options, depth);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function faultInMap(field: FieldDescriptor, value: unknown, path: string, options: CheckOptions, depth: number): Fault {
  const keyKind = field.mapKey!;
  const int64 = field.int64?.forKeys;
  if (!isMap(value) && !(keyKind === 'string' && isPlainObject(value))) {
    return wrong(keyKind === 'string' ? 'a Map or a plain object' : `a Map with ${keyKind} keys`, value, path);
  }
  for (const [key, one] of isMap(value) ? value : Object.entries(value)) {
    const here = `${path}[${typeof key === 'bigint' ? `${key}n` : JSON.stringify(key)}]`;
    if (!isScalarAs(keyKind, int64, key)) return wrong(`${wordsFor(keyKind, int64)} as a key`, key, path);
    const fault = faultInValue(field, one, here, options, depth);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function faultInValue(field: FieldDescriptor, value: unknown, path: string, options: CheckOptions, depth: number): Fault {
  const type = field.value;
  switch (type.kind) {
    case 'message':
      return faultInMessage(type.message, value, path, options, depth - 1);
    case 'enum':
      return faultInEnum(type.enum, value, path);
    case 'scalar':
      if (type.scalar === 'string' && typeof value === 'string' && !isWellFormed(value)) {
        return wrong('a string that has a UTF-8 form, without lone surrogates', value, path);
      }
      return isScalarAs(type.scalar, field.int64, value) ? undefined : wrong(wordsFor(type.scalar, field.int64), value, path);
  }
}

function faultInEnum(type: EnumDescriptor, value: unknown, path: string): Fault {
  if (!isScalar('int32', value)) return wrong(`a value of ${type.typeName} (an int32)`, value, path);
  if (type.open || type.valueByNumber(value as number) !== undefined) return undefined;
  return wrong(`a value of ${type.typeName}, which is closed: numbers without a name would not be read back`, value, path);
}

/** As `isScalar`, for the field's representation of 64-bit integers. */
function isScalarAs(kind: ScalarKind, int64: Int64Representation | undefined, value: unknown): boolean {
  if (int64 === undefined) return isScalar(kind, value);
  switch (kind) {
    case 'int64':
    case 'sint64':
    case 'sfixed64':
      return int64.split(value, false);
    case 'uint64':
    case 'fixed64':
      return int64.split(value, true);
    default:
      return isScalar(kind, value);
  }
}

function wordsFor(kind: ScalarKind, int64: Int64Representation | undefined): string {
  return int64 !== undefined && kind.endsWith('64') ? `${kind} (${int64.words})` : scalarWords[kind];
}

/** What each kind accepts, in words. */
const scalarWords: { readonly [K in ScalarKind]: string } = {
  double: 'double',
  float: 'float',
  int32: 'int32',
  int64: 'int64 (a bigint)',
  uint32: 'uint32',
  uint64: 'uint64 (a bigint)',
  sint32: 'sint32',
  sint64: 'sint64 (a bigint)',
  fixed32: 'fixed32',
  fixed64: 'fixed64 (a bigint)',
  sfixed32: 'sfixed32',
  sfixed64: 'sfixed64 (a bigint)',
  bool: 'boolean',
  string: 'string',
  bytes: 'bytes (a Uint8Array)',
};

/** Whether `value` is of `kind` and in its range; 64-bit integers are bigints. */
export function isScalar(kind: ScalarKind, value: unknown): boolean {
  switch (kind) {
    case 'double':
      return typeof value === 'number';
    case 'float':
      return typeof value === 'number' && (!Number.isFinite(value) || Number.isFinite(Math.fround(value)));
    case 'int32':
    case 'sint32':
    case 'sfixed32':
      return typeof value === 'number' && value === (value | 0);
    case 'uint32':
    case 'fixed32':
      return typeof value === 'number' && value === value >>> 0;
    case 'int64':
    case 'sint64':
    case 'sfixed64':
      return typeof value === 'bigint' && BigInt.asIntN(64, value) === value;
    case 'uint64':
    case 'fixed64':
      return typeof value === 'bigint' && BigInt.asUintN(64, value) === value;
    case 'bool':
      return typeof value === 'boolean';
    case 'string':
      return typeof value === 'string' && isWellFormed(value);
    case 'bytes':
      return isBytes(value);
  }
}
