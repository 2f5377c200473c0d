/**
 * The limits and tunable figures of every room of wire, each with its reason and source. What a format itself defines stands beside
 * the rule that says it, and where a trick begins to pay beside the trick, with what was measured.
 */

// protobuf

/** Levels of messages and groups inside each other, the outermost left out: protobuf's own default in every language. */
export const MAX_DEPTH = 100;

/**
 * Memory, in bytes, that a decode may take whatever it reads: 20,000 messages of a type with 45 fields of all kinds. A larger message gets
 * more in proportion.
 */
export const DEFAULT_DECODE_MEMORY_BYTES = 32 * 1024 * 1024;

/**
 * Memory, in bytes, for each byte that is decoded: ordinary messages take 2 to 10, tables of nearly empty rows 40; a hostile sender can
 * make 750.
 */
export const DECODE_MEMORY_FACTOR = 48;

/** What a message that is written by hand, printed as JSON or kept for a retry is first written into: most messages of a call are smaller. */
export const MIN_SCRATCH_BYTES = 4096;

/** The largest buffer that is kept for the next JSON text to read or message of a call; above it the copy costs more than a new buffer. */
export const MAX_SCRATCH_BYTES = 65_536;

/**
 * The buffer `encode` writes into, one a process: 1 MiB, of which the system provides what messages touch. A larger message is written
 * twice, the first time to learn its length.
 */
export const ENCODE_SCRATCH_BYTES = 1_048_576;

/**
 * The largest buffer that printing JSON keeps for the next text: to copy what is there to larger buffers again and again took a quarter of
 * the time of a text of 390 KB.
 */
export const MAX_JSON_SCRATCH_BYTES = 1_048_576;

/** The largest message that `encode` makes (Protobuf encoding: Encoded Proto Size Limitations). */
export const MAX_ENCODED_BYTES = 0x7fff_ffff;

/** Attempts of `encode` in ever larger buffers: one of the length asked for is enough, unless a message's getters change their minds. */
export const MAX_ENCODE_ATTEMPTS = 8;

/**
 * The longest message of a size-delimited stream, in bytes: what protobuf's readers in C++ and Java allowed for decades, and far more than a
 * stream is made for.
 */
export const DEFAULT_MAX_DELIMITED_BYTES = 64 * 1024 * 1024;

/** The first room for a message of such a stream that straddles chunks; it grows with what comes. */
export const MIN_DELIMITED_GATHER_BYTES = 256;

/** What an extension is first written into: most are a number, a flag or a short text. */
export const MIN_EXTENSION_BYTES = 64;

/**
 * Levels of messages that are looked for in an unknown field when it is printed as text: protobuf's C++ printer looks for ten. Each level
 * reads the bytes inside once more.
 */
export const MAX_PRINTED_UNKNOWN_DEPTH = 10;

/**
 * Levels of messages that are indented in text; deeper ones stand under them. Two bytes on level 100 would otherwise become a line of 200
 * spaces.
 */
export const MAX_INDENTED_LEVELS = 32;

/**
 * Names of one message, enum or service that may become one name in JavaScript, as `a_b` and `aB` do; each gets one `$` more than the one
 * before. No schema that is meant has three.
 */
export const MAX_NAME_CLASHES = 100;

/** Characters of a value that the text of a change between two messages shows: enough to know it by, on two lines of a terminal. */
export const MAX_SHOWN_CHANGE = 120;

// gRPC framing

/** Characters of a peer's or a user's word that a message shows: enough to find it again. */
export const QUOTED_LENGTH = 60;

/** The smallest buffer that a message which straddles chunks is gathered in, as a power of two: 4 KiB, a smaller one is not worth less. */
export const MIN_GATHER_SHIFT = 12;

/** The largest such buffer that is kept for the next message, as a power of two: 256 KiB; all sizes together are 508 KiB a process. */
export const MAX_GATHER_SHIFT = 18;

/** What has come is multiplied by this for the next buffer, so that bytes are copied at most a third more than once. */
export const GATHER_GROWTH = 4;

/** Names of metadata, none longer than MAX_KEPT_CHARACTERS, that are remembered as good ones: more than an application has. */
export const MAX_GOOD_NAMES = 64;

// Slabs

