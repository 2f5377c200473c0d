import { isIPv4, isIPv6 } from 'node:net';
import { domainToASCII } from 'node:url';
import { describe, likelyWord, OptionError } from '../check-options.js';
import { DEFAULT_PORT, MAX_HOST_NAME_BYTES } from '../limits.js';

/** A channel's target taken apart (gRPC Name Resolution: Name Syntax): `scheme:[//authority/]path`. */
export interface Target {
  /** As the user wrote it. */
  readonly text: string;
  /** Lower case; `dns` where none was written. */
  readonly scheme: string;
  /** Between `//` and the next `/`; empty where there is none. */
  readonly authority: string;
  /** What is to be resolved. Keeps its leading slash after `//authority`. */
  readonly path: string;
}

/** A wrong target: what came, and what would do. */
export function badTarget(text: string, why: string): OptionError {
  return new OptionError(`new Channel(): the target ${describe(text)} ${why}`);
}

const URI = /^([a-z][a-z0-9+.-]*):(.*)$/is;
const FORMS = '"host:port", "127.0.0.1:50051", "[::1]:50051", "dns:///host:port", "ipv4:…", "ipv6:…", "unix:/path"';

/**
 * Reads a target. A scheme counts where a resolver knows it; otherwise the whole text is a name for DNS, as `localhost:50051` shows.
 * What only looks like a URL is refused rather than looked up.
 */
export function parseTarget(text: unknown, knowsScheme: (scheme: string) => boolean, schemes: () => readonly string[]): Target {
  if (typeof text !== 'string') {
    throw new OptionError(`new Channel(): a target is a string such as ${FORMS}, or server.loopback(); got ${describe(text)}`);
  }
  if (text === '') throw badTarget(text, `is empty; give one such as ${FORMS}`);
  const match = URI.exec(text);
  const scheme = match === null ? '' : match[1]!.toLowerCase();
  const rest = match === null ? '' : match[2]!;
  if (scheme === '' || !knowsScheme(scheme)) {
    if (rest.startsWith('//')) {
      const place = rest.slice(2).replace(/[/?#].*$/s, '');
      if (scheme === 'http' || scheme === 'https') {
        const how = scheme === 'https' ? ' with { tls: true }' : '';
        throw badTarget(text, `is a URL; a channel takes host and port only: ${describe(place || 'host:port')}${how}`);
      }
      const meant = likelyWord(scheme, schemes());
      const remedy =
        meant === undefined ? `give its resolver in { resolvers: [...] } (known are ${schemes().join(', ')})` : `did you mean "${meant}:"?`;
      throw badTarget(text, `has the unknown scheme ${describe(scheme)}; ${remedy}`);
    }
    return { text, scheme: 'dns', authority: '', path: text };
  }
  if (!rest.startsWith('//')) return { text, scheme, authority: '', path: rest };
  const slash = rest.indexOf('/', 2);
  if (slash === -1) return { text, scheme, authority: rest.slice(2), path: '' };
  return { text, scheme, authority: rest.slice(2, slash), path: rest.slice(slash) };
}

/** A host and a port as they stand in a target. */
export interface HostPort {
  /** Without brackets. Names in ASCII. */
  readonly host: string;
  readonly port: number;
  /** As `:authority` has it: brackets kept, the port only where it was written, no IPv6 zone (RFC 6874 §4). */
  readonly authority: string;
}

/** `host`, `host:port`, `1.2.3.4:port`, `[::1]:port`. The port is 443 where none is written (gRPC Name Resolution: Name Syntax). */
export function parseHostPort(target: string, text: string): HostPort {
  let host = text;
  let portText: string | undefined;
  let bracketed = false;
  if (text.startsWith('[')) {
    const close = text.indexOf(']');
    host = text.slice(1, close === -1 ? undefined : close);
    const rest = close === -1 ? '' : text.slice(close + 1);
    if (close === -1 || !isIPv6(host)) throw badTarget(target, `has no IPv6 address in its brackets; write it as "[::1]:50051"`);
    if (rest !== '' && !rest.startsWith(':')) throw badTarget(target, `goes on after "]" with ${describe(rest)}; only ":port" may follow`);
    portText = rest === '' ? undefined : rest.slice(1);
    bracketed = true;
  } else {
    if (isIPv6(text)) throw badTarget(target, `is an IPv6 address without brackets; write "[${text}]:port"`);
    const colon = text.lastIndexOf(':');
    if (colon !== -1) {
      host = text.slice(0, colon);
      portText = text.slice(colon + 1);
    }
  }
  const port = parsePort(target, portText);
  const suffix = portText === undefined ? '' : `:${port}`;
  if (bracketed) return { host, port, authority: `[${host.replace(/%.*$/s, '')}]${suffix}` };
  const name = isIPv4(host) ? host : hostName(target, host);
  return { host: name, port, authority: `${name}${suffix}` };
}

function parsePort(target: string, text: string | undefined): number {
  if (text === undefined) return DEFAULT_PORT;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : -1;
  if (port === 0) throw badTarget(target, 'has port 0, which only a server may ask for; take the port that listen() gave');
  if (port < 1 || port > 65_535) throw badTarget(target, `has the port ${describe(text)}; a port is a whole number from 1 to 65535`);
  return port;
}

/** Checks a name loosely (DNS has the last word) and gives its ASCII form, since it becomes `:authority`. */
function hostName(target: string, name: string): string {
  if (name === '') throw badTarget(target, `has no host; write one such as "localhost:50051"`);
  const wrong = /[^\p{L}\p{M}\p{N}._-]/u.exec(name);
  if (wrong !== null) throw badTarget(target, `has ${describe(wrong[0])} in its host name; ${likelyForm(name)}`);
  const ascii = /^[\x21-\x7e]+$/.test(name) ? name : domainToASCII(name);
  if (ascii === '') throw badTarget(target, 'has a host name that cannot be written in ASCII (IDNA)');
  if (ascii.length > MAX_HOST_NAME_BYTES)
    throw badTarget(target, `has a host name of ${ascii.length} characters; DNS takes ${MAX_HOST_NAME_BYTES}`);
  return ascii;
}

function likelyForm(name: string): string {
  if (name.includes('/') && !name.includes(':')) return 'for a Unix socket write "unix:/path"';
  if (name.includes(',')) return 'for several addresses write "ipv4:1.2.3.4:443,1.2.3.5:443"';
  if (name.includes(':')) return 'IPv6 addresses stand in brackets: "[::1]:50051"';
  return `write a target such as ${FORMS}`;
}
