import { Greeter, HelloRequest } from '../../examples/hello/gen/hello.js';
import { RpcError } from '../../lib/rpc/rpc-error.js';
import type { ServerOptions } from '../../lib/server/options.js';
import { Server } from '../../lib/server/server.js';
import { StatusCode } from '../../wire/grpc/status-code.js';

export interface HelloServer {
  readonly server: Server;
  readonly port: number;
  readonly address: string;
  /** What happened on the server that a client cannot see, in order. */
  readonly log: string[];
  readonly errors: unknown[];
}

/** The details that `sayHello({ name: 'details' })` fails with: an Any with a HelloRequest inside. */
export const DETAIL = { typeUrl: 'type.googleapis.com/hello.HelloRequest', value: HelloRequest.encode({ name: 'detail' }) };

/**
 * The hello service on a port of its own, for clients that are not ours. What `sayHello` does depends on the name: `details` fails
 * with all that a status can carry, `throw` fails without saying why, `metadata` answers with the metadata that came, `wait` never
 * answers.
 */
export async function helloServer(options: ServerOptions = {}): Promise<HelloServer> {
  const log: string[] = [];
  const errors: unknown[] = [];
  const server = new Server({ onError: (error) => errors.push(error), ...options });
  server.add(Greeter, {
    async sayHello({ name }, call) {
      if (name === 'details') {
        throw new RpcError(StatusCode.FAILED_PRECONDITION, 'nicht jetzt: 100 % später\n', {
          details: [DETAIL],
          metadata: { 'x-trailer': 'last', 'x-trailer-bin': Uint8Array.of(0, 255) },
        });
      }
      if (name === 'throw') throw new Error('secret');
      if (name === 'wait') {
        log.push('waiting');
        await new Promise((resolve) => call.signal.addEventListener('abort', resolve));
        log.push(`aborted ${(call.cancelReason as RpcError).code}`);
      }
      if (name === 'metadata') {
        call.sendHeaders({ 'x-got': call.metadata.getAll('x-sent').join(' and '), 'x-got-bin': call.metadata.getAll('x-sent-bin') });
        call.trailers.set('x-last', 'trailer').set('x-last-bin', [Uint8Array.of(1), Uint8Array.of(2, 3)]);
      }
      return { message: `Hello, ${name.length > 100 ? name.length : name}!` };
    },
    async *countDown({ from }) {
      try {
        for (let n = from; n > 0; n--) yield { n };
      } finally {
        log.push('count over');
      }
    },
    async sum(requests) {
      let total = 0n;
      let count = 0;
      for await (const { value } of requests) {
        total += value;
        count++;
        if (value === -1n) break;
      }
      return { total, count };
    },
    async *chat(requests) {
      try {
        for await (const { text } of requests) yield { text: text.toUpperCase() };
        yield { text: 'bye' };
      } finally {
        log.push('chat over');
      }
    },
  });
  const { port, address } = await server.listen('127.0.0.1:0');
  return { server, port, address, log, errors };
}