/** Size of a slab: one turn's frames of some hundred small calls, and what one socket write takes well. */
export const SLAB_BYTES = 65_536;

/** Slabs that the process keeps for the next turns; 32 x 64 KiB is 2 MiB. */
export const SPARE_SLABS = 32;

/** Slabs for single messages come in lengths that are multiples of this power of two: 16 KiB, so that little of them stays unused. */
export const LARGE_SLAB_STEP_SHIFT = 14;

/** The longest such slab; a larger message costs more to send than memory of its own does. */
export const MAX_LARGE_SLAB_BYTES = 262_144;

/** Bytes of them that the process keeps: what the sockets and queues of six fast streams hold. */
export const SPARE_LARGE_SLAB_BYTES = 2_097_152;

// Abuse budgets

/**
 * RST_STREAM at once, for streams that were opened lately and not answered: grpc clients that lose interest in a screenful of calls have
 * hundreds (CVE-2023-44487).
 */
export const RESET_BURST = 4_000;

/** RST_STREAM in the long run, besides one for each stream that came to its end: nghttp2 takes 33 (CVE-2023-44487). */
export const RESETS_PER_SECOND = 100;

/**
 * A stream that has lived so long has held its place under maxConcurrentStreams, and resetting it is free: calls whose deadlines pass. The
 * attack of CVE-2023-44487 opens and resets at once, or it would have to wait for places: 256 of them let 2,560 streams a second through.
 */
export const RESET_FREE_AGE_MS = 100;

/**
 * Streams at once that we have to reset for what the client did on them: a client with a fault in its headers makes some (CVE-2025-8671).
 */
export const PROVOKED_RESET_BURST = 500;

/** The same in the long run, besides one for each stream that came to its end (CVE-2025-8671). */
export const PROVOKED_RESETS_PER_SECOND = 50;

/** Streams refused at once: a client that opens all its calls before our SETTINGS have come (RFC 9113 §5.1.2). */
export const REFUSED_STREAM_BURST = 4_000;

/** The same in the long run, besides one for each stream that came to its end. */
export const REFUSED_STREAMS_PER_SECOND = 100;

/**
 * PINGs at once; each has to be answered (CVE-2019-9512). grpc-go and grpc-java send one per round trip while data flows, which useful
 * frames pay for.
 */
export const PING_BURST = 200;

/** PINGs in the long run, besides one for each useful frame: keepalive sends one in ten seconds (gRFC A8). */
export const PINGS_PER_SECOND = 10;

/** SETTINGS at once; each has to be answered (CVE-2019-9515). Clients send one, and a few more while their windows grow. */
export const SETTINGS_BURST = 100;

/** SETTINGS in the long run. */
export const SETTINGS_PER_SECOND = 2;

/** Entries of one SETTINGS frame that count as one SETTINGS; RFC 9113 §6.5.2 knows six, and nghttp2 takes 32 (CVE-2019-9515). */
export const SETTINGS_ENTRIES = 32;

/** DATA without a byte and without END_STREAM at once (CVE-2019-9518). */
export const EMPTY_FRAME_BURST = 200;

/** The same in the long run, besides one for each useful frame. */
export const EMPTY_FRAMES_PER_SECOND = 20;

/** PRIORITY at once: browsers begin with six, and h2 test tools with a whole tree (CVE-2019-9513). */
export const PRIORITY_BURST = 1_000;

/** PRIORITY in the long run, besides one for each useful frame. */
export const PRIORITIES_PER_SECOND = 50;

/** WINDOW_UPDATE at once: a client that takes back many small windows after a pause (CVE-2019-9511, CVE-2019-9517). */
export const WINDOW_UPDATE_BURST = 20_000;

/** WINDOW_UPDATE in the long run, besides sixteen for each useful frame: Go's HTTP/2 client sends eight per frame of 16 KiB. */
export const WINDOW_UPDATES_PER_SECOND = 1_000;

/** WINDOW_UPDATEs that one useful frame pays for. */
export const WINDOW_UPDATES_PER_USEFUL_FRAME = 16;

/** Frames of unknown types at once: extensions such as PRIORITY_UPDATE, one per stream (RFC 9113 §5.5). */
export const UNKNOWN_FRAME_BURST = 1_000;

/** The same in the long run, besides one for each useful frame. */
export const UNKNOWN_FRAMES_PER_SECOND = 50;

