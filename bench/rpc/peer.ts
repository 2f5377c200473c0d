import type { TlsFiles } from './protocol.js';

/** One contender that runs in Node: how it serves the methods of `fixtures.proto`, and how it calls them. */
export interface Peer {
  readonly name: string;
  /** Its version, printed with every figure. */
  readonly version: string;
  /** Both ends in one process, without a socket. */
  readonly inProcess?: boolean;
  /** Listens on a free port of the loopback address. */
  serve(tls: TlsFiles | undefined): Promise<number>;
  /** Makes one driver, over a connection of its own. `port` is ignored by a peer that is in-process. */
  connect(port: number, tls: TlsFiles | undefined): Promise<Driver>;
}

/** The calling side of a contender, over one connection. */
export interface Driver {
  /** One small unary call. */
  hello(): PromiseLike<unknown>;
  /** One with a deadline and metadata that differ from call to call, as `realistic.ts` has them. */
  helloRealistic(): PromiseLike<unknown>;
  /** One server stream of `count` messages of `bytes` each; resolves when all have arrived. */
  download?(count: number, bytes: number): Promise<void>;
  /** One client stream of `count` messages of `bytes` each; resolves when the server has counted them. */
  upload?(count: number, bytes: number): Promise<void>;
  /** One bidi stream on which a message is answered before the next is sent, `count` times. */
  pingPong?(count: number): Promise<void>;
  /** Opens `count` bidi streams, has one message answered on each, and leaves them open. */
  park?(count: number): Promise<void>;
  /** Does small calls, `inFlight` at a time, until `isOver` says so; gives their number. Only where calls have no promise each. */
  helloInBulk?(inFlight: number, isOver: (operations: number) => boolean): Promise<number>;
}
