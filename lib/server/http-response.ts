/** From what a handler returned to what goes out. */
import { describe, OptionError } from '../check-options.js';
import { appendFields } from '../http2/fields.js';
import { type HttpResponse, HttpResponseError } from './http-handler.js';

export interface OutgoingResponse {
  readonly fields: string[];
  /** Undefined where the response has no content, or it must not be sent. Nobody else holds it. */
  readonly body: Uint8Array | undefined;
}

const OWNER = 'the response of the http handler';
const utf8 = /* @__PURE__ */ new TextEncoder();

/** Throws an `HttpResponseError` for what cannot be sent. `date` is the value of that field. */
export function buildResponse(response: unknown, method: string, date: string, maxHeaderBytes: number): OutgoingResponse {
  if (typeof response !== 'object' || response === null || Array.isArray(response)) {
    throw new HttpResponseError(`${OWNER} is { status, headers, body }; got ${describe(response)}`);
  }
  const { status, headers, body } = response as HttpResponse;
  if (!Number.isInteger(status) || status < 200 || status > 599) {
    throw new HttpResponseError(`${OWNER} has the status ${describe(status)}; a whole number from 200 to 599 was expected`);
  }
  const content = contentOf(body);
  const fields = [':status', String(status)];
  try {
    appendFields(fields, headers, OWNER);
  } catch (error) {
    if (error instanceof OptionError) throw new HttpResponseError(error.message);
    throw error;
  }
  // RFC 9110 §6.4.1: these have no content, whatever the method.
  const bodiless = status === 204 || status === 304;
  if (bodiless && content !== undefined && content.length > 0) {
    throw new HttpResponseError(`${OWNER} has the status ${status} and a body of ${content.length} bytes; such a response has none`);
  }
  const given = fieldValue(fields, 'content-length');
  if (given !== undefined) checkContentLength(given, status, method, content);
  else if (status !== 204 && (status !== 304 || content !== undefined) && (method !== 'HEAD' || content !== undefined)) {
    fields.push('content-length', String(content?.length ?? 0));
  }
  if (typeof body === 'string' && !bodiless && fieldValue(fields, 'content-type') === undefined) {
    fields.push('content-type', 'text/plain; charset=utf-8');
  }
  if (fieldValue(fields, 'date') === undefined) fields.push('date', date);
  const bytes = listBytes(fields);
  if (bytes > maxHeaderBytes) {
    throw new HttpResponseError(`${OWNER} has headers of ${bytes} bytes; maxResponseHeaderBytes is ${maxHeaderBytes}`);
  }
  return { fields, body: bodiless || method === 'HEAD' || content === undefined || content.length === 0 ? undefined : content };
}

/** A response of our own. */
export function plainResponse(status: number, message: string, method: string, date: string): OutgoingResponse {
  return buildResponse({ status, body: `${message}\n` }, method, date, Number.POSITIVE_INFINITY);
}

function contentOf(body: unknown): Uint8Array | undefined {
  if (body === undefined) return undefined;
  if (typeof body === 'string') return utf8.encode(body);
  // What is sent belongs to the transport; the handler may write into its own again.
  if (body instanceof Uint8Array) return new Uint8Array(body);
  throw new HttpResponseError(`${OWNER} has a body that is ${describe(body)}; a string or a Uint8Array was expected`);
}

/** RFC 9110 §8.6: it is the content's length; a response to HEAD without a body, and a 304, may name that of what they left out. */
function checkContentLength(given: string, status: number, method: string, content: Uint8Array | undefined): void {
  if (status === 204) throw new HttpResponseError(`${OWNER} has a content-length with the status 204: leave it out`);
  if (!/^\d{1,15}$/.test(given)) throw new HttpResponseError(`${OWNER} has a content-length that is no whole number: leave it out`);
  if (content === undefined && (method === 'HEAD' || status === 304)) return;
  const bytes = content?.length ?? 0;
  if (Number(given) !== bytes) {
    throw new HttpResponseError(`${OWNER} has a content-length of ${given} and a body of ${bytes} bytes: leave it out, it is set`);
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

/** RFC 9113 §6.5.2: 32 bytes are added for each field. */
function listBytes(fields: readonly string[]): number {
  return fields.reduce((sum, text) => sum + text.length, 16 * fields.length);
}
