/** Packing messages into `google.protobuf.Any` and out of it; an error's details travel so. */
import type { Any } from '../generated/any.js';
import type { MessageType } from '../message-type.js';

/** What a type URL begins with where nobody says otherwise (google/protobuf/any.proto). */
const TYPE_URL_PREFIX = 'type.googleapis.com/';

/** `message` as an `Any`. Throws an `EncodeError` where it cannot be written. */
export function anyPack<T, I>(type: MessageType<T, I>, message: I): Any {
  return { typeUrl: TYPE_URL_PREFIX + type.typeName, value: type.encode(message) };
}

/** Whether a message of `type` is in there: what follows the last slash of the type URL is its full name. */
export function anyIs(any: { readonly typeUrl: string }, type: MessageType<unknown, never>): boolean {
  const { typeUrl } = any;
  const slash = typeUrl.lastIndexOf('/');
  return slash >= 0 && typeUrl.slice(slash + 1) === type.typeName;
}

/** The message in there, or undefined where it is of another type. Throws a `DecodeError` for bytes that are none of its type. */
export function anyUnpack<T>(any: { readonly typeUrl: string; readonly value: Uint8Array }, type: MessageType<T, never>): T | undefined {
  return anyIs(any, type) ? type.decode(any.value) : undefined;
}
