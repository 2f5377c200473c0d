/** The limits and constants of every room of wire, each with its reason and source. */

// protobuf

/** Levels of messages and groups inside each other, the outermost left out: protobuf's own default in every language. */
export const MAX_DEPTH = 100;

/** What `encode` first tries to write into: most messages of a call are smaller. */
export const MIN_SCRATCH_BYTES = 4096;

/** The largest buffer `encode` keeps for the next message; above it the copy costs more than a new buffer. */
export const MAX_SCRATCH_BYTES = 65_536;
