import { isIPv4, isIPv6 } from 'node:net';
import { describe } from '../../check-options.js';
import { DEFAULT_PORT } from '../../limits.js';
import { badTarget, type HostPort, parseHostPort, type Target } from '../target.js';
import { FixedResolver } from './fixed.js';
import type { Resolver, ResolverContext, ResolverSink, ResolverType, TargetFacts } from './resolver.js';

/** `ipv4:address[:port][,address[:port]…]` and `ipv6:[address]:port,…` (gRPC Name Resolution: Name Syntax). */
function addresses(target: Target): HostPort[] {
  if (target.authority !== '')
    throw badTarget(target.text, `has ${describe(target.authority)} after "//"; write "${target.scheme}:ADDRESS:PORT"`);
  return target.path
    .replace(/^\//, '')
    .split(',')
    .map((text) => oneAddress(target, text));
}

function oneAddress(target: Target, text: string): HostPort {
  // A bare IPv6 address cannot have a port, so it needs no brackets under its own scheme.
  if (target.scheme === 'ipv6' && isIPv6(text)) return { host: text, port: DEFAULT_PORT, authority: `[${text.replace(/%.*$/s, '')}]` };
  const parsed = parseHostPort(target.text, text);
  const example = target.scheme === 'ipv4' ? 'ipv4:127.0.0.1:50051' : 'ipv6:[::1]:50051';
  if (target.scheme === 'ipv4' ? !isIPv4(parsed.host) : !isIPv6(parsed.host)) {
    throw badTarget(
      target.text,
      `has ${describe(text)} where an IP${target.scheme.slice(2)} address should be; write "${example}", or "dns:///host:port" for a name`,
    );
  }
  return parsed;
}

export const ipResolver: ResolverType = {
  schemes: ['ipv4', 'ipv6'],

  inspect(target: Target): TargetFacts {
    const list = addresses(target);
    return { authority: list[0]!.authority, serverName: list[0]!.host, hosts: list.map(({ host }) => host), unix: false };
  },

  start(target: Target, _context: ResolverContext, sink: ResolverSink): Resolver {
    return new FixedResolver(
      addresses(target).map(({ host, port }) => ({ host, port })),
      sink,
    );
  },
};
