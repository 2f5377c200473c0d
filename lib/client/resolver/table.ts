import { dnsResolver } from './dns.js';
import { ipResolver } from './ip.js';
import type { ResolverType } from './resolver.js';
import { unixResolver } from './unix.js';

const BUILT_IN: readonly ResolverType[] = [dnsResolver(), ipResolver, unixResolver];

/** The resolvers of one channel by scheme: those given to it go before the built-in ones. */
export function resolverTable(given: readonly ResolverType[]): ReadonlyMap<string, ResolverType> {
  const table = new Map<string, ResolverType>();
  for (const type of [...given, ...BUILT_IN]) {
    for (const scheme of type.schemes) if (!table.has(scheme)) table.set(scheme, type);
  }
  return table;
}
