/**
 * The server of the hello example: one handler for each shape of call.
 *
 *   node dist/examples/hello/server.js [--port N]      N = 0, the default, takes a free port
 *
 * Ends gracefully on Ctrl-C, and when the process that started it (scripts/start.mjs) lets go.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { RpcError, Server, StatusCode, TransportError } from 'barewire';
import { anyPack, BadRequest } from 'barewire/google-rpc';
import { Greeter } from './gen/hello.js';

const server = new Server();

server.add(Greeter, {
  // Unary: a function from the request to the reply.
  sayHello(request, call) {
    if (request.name === '') {
      const violations = BadRequest.create({ fieldViolations: [{ field: 'name', description: 'must not be empty' }] });
      throw new RpcError(StatusCode.INVALID_ARGUMENT, 'whom should I greet?', { details: [anyPack(BadRequest, violations)] });
    }
    call.sendHeaders({ 'x-greeted-by': `process ${process.pid}`, 'x-client-was': call.metadata.get('x-client') ?? 'unknown' });
    call.trailers.set('x-letters', String(request.name.length));
    return { message: `Hello, ${request.name}!` };
  },

  // Server streaming: whatever can be iterated. A cancelled call ends the generator, and its signal ends the wait.
  async *countDown(request, call) {
    for (let n = request.from; n > 0; n--) {
      if (request.intervalMs > 0) await sleep(request.intervalMs, undefined, { signal: call.signal });
      yield { n };
    }
  },

  // Client streaming: the requests are an async iterable.
  async sum(requests) {
    let total = 0n;
    let count = 0;
    for await (const { value } of requests) {
      total += value;
      count++;
    }
    return { total, count };
  },

  // Bidirectional: both.
  async *chat(requests) {
    for await (const { text } of requests) yield { text: text.toUpperCase() };
  },
});

const { values } = parseArgs({ options: { port: { type: 'string', default: '0' } } });
try {
  const { address, port } = await server.listen(`127.0.0.1:${values.port}`);
  console.log(`server: listening on ${address}, serving ${server.services.join(', ')}`);
  process.send?.({ port });
} catch (error) {
  // A port in use, or not allowed: the message says what to do.
  if (!(error instanceof TransportError)) throw error;
  console.error(`server: ${error.message}`);
  process.exit(1);
}

async function end(): Promise<void> {
  const { cut } = await server.close({ graceMs: 5_000 });
  console.log(`server: closed, ${cut.length === 0 ? 'no call was cut' : `${cut.length} calls were cut`}`);
}
process.once('disconnect', end);
process.once('SIGINT', end);
process.once('SIGTERM', end);
