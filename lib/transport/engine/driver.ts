import type { Duplex } from 'node:stream';
import { releaseSlab, type Slab } from '../../../wire/bytes/slab.js';
import type { Connection } from '../../../wire/http2/connection.js';
import { ENGINE_LINGER_MS, ENGINE_WRITE_BYTES } from '../../limits.js';
import type { Clock } from '../../time/clock.js';
import type { Timed } from '../../time/timer-queue.js';
import { shareReads } from './shared-reads.js';

/** What a driver tells the code that owns the connection. */
export interface DriverOwner {
  /** The socket failed, or has ended without an error. Gives the sentence that open streams are closed with. */
  onSocketEnd(error: Error | undefined): string;
  /** The first `bytes` of `chunk` were read, and everything in them was told. Nothing of it may be kept. */
  onChunk(chunk: Uint8Array, bytes: number): void;
  /** A turn is about to be written: the last moment for what a command has put off. */
  onTurn(): void;
  /** The socket is closed: the last call. */
  onSocketClosed(): void;
}

/** Where a socket keeps its driver: listeners are functions of the module, one for all sockets. */
const DRIVER = Symbol('barewire.driver');
type Driven = { [DRIVER]: Driver<unknown> };

/**
 * Couples a connection with its socket: TCP, TLS, a Unix socket, or any other Duplex of bytes.
 *
 *   chunk read ──▶ connection.receive
 *   onOutput ──▶ one setImmediate ──▶ connection.flush ──▶ onWrite ... ──▶ one write of the socket
 *   write done ──▶ slabs released, room told; once more where something still waits
 *
 * One turn of the event loop is one write: what all streams have said in it goes out together. The owner's sink hands the four calls
 * that concern the driver on: `onOutput`, `onWakeChange`, `onWrite`, `onClosed`.
 *
 *   open ──connection closed──▶ ending ──written, other side ended too (or a linger time)──▶ closed
 *     └────socket failed or ended─────────────────────────────────────────────────────────▶ closed
 */
export class Driver<U> implements Timed {
  readonly socket: Duplex;
  readonly connection: Connection<U>;
  private readonly clock: Clock;
  private readonly owner: DriverOwner;
  /** The connection's next wake-up, or the end of the linger time. */
  dueMs = Number.POSITIVE_INFINITY;
  timerSlot = -1;
  /** `flushTurn` will come. */
  private scheduled = false;
  private corked = false;
  private ending = false;
  private ended = false;
  private socketGone = false;
  /** Ends without waiting for what the socket has not taken. */
  private abrupt = false;
  /**
   * Slabs that the socket still reads in, in the order of their writes; undefined for a write of bytes that need no release. No array where
   * none.
   */
  private slabs: (Slab | undefined)[] | undefined = undefined;
  private readonly onWritten: () => void;

  constructor(socket: Duplex, connection: Connection<U>, clock: Clock, owner: DriverOwner) {
    this.socket = socket;
    this.connection = connection;
    this.clock = clock;
    this.owner = owner;
    this.onWritten = () => this.written();
  }

  /** Begins to read and write. `first` are bytes that were read already. */
  start(first?: Uint8Array): void {
    const { socket } = this;
    (socket as Duplex & Driven)[DRIVER] = this as Driver<unknown>;
    socket.on('data', onData);
    socket.on('end', onEnd);
    socket.on('error', onError);
    socket.on('close', onClose);
    this.connection.start(this.clock.now());
    if (first !== undefined) this.receive(first);
    shareReads(socket, onRead);
    socket.resume();
  }

  /** Bytes that the socket has taken and not given to the system yet. */
  get unwrittenBytes(): number {
    return this.socketGone ? 0 : this.socket.writableLength;
  }

  /** The sink's `onOutput`: lets this turn be written. */
  schedule(): void {
    if (this.scheduled || this.socketGone) return;
    this.scheduled = true;
    setImmediate(flushTurn, this as Driver<unknown>);
  }

  /** The sink's `onWakeChange`. */
  arm(): void {
    if (this.ending || this.socketGone) return;
    this.setTimer(this.connection.wakeAtMs);
  }

  /** The sink's `onWrite`. */
  write(bytes: Uint8Array, slab: Slab | undefined, more: boolean): void {
    const { socket } = this;
    if (this.socketGone || this.ended) {
      if (slab !== undefined) releaseSlab(slab);
      return;
    }
    if (more && !this.corked) {
      this.corked = true;
      socket.cork();
    }
    if (slab === undefined && more) socket.write(bytes);
    else {
      if (this.slabs === undefined) this.slabs = [slab];
      else this.slabs.push(slab);
      socket.write(bytes, this.onWritten);
    }
  }

