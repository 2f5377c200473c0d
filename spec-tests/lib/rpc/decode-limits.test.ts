/** What a peer can make the other one hold with one message, over a call. */
import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import {
  Channel,
  createClient,
  OptionError,
  RpcError,
  rawBytes,
  Server,
  StatusCode,
  serviceType,
  type UnaryMethod,
  unary,
} from '../../../lib/index.js';
import type { Bytes, DecodeOptions } from '../../../wire/protobuf/index.js';
import { DecodeError } from '../../../wire/protobuf/index.js';
import { type OrderInit, Orders } from '../../fixtures/gen/shop.js';

interface RawOrders {
  replace: UnaryMethod<Bytes, Uint8Array, Bytes, Uint8Array>;
}

/** A server that answers with what it was given, and a client of it. */
async function withPair(
  options: { server?: DecodeOptions; channel?: DecodeOptions },
  run: (client: ReturnType<typeof makeClient>) => Promise<void>,
): Promise<void> {
  const server = new Server({ decode: options.server });
  server.add(
    Orders,
    { replace: (order: OrderInit) => order, find: () => ({ lines: Array.from({ length: 1_000 }, () => ({})) }) } as never,
    {
      partial: true,
    },
  );
  const channel = new Channel(server.loopback(), { calls: { decode: options.channel } });
  try {
    await run(makeClient(channel));
  } finally {
    await channel.close();
    await server.close();
  }
}

function makeClient(channel: Channel) {
  return createClient(Orders, channel);
}

function exhausted(limit: string): (error: unknown) => boolean {
  return (error) => {
    assert.ok(RpcError.is(error, StatusCode.RESOURCE_EXHAUSTED), String(error));
    assert.ok(error.message.includes(limit), error.message);
    return true;
  };
}

describe('limits of received messages', () => {
  it('have safe defaults', async () => {
    const server = new Server();
    server.add(Orders, { replace: (order: OrderInit) => order } as never, { partial: true });
    const channel = new Channel(server.loopback());
    // Entries of a map without key and value: three bytes on the wire, some 256 in memory.
    const raw = serviceType<RawOrders>('shop.Orders', { replace: unary('/shop.Orders/Replace', rawBytes, rawBytes) });
    const client = createClient(raw, channel);
    const entries = (count: number): Uint8Array => Uint8Array.from({ length: count * 3 }, (_, index) => [0x8a, 0x01, 0][index % 3]!);
    await assert.rejects(client.replace(entries(1_200_000)), exhausted('maxMemoryBytes'));
    assert.deepEqual(Buffer.from(await client.replace(entries(1_000))).toString('hex'), '8a010408001200');
    await channel.close();
    await server.close();
  });

  it('are set for a server', async () => {
    await withPair({ server: { maxMemoryBytes: 10_000 } }, async (client) => {
      await assert.rejects(client.replace({ lines: Array.from({ length: 1_000 }, () => ({})) }), exhausted('maxMemoryBytes'));
      assert.equal((await client.find({})).lines.length, 1_000);
    });
  });

  it('are set for a channel, and nearer for a call', async () => {
    await withPair({ channel: { maxMemoryBytes: 10_000 } }, async (client) => {
      await assert.rejects(client.find({}), (error) => {
        assert.ok(RpcError.is(error));
        assert.ok(error.cause instanceof DecodeError && error.cause.limit === 'maxMemoryBytes');
        assert.match(inspect(error), /raise decode\.maxMemoryBytes where the other side is trusted/);
        return exhausted('maxMemoryBytes')(error);
      });
      assert.equal((await client.find({}, { decode: { maxMemoryBytes: Number.POSITIVE_INFINITY } })).lines.length, 1_000);
      await assert.rejects(client.replace({ main: { parts: [{}] } }, { decode: { maxDepth: 1 } }), exhausted('maxDepth'));
    });
  });

  it('are refused where they are none', () => {
    for (const decode of [{ maxDepth: -1 }, { maxDepth: Infinity }, { maxMemoryBytes: '1' }, { maxMemory: 1 }, { registry: {} }, 7]) {
      assert.throws(() => new Server({ decode: decode as never }), OptionError, JSON.stringify(decode));
      assert.throws(() => new Channel('localhost:1', { calls: { decode: decode as never } }), OptionError, JSON.stringify(decode));
    }
  });
});
