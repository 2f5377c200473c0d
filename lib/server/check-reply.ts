import type { Route } from './router.js';

/**
 * Refuses unknown keys in a method's replies until one reply has passed. TypeScript does not look for them in literals that a
 * function returns, so a misspelt optional field compiles, and `encode` ignores it: without this the field would be missing
 * silently. One pass per method and process is enough to find that, and costs nothing afterwards.
 *
 * `create` makes a whole message and refuses what it does not know; a codec without one, such as raw bytes, has no keys.
 */
export function checkReply(route: Route, reply: unknown): void {
  const codec = route.method.reply as { create?: (init: unknown) => unknown };
  if (typeof codec.create === 'function') codec.create(reply);
  route.repliesChecked = true;
}
