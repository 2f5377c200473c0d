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

// Calls

/** The largest message accepted, in bytes without prefix: gRPC's own default in every language, and a bound to what one peer can make us hold. */
export const DEFAULT_MAX_RECEIVE_MESSAGE_BYTES = 4 * 1024 * 1024;

/** The largest length that a prefix can say (gRPC over HTTP/2: Message-Length). */
export const MAX_MESSAGE_BYTES = 0xffff_ffff;

/** Encoded requests that a streaming call keeps for another attempt: grpc-go and grpc-java keep 256 KiB too (gRFC A6: Buffered RPCs). */
export const DEFAULT_RETRY_BUFFER_BYTES = 256 * 1024;

/** Encoded requests that a streaming call takes without a pause while it has no stream yet: one initial window (RFC 9113 §6.9.2). */
export const PENDING_WRITE_BYTES = 65_535;

// Transport

/**
 * Bytes that one stream may have on the way to the other side before `sendMessage` says wait: HTTP/2's initial window
 * (RFC 9113 §6.9.2), so that the loopback carrier paces a writer as a connection with default settings does.
 */
export const LOOPBACK_QUEUE_BYTES = 65_535;

/** Size of the loopback carrier's slabs: holds one turn's messages of some hundred small calls. */
export const LOOPBACK_SLAB_BYTES = 65_536;

/** Slabs that the process keeps for the next burst; more are left to the garbage collector. 16 x 64 KiB is 1 MiB. */
export const LOOPBACK_SPARE_SLABS = 16;

/** Sink calls in a row before the event loop gets its turn: at 1 - 2 µs each about a millisecond, what a timer may be late by. */
export const LOOPBACK_TURN_BUDGET = 1_000;
