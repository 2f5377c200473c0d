import { checkOptions, checkType } from '../arguments.js';
import type { AnyMessageType, MessageType } from '../message-type.js';
import { explainWalk } from './check.js';
import { copyMessage } from './create.js';
import { depthOf, type WalkOptions } from './walk-options.js';

/**
 * A copy of `message` that shares nothing with it: messages, lists, maps, bytes and unknown fields, extensions among them, are copied too.
 * Throws an `EncodeError` for what is no message of its type, and for one that nests deeper than `maxDepth`.
 */
export function clone<T>(type: MessageType<T, never>, message: NoInfer<T>, options?: WalkOptions): T {
  checkType('clone', type);
  checkOptions('clone', options);
  const maxDepth = depthOf(options);
  try {
    return copyMessage(type as AnyMessageType, message as Record<string, unknown>, maxDepth) as T;
  } catch (error) {
    throw explainWalk(type.descriptor, [message], error, maxDepth);
  }
}
