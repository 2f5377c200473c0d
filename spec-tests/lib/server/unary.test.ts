import assert from 'node:assert/strict';
import { RpcError } from '../../../lib/rpc/rpc-error.js';
import type { ServerCall } from '../../../lib/server/server-call.js';
import { serviceType, type UnaryMethod, unary } from '../../../wire/grpc/service.js';
import { StatusCode } from '../../../wire/grpc/status-code.js';
import { turn } from '../../support/fake-clock.js';
import { strictJsonCodec } from '../../support/json-codec.js';
import { processWarnings } from '../../support/process-warnings.js';
import { GET, scriptedServer, type Text, text } from '../../support/scripted-server.js';

describe('a unary call on the server', () => {
  it('is answered in the turn in which its request came where the handler is synchronous', async () => {
    const { session } = await scriptedServer({ get: (request) => ({ text: `got ${request.text}` }) });
    const stream = session.call(GET, text, { text: 'a' });
    assert.equal(stream.done, 'headers message trailers');
    assert.deepEqual(stream.messages(text), [{ text: 'got a' }]);
    assert.deepEqual(stream.headers, { ':status': '200', 'content-type': 'application/grpc' });
    assert.deepEqual(stream.trailers, { 'grpc-status': '0' });
    assert.equal(stream.unconsumedBytes, 0);
  });

  it('is answered when the promise of an asynchronous handler resolves', async () => {
    const { session } = await scriptedServer({
      get: async (request) => {
        await turn();
        return { text: request.text };
      },
    });
    const stream = session.call(GET, text, { text: 'later' });
    assert.equal(stream.done, '');
    await turn();
    await turn();
    assert.deepEqual(stream.messages(text), [{ text: 'later' }]);
    assert.equal(stream.status, '0');
  });

  it('answers with the content type that the client named', async () => {
    const { session } = await scriptedServer({ get: (request) => request });
    const stream = session.call(GET, text, { text: '' }, { 'content-type': 'application/grpc+proto' });
    assert.equal(stream.headers?.['content-type'], 'application/grpc+proto');
  });

  it('waits for the half-close, and refuses no request and two requests (gRPC status codes: cardinality violation)', async () => {
    let runs = 0;
    const { session } = await scriptedServer({
      get: (request) => {
        runs++;
        return request;
      },
    });
    const none = session.open(GET).end();
    assert.equal(none.status, '12 the client ended without a request, /test.Rooms/Get takes exactly one');
    const two = session.open(GET).message(text, { text: '1' }).message(text, { text: '2' }).end();
    assert.equal(two.status, '12 a second request came, /test.Rooms/Get takes exactly one');
    assert.equal(runs, 0);
  });

  it('gives the handler metadata, peer, method and deadline', async () => {
    let seen: ServerCall | undefined;
    const { session, clock } = await scriptedServer({
      get: (request, call) => {
        seen = call;
        assert.equal(call.remainingMs(), 1500);
        assert.equal(call.deadline?.getTime(), clock.wallNow() + 1500);
        return request;
      },
    });
    session.call(GET, text, { text: '' }, { 'grpc-timeout': '1500m', 'x-room': 'a', 'x-key-bin': 'AQID', 'user-agent': 'test' });
    assert.ok(seen);
    assert.equal(seen.metadata.get('x-room'), 'a');
    assert.deepEqual([...seen.metadata.get('x-key-bin')!], [1, 2, 3]);
    assert.equal(seen.metadata.size, 2);
    assert.equal(seen.peer.address, '192.0.2.1:9');
    assert.equal(seen.method.name, 'get');
    assert.equal(seen.cancelled, false);
    assert.equal(clock.nextInMs(), undefined, 'the deadline is not waited for any more');
  });

  it('sends headers and trailers that the handler sets', async () => {
    const { session } = await scriptedServer({
      get: (request, call) => {
        call.sendHeaders({ 'x-early': 'yes' });
        assert.throws(() => call.sendHeaders(), /sent already/);
        call.trailers.set('x-late', 'also').set('x-bytes-bin', Uint8Array.of(255));
        return request;
      },
    });
    const stream = session.call(GET, text, { text: '' });
    assert.deepEqual(stream.headers, { ':status': '200', 'content-type': 'application/grpc', 'x-early': 'yes' });
    assert.deepEqual(stream.trailers, { 'grpc-status': '0', 'x-late': 'also', 'x-bytes-bin': '/w' });
  });

  it('refuses headers over the limit where they are sent', async () => {
    const { session, errors } = await scriptedServer({
      get: (_request, call) => {
        call.sendHeaders({ 'x-large': 'a'.repeat(9000) });
        return { text: '' };
      },
    });
    const stream = session.call(GET, text, { text: '' });
    assert.equal(stream.status, '2 the handler failed; the server knows why');
    assert.match(
      String(errors[0]?.error),
      /RangeError: the response headers have 91\d\d bytes, the limit is 8192: raise maxResponseHeaderBytes/,
    );
  });
});

