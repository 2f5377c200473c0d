import type { Connection } from '../../wire/http2/connection.js';
import type { Http2Stream } from '../../wire/http2/stream.js';
import { describe, OptionError } from '../check-options.js';
import { appendFields, type HttpFieldsInit } from './fields.js';

/** A piece of content: a string is sent as UTF-8, bytes are copied. */
export type Http2Chunk = string | Uint8Array;

/** Content of a message: whole, or in pieces that are asked for as there is room. */
export type Http2BodyInit = Http2Chunk | Iterable<Http2Chunk> | AsyncIterable<Http2Chunk>;

/** Trailers, or what gives them when the content has ended. */
export type Http2TrailersInit = HttpFieldsInit | (() => HttpFieldsInit | undefined | Promise<HttpFieldsInit | undefined>);

/** Where content is sent. */
export interface BodyTarget<U> {
  readonly connection: Connection<U>;
  readonly h2: Http2Stream<U>;
  /** Nothing more can be sent. */
  readonly over: boolean;
  /** Resolves when there is room again, or when nothing more can be sent. */
  room(): Promise<void>;
}

const utf8 = /* @__PURE__ */ new TextEncoder();
const NOTHING = new Uint8Array(0);

/** The bytes of one piece, which nobody else holds. */
export function chunkBytes(chunk: unknown, owner: string): Uint8Array {
  if (typeof chunk === 'string') return utf8.encode(chunk);
  if (chunk instanceof Uint8Array) return new Uint8Array(chunk);
  throw new OptionError(`${owner}: a piece of a body is a string or a Uint8Array; got ${describe(chunk)}`);
}

/** True for content in pieces. */
export function isStreamed(body: unknown): body is Iterable<Http2Chunk> | AsyncIterable<Http2Chunk> {
  return (
    typeof body === 'object' &&
    body !== null &&
    !(body instanceof Uint8Array) &&
    (typeof (body as AsyncIterable<Http2Chunk>)[Symbol.asyncIterator] === 'function' ||
      typeof (body as Iterable<Http2Chunk>)[Symbol.iterator] === 'function')
  );
}

/**
 * Sends content and trailers behind headers that are out already, and ends this side. Rejects with what the iterable or the trailers
 * throw; an iterable of a stream that has ended is left through its `return`.
 */
export async function sendBody<U>(
  target: BodyTarget<U>,
  body: Http2BodyInit | undefined,
  trailers: Http2TrailersInit | undefined,
  owner: string,
): Promise<void> {
  const { connection, h2 } = target;
  if (isStreamed(body)) {
    for await (const chunk of body) {
      if (target.over) return;
      const bytes = chunkBytes(chunk, owner);
      if (bytes.length > 0 && !connection.sendData(h2, bytes, false)) await target.room();
      if (target.over) return;
    }
  } else if (body !== undefined && !target.over) {
    const bytes = chunkBytes(body, owner);
    if (trailers === undefined) {
      connection.sendData(h2, bytes, true);
      return;
    }
    if (bytes.length > 0) connection.sendData(h2, bytes, false);
  }
  const given = typeof trailers === 'function' ? await trailers() : trailers;
  if (target.over) return;
  const fields: string[] = [];
  appendFields(fields, given, `${owner}: trailers`);
  if (fields.length > 0) connection.sendHeaders(h2, fields, true);
  else connection.sendData(h2, NOTHING, true);
}
