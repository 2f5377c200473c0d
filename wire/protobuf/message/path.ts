import type { MessageDescriptor } from '../descriptor.js';

/** What a path to a culprit begins with: the message's own name as a variable would be called, `order` for `shop.Order`. */
export function rootPath(descriptor: MessageDescriptor): string {
  return descriptor.name.charAt(0).toLowerCase() + descriptor.name.slice(1);
}
