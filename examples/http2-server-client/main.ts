/**
 * Plain HTTP/2 without gRPC, over a TCP socket: a small server and its client in one process, which ends by itself.
 *
 *   node dist/examples/http2-server-client/main.js
 */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { connectHttp2, Http2Error, type Http2Handler, serveHttp2 } from 'barewire/http2';

/** A handler gets a request, whose body may still be on its way, and gives a response, whose body may be one too. */
const handler: Http2Handler = async (request) => {
  switch (request.path) {
    case '/hello':
      return { status: 200, headers: { 'content-type': 'text/plain' }, body: `Hello, ${request.method}!\n` };
    case '/shout':
      return { status: 200, body: shout(request.body), trailers: { 'x-letters': 'capital' } };
    case '/ticks':
      return { status: 200, body: ticks(request.signal) };
    default:
      return { status: 404, body: 'nothing here\n' };
  }
};

/** A body is any iterable of strings or bytes; it is asked for the next piece when there is room for it. */
async function* shout(body: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  for await (const piece of body) yield decoder.decode(piece, { stream: true }).toUpperCase();
}

async function* ticks(signal: AbortSignal): AsyncGenerator<string> {
  for (let n = 1; !signal.aborted; n++) yield `tick ${n}\n`;
}

// Any Duplex will do: this one is a plain TCP socket. With TLS it would be one that has agreed upon ALPN `h2`.
const server = createServer((socket) => serveHttp2(socket, handler));
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const { port } = server.address() as AddressInfo;

const connection = connectHttp2(connect(port, '127.0.0.1'));

const hello = await connection.request({ path: '/hello' });
console.log(`GET /hello: ${hello.status}, ${hello.headers.get('content-type')}: ${(await hello.body.text()).trim()}`);

const missing = await connection.request({ path: '/missing' });
console.log(`GET /missing: ${missing.status}: ${(await missing.body.text()).trim()}`);

const shouted = await connection.request({ path: '/shout', body: ['one, ', 'two, ', 'three'] });
console.log(`POST /shout: ${await shouted.body.text()}; trailers ${(await shouted.body.trailers())?.get('x-letters')}`);

// Endless: leaving the loop tells the server to stop.
const endless = await connection.request({ path: '/ticks' });
for await (const piece of endless.body) {
  console.log(`GET /ticks: ${new TextDecoder().decode(piece).split('\n')[0]}, and then we have heard enough`);
  break;
}

const cancelled = new AbortController();
const response = await connection.request({ path: '/ticks', signal: cancelled.signal });
cancelled.abort(new Error('changed my mind'));
await response.body.text().catch((error: Error) => console.log(`GET /ticks: ${error.message}`));

console.log(`PING: ${(await connection.ping()) === undefined ? 'no answer' : 'answered'}`);
const ended = await connection.close();
console.log(`closed ${ended instanceof Http2Error ? `with ${ended.codeName}` : 'in good order'}`);
server.close();
