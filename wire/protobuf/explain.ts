/**
 * What is wrong with a message that could not be written. Writing itself knows no names, so that it costs nothing; when it fails,
 * this second walk goes over the message with the descriptor and names the way to the culprit.
 */
import type { MessageDescriptor } from './descriptor.js';
import { EncodeError } from './errors.js';
import { findFault } from './message/check.js';

/** The error to throw for `message`, which made writing throw `error`. */
export function explainEncode(descriptor: MessageDescriptor, message: unknown, error: unknown): unknown {
  if (error instanceof EncodeError && error.path !== undefined) return error;
  const fault = findFault(descriptor, message, { unknownKeys: 'ignored', required: 'asked for' });
  if (fault !== undefined) return fault;
  if (error instanceof EncodeError) return error;
  // A property of the message threw when it was read: that error is the cause to show.
  const explained = new EncodeError(
    `${descriptor.typeName} could not be written: ${error instanceof Error ? error.message : String(error)}`,
  );
  Object.defineProperty(explained, 'cause', { value: error, enumerable: false, configurable: true, writable: true });
  return explained;
}