describe('a failing unary handler', () => {
  it('that throws or rejects gives UNKNOWN, tells the client nothing and onError everything', async () => {
    const secret = new Error('password 1234');
    for (const get of [
      () => {
        throw secret;
      },
      async () => {
        throw secret;
      },
    ]) {
      const { session, errors } = await scriptedServer({ get });
      const stream = session.call(GET, text, { text: '' });
      await turn();
      assert.equal(stream.done, 'trailers');
      assert.deepEqual(stream.trailers, {
        ':status': '200',
        'content-type': 'application/grpc',
        'grpc-status': '2',
        'grpc-message': 'the handler failed; the server knows why',
      });
      assert.deepEqual(
        errors.map(({ error, call }) => [error, call?.method.path]),
        [[secret, GET]],
      );
    }
  });

  it('that throws what is no error gives UNKNOWN too', async () => {
    for (const thrown of [undefined, null, 'text', 42, Symbol('s'), {}, () => {}]) {
      const { session, errors } = await scriptedServer({
        get: () => {
          throw thrown;
        },
      });
      const stream = session.call(GET, text, { text: '' });
      assert.equal(stream.trailers?.['grpc-status'], '2');
      assert.deepEqual(errors[0]?.error, thrown);
    }
  });

  it('that throws an RpcError gives its code, message, details and metadata, which is no failure', async () => {
    const { session, errors } = await scriptedServer({
      get: () => {
        throw new RpcError(StatusCode.NOT_FOUND, 'no röom\n50 %', {
          details: [{ typeUrl: 't/x.Y', value: Uint8Array.of(1) }],
          metadata: { 'x-why': 'because' },
        });
      },
    });
    const stream = session.call(GET, text, { text: '' });
    assert.equal(stream.trailers?.['grpc-status'], '5');
    assert.equal(stream.trailers?.['grpc-message'], 'no r%C3%B6om%0A50 %25');
    assert.equal(stream.trailers?.['x-why'], 'because');
    // google.rpc.Status { code: 5, message: 'no röom\n50 %', details: [Any { 't/x.Y', 01 }] }
    const status = Buffer.from(stream.trailers?.['grpc-status-details-bin'] ?? '', 'base64');
    assert.equal(status.toString('latin1'), '\x08\x05\x12\x0dno r\xc3\xb6om\n50 %\x1a\x0a\x0a\x05t/x.Y\x12\x01\x01');
    assert.deepEqual(errors, []);
  });

  it("that throws another server's status gives UNKNOWN, with that as the cause in onError; RpcError.forward passes it on", async () => {
    const failure = { scope: 'call', initiator: 'peer', phase: 'remote', processed: 'maybe', advice: '' } as const;
    const foreign = new RpcError(StatusCode.PERMISSION_DENIED, 'not you', undefined, failure);
    let forward = false;
    const { session, errors } = await scriptedServer({
      get: () => {
        throw forward ? RpcError.forward(foreign) : foreign;
      },
    });
    assert.equal(session.call(GET, text, { text: '' }).status, '2 the handler failed; the server knows why');
    assert.ok(RpcError.is(errors[0]?.error, StatusCode.UNKNOWN));
    assert.equal(errors[0].error.cause, foreign);
    forward = true;
    assert.equal(session.call(GET, text, { text: '' }).status, '7 not you');
    assert.equal(errors.length, 1);
  });

  it('that throws an RpcError which cannot be sent gives INTERNAL', async () => {
    const { session, errors } = await scriptedServer({
      get: () => {
        const details = [{ typeUrl: 't', value: new Uint8Array(1) }];
        const error = new RpcError(StatusCode.NOT_FOUND, 'a', { details });
        details.push(null as never);
        throw error;
      },
    });
    assert.equal(session.call(GET, text, { text: '' }).status, '13 the status of this call cannot be sent; the server knows why');
    assert.equal(errors.length, 1);
  });

  it('that throws a status too large loses its details, and onError hears of it', async () => {
    const { session, errors } = await scriptedServer({
      get: () => {
        throw new RpcError(StatusCode.NOT_FOUND, 'a', { details: [{ typeUrl: 't', value: new Uint8Array(9000) }] });
      },
    });
    const stream = session.call(GET, text, { text: '' });
    assert.equal(stream.status, '5 a');
    assert.equal(stream.trailers?.['grpc-status-details-bin'], undefined);
    assert.match(
      String(errors[0]?.error),
      /the status of \/test\.Rooms\/Get was over 8192 bytes, left out: the details; raise maxResponseHeaderBytes/,
    );
  });

  it('that returns nothing, or what cannot be encoded, gives INTERNAL', async () => {
    const replies: [unknown, RegExp, string][] = [
      [
        undefined,
        /TypeError: the handler of \/test.Rooms\/Get returned undefined, a reply was expected/,
        'the handler returned no valid reply; the server knows why',
      ],
      [null, /returned null/, 'the handler returned no valid reply; the server knows why'],
      [{ text: 1n }, /a bigint cannot be encoded/, 'the reply cannot be encoded; the server knows why'],
    ];
    for (const [reply, expected, message] of replies) {
      for (const get of [() => reply as Text, async () => reply as Text]) {
        const { session, errors } = await scriptedServer({ get });
        const stream = session.call(GET, text, { text: '' });
        await turn();
        assert.equal(stream.status, `13 ${message}`);
        assert.match(String(errors[0]?.error), expected);
      }
    }
  });

  it('whose reply is over maxSendMessageBytes gives RESOURCE_EXHAUSTED', async () => {
    const { session, errors } = await scriptedServer({ get: () => ({ text: 'a'.repeat(100) }) }, { maxSendMessageBytes: 50 });
    const stream = session.call(GET, text, { text: '' });
    assert.match(stream.status ?? '', /^8 the message has 111 bytes, the limit for sending is 50/);
    assert.equal(errors.length, 1);
  });

  it('does not take the server down when onError throws', async () => {
    const { session } = await scriptedServer(
      {
        get: () => {
          throw new Error('a');
        },
      },
      {
        onError: () => {
          throw new Error('the logger is broken');
        },
      },
    );
    const warnings = await processWarnings(() => {
      assert.equal(session.call(GET, text, { text: '' }).trailers?.['grpc-status'], '2');
    });
    assert.match(warnings.join(), /onError threw: Error: the logger is broken/);
  });
});

