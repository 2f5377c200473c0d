import { ANY_LENGTH } from './content-length.js';
import type { SendQueue } from './send-queue.js';
import { StreamState } from './stream-state.js';

/** One stream of a connection (RFC 9113 §5.1). `U` is what its owner hangs on it. */
export interface Http2Stream<U> {
  /** RFC 9113 §5.1.1. */
  readonly id: number;
  /** Set by the owner, once; undefined until then. */
  user: U | undefined;
  /** The peer has ended its side, and everything before it was delivered. */
  readonly remoteEnded: boolean;
  /** END_STREAM was sent or is queued. */
  readonly localEnded: boolean;
  /** No further frame and no further sink call for this stream. */
  readonly closed: boolean;
  /** Bytes given to `sendData` that have not gone into a frame yet. */
  readonly queuedBytes: number;
}

/** What has come on the receiving side: no final field section yet, the message's content, or bytes of a tunnel (RFC 9113 §8.5). */
export const ReceivePart = { NOTHING: 0, CONTENT: 1, TUNNEL: 2 } as const;

/** A stream as the engine keeps it: plain fields, and a queue only where something had to wait. */
export class EngineStream<U> implements Http2Stream<U> {
  readonly id: number;
  user: U | undefined;
  /** RFC 9113 §5.1, what was really sent and received. */
  state: number;
  /** END_STREAM has come. Not the same as the state's bit, which a reset sets too. */
  endCame: boolean;
  /** END_STREAM was sent, or waits in the queue. */
  endGiven: boolean;
  /** A server's sink has heard of it. */
  told: boolean;
  /** Our final field section was sent or is queued: the request, or the response but 1xx. */
  answered: boolean;
  /** One of `ReceivePart`. */
  receivePart: number;
  /** A client's HEAD request: the response has no content (RFC 9110 §9.3.2). */
  headRequest: boolean;
  /** A client's CONNECT request, and a server's good answer to one: what opens a tunnel (RFC 9113 §8.5). */
  connectRequest: boolean;
  /** What we may send, in bytes; below 0 after the peer's SETTINGS (RFC 9113 §6.9.2). */
  sendWindow: number;
  /** What the peer may send, in bytes. */
  receiveWindow: number;
  /** What its receive window has grown by, in bytes (adaptive-window.ts). */
  grown: number;
  /** Delivered and not given back with `consumed`, in bytes. */
  unconsumed: number;
  /** Consumed and not announced by WINDOW_UPDATE yet, in bytes. */
  returnable: number;
  /** Content that `content-length` promises and that has not come; `ANY_LENGTH` where nothing was promised. */
  contentLeft: number;
  queue: SendQueue<U> | undefined;

  constructor(id: number, user: U | undefined, sendWindow: number, receiveWindow: number) {
    this.id = id;
    this.user = user;
    this.state = StreamState.OPEN;
    this.endCame = false;
    this.endGiven = false;
    this.told = false;
    this.answered = false;
    this.receivePart = ReceivePart.NOTHING;
    this.headRequest = false;
    this.connectRequest = false;
    this.sendWindow = sendWindow;
    this.receiveWindow = receiveWindow;
    this.grown = 0;
    this.unconsumed = 0;
    this.returnable = 0;
    this.contentLeft = ANY_LENGTH;
    this.queue = undefined;
  }

  get remoteEnded(): boolean {
    return this.endCame;
  }

  get localEnded(): boolean {
    return this.endGiven;
  }

  get closed(): boolean {
    return this.state === StreamState.CLOSED;
  }

  get queuedBytes(): number {
    return this.queue === undefined ? 0 : this.queue.bytes;
  }
}
