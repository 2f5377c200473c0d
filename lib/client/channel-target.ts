import { OptionError } from '../check-options.js';
import { type ClientTls, resolveClientSecurity } from '../security/index.js';
import type { Carrier } from '../transport/carrier.js';
import type { ChannelOptions, ResolvedChannelOptions } from './channel-options.js';
import { FixedResolver } from './resolver/fixed.js';
import type { Resolver, ResolverContext, ResolverSink } from './resolver/resolver.js';
import { resolverTable } from './resolver/table.js';
import { parseTarget } from './target.js';

/** A channel's target, read, checked and secured. */
export interface ChannelTarget {
  /** As the user wrote it; `loopback` for a carrier. */
  readonly text: string;
  readonly authority: string;
  readonly tls: ClientTls | undefined;
  /** For people: `tls`, `plaintext` or `in process`. */
  readonly security: string;
  /** A carrier that is the target itself. */
  readonly carrier: Carrier | undefined;
  start(context: ResolverContext, sink: ResolverSink): Resolver;
}

/** Reads and checks the target; throws an `OptionError` that says what would do. */
export function resolveTarget(target: string | Carrier, options: ChannelOptions, resolved: ResolvedChannelOptions): ChannelTarget {
  if (isCarrier(target)) return inProcess(target, options, resolved);
  const table = resolverTable(resolved.resolvers);
  const parsed = parseTarget(
    target,
    (scheme) => table.has(scheme),
    () => [...table.keys()],
  );
  const type = table.get(parsed.scheme)!;
  const facts = type.inspect(parsed);
  // Another authority is another name for the server, so the certificate must have it (tls.serverName goes before it).
  const serverName = resolved.authority === undefined ? facts.serverName : resolved.authority.replace(/:\d+$/, '').replace(/^\[|\]$/g, '');
  const tls = resolveClientSecurity('new Channel()', options, { text: target, hosts: facts.hosts, unix: facts.unix, serverName });
  return {
    text: target,
    authority: resolved.authority ?? facts.authority,
    tls,
    security: tls === undefined ? 'plaintext' : 'tls',
    carrier: undefined,
    start: (context, sink) => type.start(parsed, context, sink),
  };
}

function isCarrier(target: unknown): target is Carrier {
  return typeof target === 'object' && target !== null && typeof (target as Partial<Carrier>).connect === 'function';
}

/** What `server.loopback()` gives carries its calls itself: nothing to resolve, nothing to encrypt. */
function inProcess(carrier: Carrier, options: ChannelOptions, resolved: ResolvedChannelOptions): ChannelTarget {
  if (options.tls !== undefined) throw new OptionError('new Channel(): tls has no meaning inside one process; leave it out');
  return {
    text: carrier.name,
    authority: resolved.authority ?? 'localhost',
    tls: undefined,
    security: 'in process',
    carrier,
    start: (_context, sink) => new FixedResolver([{ path: carrier.name }], sink),
  };
}
