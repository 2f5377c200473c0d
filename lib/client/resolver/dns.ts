import type { LookupAddress } from 'node:dns';
import { isIP } from 'node:net';
import { describe } from '../../check-options.js';
import { MIN_LOOKUP_DISTANCE_MS } from '../../limits.js';
import type { Timed } from '../../time/timer-queue.js';
import { ErrorCode } from '../../transport/error-code.js';
import { TransportError } from '../../transport/transport.js';
import { Backoff } from '../backoff.js';
import { badTarget, type HostPort, parseHostPort, type Target } from '../target.js';
import { FixedResolver } from './fixed.js';
import type { Resolver, ResolverContext, ResolverSink, ResolverType, TargetFacts } from './resolver.js';

/** `dns.lookup` with all addresses; tests give their own. */
export type Lookup = (host: string, done: (error: NodeJS.ErrnoException | null, addresses: readonly LookupAddress[]) => void) => void;

/** The system's own resolver: the hosts file counts, and addresses come in the order of RFC 6724. */
function systemLookup(host: string, done: (error: NodeJS.ErrnoException | null, addresses: readonly LookupAddress[]) => void): void {
  // Loaded when the first name is looked up: addresses and sockets have none.
  process.getBuiltinModule('node:dns').lookup(host, { all: true, verbatim: true }, done);
}

function hostPort(target: Target): HostPort {
  if (target.authority !== '') {
    throw badTarget(
      target.text,
      `names the DNS server ${describe(target.authority)}; names are resolved as the system does it: write "dns:///${target.path.slice(1) || 'host:port'}"`,
    );
  }
  return parseHostPort(target.text, target.path.replace(/^\//, ''));
}

/** `dns:///host:port`, and every target without a scheme. An IP address is taken as it is. */
export function dnsResolver(lookupAll: Lookup = systemLookup): ResolverType {
  return {
    schemes: ['dns'],

    inspect(target: Target): TargetFacts {
      const { host, authority } = hostPort(target);
      return { authority, serverName: host, hosts: [host], unix: false };
    },

    start(target: Target, context: ResolverContext, sink: ResolverSink): Resolver {
      const { host, port } = hostPort(target);
      if (isIP(host) !== 0) return new FixedResolver([{ host, port }], sink);
      return new DnsResolver(host, port, lookupAll, context, sink);
    },
  };
}

/**
 * Looks a name up, again when asked (at most every 30 s, since `dns.lookup` does not say how long an answer holds), and after a
 * failure with the channel's backoff.
 *
 *   waiting ──due──▶ looking up ──addresses──▶ resting ──refresh()──▶ waiting (until 30 s after the last success)
 *      ▲                 │
 *      └──── failure ────┘ (backoff)
 */
class DnsResolver implements Resolver, Timed {
  readonly #host: string;
  readonly #port: number;
  readonly #lookup: Lookup;
  readonly #context: ResolverContext;
  readonly #backoff: Backoff;
  #sink: ResolverSink | undefined;
  #lookingUp = false;
  /** The earliest time of the next lookup. */
  #notBeforeMs: number;
  dueMs = 0;
  timerSlot = -1;

  constructor(host: string, port: number, lookupAll: Lookup, context: ResolverContext, sink: ResolverSink) {
    this.#host = host;
    this.#port = port;
    this.#lookup = lookupAll;
    this.#context = context;
    this.#backoff = new Backoff(context.backoff, context.random);
    this.#sink = sink;
    this.#notBeforeMs = context.clock.now();
    this.#look();
  }

  refresh(): void {
    if (this.#sink === undefined || this.#lookingUp || this.timerSlot !== -1) return;
    const { clock } = this.#context;
    if (clock.now() >= this.#notBeforeMs) this.#look();
    else this.#wait();
  }

  close(): void {
    this.#sink = undefined;
    this.#context.clock.timers.remove(this);
  }

  onDue(): void {
    this.#look();
  }

  #wait(): void {
    this.dueMs = this.#notBeforeMs;
    this.#context.clock.timers.add(this);
  }

  #look(): void {
    this.#lookingUp = true;
    const backoffMs = this.#backoff.next();
    const startedMs = this.#context.clock.now();
    this.#lookup(this.#host, (error, addresses) => {
      this.#lookingUp = false;
      const sink = this.#sink;
      if (sink === undefined) return;
      if (error === null && addresses.length > 0) {
        this.#backoff.reset();
        this.#notBeforeMs = this.#context.clock.now() + MIN_LOOKUP_DISTANCE_MS;
        const port = this.#port;
        sink.onResolution({ endpoints: addresses.map(({ address }) => ({ addresses: [{ host: address, port }] })) });
      } else {
        this.#notBeforeMs = startedMs + backoffMs;
        this.#wait();
        sink.onError(lookupFailed(this.#host, error));
      }
    });
  }
}

/** What the system's resolver says, in words; getaddrinfo's codes mean nothing to most. */
function lookupFailed(host: string, error: NodeJS.ErrnoException | null): TransportError {
  const name = describe(host);
  let message: string;
  switch (error?.code) {
    case 'ENOTFOUND':
      message = `the name ${name} is not known to this machine's DNS: check its spelling, and that this network knows it`;
      break;
    case 'EAI_AGAIN':
      message = `the DNS server did not answer for ${name}: check the network and this machine's DNS settings`;
      break;
    case undefined:
      message = `DNS has no address for ${name}`;
      break;
    default:
      message = `the name ${name} could not be resolved (${error?.code}): ${error?.message}`;
  }
  return new TransportError(message, {
    scope: 'connection',
    by: 'us',
    phase: 'resolve',
    code: ErrorCode.CONNECT_ERROR,
    processed: 'no',
    cause: error ?? undefined,
  });
}
