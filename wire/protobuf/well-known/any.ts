/** Packing messages into `google.protobuf.Any` and out of it; an error's details travel so. */
import { checkRegistry, checkString, checkType } from '../arguments.js';
import { show } from '../errors.js';
import type { Any } from '../generated/any.js';
import type { AnyMessageType, DecodeOptions, MessageType } from '../message-type.js';
import type { Registry } from '../registry.js';

/** What a type URL begins with where nobody says otherwise (google/protobuf/any.proto). */
const TYPE_URL_PREFIX = 'type.googleapis.com/';

/**
 * `message` as an `Any`, its type URL `urlPrefix` (default `type.googleapis.com/`) and the full name of the type. Throws an `EncodeError`
 * where it cannot be written.
 */
export function anyPack<T, I>(type: MessageType<T, I>, message: I, urlPrefix: string = TYPE_URL_PREFIX): Any {
  checkType('anyPack', type);
  checkString('anyPack', 'a URL prefix', urlPrefix);
  const slash = urlPrefix.endsWith('/') ? '' : '/';
  return { typeUrl: `${urlPrefix}${slash}${type.typeName}`, value: type.encode(message) };
}

/** The full name of the type in there: what follows the last slash of the type URL. Undefined where there is no slash. */
export function anyTypeName(any: { readonly typeUrl: string }): string | undefined {
  const typeUrl: unknown = any?.typeUrl;
  if (typeof typeUrl !== 'string') throw new TypeError(`expected a google.protobuf.Any, whose typeUrl is a string, got ${show(any)}`);
  const slash = typeUrl.lastIndexOf('/');
  return slash < 0 ? undefined : typeUrl.slice(slash + 1);
}

/** Whether a message of `type` is in there. */
export function anyIs(any: { readonly typeUrl: string }, type: MessageType<unknown, never>): boolean {
  checkType('anyIs', type);
  return anyTypeName(any) === type.typeName;
}

/** The message in there, or undefined where it is of another type. Throws a `DecodeError` for bytes that are none of its type. */
export function anyUnpack<T>(
  any: { readonly typeUrl: string; readonly value: Uint8Array },
  type: MessageType<T, never>,
  options?: DecodeOptions,
): T | undefined {
  checkType('anyUnpack', type);
  return anyIs(any, type) ? type.decode(any.value, options) : undefined;
}

/** A message whose type was found at run time. */
export interface UnpackedAny {
  readonly type: AnyMessageType;
  readonly message: unknown;
}

/**
 * The message in there with its type, or undefined where `registry` does not have the type. Throws a `DecodeError` for bytes that are none
 * of its type.
 */
export function anyUnpackFrom(
  any: { readonly typeUrl: string; readonly value: Uint8Array },
  registry: Registry,
  options?: DecodeOptions,
): UnpackedAny | undefined {
  checkRegistry('anyUnpackFrom', registry);
  const typeName = anyTypeName(any);
  const type = typeName === undefined ? undefined : registry.messageType(typeName);
  return type && { type, message: type.decode(any.value, options) };
}
