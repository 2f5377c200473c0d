/** From what a handler returned to what goes out. */
import { headerListBytes } from '../../wire/hpack/field-list.js';
import { describe, OptionError } from '../check-options.js';
import { appendFields, type HttpFieldsInit } from './fields.js';
import { chunkBytes, type Http2Chunk, isStreamed } from './outgoing-body.js';

/** A handler's response cannot be sent: its status, a header or its body is wrong. The client got a 500. */
export class HttpResponseError extends TypeError {
  constructor(message: string) {
    super(message);
    this.name = 'HttpResponseError';
  }
}

type Pieces = Iterable<Http2Chunk> | AsyncIterable<Http2Chunk>;

export interface OutgoingResponse {
  readonly fields: string[];
  /** Undefined where the response has no content, or it must not be sent. Bytes are held by nobody else. */
  readonly body: Uint8Array | Pieces | undefined;
}

/** RFC 9110 §5.6.7. */
export function dateField(wallMs: number): string {
  return new Date(wallMs).toUTCString();
}

/**
 * Throws an `HttpResponseError` for what cannot be sent. `date` is the value of that field; `owner` such as `the response of the
 * handler`. A body in pieces has no length that is known.
 */
export function buildResponse(response: unknown, method: string, date: string, maxHeaderBytes: number, owner: string): OutgoingResponse {
  if (typeof response !== 'object' || response === null || Array.isArray(response)) {
    throw new HttpResponseError(`${owner} is { status, headers, body }; got ${describe(response)}`);
  }
  const { status, headers, body } = response as { status: number; headers?: HttpFieldsInit; body?: unknown };
  if (!Number.isInteger(status) || status < 200 || status > 599) {
    throw new HttpResponseError(`${owner} has the status ${describe(status)}; a whole number from 200 to 599 was expected`);
  }
  const pieces = isStreamed(body) ? body : undefined;
  const content = pieces === undefined ? contentOf(body, owner) : undefined;
  const fields = [':status', String(status)];
  try {
    appendFields(fields, headers, owner);
  } catch (error) {
    if (error instanceof OptionError) throw new HttpResponseError(error.message);
    throw error;
  }
  // RFC 9110 §6.4.1: these have no content, whatever the method.
  const bodiless = status === 204 || status === 304;
  if (bodiless && (pieces !== undefined || (content !== undefined && content.length > 0))) {
    throw new HttpResponseError(`${owner} has the status ${status} and a body; such a response has none`);
  }
  const given = fieldValue(fields, 'content-length');
  if (given !== undefined) checkContentLength(given, status, method, content, pieces !== undefined, owner);
  else if (content !== undefined ? status !== 204 : pieces === undefined && !bodiless && method !== 'HEAD') {
    fields.push('content-length', String(content?.length ?? 0));
  }
  if (typeof body === 'string' && !bodiless && fieldValue(fields, 'content-type') === undefined) {
    fields.push('content-type', 'text/plain; charset=utf-8');
  }
  if (fieldValue(fields, 'date') === undefined) fields.push('date', date);
  const bytes = headerListBytes(fields);
  if (bytes > maxHeaderBytes) {
    throw new HttpResponseError(`${owner} has headers of ${bytes} bytes; maxResponseHeaderBytes is ${maxHeaderBytes}`);
  }
  const silent = bodiless || method === 'HEAD';
  return { fields, body: silent || content?.length === 0 ? undefined : (content ?? pieces) };
}

function contentOf(body: unknown, owner: string): Uint8Array | undefined {
  if (body === undefined) return undefined;
  if (typeof body === 'string' || body instanceof Uint8Array) return chunkBytes(body, owner);
  throw new HttpResponseError(`${owner} has a body that is ${describe(body)}; a string or a Uint8Array was expected`);
}

/** RFC 9110 §8.6: it is the content's length; a response to HEAD without a body, and a 304, may name that of what they left out. */
function checkContentLength(
  given: string,
  status: number,
  method: string,
  content: Uint8Array | undefined,
  inPieces: boolean,
  owner: string,
): void {
  if (status === 204) throw new HttpResponseError(`${owner} has a content-length with the status 204: leave it out`);
  if (!/^\d{1,15}$/.test(given)) throw new HttpResponseError(`${owner} has a content-length that is no whole number: leave it out`);
  if (inPieces || (content === undefined && (method === 'HEAD' || status === 304))) return;
  const bytes = content?.length ?? 0;
  if (Number(given) !== bytes) {
    throw new HttpResponseError(`${owner} has a content-length of ${given} and a body of ${bytes} bytes: leave it out, it is set`);
  }
}

/** Several of one name count as one wrong value. */
function fieldValue(fields: readonly string[], name: string): string | undefined {
  let value: string | undefined;
  for (let index = 0; index < fields.length; index += 2) {
    if (fields[index] === name) value = value === undefined ? fields[index + 1]! : `${value}, ${fields[index + 1]!}`;
  }
  return value;
}
