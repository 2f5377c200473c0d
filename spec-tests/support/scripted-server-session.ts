/**
 * A carrier without a wire: the test plays the client and sees every command of the server, in order. Sink calls happen exactly when
 * the test makes them.
 */
import assert from 'node:assert/strict';
import type { Carrier, ListenOptions } from '../../lib/transport/carrier.js';
import {
  type ClientSession,
  type FieldList,
  type Listener,
  type ListenerSink,
  MessageTooLarge,
  type MessageViolation,
  type Peer,
  type ServerSession,
  type ServerSessionSink,
  type ServerStream,
  type SocketAddress,
  type StreamClosed,
  type StreamSink,
} from '../../lib/transport/transport.js';
import type { Codec } from '../../wire/bytes/codec.js';

/** What the server did on a stream. */
export type Command =
  | { readonly do: 'headers'; readonly fields: Record<string, string> }
  | { readonly do: 'message'; readonly bytes: Uint8Array; readonly compressed: boolean }
  | { readonly do: 'trailers'; readonly fields: Record<string, string> }
  | { readonly do: 'reset'; readonly code: number };

export class ScriptedCarrier implements Carrier {
  readonly name = 'scripted';
  readonly addresses: SocketAddress[] = [];
  options: ListenOptions | undefined;
  sink: ListenerSink | undefined;
  openPorts = 0;

  connect(): ClientSession {
    throw new Error('a scripted carrier has no clients');
  }

  async listen(address: SocketAddress, options: ListenOptions, sink: ListenerSink): Promise<Listener> {
    this.addresses.push(address);
    this.options = options;
    this.sink = sink;
    this.openPorts++;
    return {
      address: 'port' in address ? `${address.host}:4711` : `unix:${address.path}`,
      port: 'port' in address ? 4711 : 0,
      close: async () => {
        this.openPorts--;
      },
    };
  }

  /** A client has connected. */
  session(address = '192.0.2.1:9'): ScriptedServerSession {
    assert.ok(this.sink, 'listen first');
    return new ScriptedServerSession(this.sink, { address, tls: undefined });
  }
}

export class ScriptedServerSession implements ServerSession {
  readonly peer: Peer;
  readonly sink: ServerSessionSink;
  readonly streams: ScriptedServerStream[] = [];
  /** `close` was called. */
  closing = false;
  closed = false;
  destroyedBecause: string | undefined;

  constructor(listener: ListenerSink, peer: Peer) {
    this.peer = peer;
    this.sink = listener.onSession(this);
  }

  get openStreams(): number {
    return this.streams.filter((stream) => !stream.over).length;
  }

  get held(): { queuedBytes: number; heldBytes: number; streams: number } {
    return { queuedBytes: 0, heldBytes: 0, streams: this.openStreams };
  }

  ping(done: (roundTripMs: number | undefined) => void): void {
    done(0);
  }

  close(): void {
    this.closing = true;
    this.closeIfIdle();
  }

  destroy(reason: string): void {
    if (this.closed) return;
    this.destroyedBecause = reason;
    for (const stream of this.streams) {
      if (stream.over) continue;
      stream.over = true;
      stream.sink!.onClosed({ by: 'us', scope: 'connection', code: 8, phase: 'receive', processed: 'maybe', message: reason });
    }
    this.die();
  }

  /** The last word about the connection. */
  die(): void {
    this.closed = true;
    this.sink.onClosed(undefined);
  }

  closeIfIdle(): void {
    if (!this.closing || this.closed || this.openStreams > 0) return;
    this.closed = true;
    // Sinks are never called from inside a command.
    queueMicrotask(() => this.sink.onClosed(undefined));
  }

  /** A request's headers arrive; `more` adds to the ordinary ones or replaces them. */
  open(path: string, more: Record<string, string> = {}): ScriptedServerStream {
    const fields: Record<string, string> = {
      ':method': 'POST',
      ':scheme': 'http',
      ':path': path,
      ':authority': 'test',
      te: 'trailers',
      'content-type': 'application/grpc',
      ...more,
    };
    const stream = new ScriptedServerStream(this);
    this.streams.push(stream);
    stream.sink = this.sink.onStream(stream, Object.entries(fields).flat());
    return stream;
  }

  /** A whole call with one request. */
  call<T>(path: string, codec: Codec<T>, request: T, more: Record<string, string> = {}): ScriptedServerStream {
    return this.open(path, more).message(codec, request).end();
  }
}

export class ScriptedServerStream implements ServerStream {
  readonly id = 1;
  readonly session: ScriptedServerSession;
  readonly commands: Command[] = [];
  sink: StreamSink | undefined;
  /** The stream has ended; from now on every command is ignored and no sink call is made. */
  over = false;
  /** Bytes of messages delivered and not yet returned as credit. */
  unconsumedBytes = 0;
  /** Messages that are taken before `sendMessage` says wait. */
  room = Number.POSITIVE_INFINITY;
  #waits = false;

