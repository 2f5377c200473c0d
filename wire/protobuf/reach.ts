/** What holds for a message type where it holds for one that can stand inside it. */
import type { MessageDescriptor } from './descriptor.js';

/**
 * The function that tells whether `holds` for a message type, or for one in reach of its fields. Answers are kept for every type that was
 * looked at, so that asking for all types of a schema, which refer to each other in chains and circles, goes over each of them once.
 */
export function whetherInReach(holds: (message: MessageDescriptor) => boolean): (message: MessageDescriptor) => boolean {
  const known = new WeakMap<MessageDescriptor, boolean>();
  return (descriptor) => {
    const answer = known.get(descriptor);
    if (answer !== undefined) return answer;
    const reached = new Set([descriptor]);
    // Who has fields of a type; from those it holds for, the answer goes back along these.
    const users = new Map<MessageDescriptor, MessageDescriptor[]>();
    const found: MessageDescriptor[] = [];
    for (const message of reached) {
      const before = known.get(message);
      if (before ?? holds(message)) found.push(message);
      if (before !== undefined) continue;
      known.set(message, false);
      for (const { value } of message.fields) {
        if (value.kind !== 'message') continue;
        reached.add(value.message);
        const list = users.get(value.message);
        if (list === undefined) users.set(value.message, [message]);
        else list.push(message);
      }
    }
    for (let message = found.pop(); message !== undefined; message = found.pop()) {
      known.set(message, true);
      for (const user of users.get(message) ?? []) if (known.get(user) === false) found.push(user);
    }
    return known.get(descriptor)!;
  };
}
