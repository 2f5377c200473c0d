import { borrowSlab, releaseSlab, type Slab } from '../bytes/slab.js';
import { PARKED_BYTES, SLAB_BYTES } from '../limits.js';
import type { ConnectionSink } from './sink.js';

const NOTHING = new Uint8Array(0);

/**
 * The bytes of one turn, in order: pieces of slabs that frames were written into, and between them large chunks that go out as they are.
 *
 * `buffer` and `position` are where the next frame goes; without a slab `buffer` is empty, so that one comparison tells both "no slab"
 * and "no room". A slab has one user per piece that was cut from it and not written yet, plus one while frames go into it.
 *
 * A reservation (`reserve`) is a promise that nothing else is written behind `position` for now. Where somebody writes all the same,
 * because an encoder has issued a command, the frames go into another slab and the reservation is lost; its slab stays borrowed until
 * `commit` or `cancel`, so that what was written there can still be read.
 */
export class Output<U> {
  buffer: Uint8Array;
  position: number;
  /** Where the payload may be written while a reservation is open, else -1. */
  reservedAt: number;
  /** Where the header of the DATA frame is that `position` stands behind, as long as nothing was written since and it is not cut off; else -1. */
  joinAt: number;
  /** What `reservedAt` points into; also after a reservation was lost. */
  reservedBuffer: Uint8Array;
  /** Bytes of frames that answer the peer, since the socket last took something. */
  controlBytes: number;
  /** What the socket takes, in bytes, less what was written since; DATA is pulled while it is above 0, and may take it below. */
  socketRoom: number;
  /** The socket took something when it was asked last: what was written since then goes out with the next `handOver`. */
  socketOpen: boolean;
  private slab: Slab | undefined;
  /** The slab of a lost reservation. */
  private lostSlab: Slab | undefined;
  /** Where the piece begins that has not been cut off yet. */
  private pieceStart: number;
  private pieces: Uint8Array[];
  private slabs: (Slab | undefined)[];
  private pieceBytes: number;

  constructor() {
    this.buffer = NOTHING;
    this.position = 0;
    this.reservedAt = -1;
    this.joinAt = -1;
    this.reservedBuffer = NOTHING;
    this.controlBytes = 0;
    this.socketRoom = Number.MAX_SAFE_INTEGER;
    this.socketOpen = true;
    this.slab = undefined;
    this.lostSlab = undefined;
    this.pieceStart = 0;
    this.pieces = [];
    this.slabs = [];
    this.pieceBytes = 0;
  }

  /** Bytes that wait to be handed over. */
  get bytes(): number {
    return this.pieceBytes + this.position - this.pieceStart;
  }

  /** Makes sure that `bytes` can be written at `position` of the buffer that it gives; at most `SLAB_BYTES`. */
  room(bytes: number): Uint8Array {
    if (this.reservedAt !== -1) this.loseReservation();
    this.joinAt = -1;
    if (this.position + bytes > this.buffer.length) this.nextSlab();
    return this.buffer;
  }

  /**
   * A chunk that goes out uncopied. It is not to change until the socket has written it; where it lies in a `slab`, that is released then.
   */
  append(chunk: Uint8Array, slab?: Slab): void {
    if (this.reservedAt !== -1) this.loseReservation();
    this.cut(true);
    this.pieces.push(chunk);
    this.slabs.push(slab);
    if (slab !== undefined) slab.users += 1;
    this.pieceBytes += chunk.length;
  }

  /** Between `reserve` and its end. */
  get isReserved(): boolean {
    return this.reservedAt !== -1 || this.lostSlab !== undefined;
  }

  /** Opens a reservation with `before` bytes left out for a frame header and at least `bytes` behind it. */
  reserve(before: number, bytes: number): number {
    if (this.position + before + bytes > this.buffer.length) this.nextSlab();
    this.reservedBuffer = this.buffer;
    this.reservedAt = this.position + before;
    return this.reservedAt;
  }

  /** Ends a reservation. True where it was not lost: `position` is then as it was at `reserve`. */
  endReservation(): boolean {
    if (this.reservedAt !== -1) {
      this.reservedAt = -1;
      return true;
    }
    if (this.lostSlab !== undefined) {
      releaseSlab(this.lostSlab);
      this.lostSlab = undefined;
    }
    return false;
  }

  /** Hands everything over. */
  handOver(sink: ConnectionSink<U>): void {
    if (this.reservedAt !== -1) this.loseReservation();
    this.cut(false);
    this.socketOpen = this.socketRoom > 0;
    const { pieces, slabs } = this;
    if (pieces.length === 0) return;
    this.pieces = [];
    this.slabs = [];
    this.pieceBytes = 0;
    this.controlBytes = 0;
    const last = pieces.length - 1;
    for (let n = 0; n <= last; n++) sink.onWrite(pieces[n]!, slabs[n], n < last);
  }

  /**
   * The socket takes nothing for now: what is little is copied out of its slab, which others need, and joined with what waited before.
   * Ten thousand connections whose peers do not read hold a few bytes each, not a slab.
   */
  park(): void {
    if (this.slab === undefined || this.reservedAt !== -1) return;
    this.cut(false);
    const last = this.pieces.length - 1;
    const piece = this.pieces[last];
    const slab = this.slabs[last];
    if (piece === undefined || slab === undefined || piece.length > PARKED_BYTES) return;
    const before = last > 0 && this.slabs[last - 1] === undefined ? this.pieces[last - 1]! : NOTHING;
    const joins = before.length > 0 && before.length + piece.length <= PARKED_BYTES;
    const parked = new Uint8Array(joins ? before.length + piece.length : piece.length);
    if (joins) {
      parked.set(before);
      this.pieces.pop();
      this.slabs.pop();
    }
    parked.set(piece, parked.length - piece.length);
    this.pieces[this.pieces.length - 1] = parked;
    this.slabs[this.slabs.length - 1] = undefined;
    releaseSlab(slab);
  }

  private nextSlab(): void {
    this.cut(false);
    this.slab = borrowSlab();
    this.buffer = this.slab.buffer;
  }

  /** Makes a piece of what was written since the last one. `goOn` keeps the slab for the frames that follow. */
  private cut(goOn: boolean): void {
    this.joinAt = -1;
    const slab = this.slab;
    if (slab === undefined) return;
    const written = this.position - this.pieceStart;
    if (written > 0) {
      this.pieces.push(this.buffer.subarray(this.pieceStart, this.position));
      this.slabs.push(slab);
      this.pieceBytes += written;
      slab.users += 1;
    }
    this.pieceStart = this.position;
    if (goOn) return;
    releaseSlab(slab);
    this.slab = undefined;
    this.buffer = NOTHING;
    this.position = 0;
    this.pieceStart = 0;
  }

  private loseReservation(): void {
    this.reservedAt = -1;
    this.lostSlab = this.slab!;
    this.lostSlab.users += 1;
    this.nextSlab();
  }
}

/** The most that one `room` can give. */
export const MAX_ROOM_BYTES = SLAB_BYTES;
