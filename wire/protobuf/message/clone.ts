import type { AnyMessageType, MessageType } from '../message-type.js';
import { copyMessage } from './create.js';

/** A copy of `message` that shares nothing with it: messages, lists, maps, bytes and unknown fields are copied too. */
export function clone<T>(type: MessageType<T, never>, message: NoInfer<T>): T {
  return copyMessage(type as AnyMessageType, message as Record<string, unknown>) as T;
}
