import type { Bytes, Codec } from '../bytes/codec.js';
import type { MessageDescriptor } from './descriptor.js';

/** What `decode` may be told; every field has a default in `wire/limits.ts`. */
export interface DecodeOptions {
  /** How many levels of messages and groups may nest. Default 100 (protobuf's own default). */
  maxDepth?: number | undefined;
}

/**
 * A message type as a value: the namesake constant of every generated interface, and what `load()` gives at run time.
 * `T` is what `decode` returns, `I` what may be given to `create` and `encode`.
 */
export interface MessageType<out T, in I = T> extends Codec<T, I> {
  /** The full name, such as `google.protobuf.Timestamp`. */
  readonly typeName: string;
  /** The linked descriptor; decoded when first asked for. */
  readonly descriptor: MessageDescriptor;
  /** A whole message from a partial one. Refuses unknown keys, null, and wrong types, with the path to the culprit. */
  create(init?: I): T;
  /** The message's bytes, in a buffer of exactly their length. */
  encode(message: I): Bytes;
  /** The message in `bytes`; throws a `DecodeError` for anything that is not one. */
  decode(bytes: Uint8Array, options?: DecodeOptions): T;
}
