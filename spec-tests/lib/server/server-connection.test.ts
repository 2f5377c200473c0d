import assert from 'node:assert/strict';
import type { ObservedCall, Observer } from '../../../lib/rpc/observer.js';
import { RpcError } from '../../../lib/rpc/rpc-error.js';
import { StatusCode } from '../../../wire/grpc/status-code.js';
import { turn } from '../../support/fake-clock.js';
import { processWarnings } from '../../support/process-warnings.js';
import { CHAT, GET, scriptedServer, text } from '../../support/scripted-server.js';

describe('request headers that cannot be served', () => {
  it('of another content type are answered with HTTP 415', async () => {
    const { session } = await scriptedServer({ get: (request) => request });
    for (const type of ['', 'application/json', 'application/grpc-web', 'application/grpc-web+proto', 'text/html']) {
      const stream = session.open(GET, { 'content-type': type });
      assert.equal(stream.trailers?.[':status'], '415', type);
      assert.equal(stream.done, 'trailers');
    }
    for (const type of ['application/grpc', 'application/grpc+proto', 'application/grpc; charset=utf-8', 'Application/gRPC']) {
      assert.equal(session.call(GET, text, { text: '' }, { 'content-type': type }).status, '0', type);
    }
  });

  it('of another method are answered with HTTP 405', async () => {
    const { session } = await scriptedServer({ get: (request) => request });
    for (const method of ['GET', 'PUT', 'post', '']) {
      const stream = session.open(GET, { ':method': method });
      assert.equal(stream.trailers?.[':status'], '405', method);
      assert.equal(stream.trailers?.allow, 'POST');
    }
  });

  it('without te are served, since only proxies need it', async () => {
    const { session } = await scriptedServer({ get: (request) => request });
    assert.equal(session.call(GET, text, { text: '' }, { te: 'something' }).status, '0');
  });

  it('with a malformed grpc-timeout are INTERNAL', async () => {
    const { session } = await scriptedServer({ get: (request) => request });
    for (const timeout of ['1', 'S', '1s', '-1S', '123456789S', '1 S', 'soon']) {
      assert.match(session.open(GET, { 'grpc-timeout': timeout }).status ?? '', /^13 grpc-timeout is ".*", at most 8 digits/, timeout);
    }
  });

  it('with an unknown grpc-encoding are UNIMPLEMENTED, with grpc-accept-encoding', async () => {
    const { session } = await scriptedServer({ get: (request) => request });
    const stream = session.open(GET, { 'grpc-encoding': 'snappy' });
    assert.match(stream.status ?? '', /^12 grpc-encoding "snappy" is not supported/);
    assert.equal(stream.trailers?.['grpc-accept-encoding'], 'identity');
    assert.equal(session.call(GET, text, { text: '' }, { 'grpc-encoding': 'identity' }).status, '0');
  });

  it('leave no trace', async () => {
    const { session, clock, errors } = await scriptedServer({ get: (request) => request });
    const stream = session.open(GET, { 'grpc-encoding': 'snappy', 'grpc-timeout': '1S' });
    stream.message(text, { text: '' }).end();
    assert.equal(clock.timers.size, 0);
    assert.equal(stream.done, 'trailers');
    assert.deepEqual(errors, []);
  });
});

describe('the observer of a server', () => {
  it('hears of connections and calls, with the status that was sent', async () => {
    const log: string[] = [];
    const calls = new Set<ObservedCall>();
    const observer: Observer = {
      onConnectionOpen: ({ side, peer }) => log.push(`open ${side} ${peer.address}`),
      onConnectionClose: (_, error) => log.push(`close ${error}`),
      onCallStart: (call) => {
        calls.add(call);
        log.push(`start ${call.side} ${call.path} ${call.shape}`);
      },
      onCallEnd: (call, status) => {
        assert.ok(calls.has(call), 'the same object');
        log.push(`end ${call.path} ${status.code} ${status.message}`);
      },
    };
    const { session } = await scriptedServer(
      {
        get: () => {
          throw new RpcError(StatusCode.ABORTED, 'again');
        },
        chat: async function* () {},
      },
      { observer },
    );
    session.call(GET, text, { text: '' });
    session.open(CHAT);
    await turn();
    session.open(CHAT).cancel();
    session.die();
    assert.deepEqual(log, [
      'open server 192.0.2.1:9',
      `start server ${GET} unary`,
      `end ${GET} 10 again`,
      `start server ${CHAT} bidi`,
      `end ${CHAT} 0 `,
      `start server ${CHAT} bidi`,
      `end ${CHAT} 1 the client reset the stream with CANCEL`,
      'close undefined',
    ]);
  });

  it('that throws changes nothing', async () => {
    const boom = () => {
      throw new Error('boom');
    };
    const observer = { onConnectionOpen: boom, onConnectionClose: boom, onCallStart: boom, onCallEnd: boom };
    const warnings = await processWarnings(async () => {
      const { session } = await scriptedServer({ get: (request) => request }, { observer });
      assert.equal(session.call(GET, text, { text: '' }).status, '0');
      session.die();
    });
    assert.deepEqual(
      warnings.map((warning) => warning.split('\n')[0]),
      Array.from({ length: 4 }, () => 'an observer threw: Error: boom'),
    );
  });
});
