import { Socket, type SocketConstructorOpts } from 'node:net';
import type { Duplex } from 'node:stream';
import { ENGINE_READ_BYTES } from '../../limits.js';

/**
 * Reads of all plain sockets into one buffer of the process.
 *
 * By itself Node allocates 64 KiB for every read, copies it into a block of its own length, and leaves three objects to the garbage
 * collector: messages of 64 KiB took 265 µs of CPU, both ends together, and take 170 - 205 this way. `net.connect` has the option `onread`
 * against that; a socket that a server has accepted has not, and gets here what that option would set: the two properties by which a
 * `Socket` knows its buffer and callback, found by looking at a socket that was made with the option. Where they are not found, sockets are
 * read as ever.
 *
 * Sharing is safe because a read and its callback are one step of the event loop, and nothing of a chunk is kept. On Windows a read is
 * given its buffer long before it ends, so there each socket is read as ever.
 */
interface Properties {
  readonly buffer: symbol;
  readonly callback: symbol;
}

/** Called with the socket as `this`. */
type OnRead = (this: Duplex, bytes: number, buffer: Uint8Array) => boolean;

interface Handle {
  useUserBuffer?(buffer: Uint8Array): void;
}

/** Null until they are looked for, undefined where there are none. */
let properties: Properties | undefined | null = null;
let shared: Uint8Array | undefined;

/** Has what comes on `socket` given to `callback`, in memory that is valid during the call only. False where that cannot be had. */
export function shareReads(socket: Duplex, callback: OnRead): boolean {
  // TLS decrypts into memory of its own; what is buffered already would be overtaken.
  if (Object.getPrototypeOf(socket) !== Socket.prototype || socket.readableLength > 0) return false;
  if (properties === null) properties = process.platform === 'win32' ? undefined : findProperties();
  const handle = (socket as { _handle?: Handle | null })._handle;
  if (properties === undefined || typeof handle?.useUserBuffer !== 'function') return false;
  shared ??= new Uint8Array(ENGINE_READ_BYTES);
  const own = socket as unknown as Record<symbol, unknown>;
  handle.useUserBuffer(shared);
  own[properties.buffer] = shared;
  own[properties.callback] = callback;
  return true;
}

function findProperties(): Properties | undefined {
  const buffer = new Uint8Array(1);
  const callback = () => true;
  const probe = new Socket({ onread: { buffer, callback } } as SocketConstructorOpts);
  const own = probe as unknown as Record<symbol, unknown>;
  const symbols = Object.getOwnPropertySymbols(probe);
  const found = { buffer: symbols.find((name) => own[name] === buffer), callback: symbols.find((name) => own[name] === callback) };
  probe.destroy();
  return found.buffer === undefined || found.callback === undefined ? undefined : { buffer: found.buffer, callback: found.callback };
}
