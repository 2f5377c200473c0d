/**
 * How the bench talks to the two processes of a contender, in whatever language they are written: lines of JSON, one answer per
 * question, questions on standard input and answers on standard output. The end of standard input ends the process.
 *
 * - `PROGRAM server [CERT_FILE KEY_FILE]` listens on a free port of 127.0.0.1 and says `ServerReady`.
 * - `PROGRAM client PORT CONNECTIONS [CA_FILE]` connects and says `ClientReady`.
 * - A `Load` is answered by the client with a `LoadResult`; `{"ask":"usage"}` by both with a `Usage`, behind a garbage collection where
 *   `collect` is true.
 * - `{"ask":"profile","of":"cpu"|"allocations"}` and `{"ask":"profiled"}` are answered by Node processes only.
 */

/** PEM files: the authority that the client trusts, the server's certificate, and its key. */
export interface TlsFiles {
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

export interface ServerReady {
  readonly port: number;
  readonly version: string;
}

export interface ClientReady {
  readonly version: string;
}

/** What a client is to do. */
export type Load =
  /** Small calls, `inFlight` at a time on each connection. */
  | { readonly kind: 'unary'; readonly inFlight: number; readonly realistic: boolean; readonly durationMs: number }
  /** One stream after the other, each of `count` messages of `bytes`; an operation is a message, in a ping-pong there and back. */
  | { readonly kind: 'download' | 'upload' | 'ping-pong'; readonly count: number; readonly bytes: number; readonly durationMs: number }
  /** Small calls begun at `perSecond` whether or not earlier ones have ended; latency counts from the instant each was due. */
  | { readonly kind: 'open-loop'; readonly perSecond: number; readonly durationMs: number }
  /** Opens `count` more bidi streams, or connections with a call each, and leaves them open. */
  | { readonly kind: 'park' | 'connect'; readonly count: number };

export interface LoadResult {
  /** Calls, or messages of a stream. */
  readonly operations: number;
  readonly elapsedMs: number;
  /** User and system time of the client's process meanwhile. */
  readonly cpuMicroseconds: number;
  /** Of an open loop. */
  readonly latencyMicroseconds?: { readonly p50: number; readonly p99: number; readonly p999: number };
}

export type Question =
  | { readonly ask: 'usage'; readonly collect?: boolean }
  | { readonly ask: 'profile'; readonly of: 'cpu' | 'allocations' }
  | { readonly ask: 'profiled' };

export interface Usage {
  /** User and system time of the process since it began. */
  readonly cpuMicroseconds: number;
  readonly rssBytes: number;
  /** After a collection, where the language has one to ask for. */
  readonly heapBytes?: number;
  readonly arrayBufferBytes?: number;
}