describe('unknown keys in replies', () => {
  interface Strict {
    get: UnaryMethod<Text, Text, Text, Text>;
    other: UnaryMethod<Text, Text, Text, Text>;
  }

  it('are refused in each method until one reply has passed', async () => {
    const strict = strictJsonCodec<Text>('text');
    const { server, session, errors } = await scriptedServer({});
    server.add<Strict>(
      serviceType<Strict>('test.Strict', {
        get: unary('/test.Strict/Get', text, strict),
        other: unary('/test.Strict/Other', text, strict),
      }),
      {
        get: (request) => JSON.parse(request.text) as Text,
        other: (request) => JSON.parse(request.text) as Text,
      },
    );
    const call = (path: string, reply: string) => session.call(path, text, { text: reply }).trailers?.['grpc-status'];
    assert.equal(call('/test.Strict/Get', '{"text":"a","txet":"b"}'), '13');
    assert.match(String(errors[0]?.error), /unknown key "txet"/);
    assert.equal(call('/test.Strict/Get', '{"text":"a"}'), '0');
    assert.equal(call('/test.Strict/Get', '{"text":"a","txet":"b"}'), '0', 'one has passed');
    assert.equal(call('/test.Strict/Other', '{"text":"a","txet":"b"}'), '13', 'none of this method has');
  });
});

describe('a bad request', () => {
  it('that cannot be decoded is INTERNAL', async () => {
    const { session } = await scriptedServer({ get: (request) => request });
    const stream = session
      .open(GET)
      .bytes(Uint8Array.of(1, 2, 3))
      .end();
    assert.match(stream.status ?? '', /^13 the request cannot be decoded: /);
  });

  it('with the compressed flag and no grpc-encoding is INTERNAL', async () => {
    const { session } = await scriptedServer({ get: (request) => request });
    const stream = session.open(GET).message(text, { text: '' }, true).end();
    assert.match(stream.status ?? '', /^13 a message has its compressed flag set, but the headers name no grpc-encoding/);
  });

  it('that is too large is RESOURCE_EXHAUSTED, one with broken framing INTERNAL', async () => {
    const { session } = await scriptedServer({ get: (request) => request });
    assert.equal(session.open(GET).violate({ kind: 'too-large', message: 'large' }).status, '8 large');
    assert.equal(session.open(GET).violate({ kind: 'bad-flag', message: 'flag' }).status, '13 flag');
    assert.equal(session.open(GET).violate({ kind: 'truncated', message: 'short' }).status, '13 short');
  });
});

