/** What `createClient` gives for a service. */
import { type BidiCall, Channel, type ClientStreamCall, createClient, type ServerStreamCall, type UnaryCall } from 'barewire';
import type { Codec, ServiceType } from 'barewire/runtime';
import {
  type ChatLine,
  type ChatLineInit,
  type CountDownReply,
  Greeter,
  type HelloReply,
  type SumReply,
  type SumRequestInit,
} from '../../examples/hello/gen/hello.js';
import { expectSame, type Same } from './expect.js';

const channel = new Channel('127.0.0.1:1');
const greeter = createClient(Greeter, channel);

export async function shortWay(): Promise<void> {
  const reply = await greeter.sayHello({ name: 'you' }, { timeoutMs: 500 });
  expectSame<Same<typeof reply, HelloReply>>(true);
  for await (const message of greeter.countDown({ from: 3 })) expectSame<Same<typeof message, CountDownReply>>(true);
  const sum = await greeter.sum([{ value: 1n }, { value: 2n }]);
  expectSame<Same<typeof sum, SumReply>>(true);
  await greeter.sum(values());
  for await (const line of greeter.chat([{ text: 'hi' }])) expectSame<Same<typeof line, ChatLine>>(true);

  // @ts-expect-error
  await greeter.sayHello({ nam: 'you' });
  // @ts-expect-error: a stream of requests
  await greeter.sum({ value: 1n });
  // @ts-expect-error: int64 is a bigint
  await greeter.sum([{ value: 1 }]);
  // @ts-expect-error: no such method
  greeter.sayGoodbye({});
  // @ts-expect-error: a deadline or a timeout
  await greeter.sayHello({}, { timeoutMs: 500, deadline: new Date() });
  // @ts-expect-error
  await greeter.sayHello({}, { timeout: 500 });
}

export function fullControl(): void {
  expectSame<Same<ReturnType<typeof greeter.sayHello.start>, UnaryCall<HelloReply>>>(true);
  expectSame<Same<ReturnType<typeof greeter.countDown.start>, ServerStreamCall<CountDownReply>>>(true);
  expectSame<Same<ReturnType<typeof greeter.sum.start>, ClientStreamCall<SumRequestInit, SumReply>>>(true);
  expectSame<Same<ReturnType<typeof greeter.chat.start>, BidiCall<ChatLineInit, ChatLine>>>(true);
  const call = greeter.chat.start();
  call.write({ text: 'hi' });
  // @ts-expect-error
  call.write({ txt: 'hi' });
  // @ts-expect-error: a call is not a promise
  call.then(() => {});
}

// A service is plain data.
expectSame<Same<typeof Greeter.methods.sayHello.shape, 'unary'>>(true);
expectSame<Same<typeof Greeter.methods.countDown.shape, 'server-stream'>>(true);
const request: Codec<unknown, never> = Greeter.methods.sayHello.request;
const service: ServiceType<unknown> = Greeter;

async function* values(): AsyncGenerator<SumRequestInit> {
  yield { value: 1n };
}
export type Kept = [typeof request, typeof service];
