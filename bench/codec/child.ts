/**
 * `node child.js CONTENDER PAYLOAD`: a contender's process; see protocol.ts. With `cold-encode` or `cold-decode` behind them it does
 * its first messages, says how long they took, and ends.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import Benchmark from 'benchmark';
import type { MessageName } from './contender.js';
import { contenderByName } from './contenders/index.js';
import { payloadFolder } from './payload-folder.js';
import type { Check, Cold, Operation, Question, Ready, Speed } from './protocol.js';

/** Messages of a cold process. */
const COLD_MESSAGES = 1000;

const [name = '', payload = '', schema = '', typeName = '', cold] = process.argv.slice(2);
const contender = contenderByName(name);
const message: MessageName = { schema: schema === '-' ? undefined : schema, typeName };
const folder = payloadFolder(payload);
const plain = new Uint8Array(readFileSync(join(folder, 'message.bin')));
const codec = await contender.open(message).catch((error: Error) => {
  say({ operations: [], problem: error.message });
  process.exit();
});
const input = (bytes: Uint8Array): unknown => (codec.input === undefined ? bytes : codec.input(bytes));

/** What an operation made: kept here, so that no engine leaves it out. */
let made: unknown;

async function literals(): Promise<unknown[]> {
  if (contender.style === undefined) return [codec.decode(input(plain))];
  const module = (await import(pathToFileURL(join(folder, `${contender.style}.mjs`)).href)) as {
    readonly literals: readonly (() => object)[];
  };
  return module.literals.map((literal) => literal());
}

const { fromLiteral } = codec;

/** From a literal to its bytes, with what the library's manual asks for in between. */
const encodeLiteral: (literal: unknown) => unknown =
  fromLiteral === undefined ? (literal) => codec.encode(literal) : (literal) => codec.encode(fromLiteral(literal as object));

function say(answer: Ready | Speed | Check | Cold): void {
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}

/** One after the other, again and again. */
function inTurn<T>(list: readonly T[], use: (one: T) => unknown): () => void {
  let next = 0;
  return () => {
    made = use(list[next]!);
    next = next + 1 === list.length ? 0 : next + 1;
  };
}

async function prepare(operation: Operation, messages: readonly unknown[]): Promise<(() => void) | undefined> {
  const isJson = contender.style === 'json';
  const bytes = isJson ? codec.encode(messages[0]) : input(plain);
  const encode = (one: unknown) => codec.encode(one);
  const decode = (one: unknown) => codec.decode(one);
  const unknown = (): unknown => input(new Uint8Array(readFileSync(join(folder, 'unknown.bin'))));
  switch (operation) {
    case 'encode':
      return inTurn(messages, encodeLiteral);
    case 'encode-decoded':
      return inTurn([decode(bytes)], encode);
    case 'encode-unknown':
      return isJson ? undefined : inTurn([decode(unknown())], encode);
    case 'decode':
      return inTurn([bytes], decode);
    case 'decode-unknown':
      return isJson ? undefined : inTurn([unknown()], decode);
    case 'to-json':
      return codec.toJson && inTurn([decode(bytes)], (one) => codec.toJson!(one));
    case 'from-json':
      return codec.toJson && codec.fromJson && inTurn([codec.toJson(decode(bytes))], (one) => codec.fromJson!(one));
    case 'to-text':
      return codec.toText && inTurn([decode(bytes)], (one) => codec.toText!(one));
    case 'from-text':
      return codec.toText && codec.fromText && inTurn([codec.toText(decode(bytes))], (one) => codec.fromText!(one));
  }
}

/** By benchmark.js, and then per second of CPU time: what else runs on the machine takes the clock's seconds, not these. */
function speedOf(fn: () => void, ms: number): Speed {
  const benchmark = new Benchmark({ fn, minTime: Math.min(0.02, ms / 4000), maxTime: ms / 1000, minSamples: 3, async: false });
  const cpuBefore = process.cpuUsage();
  const begun = performance.now();
  benchmark.run();
  const elapsedMs = performance.now() - begun;
  if (benchmark.error !== undefined) throw benchmark.error as unknown;
  const { user, system } = process.cpuUsage(cpuBefore);
  return { perSecond: (benchmark.hz * elapsedMs) / ((user + system) / 1000) };
}

function check(messages: readonly unknown[]): Check {
  if (contender.style === 'json') return { encoded: [], again: '', unknown: '' };
  const base64 = (bytes: unknown): string => Buffer.from(bytes as Uint8Array).toString('base64');
  return {
    encoded: messages.map((one) => base64(encodeLiteral(one))),
    again: base64(codec.encode(codec.decode(input(plain)))),
    unknown: base64(codec.encode(codec.decode(input(new Uint8Array(readFileSync(join(folder, 'unknown.bin'))))))),
  };
}

async function coldly(operation: string): Promise<void> {
  let work: (index: number) => void;
  if (operation === 'cold-encode') {
    const messages = await literals();
    work = (index) => {
      made = encodeLiteral(messages[index % messages.length]);
    };
  } else {
    const isJson = contender.style === 'json';
    const bytes = isJson ? codec.encode((await literals())[0]) : input(plain);
    work = () => {
      made = codec.decode(bytes);
    };
  }
  const begun = process.hrtime.bigint();
  for (let index = 0; index < COLD_MESSAGES; index++) work(index);
  say({ microseconds: Number(process.hrtime.bigint() - begun) / 1000 / COLD_MESSAGES });
}

async function serve(): Promise<void> {
  const messages = await literals();
  const work = new Map<Operation, () => void>();
  const ready: Operation[] = [];
  const { operations } = await import('./protocol.js');
  for (const operation of operations) {
    const fn = await prepare(operation, messages);
    if (fn === undefined) continue;
    work.set(operation, fn);
    ready.push(operation);
  }
  say({ operations: ready });
  for await (const line of createInterface(process.stdin)) {
    const question = JSON.parse(line) as Question;
    say(question.ask === 'check' ? check(messages) : speedOf(work.get(question.operation)!, question.ms));
  }
}

await (cold === undefined ? serve() : coldly(cold));
void made;
