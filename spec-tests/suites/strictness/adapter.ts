/**
 * The half of an implementation's process that is the same for all: cases come as lines of JSON on standard input, replies go as lines of
 * JSON to standard output. README.md has the format.
 */
import { readSome, writeWhole } from '../../support/sync-pipe.js';
import type { Assignment, CaseOptions } from './case.js';
import type { Reply } from './judge.js';

/** A case as it is sent: its texts whole. */
export interface Question {
  readonly id: number;
  readonly type: string;
  readonly input: { readonly binary: string } | { readonly json: string } | { readonly text: string } | { readonly assign: Assignment };
  readonly options: CaseOptions;
  readonly output: 'binary' | 'json';
}

/** Thrown for what an implementation has no function for. */
export class Unsupported extends Error {}

/** One way to read and write messages. Each function throws where the implementation does. */
export interface Implementation<Type, Message> {
  /** Undefined where it cannot have such a type. */
  typeOf(name: string): Type | undefined;
  decode(type: Type, bytes: Uint8Array, options: CaseOptions): Message;
  encode(type: Type, message: Message, options: CaseOptions): Uint8Array;
  fromJson(type: Type, json: string, options: CaseOptions): Message;
  toJson(type: Type, message: Message): string;
  fromText(type: Type, text: string): Message;
  /** A new message with one field set. */
  assigned(type: Type, field: string, value: unknown): Message;
  /** Whether an error is one that it throws on purpose; where this is left out, all but exhaustion are. */
  isOwn?(error: unknown): boolean;
}

/** Answers until the input ends. */
export function serve<Type, Message>(implementation: Implementation<Type, Message>): void {
  const before = prototypes();
  for (const line of lines()) {
    const question = JSON.parse(line) as Question;
    let reply = answer(implementation, question);
    if (prototypes() !== before) reply = { crashed: 'it changed a prototype' };
    writeWhole(Buffer.from(`${JSON.stringify({ id: question.id, ...reply })}\n`));
  }
}

function answer<Type, Message>(implementation: Implementation<Type, Message>, question: Question): Reply {
  try {
    const { type: name, input, options, output } = question;
    const type = implementation.typeOf(name);
    if (type === undefined) return { unsupported: name };
    const message = read(implementation, type, input, options);
    if (output === 'json') return { output: implementation.toJson(type, message) };
    return { output: Buffer.from(implementation.encode(type, message, options)).toString('hex') };
  } catch (error) {
    return replyTo(error, implementation.isOwn);
  }
}

function replyTo(error: unknown, isOwn: ((error: unknown) => boolean) | undefined): Reply {
  const said = error instanceof Error ? `${error.name}: ${error.message.slice(0, 200)}` : String(error);
  if (error instanceof Unsupported) return { unsupported: said };
  const exhausted = error instanceof RangeError && /call stack|array (buffer )?(length|allocation)|string length/i.test(error.message);
  return exhausted || isOwn?.(error) === false ? { crashed: said } : { rejected: said };
}

function read<Type, Message>(
  implementation: Implementation<Type, Message>,
  type: Type,
  input: Question['input'],
  options: CaseOptions,
): Message {
  if ('json' in input) return implementation.fromJson(type, input.json, options);
  if ('text' in input) return implementation.fromText(type, input.text);
  if ('assign' in input) return implementation.assigned(type, input.assign.field, valueFor(input.assign));
  const bytes = Uint8Array.from(Buffer.from(input.binary, 'hex'));
  const message = implementation.decode(type, bytes, options);
  if (options.overwriteInput) bytes.fill(0xff);
  return message;
}

function valueFor({ as, text }: Assignment): unknown {
  switch (as) {
    case 'number':
      return Number(text);
    case 'bigint':
      return BigInt(text);
    case 'boolean':
      return text === 'true';
    case 'string':
      return JSON.parse(text);
  }
}

/** What a message must never change. */
function prototypes(): string {
  const objects = [Object.prototype, Array.prototype, Function.prototype, Map.prototype];
  return objects.map((one) => Reflect.ownKeys(one).map(String).join()).join('|');
}

function* lines(): Iterable<string> {
  const buffer = Buffer.alloc(1 << 16);
  let waiting: Buffer[] = [];
  for (;;) {
    const count = readSome(buffer);
    if (count === 0) return;
    let start = 0;
    for (let end = buffer.indexOf(10); end >= 0 && end < count; end = buffer.indexOf(10, start)) {
      yield Buffer.concat([...waiting, buffer.subarray(start, end)]).toString();
      waiting = [];
      start = end + 1;
    }
    if (start < count) waiting.push(Buffer.from(buffer.subarray(start, count)));
  }
}