/**
 * Frames at once for streams that are closed, and answers nobody asked for: a window of tiny messages may be under way when we reset a
 * stream (RFC 9113 §5.1).
 */
export const STRAY_FRAME_BURST = 50_000;

/** The same in the long run, besides one for each useful frame. */
export const STRAY_FRAMES_PER_SECOND = 1_000;

/** Interim responses (1xx) at once, of all streams; gRPC has none, other servers one or two a request (RFC 9110 §15.2). */
export const INTERIM_RESPONSE_BURST = 200;

/** The same in the long run, besides one for each stream that came to its end. */
export const INTERIM_RESPONSES_PER_SECOND = 20;

/** Bytes of DATA, as a power of two, for which a large frame counts as one more useful frame: some peers answer each 4 KiB of it. */
export const USEFUL_FRAME_SHIFT = 12;

/** Bytes of a header block on the wire, whatever list it gives: beyond it the block is not even read to its end (CVE-2024-27316). */
export const MIN_HEADER_BLOCK_BYTES = 65_536;

/**
 * How many times the largest list a block may take on the wire before the connection ends: Huffman coding may lengthen a string up to this.
 */
export const HEADER_BLOCK_FACTOR = 4;

/** Bytes that wait for one peer, beyond which it gets no new streams: 64 replies of 4 MiB. A peer that reads never sees it. */
export const MAX_QUEUED_BYTES = 256 * 1024 * 1024;

/** Bytes that may wait for one peer without end: a stream that its reader has left alone holds a message, or two slabs. */
export const MAX_STALLED_BYTES = 16 * 1024 * 1024;

/** While more than that waits, some has to be taken in each such time: a link that is down for a minute has lost its connection anyway. */
export const STALL_TIMEOUT_MS = 60_000;

/** What is some: 64 KiB a minute is a hundredth of the slowest link that carries 16 MiB with any sense. */
export const MIN_STALL_PROGRESS_BYTES = 65_536;

/** Bytes of incomplete messages on one connection, beyond which one at a time is completed: sixteen of the largest size accepted. */
export const MAX_HELD_BYTES = 64 * 1024 * 1024;

/** Time for a frame or header block that has begun: 16 KiB in 20 s are 6.5 kbit/s (RFC 9113 §10.5). */
export const FRAME_TIMEOUT_MS = 20_000;

/** CONTINUATIONs of one header block, besides one per 16 KiB that it may have: others send full frames (CVE-2024-27316). */
export const SPARE_CONTINUATIONS = 32;

// HPACK

/**
 * The most that the encoder uses of a peer's dynamic table: HPACK's initial size; who repeats more is rare, and a table costs both sides.
 */
export const DEFAULT_ENCODER_TABLE_BYTES = 4096;

/** Blocks whose decoded lists are remembered per connection: one per method in use and kind of answer. */
export const MEMO_BLOCKS = 16;

/** The largest block remembered: a request whose path and two or three values come as literals; comparing costs 1 ns a byte. */
export const MEMO_BLOCK_BYTES = 64;

/** The largest buffer for decoded Huffman strings that the process keeps; a larger one is made for one block and let go. */
export const MAX_HUFFMAN_SCRATCH_BYTES = 65_536;

/**
 * Characters of a name or value that the encoder keeps beside its dynamic table: those that repeat are short, and hostile ones are bounded.
 */
export const MAX_KEPT_CHARACTERS = 256;

/** Names that an encoder keeps a record of, beside those in its dynamic table: more than any service has. */
export const MAX_NAME_RECORDS = 256;

// Adaptive windows

/** The largest window that is grown to by itself: 16 MiB, what operating systems let TCP grow to, and 1.3 Gbit/s at 100 ms. */
export const MAX_ADAPTIVE_WINDOW_BYTES = 16 * 1024 * 1024;

/** A PING is sent when this part of the window has come since the last answer, so that calls with little data send almost none. */
export const BDP_SAMPLE_DIVISOR = 4;

/**
 * The window was what held the sender back where this part of it came during one round trip: a little less than the half that is given back
 * at a time.
 */
export const BDP_FULL_SHARE = 0.45;

/** A window that holds the sender back is multiplied by this (grpc-go: gamma). */
export const BDP_GROWTH = 2;