  constructor(session: ScriptedServerSession) {
    this.session = session;
  }

  // What the server does.

  sendHeaders(fields: FieldList): void {
    if (this.over) return;
    assert.ok(!this.commands.some((command) => command.do === 'headers'), 'headers go once');
    this.commands.push({ do: 'headers', fields: record(fields) });
  }

  sendMessage<I>(codec: Codec<unknown, I>, message: I, compressed: boolean, end: boolean): boolean {
    if (this.over) return true;
    assert.ok(this.sink, 'no message before the sink is known');
    assert.ok(this.commands[0]?.do === 'headers', 'headers go before messages');
    assert.equal(end, false, 'a server ends with trailers');
    let buffer = new Uint8Array(64);
    let length = codec.encodeInto(message, buffer, 0);
    if (length > this.sink.maxSendMessageBytes) throw new MessageTooLarge(length, this.sink.maxSendMessageBytes);
    if (length > buffer.length) {
      buffer = new Uint8Array(length);
      length = codec.encodeInto(message, buffer, 0);
    }
    this.commands.push({ do: 'message', bytes: buffer.slice(0, length), compressed });
    this.room--;
    this.#waits = this.room <= 0;
    return !this.#waits;
  }

  sendTrailers(fields: FieldList): void {
    if (this.over) return;
    this.over = true;
    this.commands.push({ do: 'trailers', fields: record(fields) });
    this.session.closeIfIdle();
  }

  reset(code: number): void {
    if (this.over) return;
    this.over = true;
    this.commands.push({ do: 'reset', code });
    this.session.closeIfIdle();
  }

  consumed(bytes: number): void {
    this.unconsumedBytes -= bytes;
    assert.ok(this.unconsumedBytes >= 0, 'no more credit than was used');
  }

  // What the client does.

  message<T>(codec: Codec<T>, message: T, compressed = false): this {
    const buffer = new Uint8Array(4096);
    const end = codec.encodeInto(message, buffer, 7);
    return this.bytes(buffer.subarray(7, end), compressed);
  }

  bytes(bytes: Uint8Array, compressed = false): this {
    if (this.over) return this;
    // Behind other bytes, and overwritten afterwards, as ranges of a chunk are.
    const chunk = new Uint8Array(bytes.length + 3);
    chunk.set(bytes, 2);
    this.unconsumedBytes += bytes.length + 5;
    this.sink!.onMessage(compressed, chunk, 2, 2 + bytes.length);
    chunk.fill(0xff);
    return this;
  }

  end(): this {
    if (!this.over) this.sink!.onEnd();
    return this;
  }

  violate(violation: MessageViolation): this {
    if (!this.over) this.sink!.onViolation(violation);
    return this;
  }

  /** RST_STREAM, or whatever `closed` says. */
  cancel(closed: Partial<StreamClosed> = {}): this {
    if (this.over) return this;
    this.over = true;
    const message = 'the client reset the stream with CANCEL';
    this.sink!.onClosed({ by: 'peer', scope: 'stream', code: 8, phase: 'receive', processed: 'maybe', message, ...closed });
    this.session.closeIfIdle();
    return this;
  }

  /** Makes room for `messages` more. */
  makeRoom(messages: number): this {
    this.room = messages;
    if (this.#waits && !this.over) {
      this.#waits = false;
      this.sink!.onWritable();
    }
    return this;
  }

  // What the test looks at.

  /** What was done, in short: `headers message message trailers`. */
  get done(): string {
    return this.commands.map((command) => command.do).join(' ');
  }

  messages<T>(codec: Codec<T>): T[] {
    return this.commands.flatMap((command) =>
      command.do === 'message' ? [codec.decodeFrom(command.bytes, 0, command.bytes.length, 100)] : [],
    );
  }

  get headers(): Record<string, string> | undefined {
    return this.commands.find((command) => command.do === 'headers')?.fields;
  }

  get trailers(): Record<string, string> | undefined {
    return this.commands.find((command) => command.do === 'trailers')?.fields;
  }

  /** `0`, or `5 no such room`; undefined while there is none. */
  get status(): string | undefined {
    const trailers = this.trailers;
    if (trailers === undefined) return undefined;
    const message = trailers['grpc-message'];
    return message === undefined ? trailers['grpc-status'] : `${trailers['grpc-status']} ${decodeURIComponent(message)}`;
  }
}

function record(fields: FieldList): Record<string, string> {
  const out: Record<string, string> = {};
  for (let index = 0; index + 1 < fields.length; index += 2) {
    const name = fields[index]!;
    out[name] = out[name] === undefined ? fields[index + 1]! : `${out[name]},${fields[index + 1]!}`;
  }
  return out;
}
