/** `new Server({ http })` seen by a client of node:http2, on every carrier that has sockets. */
import assert from 'node:assert/strict';
import { AsyncLocalStorage } from 'node:async_hooks';
import * as http2 from 'node:http2';
import { text } from 'node:stream/consumers';
import { inspect } from 'node:util';
import type { HttpHandler, HttpRequest } from '../../../lib/index.js';
import { HttpResponseError, OptionError, Server, type ServerOptions } from '../../../lib/index.js';
import { engine } from '../../../lib/transport/engine/index.js';
import { nodeHttp2 } from '../../../lib/transport/node-http2/index.js';
import { deferred } from '../../support/deferred.js';

interface Answer {
  readonly headers: http2.IncomingHttpHeaders & http2.IncomingHttpStatusHeader;
  readonly body: string;
}

const carriers = [engine, nodeHttp2];

for (const carrier of carriers) {
  describe(`the http handler of a server over ${carrier.name}`, () => {
    let server: Server;
    let client: http2.ClientHttp2Session;
    let errors: unknown[];

    async function start(http: HttpHandler | undefined, options: ServerOptions = {}): Promise<void> {
      errors = [];
      server = new Server({
        transport: carrier,
        ...(http === undefined ? {} : { http }),
        onError: (error) => errors.push(error),
        ...options,
      });
      const { port } = await server.listen('127.0.0.1:0');
      // Node's 10 MB would have the client itself reset streams that wait with large bodies.
      client = http2.connect(`http://127.0.0.1:${port}`, { maxSessionMemory: 1_000 });
      client.on('error', () => {});
    }

    function ask(headers: http2.OutgoingHttpHeaders, body?: string | Uint8Array): Promise<Answer> {
      const stream = client.request(headers, { endStream: false });
      stream.end(body);
      return answerOf(stream);
    }

    async function answerOf(stream: http2.ClientHttp2Stream): Promise<Answer> {
      const headers = new Promise<Answer['headers']>((resolve, reject) => {
        stream.once('response', (fields) => resolve(fields));
        stream.once('error', reject);
      });
      return { headers: await headers, body: await text(stream) };
    }

    afterEach(async () => {
      client.destroy();
      await server.close({ graceMs: 0 });
    });

    it('gives the whole request and sends what is returned', async () => {
      let seen: HttpRequest | undefined;
      await start((request) => {
        seen = request;
        return { status: 201, headers: { 'X-Answer': 'yes', 'set-cookie': ['a=1', 'b=2'] }, body: 'hello' };
      });
      const { headers, body } = await ask({ ':method': 'PUT', ':path': '/things?x=1', 'x-one': 'two', cookie: ['c=1', 'd=2'] }, 'content');
      assert.equal(headers[':status'], 201);
      assert.equal(headers['x-answer'], 'yes');
      assert.deepEqual(headers['set-cookie'], ['a=1', 'b=2']);
      assert.equal(headers['content-length'], '5');
      assert.equal(headers['content-type'], 'text/plain; charset=utf-8');
      assert.match(String(headers.date), /^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$/);
      assert.equal(body, 'hello');
      assert.ok(seen !== undefined);
      assert.match(inspect(seen), /^HttpRequest PUT \/things\?x=1 from 127\.0\.0\.1:\d+$/);
      assert.equal(seen.method, 'PUT');
      assert.equal(seen.path, '/things?x=1');
      assert.equal(seen.scheme, 'http');
      assert.match(seen.authority, /^127\.0\.0\.1:\d+$/);
      assert.equal(seen.headers.get('X-One'), 'two');
      assert.equal(seen.headers.get('cookie'), 'c=1; d=2');
      assert.equal(seen.headers.has(':path'), false);
      assert.equal(Buffer.from(seen.body).toString(), 'content');
      assert.match(seen.peer.address, /^127\.0\.0\.1:\d+$/);
      assert.equal(seen.signal.aborted, false);
    });

    it('takes a promise, bytes, and no body', async () => {
      await start(async ({ path }) => (path === '/none' ? { status: 204 } : { status: 200, body: new Uint8Array([104, 105]) }));
      const bytes = await ask({ ':path': '/bytes' });
      assert.equal(bytes.body, 'hi');
      assert.equal(bytes.headers['content-type'], undefined);
      const none = await ask({ ':path': '/none' });
      assert.equal(none.headers[':status'], 204);
      assert.equal(none.headers['content-length'], undefined);
    });

    it('leaves the body out of a response to HEAD and keeps its length', async () => {
      await start(() => ({ status: 200, body: 'hello' }));
      const { headers, body } = await ask({ ':method': 'HEAD' });
      assert.equal(headers['content-length'], '5');
      assert.equal(body, '');
    });

    it('sends and takes bodies far larger than the windows', async () => {
      await start(({ body }) => ({ status: 200, body }), { maxHttpBodyBytes: 4 * 1024 * 1024 });
      const sent = 'x'.repeat(3_000_000);
      const { headers, body } = await ask({ ':method': 'POST' }, sent);
      assert.equal(headers['content-length'], '3000000');
      assert.equal(body, sent);
    });

    it('answers 413 to a body that is too large, whether it was announced or not', async () => {
      await start(() => ({ status: 200 }), { maxHttpBodyBytes: 1_000 });
      const announced = await ask({ ':method': 'POST', 'content-length': '1001' }, 'y'.repeat(1_001));
      assert.equal(announced.headers[':status'], 413);
      const chunked = await ask({ ':method': 'POST' }, 'y'.repeat(1_001));
      assert.equal(chunked.headers[':status'], 413);
      assert.match(chunked.body, /larger than 1000 bytes/);
      const fits = await ask({ ':method': 'POST' }, 'y'.repeat(1_000));
      assert.equal(fits.headers[':status'], 200);
    });

    it('answers 413 before the client has ended, and asks it to stop', async () => {
      await start(() => ({ status: 200 }), { maxHttpBodyBytes: 1_000 });
      const stream = client.request({ ':method': 'POST' }, { endStream: false });
      const closed = new Promise<void>((resolve) => stream.once('close', resolve));
      stream.write('y'.repeat(2_000));
      const { headers } = await answerOf(stream);
      assert.equal(headers[':status'], 413);
      await closed;
      assert.equal(stream.rstCode, http2.constants.NGHTTP2_NO_ERROR);
    });

    it('bounds what one connection may have it hold, and goes on', async () => {
      await start(({ body }) => ({ status: 200, body: `${body.length}` }));
      const size = 1024 * 1024;
      const streams = Array.from({ length: 24 }, () => client.request({ ':method': 'POST' }, { endStream: false }));
      let turnedAway = 0;
      let enough: () => void;
      const eight = new Promise<void>((resolve) => {
        enough = resolve;
      });
      const statuses = streams.map(async (stream) => {
        stream.on('error', () => {});
        const { headers } = await answerOf(stream);
        if (headers[':status'] === 503 && ++turnedAway === 8) enough();
        return headers[':status'];
      });
      for (const stream of streams) stream.write(Buffer.alloc(size));
      // A third is turned away before any request was whole: what is held is 16 MiB, however the client mixes its streams.
      await eight;
      for (const stream of streams) stream.end();
      const all = await Promise.all(statuses);
      const served = all.filter((status) => status === 200).length;
      assert.ok(served >= 8 && served <= 16, `${served} of 24 were served`);
      assert.equal(all.filter((status) => status === 503).length, 24 - served);
      const answers = await Promise.all(Array.from({ length: 8 }, () => ask({ ':method': 'POST' }, Buffer.alloc(size))));
      assert.deepEqual(new Set(answers.map(({ body }) => body)), new Set([`${size}`]), 'what was held has been given back');
    });

    it('answers 100 to a client that expects it', async () => {
      await start(({ body }) => ({ status: 200, body }));
      const stream = client.request({ ':method': 'POST', expect: '100-continue' }, { endStream: false });
      await new Promise<void>((resolve) => stream.once('continue', resolve));
      stream.end('now');
      assert.equal((await answerOf(stream)).body, 'now');
    });

    it('answers 500 to what is thrown, tells the client no more, and reports it', async () => {
      const failure = new Error('secret');
      await start(({ path }) => {
        if (path === '/sync') throw failure;
        return Promise.reject(failure);
      });
      for (const path of ['/sync', '/async']) {
        const { headers, body } = await ask({ ':path': path });
        assert.equal(headers[':status'], 500);
        assert.doesNotMatch(body, /secret/);
      }
      assert.deepEqual(errors, [failure, failure]);
    });

    const wrong: [string, unknown, RegExp][] = [
      ['nothing', undefined, /is \{ status, headers, body \}; got undefined/],
      ['a string', 'hello', /got "hello"/],
      ['no status', { body: '' }, /status undefined; a whole number from 200 to 599/],
      ['1xx', { status: 103 }, /status 103/],
      ['a status beyond 599', { status: 600 }, /status 600/],
      ['a body that is a number', { status: 200, body: 7 }, /body that is 7; a string or a Uint8Array/],
      ['content with 204', { status: 204, body: 'x' }, /status 204 and a body; such/],
      ['a wrong content-length', { status: 200, headers: { 'content-length': 3 }, body: 'x' }, /content-length of 3 and a body of 1 bytes/],
      ['a pseudo-header field', { status: 200, headers: { ':status': '200' } }, /pseudo-header field/],
      ['a field of HTTP/1.1', { status: 200, headers: { Connection: 'close' } }, /belongs to HTTP\/1.1 connections/],
      ['a line break', { status: 200, headers: { a: 'b\r\nc: d' } }, /line break/],
      ['a character beyond U+00FF', { status: 200, headers: { a: '€' } }, /beyond U\+00FF/],
      ['space at the end', { status: 200, headers: { a: 'b ' } }, /space at an end/],
      ['a name that is none', { status: 200, headers: { 'a b': 'c' } }, /is no field name/],
      ['headers over the limit', { status: 200, headers: { a: 'x'.repeat(9_000) } }, /maxResponseHeaderBytes is 8192/],
    ];
    it('answers 500 to what cannot be sent, and reports why', async () => {
      await start(({ path }) => wrong[Number(path.slice(1))]![1] as never);
      for (const [index, [name, , message]] of wrong.entries()) {
        const { headers } = await ask({ ':path': `/${index}` });
        assert.equal(headers[':status'], 500, name);
        const error = errors.pop();
        assert.ok(error instanceof HttpResponseError, name);
        assert.match(error.message, message, name);
      }
    });

    it('sends every character that a value may have, and answers 500 where it may not', async () => {
      await start(({ path }) => ({ status: 200, headers: { 'x-character': `a${String.fromCharCode(Number(path.slice(1)))}z` } }));
      for (let code = 0; code < 0x102; code++) {
        const { headers } = await ask({ ':path': `/${code}` });
        const allowed = code === 0x09 || (code >= 0x20 && code !== 0x7f && code <= 0xff);
        assert.equal(headers[':status'], allowed ? 200 : 500, `U+${code.toString(16)}`);
        assert.equal(headers['x-character'], allowed ? `a${String.fromCharCode(code)}z` : undefined);
        assert.equal(errors.pop() instanceof HttpResponseError, !allowed);
      }
    });

    it('aborts the signal when the client goes away, and reports nothing of that', async () => {
      const began = deferred<HttpRequest>();
      const ended = deferred();
      await start(async (request) => {
        began.resolve(request);
        await new Promise<void>((resolve) => request.signal.addEventListener('abort', () => resolve()));
        ended.resolve();
        throw request.signal.reason;
      });
      const stream = client.request({});
      const request = await began.promise;
      stream.close(http2.constants.NGHTTP2_CANCEL);
      await ended.promise;
      assert.match(String(request.signal.reason), /CANCEL/);
      assert.deepEqual(errors, []);
    });

    it('lets requests end within the grace of a server that is closed', async () => {
      const began = deferred();
      const go = deferred();
      await start(async () => {
        began.resolve();
        await go.promise;
        return { status: 200, body: 'in time' };
      });
      const answer = ask({ ':path': '/slow' });
      await began.promise;
      const report = server.close();
      go.resolve();
      assert.equal((await answer).body, 'in time');
      assert.deepEqual((await report).cut, []);
      assert.equal((await report).completed, 1);
    });

    it('answers 503 where the grace is over, and says which request was cut', async () => {
      const began = deferred<HttpRequest>();
      await start((request) => {
        began.resolve(request);
        return new Promise(() => {});
      });
      const answer = ask({ ':path': '/never' });
      const { signal } = await began.promise;
      const report = server.close({ graceMs: 0 });
      assert.equal((await answer).headers[':status'], 503);
      assert.deepEqual(
        (await report).cut.map(({ path }) => path),
        ['/never'],
      );
      assert.equal(signal.aborted, true);
    });

    it('runs each handler in an async context of its own', async () => {
      const storage = new AsyncLocalStorage<string>();
      await start(({ path }) => {
        const before = storage.getStore();
        storage.enterWith(path);
        return { status: 200, body: String(before) };
      });
      const answers = await Promise.all([ask({ ':path': '/a' }), ask({ ':path': '/b' })]);
      assert.deepEqual(
        answers.map(({ body }) => body),
        ['undefined', 'undefined'],
      );
    });

    it('leaves everything that is called application/grpc to gRPC', async () => {
      await start(() => ({ status: 200, body: 'plain' }));
      const grpc = await ask({ ':method': 'POST', ':path': '/a.B/C', 'content-type': 'application/grpc', te: 'trailers' });
      assert.equal(grpc.headers['grpc-status'], '12');
      const web = await ask({ ':method': 'POST', ':path': '/a.B/C', 'content-type': 'Application/gRPC-web' });
      assert.equal(web.headers[':status'], 415);
      const get = await ask({ ':path': '/a.B/C', 'content-type': 'application/json' });
      assert.equal(get.body, 'plain');
    });

    it('answers 405 and 415 without a handler', async () => {
      await start(undefined);
      assert.equal((await ask({})).headers[':status'], 405);
      assert.equal((await ask({ ':method': 'POST', 'content-type': 'text/plain' })).headers[':status'], 415);
    });
  });
}

describe('the options of the http handler', () => {
  it('are a function and a number of bytes', () => {
    assert.throws(() => new Server({ http: 'x' as never }), OptionError);
    assert.throws(() => new Server({ maxHttpBodyBytes: -1 }), OptionError);
  });
});
