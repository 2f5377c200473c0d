import { isIPv6 } from 'node:net';
import { describe, OptionError } from '../check-options.js';
import { MAX_UNIX_PATH_BYTES } from '../limits.js';
import type { SocketAddress } from '../transport/transport.js';

const FORMS = '"127.0.0.1:50051", "[::1]:0", "0.0.0.0:443" or "unix:/run/app.sock"';

/** Where a server listens: `host:port`, `[ipv6]:port` or `unix:path`. Port 0 takes a free one. */
export function parseListenAddress(text: unknown): SocketAddress {
  if (typeof text !== 'string') throw refused(text, `is no text; write ${FORMS}`);
  if (text.startsWith('unix:')) {
    // `unix:/path`, `unix:///path` and `unix:relative`, as for a client (gRPC Name Resolution).
    const path = text.startsWith('unix:///') ? text.slice('unix://'.length) : text.slice('unix:'.length);
    if (path === '' || path.includes('\0') || path.startsWith('//')) throw refused(text, 'has no path; write "unix:/run/app.sock"');
    // The system would cut a longer one without a word, and clients would look for it in vain.
    const bytes = Buffer.byteLength(path);
    if (bytes > MAX_UNIX_PATH_BYTES) {
      throw refused(text, `has a path of ${bytes} bytes; the system takes ${MAX_UNIX_PATH_BYTES}: use a shorter one, or a relative one`);
    }
    return { path };
  }
  const colon = text.lastIndexOf(':');
  if (isIPv6(text)) throw refused(text, `is an IPv6 address without brackets and port; write "[${text}]:50051"`);
  if (colon < 0) throw refused(text, `has no port; write "${text === '' ? '127.0.0.1' : text}:0" for a free one`);
  const port = text.slice(colon + 1);
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535)
    throw refused(text, `has the port ${describe(port)}; a port is a whole number from 0 to 65535`);
  let host = text.slice(0, colon);
  if (host === '') throw refused(text, `has no host; write "127.0.0.1:${port}" for this machine or "0.0.0.0:${port}" for every interface`);
  if (host.startsWith('[')) {
    if (!host.endsWith(']') || !isIPv6(host.slice(1, -1))) throw refused(text, 'has no IPv6 address in its brackets; write "[::1]:0"');
    host = host.slice(1, -1);
  } else if (!/^[\w.-]+$/.test(host)) throw refused(text, `has the host ${describe(host)}; write ${FORMS}`);
  return { host, port: Number(port) };
}

function refused(text: unknown, why: string): OptionError {
  return new OptionError(`server.listen(): the address ${describe(text)} ${why}`);
}
