import { type OutgoingHttpHeaders, sensitiveHeaders } from 'node:http2';
import type { FieldList } from '../transport.js';

/** Fields whose values HPACK must not put into a table (RFC 7541 §7.1.3), where they are there. */
const SENSITIVE = new Set(['authorization', 'cookie', 'set-cookie', 'proxy-authorization']);

/**
 * A field list as node:http2 wants it. Fields of one name become one array, so that fields of different names may change places;
 * those of one name keep their order (RFC 9110 §5.3).
 */
export function toNodeHeaders(fields: FieldList): OutgoingHttpHeaders {
  const headers: OutgoingHttpHeaders = {};
  let sensitive: string[] | undefined;
  for (let i = 0; i < fields.length; i += 2) {
    const name = fields[i]!;
    const value = fields[i + 1]!;
    if (name === '__proto__') {
      defineProto(headers, value);
      continue;
    }
    const before = headers[name];
    // A function is `constructor`, which every object has; no other such name is in lower case.
    if (before === undefined || typeof before === 'function') headers[name] = value;
    else if (typeof before === 'string') headers[name] = [before, value];
    else (before as string[]).push(value);
    if (SENSITIVE.has(name)) {
      sensitive ??= [];
      sensitive.push(name);
    }
  }
  if (sensitive !== undefined) (headers as { [sensitiveHeaders]?: string[] })[sensitiveHeaders] = sensitive;
  return headers;
}

/** `__proto__` is a lawful metadata name; assigned plainly it would be lost. */
function defineProto(headers: OutgoingHttpHeaders, value: string): void {
  const before = Object.hasOwn(headers, '__proto__') ? (Object.getOwnPropertyDescriptor(headers, '__proto__')!.value as string[]) : [];
  Object.defineProperty(headers, '__proto__', { value: [...before, value], enumerable: true, configurable: true, writable: true });
}