  /** The sink's `onClosed`: what was written goes out, then the socket ends; `abruptly` without waiting for the other side. */
  end(abruptly = false): void {
    this.ending = true;
    if (abruptly) this.abrupt = true;
    this.schedule();
  }

  /** Ends everything at the end of this turn; what the socket does not take at once is dropped. */
  destroy(code: number, message: string): void {
    this.abrupt = true;
    this.connection.destroy(code, message);
    this.schedule();
  }

  onDue(nowMs: number): void {
    if (this.ended) {
      this.socket.destroy();
      return;
    }
    this.connection.wake(nowMs);
    this.arm();
    this.schedule();
  }

  receive(chunk: Uint8Array): void {
    if (this.ending || this.socketGone) return;
    // A plain view: codecs see no Buffer, so that their code stays monomorphic.
    this.receiveIn(new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.length), chunk.length);
  }

  /** Reads the first `bytes` of `buffer`. */
  receiveIn(buffer: Uint8Array, bytes: number): void {
    if (this.ending || this.socketGone) return;
    this.connection.receive(buffer, 0, bytes, this.clock.now());
    this.owner.onChunk(buffer, bytes);
  }

  /** Of `flushTurn` only. */
  turn(): void {
    this.scheduled = false;
    if (this.socketGone) return;
    const { connection, socket } = this;
    if (!this.ended) {
      this.owner.onTurn();
      const room = ENGINE_WRITE_BYTES - socket.writableLength;
      connection.writable(Math.max(room, 0));
      connection.flush(this.clock.now());
      if (this.corked) {
        this.corked = false;
        socket.uncork();
      }
    }
    if (this.ending && !this.ended) this.endSocket();
  }

  private written(): void {
    const slabs = this.slabs!;
    const slab = slabs.shift();
    if (slab !== undefined) releaseSlab(slab);
    if (slabs.length > 0) return;
    this.slabs = undefined;
    // What waits may have no bytes, such as an empty end. It goes in a turn of its own: a socket that takes everything would keep the
    // event loop for itself.
    const room = ENGINE_WRITE_BYTES - this.unwrittenBytes;
    if (room > 0) this.connection.writable(room);
  }

  /**
   * A socket that is closed while bytes lie in it unread is reset, and what was sent last may be lost on the way (RFC 9112 §9.6). So
   * this side ends, and what still comes is dropped until the other side has ended too, for a while at most.
   */
  private endSocket(): void {
    this.ended = true;
    const { socket } = this;
    if (this.abrupt) {
      if (socket.writableLength > 0) socket.destroy();
      else {
        socket.on('finish', () => socket.destroy());
        socket.end();
      }
    } else socket.end();
    if (!this.socketGone) this.setTimer(this.clock.now() + ENGINE_LINGER_MS);
  }

  /** Of the socket's listeners: it failed, or the other side has ended. */
  lost(error: Error | undefined): void {
    if (this.ended || this.connection.closed) {
      if (this.ended) this.socket.destroy();
      return;
    }
    this.connection.receiveEnd(this.owner.onSocketEnd(error), this.clock.now());
  }

  /** Of the socket's listeners. */
  closed(): void {
    if (this.socketGone) return;
    if (!this.connection.closed) this.connection.receiveEnd(this.owner.onSocketEnd(undefined), this.clock.now());
    // What commands have left to be told is told, and what the connection would write is dropped.
    this.ended = true;
    this.connection.flush(this.clock.now());
    this.socketGone = true;
    this.clock.timers.remove(this);
    this.owner.onSocketClosed();
  }

  private setTimer(dueMs: number): void {
    if (dueMs === this.dueMs && this.timerSlot !== -1) return;
    this.dueMs = dueMs;
    if (dueMs === Number.POSITIVE_INFINITY) this.clock.timers.remove(this);
    else this.clock.timers.add(this);
  }
}

/**
 * The end of a turn. `setImmediate` comes behind everything that this turn's chunks have brought about, promises included, for all
 * sockets of the process.
 */
function flushTurn(driver: Driver<unknown>): void {
  driver.turn();
}

function onData(this: Duplex, chunk: Buffer): void {
  (this as Duplex & Driven)[DRIVER].receive(chunk);
}

function onRead(this: Duplex, bytes: number, buffer: Uint8Array): boolean {
  (this as Duplex & Driven)[DRIVER].receiveIn(buffer, bytes);
  return true;
}

function onEnd(this: Duplex): void {
  (this as Duplex & Driven)[DRIVER].lost(undefined);
}

function onError(this: Duplex, error: Error): void {
  (this as Duplex & Driven)[DRIVER].lost(error);
}

function onClose(this: Duplex): void {
  (this as Duplex & Driven)[DRIVER].closed();
}
