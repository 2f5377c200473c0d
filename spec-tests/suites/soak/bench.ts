/** What the cases of the suite share: both ends in one process, over a real socket, and figures from counts and medians. */
import { Socket } from 'node:net';
import { Greeter } from '../../../examples/hello/gen/hello.js';
import { Channel, type ChannelOptions, type Client, createClient, Server, type ServerOptions } from '../../../lib/index.js';

export interface Ends {
  readonly server: Server;
  readonly address: string;
  channel(options?: ChannelOptions): Promise<{ readonly channel: Channel; readonly greeter: Client<Greeter> }>;
  close(): Promise<void>;
}

/** A server of the hello service over the engine. */
export async function startEnds(options: ServerOptions = {}): Promise<Ends> {
  const server = new Server({ transport: 'engine', ...options });
  server.add(
    Greeter,
    {
      sayHello: ({ name }) => ({ message: name }),
      async *chat(lines) {
        for await (const line of lines) yield line;
      },
    },
    { partial: true },
  );
  const { address } = await server.listen('127.0.0.1:0');
  const channels: Channel[] = [];
  return {
    server,
    address,
    async channel(channelOptions = {}) {
      const channel = new Channel(address, { transport: 'engine', ...channelOptions });
      channels.push(channel);
      await channel.connect();
      return { channel, greeter: createClient(Greeter, channel) };
    },
    async close() {
      await Promise.all(channels.map((channel) => channel.close({ graceMs: 0 })));
      await server.close({ graceMs: 0 });
    },
  };
}

/** Makes `calls` unary calls with `inFlight` at a time. */
export async function unaryCalls(greeter: Client<Greeter>, calls: number, inFlight: number, onCall?: () => void): Promise<void> {
  let left = calls;
  const one = async (): Promise<void> => {
    while (left-- > 0) {
      await greeter.sayHello({ name: 'soak' });
      onCall?.();
    }
  };
  await Promise.all(Array.from({ length: inFlight }, one));
}

/** CPU microseconds, user and system, of this process per call. */
export async function cpuPerCall(greeter: Client<Greeter>, calls: number, inFlight: number): Promise<number> {
  const before = process.cpuUsage();
  await unaryCalls(greeter, calls, inFlight);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / calls;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1]!;
}

/** The most that a call may cost beside much that is open, as a multiple of what it costs alone. */
export const MAX_RATIO = 1.5;

/**
 * The ratio of two costs, measured up to three times where it is too large: another program on the machine disturbs one measurement,
 * a cost that really grows is there in all of them.
 */
export async function ratioOf(
  measure: () => Promise<{ readonly cost: number; readonly alone: number }>,
): Promise<[ratio: number, text: string]> {
  for (let attempt = 1; ; attempt++) {
    const { cost, alone } = await measure();
    const ratio = cost / alone;
    const text = `${cost.toFixed(2)} µs a call, alone ${alone.toFixed(2)} µs: ${ratio.toFixed(2)} x, at most ${MAX_RATIO}`;
    if (ratio <= MAX_RATIO || attempt === 3) return [ratio, text];
    console.log(`  once more: ${text}`);
  }
}

/** What sockets of this process were asked to write, while `run` ran. */
export async function countWrites(run: () => Promise<void>): Promise<{ readonly writes: number; readonly bytes: number }> {
  const prototype = Socket.prototype as { write: (...args: unknown[]) => boolean };
  const write = prototype.write;
  let writes = 0;
  let bytes = 0;
  prototype.write = function (this: Socket, ...args: unknown[]) {
    writes++;
    bytes += (args[0] as Uint8Array).length;
    return write.apply(this, args);
  };
  try {
    await run();
  } finally {
    prototype.write = write;
  }
  return { writes, bytes };
}

/** Bytes of heap and array buffers that are still used after a collection. */
export async function usedBytes(): Promise<number> {
  const { gc } = globalThis as { gc?: () => void };
  if (gc === undefined) throw new Error('run with --expose-gc');
  // Finalizers and closed handles take a turn or two.
  for (let turn = 0; turn < 4; turn++) {
    gc();
    await new Promise((resolve) => setImmediate(resolve));
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** Tells the suite how a check went. */
export function check(passed: boolean, what: string): void {
  console.log(`  ${passed ? 'passed' : 'FAILED'}: ${what}`);
  process.send?.({ passed });
}

export function kib(bytes: number): string {
  return `${(bytes / 1024).toFixed(1)} KiB`;
}
