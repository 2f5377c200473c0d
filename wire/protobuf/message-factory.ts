/** From a message type's functions, printed or made of closures, to the message type. */
import type { Bytes } from '../bytes/codec.js';
import { copyBytes, isBytes, isGone } from '../bytes/copy.js';
import { ENCODE_SCRATCH_BYTES, MAX_DEPTH, MAX_ENCODE_ATTEMPTS, MAX_ENCODED_BYTES } from '../limits.js';
import { checkOptions } from './arguments.js';
import { beginDecode } from './budget.js';
import { decodeWith } from './decode-with.js';
import type { MessageDescriptor } from './descriptor.js';
import { bytesGone, DecodeError, EncodeError, show } from './errors.js';
import { explainDecode, explainEncode } from './explain.js';
import { createMessage } from './message/create.js';
import { endsTooLate } from './message-length.js';
import type { AnyMessageType, DecodeOptions, EncodeOptions, MessageType } from './message-type.js';
import { missingAllowed, withMissingRequired } from './missing-required.js';
import { checkRequired, missingNotes } from './required.js';
import { closeWindow, openWindow } from './text-window.js';

/** Writes the fields of `message`; `depth` is the number of levels left. Throws an `EncodeError` without a path. */
export type EncodeNested<I> = (message: I, buffer: Uint8Array, position: number, depth: number) => number;
/** Reads `[start, end)` into `into`, or into a new message. Does not ask for required fields. */
export type DecodeNested<T> = (buffer: Uint8Array, start: number, end: number, depth: number, into: T | undefined) => T;

// A function declaration, not a constant: descriptor.ts is generated too and may be evaluated before this file is.
function noTypes(): readonly AnyMessageType[] {
  return [];
}

/**
 * The message type `typeName`.
 *
 * `empty` makes a message without content, as one literal with every member in descriptor order; `encode` and `decode` do the
 * work; `fieldTypes` lists the message types of its fields (map values and groups too), each once; `required` tells whether it or
 * anything inside it has required fields, which are then looked for in every decoded message.
 */
export function messageType<T extends object, I>(
  typeName: string,
  descriptor: () => MessageDescriptor,
  empty: () => T,
  encode: EncodeNested<I>,
  decode: DecodeNested<T>,
  fieldTypes: () => readonly AnyMessageType[] = noTypes,
  required = false,
): MessageType<T, I> {
  let linked: MessageDescriptor | undefined;

  /** With the default limits. Both ways in call it at once: one of them calling the other took 5 ns of 58 for a message of 7 bytes. */
  function decodeWhole(buffer: Uint8Array, start: number, end: number, depth: number): T {
    openWindow(buffer, start, end);
    try {
      beginDecode(end - start);
      const notes = missingNotes;
      const message = decode(buffer, start, end, depth, undefined);
      closeWindow();
      if (required && missingNotes !== notes) checkRequired(type.descriptor, message);
      return message;
    } catch (error) {
      closeWindow();
      throw explainDecode(type.descriptor, buffer, start, end, error);
    }
  }

  const type: MessageType<T, I> = {
    typeName,
    get descriptor() {
      linked ??= descriptor();
      return linked;
    },
    fieldTypes,
    encodeNested: encode,
    decodeNested: decode,
    create(init?: I): T {
      const message = empty();
      if (init !== undefined) createMessage(type as unknown as AnyMessageType, message, init);
      return message;
    },
    encodeInto(message: I, buffer: Uint8Array, position: number): number {
      try {
        const end = encode(message, buffer, position, MAX_DEPTH);
        return end > buffer.length && endsTooLate() ? encode(message, buffer, position, MAX_DEPTH) : end;
      } catch (error) {
        throw explainEncode(type.descriptor, message, error);
      }
    },
    encode(message: I, options?: EncodeOptions): Bytes {
      if (options === undefined && !missingAllowed) return encodeExact(type, message);
      checkOptions(`${typeName}.encode`, options);
      const bytes = withMissingRequired(options?.allowMissingRequired === true, () => encodeExact(type, message));
      if (options?.registry !== undefined) checkEncoded(type, bytes, options);
      return bytes;
    },
    decodeFrom(buffer: Uint8Array, start: number, end: number, depth: number, options?: DecodeOptions): T {
      if (options !== undefined) return decodeWith(type, required, buffer, start, end, depth, options);
      return decodeWhole(buffer, start, end, depth);
    },
    decode(bytes: Uint8Array, options?: DecodeOptions): T {
      if (!isBytes(bytes)) throw new DecodeError(`${typeName}.decode expects a Uint8Array, got ${show(bytes)}`);
      if (bytes.length === 0 && isGone(bytes)) throw bytesGone(typeName);
      if (options !== undefined) return decodeWith(type, required, bytes, 0, bytes.length, MAX_DEPTH, options);
      return decodeWhole(bytes, 0, bytes.length, MAX_DEPTH);
    },
  };
  return type;
}

/**
 * The buffer `encode` writes into before it copies the message out; taken while in use, so that a getter may encode too. It has its full
 * size from the start, most of which no message touches and the system never provides: where V8 has once seen a store go beyond the end,
 * it compiles that store so that it may, and all further messages take 1.1 to 1.2 times as long.
 */
let scratch: Uint8Array | undefined;

function encodeExact<T, I>(type: MessageType<T, I>, message: I): Bytes {
  const own = scratch ?? new Uint8Array(ENCODE_SCRATCH_BYTES);
  let buffer = own;
  scratch = undefined;
  try {
    let end = type.encodeInto(message, buffer, 0);
    for (let attempt = 1; end > buffer.length; attempt++) {
      if (attempt > MAX_ENCODE_ATTEMPTS)
        throw new EncodeError(`${type.typeName} changes each time it is read: it asked for more room ${attempt} times`);
      if (end > MAX_ENCODED_BYTES) throw new EncodeError(`the message has ${end} bytes, a protobuf message has less than 2 GiB`);
      buffer = new Uint8Array(end);
      end = type.encodeInto(message, buffer, 0);
    }
    // A buffer made for this message alone is its bytes.
    return end === buffer.length && buffer !== own ? (buffer as Bytes) : copyBytes(buffer, 0, end);
  } finally {
    scratch = own;
  }
}

/** Reads the extensions in what was written. */
function checkEncoded<T, I>(type: MessageType<T, I>, bytes: Uint8Array, options: EncodeOptions): void {
  try {
    type.decode(bytes, { ...options, maxMemoryBytes: Number.POSITIVE_INFINITY });
  } catch (error) {
    throw error instanceof DecodeError ? new EncodeError(error.reason, error.path) : error;
  }
}

/** A message was nested deeper than allowed; for the first line of every decode. */
export function tooDeep(typeName: string): DecodeError {
  return new DecodeError(`${typeName}: messages are nested deeper than allowed (maxDepth)`, undefined, undefined, 'maxDepth');
}
