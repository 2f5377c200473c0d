/** ProtoJSON read and printed both ways, as a tree and as text, which have to agree. */
import assert from 'node:assert/strict';
import { JsonError } from '../../wire/protobuf/json/errors.js';
import { fromJson, fromJsonString } from '../../wire/protobuf/json/from-json.js';
import type { FromJsonOptions, ToJsonOptions } from '../../wire/protobuf/json/options.js';
import { toJson, toJsonString } from '../../wire/protobuf/json/to-json.js';
import type { JsonValue } from '../../wire/protobuf/json/value.js';
import type { MessageType } from '../../wire/protobuf/message-type.js';

/** The message in `text`. */
export function parse<T>(type: MessageType<T, never>, text: string, options?: FromJsonOptions): T {
  const fromText = fromJsonString(type, text, options);
  assert.deepEqual(fromJson(type, JSON.parse(text) as JsonValue, options), fromText, `${text} as a tree`);
  return fromText;
}

/** The text of `message`. */
export function print<T>(type: MessageType<T, never>, message: NoInfer<T>, options?: ToJsonOptions): string {
  const text = toJsonString(type, message, options);
  assert.deepEqual(JSON.parse(text), JSON.parse(JSON.stringify(toJson(type, message, options))), `${text} as a tree`);
  return text;
}

/** `text` is refused; gives the message, without the place in the text. */
export function refused(type: MessageType<unknown, never>, text: string, options?: FromJsonOptions): string {
  const fromText = errorOf(() => fromJsonString(type, text, options), shown(text));
  assert.ok(fromText.line !== undefined && fromText.column !== undefined, `${fromText.message} has a place`);
  const asTree = errorOf(() => fromJson(type, JSON.parse(text) as JsonValue, options), shown(text));
  assert.equal(asTree.reason, fromText.reason, shown(text));
  // Text that nests too deep may be told from the outside, where all of an Any is read before any of it.
  if (!/maxDepth/.test(fromText.reason)) assert.equal(asTree.path, fromText.path, shown(text));
  return `${fromText.path}: ${fromText.reason}`;
}

/** `message` has no JSON form; gives the error's message. */
export function unprintable<T>(type: MessageType<T, never>, message: unknown, options?: ToJsonOptions): string {
  const asText = errorOf(() => toJsonString(type, message as T & {}, options), 'the message').message;
  assert.equal(errorOf(() => toJson(type, message as T & {}, options), 'the message').message, asText);
  return asText;
}

/** Enough of `text` to know it again. */
function shown(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}

function errorOf(action: () => unknown, what: string): JsonError {
  try {
    action();
  } catch (error) {
    assert.ok(error instanceof JsonError, `${what}: ${String(error)}`);
    assert.equal(error.code, 'ERR_BAREWIRE_JSON');
    return error;
  }
  throw new assert.AssertionError({ message: `${what} was taken` });
}
