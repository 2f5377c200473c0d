import type { AnyMessageType, MessageType } from '../message-type.js';
import { findFault } from './check.js';
import { copyMessage } from './create.js';

/**
 * A copy of `message` that shares nothing with it: messages, lists, maps, bytes and unknown fields, extensions among them, are copied too.
 * Throws an `EncodeError` for what is no message of its type.
 */
export function clone<T>(type: MessageType<T, never>, message: NoInfer<T>): T {
  try {
    return copyMessage(type as AnyMessageType, message as Record<string, unknown>) as T;
  } catch (error) {
    throw findFault(type.descriptor, message, { unknownKeys: 'ignored', required: 'left out' }) ?? error;
  }
}
