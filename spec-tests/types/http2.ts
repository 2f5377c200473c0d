/** What `barewire/http2` takes and gives. */

import type { Duplex } from 'node:stream';
import {
  Connection,
  type ConnectionSink,
  connectHttp2,
  type FieldList,
  HpackDecoder,
  type HpackEncoder,
  type Http2ClientResponse,
  type Http2Stream,
  type HttpFields,
  serveHttp2,
} from 'barewire/http2';
import { expectSame, type Same } from './expect.js';

declare const socket: Duplex;
declare const sink: ConnectionSink<{ name: string }>;

export async function client(): Promise<void> {
  const connection = connectHttp2(socket, { streamWindowBytes: 65_535 });
  const response = await connection.request({ path: '/', headers: { a: 'b', c: 1, d: ['e'] }, body: 'text', trailers: () => undefined });
  expectSame<Same<typeof response, Http2ClientResponse>>(true);
  expectSame<Same<typeof response.headers, HttpFields>>(true);
  for await (const piece of response.body) expectSame<Same<typeof piece, Uint8Array>>(true);
  await connection.request({ body: [new Uint8Array(1), 'two'] });
  await connection.request({ headers: response.headers });

  // @ts-expect-error: a body is no number
  await connection.request({ body: 7 });
  // @ts-expect-error: only a server says how many streams it takes
  connectHttp2(socket, { maxConcurrentStreams: 1 });
  // @ts-expect-error: what came is read-only
  response.status = 200;
}

export function server(): void {
  serveHttp2(socket, ({ method, path, headers, signal }) => ({ status: signal.aborted ? 503 : 200, headers, body: `${method} ${path}` }));
  serveHttp2(socket, async ({ body }) => ({ status: 200, body, trailers: { 'x-end': '1' } }));

  // @ts-expect-error: a response has a status
  serveHttp2(socket, () => ({ body: 'x' }));
}

export function byHand(): void {
  const connection = new Connection({ role: 'client' }, sink);
  const stream = connection.openStream([':method', 'GET'], true, { name: 'one' });
  expectSame<Same<typeof stream, Http2Stream<{ name: string }> | undefined>>(true);
  const decoded = new HpackDecoder({ maxListBytes: 1_000 }).decode(new Uint8Array(1), 0, 1);
  expectSame<Same<typeof decoded, FieldList | undefined>>(true);
  expectSame<Same<ReturnType<HpackEncoder['encode']>, number>>(true);

  // @ts-expect-error: a role is client or server
  new Connection({ role: 'proxy' }, sink);
}
