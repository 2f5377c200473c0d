/** Our client, grpc-js's server: an implementation that shares no line with ours answers over real sockets. */
import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import grpc from '@grpc/grpc-js';
import { Channel, type Client, createClient, RpcError, StatusCode } from '../../lib/index.js';
import { encodeStatusDetails } from '../../lib/rpc/status-details.js';
import { rawBytes } from '../../wire/bytes/raw-bytes.js';
import { serviceType, type UnaryMethod, unary } from '../../wire/grpc/service.js';
import { bytesOf, TextService } from '../support/text-service.js';
import { TRANSPORTS } from '../support/transports.js';
import { forbidUnhandledRejections } from '../support/unhandled-rejections.js';

interface RawService {
  echo: UnaryMethod<Uint8Array, Uint8Array, Uint8Array, Uint8Array>;
}
const RawService = serviceType<RawService>('test.Raw', { echo: unary('/test.Raw/Echo', rawBytes, rawBytes) });

const MAX_BYTES = 4_194_304;

function definition<T>(
  path: string,
  requestStream: boolean,
  responseStream: boolean,
  to: (value: T) => Buffer,
  from: (bytes: Buffer) => T,
) {
  return {
    path,
    requestStream,
    responseStream,
    requestSerialize: to,
    requestDeserialize: from,
    responseSerialize: to,
    responseDeserialize: from,
  };
}

const toText = (value: string) => Buffer.from(value);
const fromText = (bytes: Buffer) => bytes.toString();
const asIs = (value: Buffer) => value;

type Streaming = { metadata: grpc.Metadata; cancelled: boolean } & NodeJS.EventEmitter;

/** A server of grpc-js for both services. What each request asks for is its text. */
class Peer {
  readonly server = new grpc.Server({ 'grpc.max_receive_message_length': -1, 'grpc.max_send_message_length': -1 });
  port = 0;
  /** Calls that have seen their cancellation. */
  cancelled = 0;
  readonly #events = new EventEmitter();
  lastDeadlineMs = Number.NaN;
  lastMetadata = new grpc.Metadata();

  async start(): Promise<void> {
    this.server.addService(
      {
        one: definition('/test.Text/One', false, false, toText, fromText),
        many: definition('/test.Text/Many', false, true, toText, fromText),
        collect: definition('/test.Text/Collect', true, false, toText, fromText),
        talk: definition('/test.Text/Talk', true, true, toText, fromText),
      },
      {
        one: (call: grpc.ServerUnaryCall<string, string>, done: grpc.sendUnaryData<string>) => this.#one(call, done),
        many: (call: grpc.ServerWritableStream<string, string>) => this.#many(call),
        collect: (call: grpc.ServerReadableStream<string, string>, done: grpc.sendUnaryData<string>) => {
          let all = '';
          call.on('data', (word: string) => {
            all += word;
          });
          call.on('end', () => done(null, all));
          this.#watch(call);
        },
        talk: (call: grpc.ServerDuplexStream<string, string>) => {
          call.on('data', (word: string) => call.write(word.toUpperCase()));
          call.on('end', () => call.end());
          this.#watch(call);
        },
      },
    );
    this.server.addService(
      { echo: definition('/test.Raw/Echo', false, false, asIs, asIs) },
      {
        echo: (call: grpc.ServerUnaryCall<Buffer, Buffer>, done: grpc.sendUnaryData<Buffer>) => {
          // Four bytes ask for so many.
          done(null, call.request.length === 4 ? Buffer.alloc(call.request.readUInt32BE(), 7) : call.request);
        },
      },
    );
    this.port = await new Promise((resolve, reject) => {
      this.server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, port) =>
        error ? reject(error) : resolve(port),
      );
    });
  }

  /** Resolves when so many calls have seen their cancellation. */
  async sawCancelled(count: number): Promise<void> {
    while (this.cancelled < count) await once(this.#events, 'cancelled');
  }

  #watch(call: Streaming): void {
    call.on('cancelled', () => {
      this.cancelled++;
      this.#events.emit('cancelled');
    });
  }

  #one(call: grpc.ServerUnaryCall<string, string>, done: grpc.sendUnaryData<string>): void {
    this.lastMetadata = call.metadata;
    const deadline = call.getDeadline();
    this.lastDeadlineMs = typeof deadline === 'number' ? deadline : deadline.getTime();
    switch (call.request) {
      case 'metadata': {
        const headers = new grpc.Metadata();
        headers.add('x-room', 'a');
        headers.add('x-room', 'b');
        headers.add('x-key-bin', Buffer.from([0, 1, 255]));
        call.sendMetadata(headers);
        const trailers = new grpc.Metadata();
        trailers.add('x-took', '3 ms');
        trailers.add('x-sum-bin', Buffer.from([9, 8]));
        done(null, 'with metadata', trailers);
        return;
      }
      case 'fail': {
        const metadata = new grpc.Metadata();
        metadata.add('x-id', '7');
        const details = [{ typeUrl: 'type.googleapis.com/test.Detail', value: Uint8Array.of(1, 2, 3) }];
        const bytes = encodeStatusDetails(StatusCode.FAILED_PRECONDITION, 'not ready: 50 % ünïcode', details);
        metadata.add('grpc-status-details-bin', Buffer.from(bytes));
        done({ code: grpc.status.FAILED_PRECONDITION, details: 'not ready: 50 % ünïcode', metadata });
        return;
      }
      case 'never':
        this.#watch(call as unknown as Streaming);
        return;
      default:
        done(null, `hello, ${call.request}`);
    }
  }

  #many(call: grpc.ServerWritableStream<string, string>): void {
    this.#watch(call);
    if (call.request === 'never') return;
    if (call.request === 'one, then never') {
      call.write('one');
      return;
    }
    for (const word of call.request.split(' ')) call.write(word);
    if (call.request.endsWith('fail')) call.emit('error', { code: grpc.status.ABORTED, details: 'lost' });
    else call.end();
  }
}

