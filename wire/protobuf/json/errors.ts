/** What ProtoJSON refuses, and where. */
import type { MessageDescriptor } from '../descriptor.js';
import { show } from '../errors.js';
import { rootPath } from '../message/path.js';

/** JSON that is not the message it should be, or a message that has no JSON form: `order.lines[2].price: expected double, got …`. */
export class JsonError extends Error {
  override readonly name = 'JsonError';
  readonly code = 'ERR_BAREWIRE_JSON';
  /** What is wrong, without place. */
  readonly reason: string;
  /** The way to the culprit, such as `order.lines[2].price`. */
  readonly path: string | undefined;
  /** The line in the text given to `fromJsonString`, from 1; undefined elsewhere. */
  readonly line: number | undefined;
  /** The column there in UTF-16 units, from 1. */
  readonly column: number | undefined;

  constructor(reason: string, path?: string, place?: { readonly line: number; readonly column: number }) {
    super(
      (path === undefined ? '' : `${path}: `) + reason + (place === undefined ? '' : ` (at line ${place.line}, column ${place.column})`),
    );
    this.reason = reason;
    this.path = path;
    this.line = place?.line;
    this.column = place?.column;
  }
}

/** An error on its way up: each level that it passes adds the step it took. What users see is made of it at the outermost message. */
export class Fault extends Error {
  /** From the culprit to the outermost message. */
  readonly steps: string[] = [];
}

/** A value of the wrong kind or out of range. */
export function wrong(expected: string, got: unknown): Fault {
  return new Fault(`expected ${expected}, got ${show(got)}`);
}

export function tooDeep(): Fault {
  return new Fault('messages are nested deeper than allowed (maxDepth)');
}

const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;

/** The longest name or key that a path shows whole. */
const SHOWN_CHARACTERS = 60;

/** `error`, which came out of member `name`. */
export function inMember(error: unknown, name: string): Fault {
  return inside(error, IDENTIFIER.test(name) ? `.${name}` : `[${JSON.stringify(shortened(name))}]`);
}

/** `error`, which came out of an extension. */
export function inExtension(error: unknown, extensionName: string): Fault {
  return inside(error, `.[${extensionName}]`);
}

/** `error`, which came out of an element of a list. */
export function inElement(error: unknown, index: number): Fault {
  return inside(error, `[${index}]`);
}

/** `error`, which came out of the entry `key` of a map. */
export function inEntry(error: unknown, key: unknown): Fault {
  return inside(error, typeof key === 'string' ? `[${JSON.stringify(shortened(key))}]` : `[${typeof key === 'bigint' ? `${key}n` : key}]`);
}

function shortened(name: string): string {
  return name.length > SHOWN_CHARACTERS ? `${name.slice(0, SHOWN_CHARACTERS)}…` : name;
}

function inside(error: unknown, step: string): Fault {
  const fault = error instanceof Fault ? error : new Fault(error instanceof Error ? error.message : String(error), { cause: error });
  fault.steps.push(step);
  return fault;
}

/** What users get to see of `error`, which ended the walk over a message of `descriptor`. */
export function jsonError(error: unknown, descriptor: MessageDescriptor, place?: { line: number; column: number }): JsonError {
  const fault = error instanceof Fault ? error : new Fault(error instanceof Error ? error.message : String(error), { cause: error });
  const made = new JsonError(fault.message, rootPath(descriptor) + fault.steps.reverse().join(''), place);
  if (fault.cause !== undefined) {
    Object.defineProperty(made, 'cause', { value: fault.cause, enumerable: false, configurable: true, writable: true });
  }
  return made;
}
