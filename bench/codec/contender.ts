import type { StyleName } from './literals.js';

/** One codec: a library and how it is used, for one message type at a time. */
export interface Contender {
  readonly name: string;
  readonly version: string;
  /** How its users write messages; undefined where they come from `decode` alone. */
  readonly style: StyleName | undefined;
  /** The functions of one message type. */
  open(message: MessageName): Promise<Codec>;
}

/** A message type of `schemas`. */
export interface MessageName {
  /** The schema's file without `.proto`; undefined for google/protobuf/descriptor.proto. */
  readonly schema: string | undefined;
  /** The full name. */
  readonly typeName: string;
}

/** What a library does with one message type. */
export interface Codec {
  /** Makes of a literal what `encode` takes, where that is not the literal itself; part of encoding a literal. */
  fromLiteral?(literal: object): unknown;
  encode(message: unknown): Uint8Array | string;
  decode(input: unknown): unknown;
  /** Makes of bytes what `decode` is given by a user of the library, such as a `Buffer`; not measured. */
  input?(bytes: Uint8Array): unknown;
  toJson?(message: unknown): string;
  fromJson?(text: string): unknown;
  toText?(message: unknown): string;
  fromText?(text: string): unknown;
}

/** `Outer.Inner` of `bench.common.Outer.Inner`: the name without the package, which is the part in lower case. */
export function nameInFile(typeName: string): string[] {
  const parts = typeName.split('.');
  return parts.slice(parts.findIndex((part) => /^[A-Z]/.test(part)));
}