async function failure(promise: Promise<unknown>): Promise<RpcError> {
  try {
    await promise;
  } catch (error) {
    assert.ok(RpcError.is(error), String(error));
    return error;
  }
  throw new assert.AssertionError({ message: 'the promise was fulfilled' });
}

async function collected(replies: AsyncIterable<string>): Promise<string[]> {
  const got: string[] = [];
  for await (const reply of replies) got.push(reply);
  return got;
}

for (const transport of TRANSPORTS) {
  describe(`interop: our client over ${transport}, a server of grpc-js`, () => {
    forbidUnhandledRejections();
    let peer: Peer;
    let channel: Channel;
    let client: Client<TextService>;
    let raw: Client<RawService>;

    before(async () => {
      peer = new Peer();
      await peer.start();
      channel = new Channel(`127.0.0.1:${peer.port}`, { transport });
      client = createClient(TextService, channel);
      raw = createClient(RawService, channel);
    });

    after(async () => {
      await channel.close({ graceMs: 0 });
      peer.server.forceShutdown();
    });

    it('unary', async () => {
      assert.equal(await client.one('you'), 'hello, you');
    });

    it('server streaming', async () => {
      assert.deepEqual(await collected(client.many('a bb ccc')), ['a', 'bb', 'ccc']);
    });

    it('client streaming', async () => {
      assert.equal(await client.collect(['a', 'bb', 'ccc']), 'abbccc');
      assert.equal(await client.collect([]), '');
    });

    it('bidirectional', async () => {
      assert.deepEqual(await collected(client.talk(['a', 'bb', 'ccc'])), ['A', 'BB', 'CCC']);
      const call = client.talk.start();
      const replies = call[Symbol.asyncIterator]();
      for (const word of ['x', 'yy']) {
        await call.write(word);
        assert.equal((await replies.next()).value, word.toUpperCase());
      }
      call.end();
      assert.equal((await replies.next()).done, true);
    });

    it('metadata both ways, several values and bytes among them', async () => {
      const call = client.one.start('metadata', { metadata: { 'x-a': ['1', '2'], 'x-b-bin': [Uint8Array.of(0, 200), Uint8Array.of()] } });
      const headers = await call.headers;
      assert.deepEqual(headers.getAll('x-room'), ['a', 'b']);
      assert.deepEqual(headers.get('x-key-bin'), Uint8Array.of(0, 1, 255));
      assert.equal(await call.response, 'with metadata');
      const { trailers } = await call.ended;
      assert.equal(trailers.get('x-took'), '3 ms');
      assert.deepEqual(trailers.get('x-sum-bin'), Uint8Array.of(9, 8));
      // node:http2 under grpc-js joins the values of a name, which means the same (gRPC over HTTP/2: Custom-Metadata).
      assert.deepEqual(peer.lastMetadata.get('x-a'), ['1, 2']);
      assert.deepEqual(peer.lastMetadata.get('x-b-bin'), [Buffer.from([0, 200]), Buffer.from([])]);
    });

    it('an error with its message, its details and its trailers', async () => {
      const error = await failure(client.one('fail'));
      assert.equal(error.code, StatusCode.FAILED_PRECONDITION);
      assert.equal(error.statusMessage, 'not ready: 50 % ünïcode');
      assert.equal(error.metadata.get('x-id'), '7');
      assert.deepEqual(error.details, [{ typeUrl: 'type.googleapis.com/test.Detail', value: Uint8Array.of(1, 2, 3) }]);
    });

    it('an error behind replies', async () => {
      const replies = client.many('a fail')[Symbol.asyncIterator]();
      assert.equal((await replies.next()).value, 'a');
      assert.equal((await replies.next()).value, 'fail');
      const error = await failure(replies.next());
      assert.equal(error.code, StatusCode.ABORTED);
      assert.equal(error.statusMessage, 'lost');
    });

    it('a method that the server does not have', async () => {
      const Other = serviceType<RawService>('test.Other', { echo: unary('/test.Other/Echo', rawBytes, rawBytes) });
      const error = await failure(createClient(Other, channel).echo(bytesOf('a')));
      assert.equal(error.code, StatusCode.UNIMPLEMENTED);
      assert.match(error.advice, /\.proto/);
    });

    it('a deadline: the server hears of it, and the call ends with it', async () => {
      const before = Date.now();
      assert.equal(await client.one('you', { timeoutMs: 20_000 }), 'hello, you');
      assert.ok(peer.lastDeadlineMs >= before + 19_000 && peer.lastDeadlineMs <= Date.now() + 20_001, `deadline ${peer.lastDeadlineMs}`);
      const error = await failure(client.one('never', { timeoutMs: 30 }));
      assert.equal(error.code, StatusCode.DEADLINE_EXCEEDED);
    });

    it('cancellation: the server hears of it, whichever way', async () => {
      const controller = new AbortController();
      const before = peer.cancelled;
      const aborted = client.one.start('never', { signal: controller.signal });
      const cancelled = client.talk.start();
      await cancelled.write('a');
      const left = client.many('one, then never');
      for await (const reply of left) {
        assert.equal(reply, 'one');
        break;
      }
      for await (const reply of cancelled) {
        assert.equal(reply, 'A');
        cancelled.cancel('enough');
        break;
      }
      controller.abort();
      assert.equal((await failure(aborted.response)).code, StatusCode.CANCELLED);
      await peer.sawCancelled(before + 3);
    });

    it('exactly 4,194,304 encoded bytes pass both ways, one more is RESOURCE_EXHAUSTED', async () => {
      const largest = new Uint8Array(MAX_BYTES).fill(3);
      assert.equal((await raw.echo(largest)).length, MAX_BYTES);
      const ask = (bytes: number) => {
        const request = Buffer.alloc(4);
        request.writeUInt32BE(bytes);
        return raw.echo(request);
      };
      assert.equal((await ask(MAX_BYTES)).length, MAX_BYTES);
      const error = await failure(ask(MAX_BYTES + 1));
      assert.equal(error.code, StatusCode.RESOURCE_EXHAUSTED);
      assert.match(error.advice, /maxReceiveMessageBytes/);
      assert.equal((await raw.echo(bytesOf('and the connection lives on'))).length, 27);
    });

    it('a hundred calls at once', async () => {
      const replies = await Promise.all(Array.from({ length: 100 }, (_, index) => client.one(`${index}`)));
      assert.deepEqual(
        replies,
        Array.from({ length: 100 }, (_, index) => `hello, ${index}`),
      );
    });
  });
}