describe('a deadline on the server', () => {
  it('that passes cancels the call and is its status', async () => {
    let seen: ServerCall | undefined;
    const { session, clock, errors } = await scriptedServer({
      get: (_request, call) => {
        seen = call;
        return new Promise<Text>(() => {});
      },
    });
    const stream = session.call(GET, text, { text: '' }, { 'grpc-timeout': '200m' });
    const signal = seen!.signal;
    clock.advance(199);
    assert.equal(seen!.cancelled, false);
    clock.advance(1);
    assert.equal(stream.status, '4 the deadline passed after 200 ms');
    assert.equal(seen!.cancelled, true);
    assert.equal(signal.aborted, true);
    assert.ok(RpcError.is(signal.reason, StatusCode.DEADLINE_EXCEEDED));
    assert.equal(seen!.remainingMs(), 0);
    assert.deepEqual(errors, []);
  });

  it('that has passed already ends the call before its handler', async () => {
    let ran = false;
    const { session } = await scriptedServer({
      get: (request) => {
        ran = true;
        return request;
      },
    });
    const stream = session.call(GET, text, { text: '' }, { 'grpc-timeout': '0n' });
    assert.equal(stream.status, '4 the deadline passed after 0 ms');
    assert.equal(ran, false);
  });

  it('drops a reply that comes after it', async () => {
    let answer!: (reply: Text) => void;
    const { session, clock } = await scriptedServer({
      get: () =>
        new Promise<Text>((resolve) => {
          answer = resolve;
        }),
    });
    const stream = session.call(GET, text, { text: '' }, { 'grpc-timeout': '1m' });
    clock.advance(1);
    answer({ text: 'late' });
    await turn();
    assert.equal(stream.status, '4 the deadline passed after 1 ms');
    assert.deepEqual(
      stream.commands.map((command) => command.do),
      ['trailers'],
    );
  });

  it("that a call made for this one notices is this call's own, whichever is first", async () => {
    const failure = { scope: 'call', initiator: 'us', phase: 'receive', processed: 'maybe', advice: '' } as const;
    for (const childFirst of [true, false]) {
      let fail!: (error: unknown) => void;
      const { session, clock, errors } = await scriptedServer({
        get: () =>
          new Promise<Text>((_, reject) => {
            fail = reject;
          }),
      });
      const stream = session.call(GET, text, { text: '' }, { 'grpc-timeout': '10m' });
      clock.advance(childFirst ? 9.5 : 10);
      fail(new RpcError(StatusCode.DEADLINE_EXCEEDED, 'child', undefined, failure));
      await turn();
      assert.equal(stream.status, '4 the deadline passed after 10 ms');
      assert.deepEqual(errors, []);
    }
  });
});

describe('cancellation of a unary call', () => {
  it('sets cancelled, aborts the signal and tells children, with one reason', async () => {
    let seen: ServerCall | undefined;
    const { session, errors, clock } = await scriptedServer({
      get: async (_request, call) => {
        seen = call;
        await new Promise((_, reject) => call.signal.addEventListener('abort', () => reject(call.signal.reason)));
        return { text: 'never' };
      },
    });
    const stream = session.call(GET, text, { text: '' }, { 'grpc-timeout': '1S' });
    const told: unknown[] = [];
    const child = { onCancelled: (reason: unknown) => told.push(reason) };
    const gone = { onCancelled: () => assert.fail('removed') };
    seen!.addChild(child);
    seen!.addChild(gone);
    seen!.removeChild(gone);
    stream.cancel();
    assert.equal(seen!.cancelled, true);
    assert.ok(RpcError.is(seen!.cancelReason, StatusCode.CANCELLED));
    assert.deepEqual(told, [seen!.cancelReason]);
    assert.equal(seen!.signal.reason, seen!.cancelReason);
    await turn();
    assert.deepEqual(errors, [], 'a handler that ends because it was cancelled has not failed');
    assert.equal(clock.timers.size, 0);
  });

  it('gives an aborted signal to a handler that asks late', async () => {
    let seen: ServerCall | undefined;
    const { session } = await scriptedServer({
      get: (_request, call) => {
        seen = call;
        return new Promise<Text>(() => {});
      },
    });
    session.call(GET, text, { text: '' }).cancel({ by: 'peer', scope: 'connection', message: 'the connection died' });
    assert.equal(seen!.signal.aborted, true);
    assert.match(String(seen!.signal.reason), /CANCELLED: the connection died/);
  });

  it('hands on what a handler throws for another reason', async () => {
    let fail!: (error: unknown) => void;
    const { session, errors } = await scriptedServer({
      get: () =>
        new Promise<Text>((_, reject) => {
          fail = reject;
        }),
    });
    session.call(GET, text, { text: '' }).cancel();
    fail(new Error('the database is gone'));
    await turn();
    assert.match(String(errors[0]?.error), /database/);
  });
});
