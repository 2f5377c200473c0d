import { isIPv4, isIPv6 } from 'node:net';
import { checkBoolean, describe, OptionError } from '../check-options.js';
import { resolveClientTls } from './client-tls.js';
import { resolveServerTls } from './server-tls.js';
import type { ClientTls, ServerTls } from './tls.js';

/**
 * Plaintext without a word goes only to this machine: a literal loopback address, `localhost`, or a Unix socket. Judged on the
 * text that the user wrote, before any name is resolved, so that no DNS answer can switch encryption off. Anywhere else `tls` or
 * `insecure: true` is asked for by name.
 */
export function isLoopbackHost(host: string): boolean {
  if (isIPv4(host)) return host.startsWith('127.');
  if (isIPv6(host)) return isLoopbackIPv6(host);
  return host.toLowerCase() === 'localhost';
}

/** `::1` and `::ffff:127.0.0.1`, however they are written. */
function isLoopbackIPv6(host: string): boolean {
  const zone = host.indexOf('%');
  const text = (zone < 0 ? host : host.slice(0, zone)).toLowerCase();
  const mapped = /^[0:]*:ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  if (mapped !== null) return mapped[1]!.startsWith('127.');
  const mappedHex = /^[0:]*:ffff:([0-9a-f]{1,4}):[0-9a-f]{1,4}$/.exec(text);
  if (mappedHex !== null) return Number.parseInt(mappedHex[1]!, 16) >> 8 === 127;
  return /^[0:]*:0{0,3}1$/.test(text);
}

/** The options that decide whether a connection is encrypted. */
export interface SecurityOptions {
  readonly tls?: unknown;
  readonly insecure?: boolean | undefined;
}

/** What the text of a target or address says, before anything is resolved. */
export interface SecurityFacts {
  /** As the user wrote it. */
  readonly text: string;
  /** Hosts as written. Empty: nothing is known of where it leads, so it is not this machine. */
  readonly hosts: readonly string[];
  /** Nothing but Unix sockets, which never leave this machine. */
  readonly unix: boolean;
}

/** What a channel does: encrypts, or not. Throws an `OptionError` where plaintext is not asked for by name and not allowed without. */
export function resolveClientSecurity(
  owner: string,
  options: SecurityOptions,
  facts: SecurityFacts & { readonly serverName: string },
): ClientTls | undefined {
  if (isPlaintext(owner, options, facts, 'tls: true')) return undefined;
  return resolveClientTls(owner, options.tls, facts.serverName);
}

/** As `resolveClientSecurity`, for an address that a server listens on. */
export function resolveServerSecurity(owner: string, options: SecurityOptions, facts: SecurityFacts): ServerTls | undefined {
  if (isPlaintext(owner, options, facts, "tls: { certFile: './server.crt', keyFile: './server.key' }")) return undefined;
  return resolveServerTls(owner, options.tls);
}

function isPlaintext(owner: string, options: SecurityOptions, facts: SecurityFacts, example: string): boolean {
  const insecure = checkBoolean(owner, 'insecure', options.insecure, false);
  const encrypts = options.tls !== undefined && options.tls !== false;
  if (insecure && encrypts) throw new OptionError(`${owner}: tls and insecure: true contradict each other: give one of them`);
  if (encrypts) return false;
  if (options.tls === false && !insecure)
    throw new OptionError(`${owner}: tls is not switched off by false: say insecure: true for plaintext`);
  if (insecure || facts.unix || (facts.hosts.length > 0 && facts.hosts.every(isLoopbackHost))) return true;
  throw new OptionError(
    `${owner}: ${describe(facts.text)} may be reached from other machines, and plaintext goes without a word to this machine only: give ${example} to encrypt, or insecure: true for plaintext`,
  );
}
