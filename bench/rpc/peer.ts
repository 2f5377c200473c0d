/** One contender: how it serves the methods of `fixtures.proto`, and how it calls them. */
export interface Peer {
  readonly name: string;
  /** Its version, printed with every figure. */
  readonly version: string;
  /** Both ends in one process, without a socket. */
  readonly inProcess?: boolean;
  /** Listens on a free port of the loopback address. */
  serve(): Promise<number>;
  /** `port` is ignored by a peer that is in-process. */
  connect(port: number): Promise<Driver>;
}

/** The calling side of a contender. */
export interface Driver {
  /** One small unary call. `deadline` puts one on it; `realistic` adds three metadata entries too. */
  hello(deadline: boolean, realistic: boolean): Promise<void>;
  /** One server stream of `count` messages of `bytes` each; resolves when all have arrived. */
  download(count: number, bytes: number): Promise<void>;
}

/** Metadata of the realistic rows: what a traced, authenticated call carries. */
export const realisticMetadata = {
  authorization: 'Bearer 0123456789abcdef0123456789abcdef',
  'x-request-id': '7c9e6679-7425-40de-944b-e07fc1f90ae7',
  'x-tenant': 'acme',
} as const;

/** Long enough never to expire in a run. */
export const deadlineMs = 30_000;
