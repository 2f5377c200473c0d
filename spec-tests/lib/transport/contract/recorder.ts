import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import type {
  ClientStream,
  FieldList,
  MessageViolation,
  ServerStream,
  StreamClosed,
  StreamSink,
  TransportStream,
} from '../../../../lib/transport/transport.js';
import type { Codec } from '../../../../wire/bytes/codec.js';

/** Messages of the contract suite are bytes. */
export const bytesCodec: Codec<Uint8Array> = {
  encodeInto(message, buffer, position) {
    const end = position + message.length;
    if (end <= buffer.length) buffer.set(message, position);
    return end;
  },
  decodeFrom: (buffer, start, end) => buffer.slice(start, end),
};

/** Set while a command runs; a sink that is called then breaks the contract. */
let command = '';

/** Runs a command of the RPC layer. */
function during<T>(name: string, run: () => T): T {
  const before = command;
  command = name;
  try {
    return run();
  } finally {
    command = before;
  }
}

/** Runs a command that is not on a stream, such as `session.destroy`. */
export function issue<T>(run: () => T): T {
  return during('a command on the session', run);
}

type Call =
  | { readonly kind: 'headers'; readonly fields: FieldList }
  | { readonly kind: 'message'; readonly bytes: Uint8Array; readonly compressed: boolean }
  | { readonly kind: 'violation'; readonly violation: MessageViolation }
  | { readonly kind: 'end' }
  | { readonly kind: 'writable' }
  | { readonly kind: 'trailers'; readonly fields: FieldList; readonly trailersOnly: boolean }
  | { readonly kind: 'closed'; readonly closed: StreamClosed };

/** Keeps what happens, and lets a test wait for it. */
export class Waiting {
  #waiters: { readonly holds: () => boolean; readonly resolve: () => void }[] = [];

  until(holds: () => boolean): Promise<void> {
    if (holds()) return Promise.resolve();
    return new Promise((resolve) => this.#waiters.push({ holds, resolve }));
  }

  changed(): void {
    const waiting = this.#waiters;
    this.#waiters = [];
    for (const waiter of waiting) {
      if (waiter.holds()) waiter.resolve();
      else this.#waiters.push(waiter);
    }
  }
}

/**
 * A stream's sink that writes down every call, and itself holds the transport to the contract's order: nothing after the last
 * call, nothing from inside a command, headers before messages.
 */
export class Recorder extends Waiting implements StreamSink {
  readonly calls: Call[] = [];
  maxReceiveMessageBytes = 4 * 1024 * 1024;
  maxSendMessageBytes = Number.POSITIVE_INFINITY;
  /** Gives credit back as soon as a message comes. */
  consumes = true;
  /** Called for every message, inside `onMessage`. */
  onEach: ((bytes: Uint8Array) => void) | undefined;
  #stream: TransportStream | undefined;
  readonly #counts = new Map<Call['kind'], number>();
  #last: string | undefined;

  set stream(stream: TransportStream) {
    this.#stream = stream;
  }

  #record(call: Call): void {
    assert.equal(command, '', `${call.kind} came from inside ${command}`);
    assert.equal(this.#last, undefined, `${call.kind} came after ${this.#last}`);
    if (call.kind === 'trailers' || call.kind === 'closed') this.#last = call.kind;
    this.calls.push(call);
    this.#counts.set(call.kind, this.count(call.kind) + 1);
    this.changed();
  }

  /** This side has ended the stream itself: nothing may come any more. */
  ended(by: string): void {
    this.#last ??= by;
  }

  onHeaders(fields: FieldList): void {
    assert.ok(!this.has('message'), 'headers came after a message');
    this.#record({ kind: 'headers', fields });
  }

  onMessage(compressed: boolean, buffer: Uint8Array, start: number, end: number): void {
    assert.ok(!this.has('end'), 'a message came after the end');
    this.#record({ kind: 'message', bytes: buffer.slice(start, end), compressed });
    this.onEach?.(buffer.subarray(start, end));
    if (this.consumes) this.#stream!.consumed(end - start + 5);
  }

