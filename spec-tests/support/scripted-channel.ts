/**
 * A channel without a network: each stream that a call opens is an object in a list, on which the test plays the server. What the
 * call sends stands in the stream's `log`, as words: `headers`, `message 3`, `end`, `reset 8`.
 */

import type { CallChannel, PickRequest } from '../../lib/client/call-channel.js';
import { DEFAULT_CALL_SETTINGS, type ResolvedCallSettings } from '../../lib/client/options.js';
import type { Observer } from '../../lib/rpc/observer.js';
import type { RpcError } from '../../lib/rpc/rpc-error.js';
import {
  type ClientSession,
  type ClientStream,
  MessageTooLarge,
  type Peer,
  type StreamClosed,
  type StreamSink,
  TransportError,
} from '../../lib/transport/transport.js';
import type { Codec } from '../../wire/bytes/codec.js';
import type { FieldList } from '../../wire/grpc/fields.js';
import { FakeClock } from './fake-clock.js';
import { fieldValue } from './field-value.js';

export const OK_HEADERS: FieldList = [':status', '200', 'content-type', 'application/grpc'];
export const OK_TRAILERS: FieldList = ['grpc-status', '0'];

export class ScriptedStream implements ClientStream {
  readonly id: number;
  readonly session: ScriptedSession;
  readonly fields: FieldList;
  readonly sink: StreamSink;
  readonly log: string[] = ['headers'];
  /** The messages that the call sent, encoded. */
  readonly sent: Uint8Array[] = [];
  /** Bytes that the call has returned as credit. */
  credit = 0;
  /** What `sendMessage` says: go on, or wait. */
  room = true;
  /** After it the transport calls the sink no more and ignores commands. */
  over = false;

  constructor(id: number, session: ScriptedSession, fields: FieldList, sink: StreamSink) {
    this.id = id;
    this.session = session;
    this.fields = fields;
    this.sink = sink;
  }

  /** A request header. */
  field(name: string): string | undefined {
    return fieldValue(this.fields, name);
  }

  sendMessage<I>(codec: Codec<unknown, I>, message: I, _compressed: boolean, end: boolean): boolean {
    if (this.over) return true;
    const room = new Uint8Array(1 << 16);
    const length = codec.encodeInto(message, room, 0);
    if (length > this.sink.maxSendMessageBytes) throw new MessageTooLarge(length, this.sink.maxSendMessageBytes);
    let bytes = room.slice(0, length);
    if (length > room.length) {
      bytes = new Uint8Array(length);
      codec.encodeInto(message, bytes, 0);
    }
    this.sent.push(bytes);
    this.log.push(`message ${length}${end ? ' end' : ''}`);
    return this.room;
  }

  sendEnd(): void {
    if (!this.over) this.log.push('end');
  }

  reset(code: number): void {
    if (this.over) return;
    this.log.push(`reset ${code}`);
    this.over = true;
  }

  consumed(bytes: number): void {
    if (!this.over) this.credit += bytes;
  }

  // The server's part.

  headers(fields: FieldList = OK_HEADERS): this {
    this.sink.onHeaders(fields);
    return this;
  }

  message(bytes: Uint8Array, compressed = false): this {
    if (this.over) return this;
    // As in a real transport, the range lies inside something larger that does not keep.
    const buffer = new Uint8Array(bytes.length + 7);
    buffer.set(bytes, 5);
    this.sink.onMessage(compressed, buffer, 5, 5 + bytes.length);
    buffer.fill(0xee);
    return this;
  }

  trailers(fields: FieldList = OK_TRAILERS, trailersOnly = false): this {
    if (this.over) return this;
    this.over = true;
    this.sink.onTrailers(fields, trailersOnly);
    return this;
  }

  /** Headers, one message, OK. */
  reply(bytes: Uint8Array): this {
    return this.headers().message(bytes).trailers();
  }

  close(closed: Partial<StreamClosed>): this {
    if (this.over) return this;
    this.over = true;
    this.sink.onClosed({
      by: 'peer',
      scope: 'stream',
      code: 2,
      phase: 'receive',
      processed: 'maybe',
      message: 'the server reset the stream',
      ...closed,
    });
    return this;
  }

  writable(): this {
    this.room = true;
    this.sink.onWritable();
    return this;
  }
}

export class ScriptedSession implements ClientSession {
  readonly peer: Peer = { address: '192.0.2.1:50051', tls: undefined };
  readonly held = { queuedBytes: 0, heldBytes: 0, streams: 0 };
  readonly streams: ScriptedStream[] = [];
  openStreams = 0;
  freeSlots = 100;
  /** How many of the next `openStream` calls fail before anything is sent. */
  failures = 0;
  /** Whether a new stream has room at once. */
  room = true;

  openStream(fields: FieldList, sink: StreamSink): ClientStream {
    if (this.failures > 0) {
      this.failures--;
      throw new TransportError('the connection is closing', { scope: 'stream', by: 'us', phase: 'send', code: 7, processed: 'no' });
    }
    const stream = new ScriptedStream(this.streams.length * 2 + 1, this, fields, sink);
    stream.room = this.room;
    this.streams.push(stream);
    return stream;
  }

  ping(): void {}
  close(): void {}
  destroy(): void {}
}

export class ScriptedChannel implements CallChannel {
  readonly authority = 'rooms.test';
  readonly scheme = 'http';
  readonly userAgent = 'grpc-node-barewire/test';
  readonly clock = new FakeClock();
  calls: ResolvedCallSettings = DEFAULT_CALL_SETTINGS;
  observer: Observer | null = null;
  readonly session = new ScriptedSession();
  /** False: calls wait until `connect` or `fail`. */
  connected = true;
  readonly waiting: PickRequest[] = [];
  readonly picks: PickRequest[] = [];
  started = 0;
  ended = 0;

  pick(request: PickRequest): ClientSession | undefined {
    this.picks.push(request);
    if (this.connected) return this.session;
    this.waiting.push(request);
    return undefined;
  }

  cancelPick(request: PickRequest): void {
    const index = this.waiting.indexOf(request);
    if (index >= 0) this.waiting.splice(index, 1);
  }

  callStarted(): void {
    this.started++;
  }

  callEnded(): void {
    this.ended++;
  }

  /** Those who wait get their connection. */
  connect(): void {
    this.connected = true;
    for (const request of this.waiting.splice(0)) request.onPicked(this.session);
  }

  fail(error: RpcError): void {
    for (const request of this.waiting.splice(0)) request.onPickFailed(error);
  }

  /** The stream that was opened last. */
  get stream(): ScriptedStream {
    const stream = this.session.streams.at(-1);
    if (stream === undefined) throw new Error('no stream was opened');
    return stream;
  }
}
