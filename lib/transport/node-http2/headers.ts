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

/**
 * The same where node:http2 wants a single field of some name: values joined with commas mean the same (gRPC over HTTP/2:
 * Custom-Metadata).
 */
export function toJoinedNodeHeaders(fields: FieldList): OutgoingHttpHeaders {
  const headers = toNodeHeaders(fields);
  for (const [name, value] of Object.entries(headers)) {
    if (Array.isArray(value)) Object.defineProperty(headers, name, { value: value.join(','), enumerable: true });
  }
  return headers;
}

/** Whether node:http2 refused headers because a name came twice that it knows as single. */
export function isSingleValueError(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ERR_HTTP2_HEADER_SINGLE_VALUE';
}

/** `__proto__` is a lawful metadata name; assigned plainly it would be lost. */
function defineProto(headers: OutgoingHttpHeaders, value: string): void {
  const before = Object.hasOwn(headers, '__proto__') ? (Object.getOwnPropertyDescriptor(headers, '__proto__')!.value as string[]) : [];
  Object.defineProperty(headers, '__proto__', { value: [...before, value], enumerable: true, configurable: true, writable: true });
}
