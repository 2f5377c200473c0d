import * as net from 'node:net';
import * as tls from 'node:tls';
import { Type } from './frames.js';

export interface Frame {
  readonly type: number;
  readonly flags: number;
  readonly streamId: number;
  readonly payload: Buffer;
}

export interface GoAway {
  readonly lastStreamId: number;
  readonly code: number;
  readonly debug: string;
}

/** One end of a raw connection: writes what it is told, counts what comes back, and keeps no more of it than the last frames. */
export class RawPeer {
  readonly socket: net.Socket;
  /** Frames that have come, by type. */
  readonly counts = new Map<number, number>();
  /** HEADERS with END_STREAM and RST_STREAM: how each stream has ended, by identifier. */
  readonly ended = new Map<number, 'ended' | number>();
  /** WINDOW_UPDATE that has come, by stream; 0 is the connection's. */
  readonly credit = new Map<number, number>();
  goAway: GoAway | undefined;
  closed = false;
  receivedBytes = 0;
  onFrame: ((frame: Frame) => void) | undefined;
  #rest: Buffer = Buffer.alloc(0);
  readonly #waiting = new Set<() => void>();

  constructor(socket: net.Socket, prefaceBytes = 0) {
    this.socket = socket;
    let skip = prefaceBytes;
    socket.on('data', (chunk: Buffer) => {
      this.receivedBytes += chunk.length;
      const skipped = Math.min(skip, chunk.length);
      skip -= skipped;
      this.#read(chunk.subarray(skipped));
      this.#changed();
    });
    // The other side ends the connection while we write: reset or not, that is the success of a defence.
    socket.on('error', () => {});
    socket.on('end', () => socket.destroy());
    socket.on('close', () => {
      this.closed = true;
      this.#changed();
    });
    socket.on('drain', () => this.#changed());
  }

  count(type: number): number {
    return this.counts.get(type) ?? 0;
  }

  /** Writes; resolves when the system has taken most of it, or the connection is closed. */
  async write(...chunks: Uint8Array[]): Promise<void> {
    if (this.closed || this.socket.destroyed) return;
    this.socket.write(Buffer.concat(chunks));
    await this.until(() => this.socket.writableLength < 65_536 || this.closed);
  }

  /** Writes `count` times what `make` gives, in pieces, until it is done or the connection is closed. */
  async flood(count: number, make: (n: number) => Uint8Array): Promise<void> {
    let pieces: Uint8Array[] = [];
    let bytes = 0;
    for (let n = 0; n < count && !this.closed; n++) {
      const piece = make(n);
      pieces.push(piece);
      bytes += piece.length;
      if (bytes < 16_384) continue;
      await this.write(...pieces);
      pieces = [];
      bytes = 0;
    }
    if (pieces.length > 0) await this.write(...pieces);
  }

  /** Waits for something of this connection to change so that `done` holds. */
  async until(done: () => boolean): Promise<void> {
    while (!done()) {
      await new Promise<void>((resolve) => {
        this.#waiting.add(resolve);
      });
    }
  }

  /** Waits for the connection's end. */
  async end(): Promise<void> {
    await this.until(() => this.closed);
  }

  #changed(): void {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const resolve of waiting) resolve();
  }

  #read(chunk: Buffer): void {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    let at = 0;
    while (at + 9 <= bytes.length) {
      const end = at + 9 + bytes.readUIntBE(at, 3);
      if (end > bytes.length) break;
      const payload = bytes.subarray(at + 9, end);
      this.#frame({ type: bytes[at + 3]!, flags: bytes[at + 4]!, streamId: bytes.readUInt32BE(at + 5), payload });
      at = end;
    }
    this.#rest = at === bytes.length ? Buffer.alloc(0) : Buffer.from(bytes.subarray(at));
  }

  #frame(frame: Frame): void {
    this.counts.set(frame.type, this.count(frame.type) + 1);
    if ((frame.type === Type.HEADERS || frame.type === Type.DATA) && (frame.flags & 1) !== 0) this.ended.set(frame.streamId, 'ended');
    if (frame.type === Type.RST_STREAM && !this.ended.has(frame.streamId)) this.ended.set(frame.streamId, frame.payload.readUInt32BE());
    if (frame.type === Type.WINDOW_UPDATE) {
      this.credit.set(frame.streamId, (this.credit.get(frame.streamId) ?? 0) + frame.payload.readUInt32BE());
    }
    if (frame.type === Type.GOAWAY) {
      this.goAway = {
        lastStreamId: frame.payload.readUInt32BE(),
        code: frame.payload.readUInt32BE(4),
        debug: frame.payload.toString('latin1', 8),
      };
    }
    this.onFrame?.(frame);
  }
}

/** A raw connection to `port` of this machine, inside TLS where an authority is given. */
export async function attack(port: number, ca?: string): Promise<RawPeer> {
  const where = { port, host: '127.0.0.1', noDelay: true };
  const socket = ca === undefined ? net.connect(where) : tls.connect({ ...where, ca, ALPNProtocols: ['h2'] });
  const peer = new RawPeer(socket);
  await new Promise<void>((resolve, reject) => {
    socket.once(ca === undefined ? 'connect' : 'secureConnect', resolve);
    socket.once('error', reject);
  });
  return peer;
}
