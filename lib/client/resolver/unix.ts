import { MAX_UNIX_PATH_BYTES } from '../../limits.js';
import { badTarget, type Target } from '../target.js';
import { FixedResolver } from './fixed.js';
import type { Resolver, ResolverContext, ResolverSink, ResolverType, TargetFacts } from './resolver.js';

/** `unix:path` and `unix:///absolute/path` (gRPC Name Resolution: Name Syntax). */
function socketPath(target: Target): string {
  if (target.authority !== '') {
    throw badTarget(target.text, `needs three slashes before an absolute path: "unix:///${target.authority}${target.path}"`);
  }
  const path = target.path;
  if (path === '' || path === '/') throw badTarget(target.text, 'has no path; write "unix:/run/app.sock"');
  if (path.includes('\0')) throw badTarget(target.text, 'has a zero byte in its path');
  const bytes = new TextEncoder().encode(path).length;
  if (bytes > MAX_UNIX_PATH_BYTES) {
    throw badTarget(
      target.text,
      `has a path of ${bytes} bytes; the system takes ${MAX_UNIX_PATH_BYTES}: use a shorter one, or a relative one`,
    );
  }
  return path;
}

export const unixResolver: ResolverType = {
  schemes: ['unix'],

  inspect(target: Target): TargetFacts {
    socketPath(target);
    // A path is no authority; "localhost" is what gRPC implementations send over Unix sockets.
    return { authority: 'localhost', serverName: 'localhost', hosts: [], unix: true };
  },

  start(target: Target, _context: ResolverContext, sink: ResolverSink): Resolver {
    return new FixedResolver([{ path: socketPath(target) }], sink);
  },
};
