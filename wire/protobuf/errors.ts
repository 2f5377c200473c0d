/** The errors of the codec: ordinary `Error`s with a stable `code`. Nothing else leaves encode and decode. */

/** Bytes that are not the message they should be: `order.lines[2].title: a string is not UTF-8 (at byte 45)`. */
export class DecodeError extends Error {
  override readonly name = 'DecodeError';
  readonly code = 'ERR_BAREWIRE_DECODE';
  /** What is wrong, without place. */
  readonly reason: string;
  /** Where, counted from the first byte of the message; undefined where no single place is to blame. */
  readonly position: number | undefined;
  /** The way to the field, such as `order.lines[2].title`; undefined where none is known. */
  readonly path: string | undefined;
  /** The limit that was passed, where the bytes are not at fault but too much. */
  readonly limit: DecodeLimit | undefined;

  constructor(reason: string, position?: number, path?: string, limit?: DecodeLimit) {
    super((path === undefined ? '' : `${path}: `) + reason + (position === undefined ? '' : ` (at byte ${position})`));
    this.reason = reason;
    this.position = position;
    this.path = path;
    this.limit = limit;
  }
}

/** The limits of a decode, by the names of their options. */
export type DecodeLimit = 'maxDepth' | 'maxBytes' | 'maxUnknownBytes' | 'maxMemoryBytes';

/** A value that cannot be written as its schema says. `message` begins with the path to it: `order.lines[2].price: …`. */
export class EncodeError extends Error {
  override readonly name = 'EncodeError';
  readonly code = 'ERR_BAREWIRE_ENCODE';
  /** The way to the culprit, such as `order.lines[2].price`; undefined while it is not known. */
  readonly path: string | undefined;

  constructor(message: string, path?: string) {
    super(path === undefined ? message : `${path}: ${message}`);
    this.path = path;
  }
}

/** A FileDescriptorProto that describes no valid file: a name that leads nowhere, a number twice, a kind that does not exist. */
export class DescriptorError extends Error {
  override readonly name = 'DescriptorError';
  readonly code = 'ERR_BAREWIRE_DESCRIPTOR';
}

/** The value ran past its end: of the buffer, the message around it, or the packed field it stands in. */
export function truncated(what: string, position: number): DecodeError {
  return new DecodeError(`${what} is cut off by the end of its message: the bytes are damaged or incomplete`, position);
}

/** Bytes that were transferred, and would be read as an empty message. */
export function bytesGone(where: string): DecodeError {
  return new DecodeError(
    `${where}: the memory of the bytes is gone: it was transferred, or its buffer made shorter, before they were read`,
  );
}

export function fieldZero(position: number): DecodeError {
  return new DecodeError('a tag has field number 0, which no field has', position);
}

/** A value of the wrong kind or out of range; the path is found by a second walk, see explain.ts. */
export function notA(expected: string, value: unknown): EncodeError {
  return new EncodeError(`expected ${expected}, got ${show(value)}`);
}

/** For the `default:` of a oneof's switch when writing: fine when it is a oneof without a case, an error when the case is unknown. */
export function checkUnset(oneof: { readonly case?: unknown }): void {
  if (typeof oneof !== 'object' || oneof.case !== undefined) throw notA('a oneof with one of its cases', oneof);
}

/** Refuses what is no message, such as an array, a Map, bytes, a Date or a Promise: it would be written as one without fields. */
export function checkEmpty(typeName: string, message: object): void {
  if (isForeign(message)) throw notA(typeName, message);
}

/** Whether `value` is an object of some other kind: an array, a Map, bytes, a Date, a Promise. */
export function isForeign(value: object): boolean {
  return Symbol.iterator in value || Symbol.toPrimitive in value || isThenable(value);
}

/** Whether `value` is a Promise, or like one. No message has a function. */
export function isThenable(value: object): boolean {
  return typeof (value as { then?: unknown }).then === 'function';
}

/** The longest part of a user's value that an error shows. */
const SHOWN_CHARACTERS = 40;

/** `value` as an error shows it: its kind and enough of it to be found again. */
export function show(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return `string ${JSON.stringify(value.length > SHOWN_CHARACTERS ? `${value.slice(0, SHOWN_CHARACTERS)}…` : value)}`;
    case 'number':
      return `number ${Object.is(value, -0) ? '-0' : value}`;
    case 'bigint': {
      // A bigint has no bound of its own, and printing a huge one takes its time.
      const huge = BigInt.asIntN(128, value) !== value;
      return huge ? 'a bigint of more than 128 bits' : `bigint ${value}n`;
    }
    case 'boolean':
      return `boolean ${value}`;
    case 'object':
      if (value === null) return 'null';
      if (Array.isArray(value)) return 'an array';
      return `an object (${objectTag(value)})`;
    default:
      return typeof value;
  }
}

/** `Map`, `Uint8Array`, `Object`…; never runs into a hostile getter's throw. */
function objectTag(value: object): string {
  try {
    return Object.prototype.toString.call(value).slice(8, -1);
  } catch {
    return 'Object';
  }
}
