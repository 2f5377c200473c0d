/**
 * Header fields of plain HTTP/2 messages: how they are read, and how they are given.
 *
 * A field's value is bytes; each character of a string stands for one (U+0000 to U+00FF), as in HPACK.
 */
import { inspect } from 'node:util';
import type { FieldList } from '../../wire/hpack/field-list.js';
import { describe, OptionError } from '../check-options.js';

/**
 * Fields as they are given: a record (a number is written in decimal, an array is several fields), `HttpFields`, or pairs of name and
 * value.
 */
export type HttpFieldsInit =
  | Readonly<Record<string, string | number | readonly string[] | undefined>>
  | Iterable<readonly [string, string]>;

/** Values that are not shown when fields are printed. */
const SECRETS = new Set(['authorization', 'proxy-authorization', 'cookie', 'set-cookie']);

/** The fields of a message that came, without its pseudo-header fields: names in lower case, in the order of the wire. Read-only. */
export class HttpFields implements Iterable<readonly [string, string]> {
  readonly #fields: FieldList;

  /** `fields` is name, value, name, value…; it is not copied. */
  constructor(fields: FieldList) {
    this.#fields = fields;
  }

  /**
   * The value of a field; several fields of one name are joined with `, ` (RFC 9110 §5.3), those of `cookie` with `; `
   * (RFC 9113 §8.2.3). Undefined where there is none. The name's case does not matter.
   */
  get(name: string): string | undefined {
    const wanted = name.toLowerCase();
    let joined: string | undefined;
    for (const [one, value] of this) {
      if (one !== wanted) continue;
      joined = joined === undefined ? value : `${joined}${wanted === 'cookie' ? '; ' : ', '}${value}`;
    }
    return joined;
  }

  /** The values of all fields of that name, such as `set-cookie`, which cannot be joined. */
  getAll(name: string): string[] {
    const wanted = name.toLowerCase();
    return [...this].filter(([one]) => one === wanted).map(([, value]) => value);
  }

  has(name: string): boolean {
    return this.get(name) !== undefined;
  }

  /** Pairs of name and value; pseudo-header fields are left out. */
  *[Symbol.iterator](): IterableIterator<readonly [string, string]> {
    const fields = this.#fields;
    for (let index = 0; index + 1 < fields.length; index += 2) {
      const name = fields[index]!;
      if (!name.startsWith(':')) yield [name, fields[index + 1]!];
    }
  }

  /** Hides the values of `authorization` and cookies. */
  [inspect.custom](): string {
    return `HttpFields { ${[...this].map(([name, value]) => `${name}: ${SECRETS.has(name) ? '(hidden)' : value}`).join(', ')} }`;
  }
}

/** The value of a pseudo-header field, or ''. They stand first (RFC 9113 §8.3). */
export function pseudoField(fields: FieldList, name: string): string {
  for (let index = 0; index + 1 < fields.length && fields[index]!.startsWith(':'); index += 2) {
    if (fields[index] === name) return fields[index + 1]!;
  }
  return '';
}

/** RFC 9110 §5.6.2, in lower case (RFC 9113 §8.2). */
const NAME = /^[!#$%&'*+\-.^_`|~0-9a-z]+$/;

/** Fields of HTTP/1.1 connections, which have no meaning here (RFC 9113 §8.2.2). */
const OF_A_CONNECTION = new Set(['connection', 'proxy-connection', 'keep-alive', 'transfer-encoding', 'upgrade']);

/**
 * Appends what a user has given to a field list, names in lower case. Throws an `OptionError` for what RFC 9113 §8.2 forbids:
 * a name that is no token or begins with `:`, a value with control characters, one beyond U+00FF or space at its ends, and fields
 * that belong to one connection. `owner` says where they were given.
 */
export function appendFields(list: string[], init: HttpFieldsInit | undefined, owner: string): void {
  if (init === undefined) return;
  if (typeof init !== 'object' || init === null) throw new OptionError(`${owner}: headers are a record or pairs; got ${describe(init)}`);
  if (Symbol.iterator in init) {
    for (const pair of init as Iterable<unknown>) {
      if (!Array.isArray(pair) || pair.length !== 2) {
        throw new OptionError(`${owner}: headers given one by one are pairs of name and value; got ${describe(pair)}`);
      }
      appendField(list, pair[0], pair[1], owner);
    }
    return;
  }
  for (const [name, value] of Object.entries(init)) {
    if (value === undefined) continue;
    if (Array.isArray(value)) for (const one of value) appendField(list, name, one, owner);
    else appendField(list, name, value, owner);
  }
}

function appendField(list: string[], name: unknown, value: unknown, owner: string): void {
  if (typeof name !== 'string') throw new OptionError(`${owner}: a header's name is a string; got ${describe(name)}`);
  const lower = name.toLowerCase();
  if (!NAME.test(lower)) {
    const why = name.startsWith(':') ? 'is a pseudo-header field, which is set in another way' : 'is no field name (RFC 9110 §5.6.2)';
    throw new OptionError(`${owner}: the header ${describe(name)} ${why}`);
  }
  if (OF_A_CONNECTION.has(lower) || (lower === 'te' && value !== 'trailers')) {
    throw new OptionError(`${owner}: the header ${describe(name)} belongs to HTTP/1.1 connections: leave it out (RFC 9113 §8.2.2)`);
  }
  const text = typeof value === 'number' && Number.isFinite(value) ? String(value) : value;
  if (typeof text !== 'string') throw new OptionError(`${owner}: the header ${lower} is a string or a number; got ${describe(value)}`);
  const problem = valueProblem(text);
  if (problem !== undefined) throw new OptionError(`${owner}: the header ${lower} ${problem}`);
  list.push(lower, text);
}

/** RFC 9113 §8.2.1. The value itself may be a secret and is not shown. */
function valueProblem(value: string): string | undefined {
  for (let index = 0; index < value.length; index++) {
    const code = value.charCodeAt(index);
    if (code === 0 || code === 0x0a || code === 0x0d) return 'has a NUL or a line break in its value';
    if ((code < 0x20 && code !== 0x09) || code === 0x7f) return 'has a control character in its value (RFC 9110 §5.5)';
    if (code > 0xff) return 'has a character beyond U+00FF in its value: encode it, as encodeURIComponent does';
  }
  if (/^[ \t]|[ \t]$/.test(value)) return 'has space at an end of its value: trim it';
  return undefined;
}