/** The bandwidth has grown where it is so many times what it was when the window grew last; growing by two gives up to two. */
export const BDP_MIN_GAIN = 1.25;

/** Weight of a new round-trip time against the smoothed one, after the first samples (grpc-go: alpha). */
export const BDP_ROUND_TRIP_WEIGHT = 0.9;

/** Samples whose round-trip times are averaged before that weight counts. */
export const BDP_FIRST_SAMPLES = 10;

// Connections

/** A DATA frame that is shorter takes the next message of its stream too, within a turn: the frames of small messages stay few, and none is long. */
export const JOINED_FRAME_BYTES = 8_192;

/**
 * Chunks of a stream's data from here on go out uncopied: 4 KiB cost 98 ns to copy and two pieces of a write 91 ns, 1 KiB 72 ns, 16 KiB 438
 * ns.
 */
export const LARGE_CHUNK_BYTES = 4_096;

/** The first buffer that small pieces of a stream which has to wait are copied together in; each further one is twice as long. */
export const MIN_JOINED_CHUNK_BYTES = 1_024;

/** The longest such buffer: one DATA frame of HTTP/2's initial frame size. */
export const MAX_JOINED_CHUNK_BYTES = 16_384;

/** Room that a header block is first tried in: the blocks of ordinary calls take 10 to 300 bytes. */
export const MIN_HEADER_ROOM_BYTES = 512;

/** Room that a message is first tried in; grows with the messages seen. */
export const MIN_RESERVED_BYTES = 256;

/** The longest DATA frame that we make, also where the peer takes longer ones, so that streams take turns. */
export const MAX_DATA_FRAME_BYTES = 65_536;

/** Bytes of one stream that may wait before `sendData` says wait: two slabs, so that a fast writer fills each turn's write. */
export const STREAM_QUEUE_BYTES = 131_072;

/** Bytes of all streams of a connection that may wait before every `sendData` says wait. */
export const CONNECTION_QUEUE_BYTES = 16_777_216;

/** Bytes that are copied out of their slab while the socket takes nothing: above, the slab is used well enough. */
export const PARKED_BYTES = 16_384;

/** Bytes of answers (PING, SETTINGS, RST_STREAM, WINDOW_UPDATE) that may wait for a peer that does not read: 15,000 PINGs. */
export const MAX_CONTROL_BYTES = 262_144;

/** Bytes that wait, beyond what is in windows, before the connection's window is not given back: 16 MiB. */
export const MAX_UNCONSUMED_BYTES = 16_777_216;

/**
 * A wake-up that comes so much too late finds a process that was blocked, and bytes of the peer that nobody has read: it waits once more.
 */
export const LATE_WAKE_MS = 1_000;

/** The longest text in a GOAWAY of ours. */
export const MAX_GOAWAY_DEBUG_BYTES = 512;

/** Streams that we reset and whose late frames are told from wrong ones; of older ones all frames are ignored. */
export const MAX_REMEMBERED_RESETS = 1_000;

/** Places for open streams that a connection begins with, as a power of two: an idle one stays small. */
export const MIN_ID_SLOTS = 4;

/** The most such places: 1 MiB of them; streams beyond are found by a Map. */
export const MAX_ID_SLOTS = 131_072;

/** Gaps in the peer's stream identifiers that are told from closed streams; honest peers leave none. */
export const MAX_REMEMBERED_SKIPS = 100;

/** The first buffer for a frame that straddles two chunks; it grows with what comes. */
export const MIN_STASH_BYTES = 64;

/** Streams that a client opens before it knows the server's limit: the least that RFC 9113 §6.5.2 recommends. */
export const ASSUMED_CONCURRENT_STREAMS = 100;

/** Header lists that are taken where nothing else was said: four times what gRPC over HTTP/2 suggests for clients. */
export const DEFAULT_MAX_HEADER_LIST_BYTES = 65_536;

/** Time for the peer to acknowledge our SETTINGS (RFC 9113 §6.5.3): a round trip, and patience with a busy peer. */
export const SETTINGS_TIMEOUT_MS = 20_000;

/** How long a shutdown waits for the answer to its PING, before it tells the last stream (RFC 9113 §6.8). */
export const MAX_SHUTDOWN_ROUND_TRIP_MS = 2_000;
