import type { Socket } from 'node:net';

/** What Node keeps below a socket, plain or TLS. */
interface Handle {
  /** Bytes of a write that is under way. */
  readonly writeQueueSize?: number;
  /** 0 where it was not reading until now, and an error of libuv where it was. */
  readStart?(): number;
}

/**
 * Whether node:http2 has stopped reading `socket` for good. It also stops while a write is under way; where none is, and none has
 * ended in this turn (`writtenBytes`, of the turn before, is still true), it reads or never will again. Where Node has no such
 * handle any more, the answer is no.
 */
export function readsNoMore(socket: Socket, writtenBytes: number): boolean {
  const handle = (socket as { _handle?: Handle | null })._handle;
  if (handle?.writeQueueSize !== 0 || socket.destroyed || socket.bytesWritten !== writtenBytes) return false;
  return handle.readStart?.() === 0;
}
