import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { runNode } from '../support/run-script.js';

const path = (name: string) => fileURLToPath(new URL(`../../examples/${name}/main.js`, import.meta.url));

describe('examples/http2-server-client', () => {
  it('shows requests, bodies in pieces, trailers, cancelling and a graceful end, and ends by itself', async () => {
    const { code, stdout, stderr } = await runNode([path('http2-server-client')]);
    assert.equal(stderr, '');
    assert.equal(code, 0);
    assert.deepEqual(stdout.split('\n'), [
      'GET /hello: 200, text/plain: Hello, GET!',
      'GET /missing: 404: nothing here',
      'POST /shout: ONE, TWO, THREE; trailers capital',
      'GET /ticks: tick 1, and then we have heard enough',
      'GET /ticks: changed my mind',
      'PING: answered',
      'closed in good order',
      '',
    ]);
  });
});

describe('examples/http2-by-hand', () => {
  it('shows what goes in and what comes out of two connections', async () => {
    const { code, stdout, stderr } = await runNode([path('http2-by-hand')]);
    assert.equal(stderr, '');
    assert.equal(code, 0);
    assert.deepEqual(stdout.split('\n'), [
      'server: the other side takes frames of 16384 bytes',
      'client: the other side takes frames of 16384 bytes',
      'server: headers of stream 1: :method POST, :scheme http, :path /count, :authority localhost',
      'server: data of stream 1: "barewire" (end)',
      'client: headers of stream 1: :status 200, content-type text/plain',
      'client: data of stream 1: "8 letters"',
      'client: trailers of stream 1: x-counted-by server (end)',
      'client: PING came back after 0 ms',
      'client: the other side opens no more streams; the last it takes is 2147483647',
      'client: closed in good order',
      'server: the other side opens no more streams; the last it takes is 0',
      'server: closed in good order',
      '',
    ]);
  });
});
