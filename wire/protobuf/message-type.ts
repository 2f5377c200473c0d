import type { Bytes, Codec, DecodeLimits } from '../bytes/codec.js';
import type { MessageDescriptor } from './descriptor.js';
import type { Registry } from './registry.js';

/** What `decode` may be told. */
export interface DecodeOptions extends DecodeLimits {
  /**
   * The extensions that this registry knows are read and checked too: their structure, UTF-8 and required fields. Without it they are
   * checked when `getExtension` asks for them.
   */
  registry?: Registry | undefined;
}

/** What `encode` may be told. */
export interface EncodeOptions {
  /** Whether required fields may be missing. Default false. */
  allowMissingRequired?: boolean | undefined;
  /**
   * The extensions that this registry knows are read again and checked, as by `decode`. Without it they go out as they are:
   * `setExtension` has checked those that were set, and those that came from elsewhere were not looked into.
   */
  registry?: Registry | undefined;
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
  /** The message's bytes, in a buffer of exactly their length. Throws an `EncodeError` with the path to what cannot be written. */
  encode(message: I, options?: EncodeOptions): Bytes;
  /**
   * The message in `bytes`; throws a `DecodeError` for anything that is not one. The message shares no memory with `bytes`; strings of 13
   * to 112 characters may share up to 1 KiB with their neighbours, which lives as long as one of them is kept.
   */
  decode(bytes: Uint8Array, options?: DecodeOptions): T;
  /** The message in `[start, end)`; where both are given, `options.maxDepth` goes before `depth`. */
  decodeFrom(buffer: Uint8Array, start: number, end: number, depth: number, options?: DecodeOptions): T;

  /**
   * What `encodeInto` does, for a message inside another one: `depth` levels are left, and an error has no path yet, since the
   * outermost message finds it.
   */
  encodeNested(message: I, buffer: Uint8Array, position: number, depth: number): number;
  /**
   * What `decodeFrom` does, for a message inside another one: merges into `into` when it is given, and leaves required fields
   * to the outermost message, since a later part may still bring them.
   */
  decodeNested(buffer: Uint8Array, start: number, end: number, depth: number, into: T | undefined): T;
  /** The message types that its fields have; `create` looks nested messages up here. */
  readonly fieldTypes: () => readonly MessageType<unknown, never>[];
}

/** Any message type, where its messages are not looked into. */
export type AnyMessageType = MessageType<unknown, never>;
