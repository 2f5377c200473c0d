/** `serveHttp2` and `connectHttp2`: with each other over a Duplex in memory, and with node:http2 over sockets. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import * as nodeHttp2 from 'node:http2';
import * as net from 'node:net';
import { text } from 'node:stream/consumers';
import * as tls from 'node:tls';
import { inspect } from 'node:util';
import {
  connectHttp2,
  ErrorCode,
  FieldError,
  type Http2ClientConnection,
  Http2Error,
  type Http2Handler,
  type Http2Options,
  type Http2ServerConnection,
  type Http2ServerOptions,
  type Http2ServerRequest,
  HttpResponseError,
  OptionError,
  serveHttp2,
} from 'barewire/http2';
import { sharedCertificates } from '../../support/certificates.js';
import { deferred } from '../../support/deferred.js';
import { duplexPair } from '../../support/duplex-pair.js';

const KIB = 1024;

describe('plain HTTP/2 over a Duplex', () => {
  let client: Http2ClientConnection;
  let server: Http2ServerConnection;
  let errors: unknown[];

  function start(handler: Http2Handler, options: Http2ServerOptions = {}, clientOptions: Http2Options = {}): void {
    errors = [];
    const [one, other] = duplexPair();
    server = serveHttp2(one, handler, { onError: (error) => errors.push(error), ...options });
    client = connectHttp2(other, clientOptions);
  }

  afterEach(async () => {
    client.destroy();
    server.destroy();
    await Promise.all([client.closed, server.closed]);
  });

  it('carries a request with its body, and a response with headers, body and trailers', async () => {
    start(async (request) => {
      assert.equal(inspect(request), 'Http2ServerRequest POST /echo?x=1');
      assert.equal(request.method, 'POST');
      assert.equal(request.path, '/echo?x=1');
      assert.equal(request.authority, 'example.test');
      assert.equal(request.scheme, 'http');
      assert.equal(request.headers.get('x-one'), '1');
      assert.equal(request.headers.get('content-length'), '5');
      const content = await request.body.text();
      assert.equal(await request.body.trailers(), undefined);
      return { status: 200, headers: { 'x-two': 2 }, body: content.toUpperCase(), trailers: () => ({ 'x-sum': '5' }) };
    });
    const response = await client.request({ path: '/echo?x=1', authority: 'example.test', headers: { 'X-One': 1 }, body: 'hello' });
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('x-two'), '2');
    assert.match(inspect(response), /^Http2ClientResponse 200 HttpFields \{ x-two: 2, /);
    assert.equal(response.headers.get('content-length'), '5');
    assert.ok(response.headers.has('date'));
    assert.equal(await response.body.text(), 'HELLO');
    assert.equal((await response.body.trailers())?.get('x-sum'), '5');
    assert.deepEqual(errors, []);
  });

  it('sends and receives in pieces, both ways at once', async () => {
    start(({ body }) => ({ status: 200, body: upperCase(body) }));
    async function* upperCase(body: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
      for await (const piece of body) yield Buffer.from(piece).toString().toUpperCase();
    }
    const go: (() => void)[] = [];
    async function* pieces(): AsyncGenerator<string> {
      for (const piece of ['a', 'b', 'c']) {
        yield piece;
        await new Promise<void>((resolve) => go.push(resolve));
      }
    }
    const response = await client.request({ body: pieces(), trailers: { 'x-end': 'yes' } });
    assert.equal(response.headers.has('content-length'), false);
    let seen = '';
    for await (const piece of response.body) {
      seen += Buffer.from(piece).toString();
      go.shift()?.();
    }
    assert.equal(seen, 'ABC');
  });

  it('gives the trailers of a request', async () => {
    start(async ({ body }) => {
      for await (const _ of body);
      return { status: 200, body: (await body.trailers())?.get('x-sum') ?? 'none' };
    });
    const response = await client.request({ method: 'PUT', body: ['a', 'b'], trailers: { 'x-sum': '2' } });
    assert.equal(await response.body.text(), '2');
  });

  it('asks for the next piece only while there is room, and goes on when the reader does', async () => {
    let asked = 0;
    function* endless(): Generator<Uint8Array> {
      for (;;) {
        asked++;
        yield new Uint8Array(16 * KIB);
      }
    }
    start(() => ({ status: 200, body: endless() }), {}, { streamWindowBytes: 64 * KIB });
    const response = await client.request();
    await client.ping();
    await client.ping();
    const before = asked;
    assert.ok(before < 20, `${before} pieces were taken while nobody read`);
    assert.ok(response.body.waitingBytes <= 64 * KIB);
    let taken = 0;
    for await (const piece of response.body) {
      taken += piece.length;
      if (taken >= 1024 * KIB) break;
    }
    assert.ok(asked > before + 30);
    await client.ping();
    await server.ping();
    const after = asked;
    await client.ping();
    assert.equal(asked, after, 'who leaves the loop stops the server');
    assert.equal(client.openStreams, 0);
    assert.equal(server.openStreams, 0);
    assert.deepEqual(errors, []);
  });

  it('cancels through cancel, through a signal before and after the headers', async () => {
    const aborted: string[] = [];
    start(async (request) => {
      request.signal.addEventListener('abort', () => aborted.push(request.path));
      if (request.path === '/slow') await new Promise(() => {});
      return { status: 200, body: never() };
    });
    async function* never(): AsyncGenerator<string> {
      yield 'first';
      await new Promise(() => {});
    }
    const before = new AbortController();
    const slow = client.request({ path: '/slow', signal: before.signal });
    await client.ping();
    const reason = new Error('changed my mind');
    before.abort(reason);
    await assert.rejects(slow, reason);

    const after = new AbortController();
    const streamed = await client.request({ path: '/streamed', signal: after.signal });
    after.abort(reason);
    await assert.rejects(streamed.body.text(), reason);

    const cancelled = await client.request({ path: '/cancelled' });
    cancelled.cancel();
    await assert.rejects(cancelled.body.text(), /cancelled/);
    await client.ping();
    assert.deepEqual(aborted, ['/slow', '/streamed', '/cancelled']);
    await assert.rejects(client.request({ signal: AbortSignal.abort(reason) }), reason);
    assert.deepEqual(errors, []);
  });

  it('tells 1xx responses', async () => {
    start((request) => {
      request.sendInformational(103, { link: '</a.css>; rel=preload' });
      assert.throws(() => request.sendInformational(101), OptionError);
      return { status: 200 };
    });
    const seen: string[] = [];
    const response = await client.request({ onInformational: (status, headers) => seen.push(`${status} ${headers.get('link')}`) });
    assert.equal(response.status, 200);
    assert.deepEqual(seen, ['103 </a.css>; rel=preload']);
    const failure = new Error('no hints, please');
    const onInformational = () => {
      throw failure;
    };
    await assert.rejects(client.request({ onInformational }), failure);
    assert.equal((await client.request()).status, 200, 'the connection goes on');
  });

  it('answers 500 to what is thrown and to what cannot be sent, and resets where the headers are out', async () => {
    const failure = new Error('the disk is full');
    start(({ path }) => {
      if (path === '/throws') throw failure;
      if (path === '/wrong') return { status: 99 };
      return { status: 200, body: broken() };
    });
    async function* broken(): AsyncGenerator<string> {
      yield 'half';
      throw failure;
    }
    assert.equal((await client.request({ path: '/throws' })).status, 500);
    assert.equal(errors.pop(), failure);
    assert.equal((await client.request({ path: '/wrong' })).status, 500);
    assert.ok(errors.pop() instanceof HttpResponseError);
    const half = await client.request({ path: '/half' });
    await assert.rejects(half.body.text(), (error) => {
      assert.ok(error instanceof Http2Error);
      assert.equal(error.codeName, 'INTERNAL_ERROR');
      assert.deepEqual([error.scope, error.by, error.processed], ['stream', 'peer', 'maybe']);
      return true;
    });
    assert.deepEqual(errors, [failure]);
  });

  it('fails a request whose body throws, with what it threw', async () => {
    const failure = new Error('no more');
    const seen = deferred<unknown>();
    start(async ({ body }) => {
      await body.text().catch(seen.resolve);
      return { status: 200 };
    });
    async function* broken(): AsyncGenerator<string> {
      yield 'half';
      throw failure;
    }
    await assert.rejects(client.request({ body: broken() }), failure);
    assert.equal(((await seen.promise) as Http2Error).codeName, 'CANCEL');
    assert.deepEqual(errors, []);
  });

  it('waits for a free stream, in order', async () => {
    const waiting: (() => void)[] = [];
    const paths: string[] = [];
    start(
      async ({ path }) => {
        paths.push(path);
        await new Promise<void>((resolve) => waiting.push(resolve));
        return { status: 200 };
      },
      { maxConcurrentStreams: 2 },
    );
    await client.ping();
    const requests = ['/1', '/2', '/3', '/4', '/5'].map((path) => client.request({ path }));
    await client.ping();
    assert.deepEqual(paths, ['/1', '/2']);
    for (let done = 0; done < requests.length; done++) {
      waiting.shift()!();
      await requests[done];
      await client.ping();
      await client.ping();
    }
    assert.deepEqual(paths, ['/1', '/2', '/3', '/4', '/5']);
  });

  it('closes when the requests in progress have ended, and takes no more', async () => {
    const began = deferred();
    const go = deferred();
    start(async () => {
      began.resolve();
      await go.promise;
      return { status: 200, body: 'in time' };
    });
    const last = client.request();
    await began.promise;
    const closed = server.close();
    await client.ping();
    await assert.rejects(client.request(), (error) => error instanceof Http2Error && error.processed === 'no');
    go.resolve();
    assert.equal(await (await last).body.text(), 'in time');
    assert.equal(await closed, undefined);
    assert.equal(await client.closed, undefined);
    assert.equal(await client.ping(), undefined);
  });

  it('fails what is in progress when the connection is destroyed or lost', async () => {
    start(() => new Promise(() => {}));
    const lost = client.request();
    const rejected = assert.rejects(lost, (error) => error instanceof Http2Error && error.scope === 'connection');
    await client.ping();
    server.destroy('maintenance', ErrorCode.ENHANCE_YOUR_CALM);
    await rejected;
    assert.equal((await server.closed)?.message, 'maintenance');
    const ended = await client.closed;
    assert.ok(ended instanceof Http2Error);
    assert.equal(ended.codeName, 'ENHANCE_YOUR_CALM');
  });

  it('leaves the body out of a response to HEAD, and measures pings', async () => {
    start(() => ({ status: 200, body: 'hello', trailers: { a: 'b' } }));
    const response = await client.request({ method: 'HEAD' });
    assert.equal(response.headers.get('content-length'), '5');
    assert.equal(await response.body.text(), '');
    assert.ok((await client.ping())! >= 0);
    assert.equal(client.peerSettings.maxConcurrentStreams, 256);
  });

  it('refuses a body that is too long, and one that is read twice', async () => {
    start(() => ({ status: 200, body: 'x'.repeat(100) }));
    await assert.rejects((await client.request()).body.bytes(99), RangeError);
    const response = await client.request();
    await response.body.bytes(100);
    await assert.rejects(response.body.bytes(), /read already/);
  });

  it('lets go of a client that floods, and says so', async () => {
    const [one, other] = duplexPair();
    const flooded = serveHttp2(one, () => ({ status: 200 }), { abuse: { pings: { burst: 100, perSecond: 1 } } });
    other.resume();
    const ping = Buffer.from([0, 0, 8, 6, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8]);
    const settings = Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]);
    other.write(Buffer.concat([Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'), settings, ...new Array(200).fill(ping)]));
    other.end();
    const reason = await flooded.closed;
    assert.equal(reason?.codeName, 'ENHANCE_YOUR_CALM');
    assert.deepEqual([reason.by, reason.scope], ['us', 'connection']);
    start(() => ({ status: 200 }));
    assert.equal((await client.request()).status, 200);
    assert.match(inspect(client), /^Http2ClientConnection \{ 0 requests in progress \}$/);
  });

  it('refuses wrong options and requests when they are given', async () => {
    const [one] = duplexPair();
    assert.throws(() => serveHttp2(one, undefined as never), OptionError);
    assert.throws(() => connectHttp2(one, { streamWindowBytes: 0 }), /streamWindowBytes is a whole number of bytes from 65535/);
    assert.throws(() => connectHttp2(one, { maxConcurrentStreams: 1 } as never), /unknown option "maxConcurrentStreams"/);
    start(() => ({ status: 200 }));
    for (const request of [
      { metod: 'GET' },
      { method: 'G T' },
      { path: '/a b' },
      { headers: { ':path': '/' } },
      { headers: { a: 'b\n' } },
    ]) {
      await assert.rejects(client.request(request as never), OptionError);
    }
    await assert.rejects(client.request({ path: 'no-slash' }), FieldError);
    await assert.rejects(client.request({ body: [7 as never] }), /a piece of a body is a string or a Uint8Array; got 7/);
  });
});

describe('plain HTTP/2 and node:http2', () => {
  it('serves a client of node:http2 over a socket', async () => {
    const server = net.createServer((socket) => {
      serveHttp2(socket, async (request: Http2ServerRequest) => ({
        status: 200,
        headers: { 'x-path': request.path },
        body: await request.body.bytes(),
        trailers: { 'x-end': '1' },
      }));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const client = nodeHttp2.connect(`http://127.0.0.1:${(server.address() as net.AddressInfo).port}`);
    const stream = client.request({ ':method': 'POST', ':path': '/big' });
    const sent = 'y'.repeat(500_000);
    stream.end(sent);
    const [headers] = (await once(stream, 'response')) as [nodeHttp2.IncomingHttpHeaders];
    const trailers = once(stream, 'trailers') as Promise<[nodeHttp2.IncomingHttpHeaders]>;
    assert.equal(headers['x-path'], '/big');
    assert.equal(await text(stream), sent);
    assert.equal((await trailers)[0]['x-end'], '1');
    client.close();
    await once(client, 'close');
    server.close();
    await once(server, 'close');
  });

  it('speaks over TLS, where https is the scheme', async () => {
    const { server: certificate, ca } = await sharedCertificates();
    const server = tls.createServer({ ...certificate, ALPNProtocols: ['h2'] }, (socket) => {
      serveHttp2(socket, ({ scheme }) => ({ status: 200, body: scheme }));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as net.AddressInfo;
    const client = connectHttp2(tls.connect({ port, host: '127.0.0.1', ca: ca.cert, ALPNProtocols: ['h2'] }));
    assert.equal(await (await client.request()).body.text(), 'https');
    assert.equal(await client.close(), undefined);
    server.close();
    await once(server, 'close');
  });

  it('says why there is no connection, to requests and to whoever waits for the end', async () => {
    const probe = net.createServer().listen(0, '127.0.0.1');
    await once(probe, 'listening');
    const { port } = probe.address() as net.AddressInfo;
    probe.close();
    await once(probe, 'close');
    const client = connectHttp2(net.connect(port, '127.0.0.1'));
    const refused = (error: unknown) =>
      error instanceof Http2Error && /ECONNREFUSED/.test(error.message) && error.processed === 'no' && error.scope === 'connection';
    await assert.rejects(client.request(), refused);
    await assert.rejects(client.request(), refused);
    assert.match(String(await client.closed), /ECONNREFUSED/);
    const late = connectHttp2(net.connect(port, '127.0.0.1').destroy());
    await assert.rejects(late.request(), Http2Error);
    await late.closed;
  });

  it('calls a server of node:http2 over a socket', async () => {
    const server = nodeHttp2.createServer();
    server.on('stream', (stream) => {
      stream.additionalHeaders({ ':status': 103 });
      stream.respond({ ':status': 200 }, { waitForTrailers: true });
      stream.on('wantTrailers', () => stream.sendTrailers({ 'x-end': '1' }));
      stream.pipe(stream);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const client = connectHttp2(net.connect((server.address() as net.AddressInfo).port, '127.0.0.1'));
    const statuses: number[] = [];
    const sent = 'z'.repeat(500_000);
    const response = await client.request({ body: [sent, sent], onInformational: (status) => statuses.push(status) });
    assert.equal(await response.body.text(), sent + sent);
    assert.equal((await response.body.trailers())?.get('x-end'), '1');
    assert.deepEqual(statuses, [103]);
    assert.equal(await client.close(), undefined);
    server.close();
    await once(server, 'close');
  });
});
