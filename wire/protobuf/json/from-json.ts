/** `fromJson` and `fromJsonString`. */
import { checkOptions, checkType } from '../arguments.js';
import { show } from '../errors.js';
import { depthOf } from '../message/walk-options.js';
import type { AnyMessageType, MessageType } from '../message-type.js';
import { jsonError } from './errors.js';
import { closeInput, expectEnd, type JsonInput, openInput, placeOf } from './json-input.js';
import { type FromJsonOptions, memoryOf } from './options.js';
import { type ParseContext, parsePlan } from './parse-plan.js';
import { parseText } from './parse-text.js';
import { namesAreOwn, parseTree } from './parse-tree.js';
import type { JsonValue } from './value.js';

const WORD_BYTES = 8;

function contextOf(options: FromJsonOptions | undefined, characters: number | undefined): ParseContext {
  const maxMemoryBytes = memoryOf(options, characters ?? 0);
  return {
    ignoreUnknownFields: options?.ignoreUnknownFields === true,
    registry: options?.registry,
    allowMissingRequired: options?.allowMissingRequired === true,
    namesAreOwn: namesAreOwn(),
    wordsLeft: Math.floor(maxMemoryBytes / WORD_BYTES),
    maxMemoryBytes,
    isProportional: characters === undefined && options?.maxMemoryBytes === undefined,
  };
}

/**
 * The message of `type` in `json`, a value as `JSON.parse` gives it (ProtoJSON: Format Description). Throws a `JsonError` with the
 * path to what is none.
 */
export function fromJson<T>(type: MessageType<T, never>, json: JsonValue, options?: FromJsonOptions): T {
  if (options !== undefined) checkOptions('fromJson', options);
  const context = contextOf(options, undefined);
  const depth = depthOf(options);
  try {
    return parseTree(parsePlan(type as AnyMessageType), json, context, depth) as T;
  } catch (error) {
    checkType('fromJson', type);
    throw jsonError(error, type.descriptor);
  }
}

/**
 * The message of `type` in JSON text: what `fromJson` makes of `JSON.parse`, and faster; members that come twice are refused.
 * Throws a `JsonError` with the path, line and column of the mistake.
 */
export function fromJsonString<T>(type: MessageType<T, never>, text: string, options?: FromJsonOptions): T {
  if (options !== undefined) checkOptions('fromJsonString', options);
  if (typeof text !== 'string') throw new TypeError(`fromJsonString expects a string, got ${show(text)}`);
  const context = contextOf(options, text.length);
  const depth = depthOf(options);
  let input: JsonInput | undefined;
  try {
    input = openInput(text);
    const message = parseText(parsePlan(type as AnyMessageType), input, context, depth);
    expectEnd(input);
    return message as T;
  } catch (error) {
    checkType('fromJsonString', type);
    throw jsonError(error, type.descriptor, input && placeOf(input));
  } finally {
    if (input !== undefined) closeInput(input);
  }
}
