/** The constants of every room of lib, each with its reason. Those of wire are in wire/limits.ts. */

// Compiler

/** Diagnostics kept of one compilation: more help nobody, and a hostile file could make millions. */
export const MAX_DIAGNOSTICS = 100;

/** Characters of a source line that an error shows; a longer line is cut around the place. */
export const MAX_EXCERPT_LENGTH = 240;

/** Bytes of one .proto file: the largest hand-written ones known have 1 MB; positions and memory stay small. */
export const MAX_SOURCE_BYTES = 32 * 1024 * 1024;

/** Messages inside messages, as protoc has it (proto-limits: 32 levels). */
export const MAX_MESSAGE_NESTING = 32;

/** Levels of `{}` and `[]` in an option's value: protobuf's own default for messages read from text or binary. */
export const MAX_VALUE_NESTING = 100;

/** Parts of an option's name, `(a).b.c`: each goes one message deeper, so the same figure. */
export const MAX_OPTION_NAME_PARTS = 100;
