/** What `server.add` takes for a service. */
import { type Handlers, Server, type ServerCall } from 'barewire';
import { Greeter, type HelloReplyInit, type HelloRequest } from '../../examples/hello/gen/hello.js';
import { expectSame, type Same } from './expect.js';

const server = new Server();

server.add(Greeter, {
  sayHello(request, call) {
    expectSame<Same<typeof request, HelloRequest>>(true);
    const given: ServerCall = call;
    return { message: `${request.name} ${given.cancelled}` };
  },
  *countDown(request) {
    for (let n = request.from; n > 0; n--) yield { n };
  },
  async sum(requests) {
    let total = 0n;
    for await (const { value } of requests) total += value;
    return { total };
  },
  async *chat(requests) {
    for await (const { text } of requests) yield { text };
  },
});

// Promises, lists, and messages pushed.
const pushed: Handlers<Greeter> = {
  sayHello: async ({ name }) => ({ message: name }),
  countDown: () => [{ n: 1 }, {}],
  sum: () => ({}),
  async chat(_, call) {
    const room: Promise<void> | undefined = call.write({ text: 'hi' });
    await room;
    // @ts-expect-error
    await call.write({ txt: 'hi' });
  },
};
server.add(Greeter, pushed);

// A class instance with the same methods.
class Polite implements Handlers<Greeter> {
  readonly #greeting = 'Good day';
  sayHello(request: HelloRequest): HelloReplyInit {
    return { message: `${this.#greeting}, ${request.name}` };
  }
  countDown(): { n: number }[] {
    return [];
  }
  sum(): { total: bigint } {
    return { total: 0n };
  }
  chat(): void {}
}
server.add(Greeter, new Polite());

// All methods, unless it is said that some are left out.
server.add(Greeter, { sayHello: () => ({ message: '' }) }, { partial: true });
// @ts-expect-error
server.add(Greeter, { sayHello: () => ({ message: '' }) });
// @ts-expect-error: a reply of another type
server.add(Greeter, { ...pushed, sayHello: () => ({ message: 3 }) });
// @ts-expect-error: no message at all
server.add(Greeter, { ...pushed, sayHello: () => 'hello' });
// @ts-expect-error: a stream's messages
server.add(Greeter, { ...pushed, countDown: () => [{ n: '3' }] });
// @ts-expect-error: one reply where a stream is declared
server.add(Greeter, { ...pushed, countDown: () => ({ n: 3 }) });
// @ts-expect-error: a method that the service does not have
server.add(Greeter, { ...pushed, sayGoodbye: () => ({}) });
const checked = (): HelloReplyInit => {
  // @ts-expect-error: `satisfies` finds a misspelt field beside a right one
  return { message: 'x', mesage: 'x' } satisfies HelloReplyInit;
};
export type Kept = typeof checked;
