/** `decode` with options: the limits and checks that a caller asks for. */
import { MAX_ENCODED_BYTES } from '../limits.js';
import { checkOptions } from './arguments.js';
import { beginLimitedDecode, defaultMemoryBytes } from './budget.js';
import { DecodeError, show } from './errors.js';
import { explainDecode } from './explain.js';
import type { DecodeOptions, MessageType } from './message-type.js';
import { checkRequired, missingNotes } from './required.js';
import { closeWindow, openWindow } from './text-window.js';

/** The message of `type` in `[start, end)`. `required` is whether it, or anything inside it, has required fields. */
export function decodeWith<T extends object, I>(
  type: MessageType<T, I>,
  required: boolean,
  buffer: Uint8Array,
  start: number,
  end: number,
  depth: number,
  options: DecodeOptions,
): T {
  checkOptions(`${type.typeName}.decode`, options);
  const length = end - start;
  const maxBytes = limitOf('maxBytes', options.maxBytes, MAX_ENCODED_BYTES);
  const maxDepth = limitOf('maxDepth', options.maxDepth, depth);
  if (maxDepth === Infinity) throw new RangeError('maxDepth must be an integer, got Infinity: there is no stack for that');
  const maxMemoryBytes = limitOf('maxMemoryBytes', options.maxMemoryBytes, defaultMemoryBytes(length));
  const maxUnknownBytes = limitOf('maxUnknownBytes', options.maxUnknownBytes, Infinity);
  if (length > maxBytes) {
    throw new DecodeError(
      `${type.typeName}: the message has ${length} bytes, more than the ${maxBytes} allowed (maxBytes)`,
      undefined,
      undefined,
      'maxBytes',
    );
  }
  openWindow(buffer, start, end);
  try {
    beginLimitedDecode(length, maxMemoryBytes, maxUnknownBytes);
    const notes = missingNotes;
    const message = type.decodeNested(buffer, start, end, maxDepth, undefined);
    closeWindow();
    if (required && missingNotes !== notes && options.allowMissingRequired !== true) checkRequired(type.descriptor, message);
    options.registry?.checkExtensions(type.descriptor, message, maxDepth, options);
    return message;
  } catch (error) {
    closeWindow();
    throw explainDecode(type.descriptor, buffer, start, end, error);
  }
}

function limitOf(name: string, value: number | undefined, otherwise: number): number {
  if (value === undefined) return otherwise;
  if (value !== Infinity && !(Number.isSafeInteger(value) && value >= 0)) {
    throw new RangeError(`${name} must be an integer of at least 0, got ${show(value)}`);
  }
  return value;
}
