/**
 * The client of the hello example: a call of each shape, one that fails, and one that takes too long.
 *
 *   node dist/examples/hello/client.js --port N
 */
import { inspect, parseArgs } from 'node:util';
import { type CallEnd, Channel, createClient, type Metadata, RpcError, StatusCode, statusName } from 'barewire';
import { BadRequest } from 'barewire/google-rpc';
import { Greeter } from './gen/hello.js';

const { values } = parseArgs({ options: { port: { type: 'string', default: '50051' } } });

const channel = new Channel(`127.0.0.1:${values.port}`, { connectTimeoutMs: 5_000, calls: { timeoutMs: 10_000 } });
const greeter = createClient(Greeter, channel);

try {
  await channel.connect();
  console.log(`client: connected to ${channel.target}`);
} catch (error) {
  if (!RpcError.is(error)) throw error;
  console.error(`client: ${error.message}\n        ${error.advice}`);
  process.exit(1);
}

title('1. Unary: sayHello', 'one request, one reply');
{
  const started = performance.now();
  const request = { name: 'Ada' };
  show('request', request);
  const sent = { 'x-client': 'hello-example' };
  show('metadata', 'x-client: hello-example');
  const call = greeter.sayHello.start(request, { metadata: sent });
  show('headers', metadata(await call.headers));
  show('reply', await call.response);
  finish(await call.ended, started);
}

title('2. Server streaming: countDown', 'one request, many replies');
{
  const started = performance.now();
  const request = { from: 3, intervalMs: 20 };
  show('request', request);
  const call = greeter.countDown.start(request);
  for await (const reply of call) show('reply', reply);
  finish(await call.ended, started);
}

title('3. Client streaming: sum', 'many requests, one reply');
{
  const started = performance.now();
  const call = greeter.sum.start();
  for (const request of [{ value: 20n }, { value: 22n }, { value: -2n }]) {
    show('request', request);
    await call.write(request);
  }
  call.end();
  show('reply', await call.response);
  finish(await call.ended, started);
}

title('4. Bidirectional streaming: chat', 'many requests, many replies, in turns');
{
  const started = performance.now();
  const call = greeter.chat.start();
  const replies = call[Symbol.asyncIterator]();
  for (const text of ['good morning', 'how are you?', 'bye']) {
    show('request', { text });
    await call.write({ text });
    show('reply', (await replies.next()).value);
  }
  call.end();
  await replies.next();
  finish(await call.ended, started);
}

title('5. A call that fails', 'the server refuses an empty name');
try {
  const request = { name: '' };
  show('request', request);
  await greeter.sayHello(request);
} catch (error) {
  if (!RpcError.is(error, StatusCode.INVALID_ARGUMENT)) throw error;
  explain(error);
  for (const { field, description } of error.detail(BadRequest)?.fieldViolations ?? []) show('detail', `${field} ${description}`);
}

title('6. A deadline that expires', 'three seconds of counting, 200 ms of patience');
{
  const started = performance.now();
  const request = { from: 3, intervalMs: 1_000 };
  show('request', request);
  const call = greeter.countDown.start(request, { timeoutMs: 200 });
  try {
    for await (const reply of call) show('reply', reply);
  } catch (error) {
    if (!RpcError.is(error, StatusCode.DEADLINE_EXCEEDED)) throw error;
    explain(error);
  }
  finish(await call.ended, started);
}

await channel.close();
console.log('\nclient: closed');

function title(name: string, what: string): void {
  console.log(`\n${name} (${what})`);
}

function show(label: string, value: unknown): void {
  console.log(`   ${label.padEnd(8)} ${typeof value === 'string' ? value : inspect(value, { breakLength: 100 })}`);
}

function metadata(entries: Metadata): string {
  return Array.from(entries, ([name, value]) => `${name}: ${value}`).join(', ') || '(none)';
}

function finish({ status, trailers }: CallEnd, started: number): void {
  if (trailers.size > 0) show('trailers', metadata(trailers));
  show('status', `${statusName(status.code)} after ${(performance.now() - started).toFixed(1)} ms`);
}

function explain(error: RpcError): void {
  show('error', error.message);
  show(
    'phase',
    `${error.phase}, begun by ${error.initiator}; the server ${error.processed === 'no' ? 'has not run it' : 'may have run it'}`,
  );
  if (error.advice !== '') show('to do', error.advice);
}
