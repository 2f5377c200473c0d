import assert from 'node:assert/strict';
import type { Carrier, ConnectOptions } from '../../lib/transport/carrier.js';
import {
  type ClientSession,
  type ClientSessionSink,
  type ClientStream,
  type FieldList,
  type Listener,
  type SocketAddress,
  type StreamSink,
  TransportError,
} from '../../lib/transport/transport.js';

/** A carrier whose connections do what the test says, when it says so. */
export class ScriptedCarrier implements Carrier {
  readonly name = 'scripted';
  /** Every attempt since the beginning. */
  readonly attempts: ScriptedSession[] = [];

  connect(address: SocketAddress, options: ConnectOptions, sink: ClientSessionSink): ClientSession {
    const session = new ScriptedSession(address, options, sink);
    this.attempts.push(session);
    return session;
  }

  listen(): Promise<Listener> {
    throw new Error('a scripted carrier has no listeners');
  }

  /** The one attempt that came since `count`, or the newest. */
  last(count?: number): ScriptedSession {
    if (count !== undefined) assert.equal(this.attempts.length, count, 'number of connection attempts');
    return this.attempts.at(-1)!;
  }
}

/** One connection, driven by the test. Opened streams are counted and have no life of their own. */
export class ScriptedSession implements ClientSession {
  readonly address: SocketAddress;
  readonly options: ConnectOptions;
  readonly sink: ClientSessionSink;
  readonly peer;
  state: 'connecting' | 'ready' | 'going-away' | 'closed' = 'connecting';
  openStreams = 0;
  maxStreams = 100;
  /** What the channel asked for. */
  closeCalls = 0;
  destroyed: string | undefined;

  constructor(address: SocketAddress, options: ConnectOptions, sink: ClientSessionSink) {
    this.address = address;
    this.options = options;
    this.sink = sink;
    this.peer = { address: 'path' in address ? `unix:${address.path}` : `${address.host}:${address.port}`, tls: undefined };
  }

  get freeSlots(): number {
    return this.state === 'ready' ? Math.max(0, this.maxStreams - this.openStreams) : 0;
  }

  get held() {
    return { queuedBytes: 0, heldBytes: 0, streams: this.openStreams };
  }

  ready(): void {
    this.state = 'ready';
    this.sink.onReady();
  }

  fail(message = `nothing listens on ${this.peer.address}`): void {
    this.state = 'closed';
    this.sink.onClosed(new TransportError(message, { scope: 'connection', by: 'peer', phase: 'connect', code: 0, processed: 'no' }));
  }

  /** The connection breaks. */
  break(): void {
    this.state = 'closed';
    this.openStreams = 0;
    this.sink.onClosed(
      new TransportError('connection reset', { scope: 'connection', by: 'peer', phase: 'receive', code: 0, processed: 'maybe' }),
    );
  }

  goAway(): void {
    this.state = 'going-away';
    this.sink.onGoingAway(0, 'restarting');
    this.#closeIfDone();
  }

  openStream(_fields: FieldList, _sink: StreamSink): ClientStream {
    assert.ok(this.freeSlots > 0, 'a stream may be opened only in a free slot');
    this.openStreams++;
    return undefined as unknown as ClientStream;
  }

  endStream(): void {
    assert.ok(this.openStreams > 0);
    const wasFull = this.state === 'ready' && this.freeSlots === 0;
    this.openStreams--;
    if (wasFull && this.freeSlots > 0) this.sink.onSlots();
    this.#closeIfDone();
  }

  ping(done: (roundTripMs: number | undefined) => void): void {
    done(undefined);
  }

  close(): void {
    this.closeCalls++;
    if (this.state === 'closed') return;
    this.state = 'going-away';
    queueMicrotask(() => this.#closeIfDone());
  }

  destroy(reason: string): void {
    if (this.state === 'closed') return;
    this.destroyed = reason;
    this.state = 'closed';
    this.openStreams = 0;
    const error = new TransportError(reason, { scope: 'connection', by: 'us', phase: 'receive', code: 0, processed: 'maybe' });
    queueMicrotask(() => this.sink.onClosed(error));
  }

  #closeIfDone(): void {
    if (this.state !== 'going-away' || this.openStreams > 0) return;
    this.state = 'closed';
    this.sink.onClosed(undefined);
  }
}
