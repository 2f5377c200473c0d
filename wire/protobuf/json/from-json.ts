/** `fromJson` and `fromJsonString`. */
import type { AnyMessageType, MessageType } from '../message-type.js';
import { hasRequired, missingRequired } from '../required.js';
import { JsonError, jsonError } from './errors.js';
import { depthOf, type FromJsonOptions } from './options.js';
import { type ParseContext, parsePlan } from './parse-plan.js';
import type { JsonValue } from './value.js';

const PLAIN_CONTEXT: ParseContext = { ignoreUnknownFields: false, registry: undefined, allowMissingRequired: false };

function contextOf(options: FromJsonOptions | undefined): ParseContext {
  if (options === undefined) return PLAIN_CONTEXT;
  return {
    ignoreUnknownFields: options.ignoreUnknownFields === true,
    registry: options.registry,
    allowMissingRequired: options.allowMissingRequired === true,
  };
}

/**
 * The message of `type` in `json`, a value as `JSON.parse` gives it (ProtoJSON: Format Description). Throws a `JsonError` with the
 * path to what is none.
 */
export function fromJson<T>(type: MessageType<T, never>, json: JsonValue, options?: FromJsonOptions): T {
  const context = contextOf(options);
  const depth = depthOf(options);
  let message: unknown;
  try {
    message = parsePlan(type as AnyMessageType).parse(json, context, depth);
  } catch (error) {
    throw jsonError(error, type.descriptor);
  }
  if (options?.allowMissingRequired !== true && hasRequired(type.descriptor)) {
    const path = missingRequired(type.descriptor, message as object);
    if (path !== undefined) throw new JsonError('required field is missing', path);
  }
  return message as T;
}

/** The message of `type` in JSON text. */
export function fromJsonString<T>(type: MessageType<T, never>, text: string, options?: FromJsonOptions): T {
  let json: JsonValue;
  try {
    json = JSON.parse(text) as JsonValue;
  } catch (error) {
    throw new JsonError(error instanceof Error ? error.message : String(error));
  }
  return fromJson(type, json, options);
}
