import { checkOptions, checkType } from '../arguments.js';
import { defaultMemoryBytes } from '../budget.js';
import { DecodeError, show } from '../errors.js';
import { depthOf } from '../message/walk-options.js';
import type { AnyMessageType, MessageType } from '../message-type.js';
import type { Registry } from '../registry.js';
import { checkRequired, hasRequired } from '../required.js';
import { TextLexer } from './lexer.js';
import { readPlanOf, type TextInput } from './read-message.js';

/** What `fromText` may be told. */
export interface FromTextOptions {
  /** Where extensions, and what stands in an expanded Any, are looked up. Without one there are none. */
  registry?: Registry | undefined;
  /**
   * Whether a singular field may be given more than once, as protobuf's C++ parser can be told: messages are merged, of other values
   * and of members of a oneof the last one holds. Default false: the text is refused.
   */
  merge?: boolean | undefined;
  /** Whether fields and extensions that are not known are passed over. Default false: the text is refused. */
  ignoreUnknownFields?: boolean | undefined;
  /** Whether required fields may be missing. Default false. */
  allowMissingRequired?: boolean | undefined;
  /** How many levels of messages may nest, those in an Any among them. Default 100 (protobuf's own default). */
  maxDepth?: number | undefined;
  /**
   * How much memory the message may take, in bytes; an estimate, as for `decode`. Default 32 MiB and 48 for each character of the text;
   * Infinity for no limit.
   */
  maxMemoryBytes?: number | undefined;
}

/**
 * The message that `text` says, in protobuf's text format (Protobuf textformat-spec). Throws a `TextError` with line and column for
 * anything that is not one: a syntax error, a field that does not exist or comes twice, a value of the wrong kind or out of range.
 */
export function fromText<T>(type: MessageType<T, never>, text: string, options: FromTextOptions = {}): T {
  checkType('fromText', type);
  checkOptions('fromText', options);
  if (typeof text !== 'string') throw new TypeError(`fromText expects a string, got ${show(text)}`);
  const lexer = new TextLexer(text);
  const { registry, merge = false, ignoreUnknownFields = false, allowMissingRequired = false } = options;
  const message = type.create();
  const maxMemoryBytes = memoryOf(options.maxMemoryBytes, text.length);
  const wordsLeft = Math.floor(maxMemoryBytes / WORD_BYTES);
  const input: TextInput = { lexer, registry, merge, ignoreUnknownFields, allowMissingRequired, maxMemoryBytes, wordsLeft };
  const maxDepth = depthOf(options);
  try {
    readPlanOf(type as AnyMessageType).readFields(input, message as Record<string, unknown>, 0, maxDepth);
  } catch (error) {
    // Nothing of a user's runs in between: the stack was too short for the depth that was allowed.
    throw error instanceof RangeError ? lexer.error(`the text could not be read: ${error.message}`) : error;
  }
  // What stands in extensions and in an Any was asked when it was put there.
  if (!allowMissingRequired && hasRequired(type.descriptor)) {
    try {
      checkRequired(type.descriptor, message as object);
    } catch (error) {
      throw error instanceof DecodeError ? lexer.error(`${error.path}: ${error.reason}`) : error;
    }
  }
  return message;
}

const WORD_BYTES = 8;

function memoryOf(bytes: number | undefined, characters: number): number {
  if (bytes === undefined) return defaultMemoryBytes(characters);
  if (typeof bytes !== 'number' || !(bytes >= 0)) throw new RangeError(`maxMemoryBytes must be a number of at least 0, got ${show(bytes)}`);
  return bytes;
}