  onViolation(violation: MessageViolation): void {
    this.#record({ kind: 'violation', violation });
  }

  onEnd(): void {
    assert.ok(!this.has('end'), 'two ends');
    this.#record({ kind: 'end' });
  }

  onWritable(): void {
    this.#record({ kind: 'writable' });
  }

  onTrailers(fields: FieldList, trailersOnly: boolean): void {
    this.#record({ kind: 'trailers', fields, trailersOnly });
  }

  onClosed(closed: StreamClosed): void {
    this.#record({ kind: 'closed', closed });
  }

  has(kind: Call['kind']): boolean {
    return this.#counts.has(kind);
  }

  count(kind: Call['kind']): number {
    return this.#counts.get(kind) ?? 0;
  }

  /** Waits for a call of this kind and gives it. */
  async wait<K extends Call['kind']>(kind: K): Promise<Extract<Call, { kind: K }>> {
    await this.until(() => this.has(kind) || this.#last !== undefined);
    const found = this.calls.find((call) => call.kind === kind);
    assert.ok(found !== undefined, `${kind} never came: ${inspect(this.calls, { depth: 3, maxStringLength: 200, maxArrayLength: 8 })}`);
    return found as Extract<Call, { kind: K }>;
  }

  get messages(): Uint8Array[] {
    return this.calls.flatMap((call) => (call.kind === 'message' ? [call.bytes] : []));
  }

  get texts(): string[] {
    return this.messages.map((bytes) => Buffer.from(bytes).toString('latin1'));
  }

  get kinds(): string[] {
    return this.calls.map((call) => call.kind);
  }
}

/** A stream whose commands are watched, and which speaks text and bytes. */
class Handle<S extends TransportStream> {
  readonly raw: S;
  readonly sink: Recorder;

  constructor(raw: S, sink: Recorder) {
    this.raw = raw;
    this.sink = sink;
    sink.stream = raw;
  }

  send(message: string | Uint8Array, end = false, compressed = false): boolean {
    const bytes = typeof message === 'string' ? Buffer.from(message, 'latin1') : message;
    return during('sendMessage', () => this.raw.sendMessage(bytesCodec, bytes, compressed, end));
  }

  sendWith<T>(codec: Codec<unknown, T>, message: T): boolean {
    return during('sendMessage', () => this.raw.sendMessage(codec, message, false, false));
  }

  reset(code: number): void {
    this.sink.ended('reset');
    during('reset', () => this.raw.reset(code));
  }

  consumed(bytes: number): void {
    during('consumed', () => this.raw.consumed(bytes));
  }
}

export class ClientHandle extends Handle<ClientStream> {
  end(): void {
    during('sendEnd', () => this.raw.sendEnd());
  }
}

export class ServerHandle extends Handle<ServerStream> {
  readonly fields: FieldList;

  constructor(raw: ServerStream, sink: Recorder, fields: FieldList) {
    super(raw, sink);
    this.fields = fields;
  }

  headers(fields: FieldList = RESPONSE): void {
    during('sendHeaders', () => this.raw.sendHeaders(fields));
  }

  trailers(fields: FieldList = TRAILERS): void {
    this.sink.ended('sendTrailers');
    during('sendTrailers', () => this.raw.sendTrailers(fields));
  }
}

export function opening(run: () => ClientStream, sink: Recorder): ClientHandle {
  return new ClientHandle(during('openStream', run), sink);
}

export const REQUEST: FieldList = [
  ':method',
  'POST',
  ':scheme',
  'http',
  ':path',
  '/contract.Suite/Call',
  ':authority',
  'localhost',
  'te',
  'trailers',
  'content-type',
  'application/grpc',
];
export const RESPONSE: FieldList = [':status', '200', 'content-type', 'application/grpc'];
export const TRAILERS: FieldList = ['grpc-status', '0'];
export const TRAILERS_ONLY: FieldList = [':status', '200', 'content-type', 'application/grpc', 'grpc-status', '12'];
