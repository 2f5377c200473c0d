/**
 * The limits and tunable figures of every room of wire, each with its reason and source. What a format itself defines stands beside
 * the rule that says it, and where a trick begins to pay beside the trick, with what was measured.
 */

// protobuf

/** Levels of messages and groups inside each other, the outermost left out: protobuf's own default in every language. */
export const MAX_DEPTH = 100;

/** What `encode` first tries to write into: most messages of a call are smaller. */
export const MIN_SCRATCH_BYTES = 4096;

/** The largest buffer `encode` keeps for the next message; above it the copy costs more than a new buffer. */
export const MAX_SCRATCH_BYTES = 65_536;

/** The largest message that `encode` makes (Protobuf encoding: Encoded Proto Size Limitations). */
export const MAX_ENCODED_BYTES = 0x7fff_ffff;

/** Attempts of `encode` in ever larger buffers: one of the length asked for is enough, unless a message's getters change their minds. */
export const MAX_ENCODE_ATTEMPTS = 8;

// gRPC framing

/** Characters of a peer's or a user's word that a message shows: enough to find it again. */
export const QUOTED_LENGTH = 60;

/** The smallest buffer that a message which straddles chunks is gathered in, as a power of two: 4 KiB, a smaller one is not worth less. */
export const MIN_GATHER_SHIFT = 12;

/** The largest such buffer that is kept for the next message, as a power of two: 256 KiB; all sizes together are 508 KiB a process. */
export const MAX_GATHER_SHIFT = 18;

/** What has come is multiplied by this for the next buffer, so that bytes are copied at most a third more than once. */
export const GATHER_GROWTH = 4;

// Slabs

/** Size of a slab: one turn's frames of some hundred small calls, and what one socket write takes well. */
export const SLAB_BYTES = 65_536;

/** Slabs that the process keeps for the next turns; 32 x 64 KiB is 2 MiB. */
export const SPARE_SLABS = 32;
