/**
 * Flow-control windows (RFC 9113 §6.9). A send window is one signed number, kept by whoever sends: the bytes of DATA the peer still
 * takes. A receive window is the other end of the peer's. Both may become negative when SETTINGS_INITIAL_WINDOW_SIZE shrinks: 60,000
 * bytes sent of 65,535, then an initial size of 16,384, leaves 5,535 - (65,535 - 16,384) = -43,616, and nothing is sent until
 * WINDOW_UPDATEs have brought it above 0.
 */
import { ErrorCode } from './error-code.js';
import { ConnectionError, StreamError } from './errors.js';
import { MAX_UINT31 } from './frame-header.js';

/**
 * A send window behind a WINDOW_UPDATE. Above 2^31-1 it is an error: the stream's, or with `streamId` 0 the connection's (RFC 9113 §6.9.1).
 */
export function growSendWindow(window: number, increment: number, streamId: number): number {
  const grown = window + increment;
  if (grown > MAX_UINT31) throw tooLarge(window, increment, streamId);
  return grown;
}

/** A send window behind a change of SETTINGS_INITIAL_WINDOW_SIZE: above 2^31-1 it is the connection's error (RFC 9113 §6.9.2). */
export function shiftSendWindow(window: number, difference: number): number {
  const shifted = window + difference;
  if (shifted > MAX_UINT31) {
    const message = `SETTINGS_INITIAL_WINDOW_SIZE grew by ${difference}, which makes a window of ${window} larger than ${MAX_UINT31}`;
    throw new ConnectionError(ErrorCode.FLOW_CONTROL_ERROR, message, 'RFC 9113 §6.9.2');
  }
  return shifted;
}

function tooLarge(window: number, increment: number, streamId: number): Error {
  const message = `WINDOW_UPDATE by ${increment} makes a window of ${window} larger than ${MAX_UINT31}`;
  const section = 'RFC 9113 §6.9.1';
  return streamId === 0
    ? new ConnectionError(ErrorCode.FLOW_CONTROL_ERROR, message, section)
    : new StreamError(streamId, ErrorCode.FLOW_CONTROL_ERROR, message, section);
}

/**
 * What we let the peer send on the whole connection, a window that SETTINGS never touch (RFC 9113 §6.9.2). Every byte of `size` is in
 * one of three places: `available` to the peer, held here since it came and is not consumed, or `owed`: consumed, and not given back
 * yet. Credit is given back in batches of at least half the size (RFC 9113 §6.9.1 asks for no small increments): a peer stops only while
 * the consumer holds more than half a window, and then the consumer is what it waits for.
 */
export class ReceiveWindow {
  /** What the window is brought back to. */
  size: number;
  /** What the peer may still send. */
  available: number;
  private owed: number;

  constructor(size: number) {
    this.size = size;
    this.available = size;
    this.owed = 0;
  }

  /** Bytes of DATA have come, padding included. False where the peer had no right to send so many. */
  receive(bytes: number): boolean {
    if (bytes > this.available) return false;
    this.available -= bytes;
    return true;
  }

  /** Bytes that came are done with. Returns the increment to announce now, 0 for none yet. */
  consume(bytes: number): number {
    if (bytes > this.size - this.available - this.owed) throw this.tooMuchConsumed(bytes);
    const owed = this.owed + bytes;
    if (owed * 2 < this.size || owed <= 0) {
      this.owed = owed;
      return 0;
    }
    this.owed = 0;
    this.available += owed;
    return owed;
  }

  /**
   * Another size, by WINDOW_UPDATE: returns the increment to announce now, 0 for none. A window cannot be taken back; a smaller size
   * comes about as credit that is not given back.
   */
  resize(size: number): number {
    const owed = this.owed + size - this.size;
    this.size = size;
    this.owed = Math.min(owed, 0);
    if (owed <= 0) return 0;
    this.available += owed;
    return owed;
  }

  private tooMuchConsumed(bytes: number): RangeError {
    return new RangeError(`${bytes} bytes consumed, but only ${this.size - this.available - this.owed} are held`);
  }
}
