import { releaseSlab, type Slab } from '../../wire/bytes/slab.js';
import type { FieldList } from '../../wire/hpack/field-list.js';
import { Connection, type ConnectionOptions } from '../../wire/http2/connection.js';
import type { Settings } from '../../wire/http2/settings.js';
import type { Closed, ConnectionSink, FieldSection } from '../../wire/http2/sink.js';
import type { Http2Stream } from '../../wire/http2/stream.js';

export type Stream = Http2Stream<string>;

/** What a sink was told, in words, and what may be done at each call. */
export class RecordingSink implements ConnectionSink<string> {
  /** Such as `headers 1 end`, `data 1 hello`, `closed 3 REFUSED…`. */
  readonly calls: string[] = [];
  readonly fields: FieldList[] = [];
  readonly streams: Stream[] = [];
  readonly written: Uint8Array[] = [];
  writes = 0;
  outputAsked = 0;
  wakeChanges = 0;
  closed: Closed | undefined;
  ended = false;
  onEach: ((call: string, stream: Stream | undefined) => void) | undefined;

  onHeaders(stream: Stream, fields: FieldList, section: FieldSection, endStream: boolean): void {
    if (!this.streams.includes(stream)) this.streams.push(stream);
    this.fields.push(fields);
    this.note(`${section} ${stream.id}${endStream ? ' end' : ''}`, stream);
  }
  onData(stream: Stream, buffer: Uint8Array, start: number, end: number, endStream: boolean): void {
    this.note(`data ${stream.id} ${text(buffer.subarray(start, end))}${endStream ? ' end' : ''}`, stream);
  }
  onWritable(stream: Stream): void {
    this.note(`writable ${stream.id}`, stream);
  }
  onStreamClosed(stream: Stream, closed: Closed): void {
    this.note(`closed ${stream.id} by ${closed.by} code ${closed.code} processed ${closed.processed}`, stream);
  }
  onSettings(_settings: Settings): void {
    this.note('settings', undefined);
  }
  onSlots(): void {
    this.note('slots', undefined);
  }
  onGoAway(lastStreamId: number, code: number, _debug: string): void {
    this.note(`goaway ${lastStreamId} ${code}`, undefined);
  }
  onOutput(): void {
    this.outputAsked++;
  }
  onWakeChange(): void {
    this.wakeChanges++;
  }
  onWrite(bytes: Uint8Array, slab: Slab | undefined, more: boolean): void {
    // A copy, as a socket would make one, so that a slab can be written again.
    this.written.push(bytes.slice());
    if (!more) this.writes++;
    if (slab !== undefined) releaseSlab(slab);
  }
  onClosed(closed: Closed | undefined): void {
    this.closed = closed;
    this.ended = true;
    this.note(`end${closed === undefined ? '' : ` by ${closed.by} code ${closed.code}`}`, undefined);
  }

  /** The bytes written since the last call, as one. */
  take(): Uint8Array {
    const pieces = this.written.splice(0);
    const bytes = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
    let position = 0;
    for (const piece of pieces) {
      bytes.set(piece, position);
      position += piece.length;
    }
    return bytes;
  }

  /** The calls since the last time. */
  heard(): string[] {
    return this.calls.splice(0);
  }

  private note(call: string, stream: Stream | undefined): void {
    this.calls.push(call);
    this.onEach?.(call, stream);
  }
}

export interface Side {
  readonly connection: Connection<string>;
  readonly sink: RecordingSink;
}

export interface PairOptions {
  readonly client?: Omit<ConnectionOptions, 'role'>;
  readonly server?: Omit<ConnectionOptions, 'role'>;
  /** Bytes fed at a time. Default: all there are. */
  readonly chunkBytes?: number;
}

/** A client and a server whose bytes go to each other, turn by turn. */
export class ConnectionPair {
  readonly client: Side;
  readonly server: Side;
  nowMs = 1_000;
  readonly chunkBytes: number;

  constructor(options: PairOptions = {}) {
    this.client = side('client', options.client);
    this.server = side('server', options.server);
    this.chunkBytes = options.chunkBytes ?? Number.POSITIVE_INFINITY;
    this.client.connection.start(this.nowMs);
    this.server.connection.start(this.nowMs);
  }

  /** Exchanges bytes until both are silent, and forgets what the handshake told. */
  static ready(options: PairOptions = {}): ConnectionPair {
    const pair = new ConnectionPair(options);
    pair.settle();
    pair.client.sink.heard();
    pair.server.sink.heard();
    return pair;
  }

  settle(): void {
    for (let turn = 0; turn < 10_000; turn++) {
      const moved = this.pass(this.client, this.server);
      if (!this.pass(this.server, this.client) && !moved) return;
    }
    throw new Error('the two connections never fall silent');
  }

  /** One turn of `from`, whose bytes go to `to`. False where there were none. */
  pass(from: Side, to: Side): boolean {
    from.connection.flush(this.nowMs);
    const bytes = from.sink.take();
    feed(to, bytes, this.chunkBytes, this.nowMs);
    return bytes.length > 0;
  }
}

export function feed(to: Side, bytes: Uint8Array, chunkBytes: number, nowMs: number): void {
  for (let start = 0; start < bytes.length; start += chunkBytes) {
    to.connection.receive(bytes, start, Math.min(bytes.length, start + chunkBytes), nowMs);
  }
}

export function side(role: 'client' | 'server', options: Omit<ConnectionOptions, 'role'> = {}): Side {
  const sink = new RecordingSink();
  return { sink, connection: new Connection<string>({ ...options, role }, sink) };
}

export function text(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}

export function bytesOf(characters: string): Uint8Array {
  return Uint8Array.from(characters, (character) => character.charCodeAt(0));
}

export const REQUEST: FieldList = [':method', 'POST', ':scheme', 'http', ':path', '/a/b', ':authority', 'localhost', 'te', 'trailers'];
export const RESPONSE: FieldList = [':status', '200', 'content-type', 'application/grpc'];
export const TRAILERS: FieldList = ['grpc-status', '0'];
