/**
 * The limits and tunable figures of every room of lib, each with its reason. Those of wire are in wire/limits.ts; what a format
 * itself defines stands beside the rule that says it.
 */

// Compiler

/** Errors, and warnings, kept of one compilation: more help nobody, and a hostile file could make millions. */
export const MAX_DIAGNOSTICS = 100;

/** Characters of a source line that an error shows; a longer line is cut around the place. */
export const MAX_EXCERPT_LENGTH = 240;

/** Bytes of one .proto file: the largest hand-written ones known have 1 MB; positions and memory stay small. */
export const MAX_SOURCE_BYTES = 32 * 1024 * 1024;

/**
 * Words, numbers, strings and signs of one .proto file: ten times the largest hand-written ones; each takes about 100 bytes while it is
 * read.
 */
export const MAX_TOKENS = 2_000_000;

/** Characters of a full name, package and all: others have a few hundred; a message's is held once more for each of its fields. */
export const MAX_FULL_NAME_LENGTH = 2_048;

/** Characters of what an error says, and of what it advises: names and paths of a hostile file can have megabytes. */
export const MAX_DIAGNOSTIC_LENGTH = 1_000;

/** Folders above an include path in which a missing import is looked for, to name the right one. */
export const MAX_ANCESTORS_SEARCHED = 8;

/** Messages inside messages, the outermost counted: protoc refuses the 32nd. */
export const MAX_MESSAGE_NESTING = 31;

/** Levels of `{}` and `[]` in an option's value: protobuf's own default for messages read from text or binary. */
export const MAX_VALUE_NESTING = 100;

/** Characters of a package's name: protoc's limit, which keeps full names and everything made of them short. */
export const MAX_PACKAGE_LENGTH = 512;

/** Parts of an option's name, `(a).b.c`: each goes one message deeper, so the same figure. */
export const MAX_OPTION_NAME_PARTS = 100;

/** Bytes that a plugin may answer: ten times what the largest public APIs give; one that never stops would fill the memory. */
export const MAX_PLUGIN_RESPONSE_BYTES = 268_435_456;

/** Time for one plugin where `--plugin-timeout` says nothing: ten minutes, more than the largest public APIs take with the slowest. */
export const DEFAULT_PLUGIN_TIMEOUT_MS = 600_000;

/** After that time without an answer its user is told whom barewire waits for. */
export const PLUGIN_NOTICE_MS = 5_000;

/** Characters of a path that a plugin writes: what systems take. */
export const MAX_PLUGIN_PATH_LENGTH = 4096;

// Calls

/**
 * The largest message accepted, in bytes without prefix: gRPC's own default in every language, and a bound to what one peer can make us
 * hold.
 */
export const DEFAULT_MAX_RECEIVE_MESSAGE_BYTES = 4 * 1024 * 1024;

/** The largest length that a prefix can say (gRPC over HTTP/2: Message-Length). */
export const MAX_MESSAGE_BYTES = 0xffff_ffff;

/**
 * Encoded requests that a streaming call keeps for another attempt: grpc-go and grpc-java keep 256 KiB too (gRFC A6: Memory Management).
 */
export const DEFAULT_RETRY_BUFFER_BYTES = 256 * 1024;

/**
 * Messages that a streaming call keeps for another attempt, or takes without a pause while it has no stream: an empty one has no bytes, and
 * some forty in memory, so that bytes alone would be no bound.
 */
export const MAX_KEPT_MESSAGES = 16_384;

/** The most that kept requests share one piece of memory; a longer one has its own. */
export const RETRY_CHUNK_BYTES = 16_384;

/** Encoded requests that a streaming call takes without a pause while it has no stream yet: one initial window (RFC 9113 §6.9.2). */
export const PENDING_WRITE_BYTES = 65_535;

/** A timer that fires this much after its time means that the event loop was busy, which a missed deadline then says. */
export const LATE_TIMER_MS = 50;

/**
 * How long `server.close()` and `channel.close()` let calls in progress go on: longer than most calls, as long as most supervisors wait.
 */
export const DEFAULT_GRACE_MS = 30_000;

/** Messages that were taken from a queue of replies before their places are given back, so that this costs nothing per message. */
export const REPLY_QUEUE_COMPACTION = 64;

// Transport

/** What `setTimeout` takes, 31 bits; what lies further is looked at again then. */
export const MAX_TIMEOUT_MS = 0x7fff_ffff;

/** Receive window of one stream: four times HTTP/2's default (65,535), so that a fast sender need not wait for each round trip. */
export const DEFAULT_STREAM_WINDOW_BYTES = 256 * 1024;

/** The smallest receive window that may be asked for: below HTTP/2's initial one (RFC 9113 §6.9.2) it only slows everything down. */
export const MIN_STREAM_WINDOW_BYTES = 65_535;

/** The largest window there is (RFC 9113 §6.9.1). */
export const MAX_STREAM_WINDOW_BYTES = 0x7fff_ffff;

/** The smallest frame size that may be announced (RFC 9113 §6.5.2: SETTINGS_MAX_FRAME_SIZE). */
export const MIN_FRAME_BYTES = 16_384;

/** The largest one (RFC 9113 §6.5.2). */
export const MAX_FRAME_BYTES = 16_777_215;

/** The largest HPACK table that may be offered to the other side: 64 KiB hold about a thousand fields, and are held per connection. */
export const MAX_HEADER_TABLE_BYTES = 65_536;

/** The smallest header list that may be asked for: the fields of an ordinary call need 300 to 400 bytes. */
export const MIN_HEADER_LIST_BYTES = 512;

/** The largest header list that may be asked for: a signed 32-bit number, as both carriers take it. */
export const MAX_HEADER_LIST_BYTES = 0x7fff_ffff;

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

// Server

/** Streams of one connection at once: more than the least that RFC 9113 §6.5.2 recommends (100), few enough for a hostile client. */
export const DEFAULT_MAX_CONCURRENT_STREAMS = 256;

/** The most that can be asked for: a signed 32-bit number, as many as a connection has identifiers for (RFC 9113 §5.1.1). */
export const MAX_CONCURRENT_STREAMS = 0x7fff_ffff;

/** Connections of one port at once: idle ones hold 20 KiB each, so 200 MiB together; more are for who knows that they will come. */
export const DEFAULT_MAX_CONNECTIONS = 10_000;

/** Bytes of a request's header list; gRPC over HTTP/2 suggests 8 KiB, counted as in RFC 9113 §6.5.2. */
export const DEFAULT_SERVER_MAX_HEADER_LIST_BYTES = 8 * 1024;

/** Bytes of the response headers and of the trailers: what gRPC over HTTP/2 suggests clients to take. */
export const DEFAULT_MAX_RESPONSE_HEADER_BYTES = 8 * 1024;

/** Time until a connection's preface is complete, TLS handshake included; who takes longer only holds a socket. */
export const DEFAULT_HANDSHAKE_TIMEOUT_MS = 20_000;

/** After the grace: time for the statuses of the calls that are cut to reach their clients, before the connections are cut too. */
export const CUT_FLUSH_MS = 250;

/**
 * Bytes of the body of a plain HTTP/2 request, which is held until it is whole: pages and probes are small, calls have a limit of their
 * own.
 */
export const DEFAULT_MAX_HTTP_BODY_BYTES = 1024 * 1024;

/**
 * Bytes of the bodies of plain HTTP/2 requests that one connection may have unfinished, or one body where that is larger: without it a
 * client could make the server hold a body for each of its streams. What comes beyond is answered with 503.
 */
export const MAX_HTTP_BODIES_BYTES = 16 * 1024 * 1024;

/** Async contexts made at a time for handlers: enough for a turn's calls, 1 - 2 µs to make them all. */
export const HANDLER_SCOPE_BATCH = 32;

// Channel

/** gRPC Connection Backoff: INITIAL_BACKOFF. */
export const BACKOFF_INITIAL_MS = 1_000;

/** gRPC Connection Backoff: MULTIPLIER. */
export const BACKOFF_MULTIPLIER = 1.6;

/** gRPC Connection Backoff: JITTER. */
export const BACKOFF_JITTER = 0.2;

/** gRPC Connection Backoff: MAX_BACKOFF. */
export const BACKOFF_MAX_MS = 120_000;

/** Connections in a row that may be lost within a second of their start before the next one waits: a restart loses one, a loop all. */
export const MAX_QUICK_LOSSES = 3;

/** gRPC Connection Backoff: MIN_CONNECT_TIMEOUT. */
export const MIN_CONNECT_TIMEOUT_MS = 20_000;

/** A channel without calls for so long lets its connections go (gRFC A62: 30 minutes recommended). */
export const DEFAULT_IDLE_TIMEOUT_MS = 30 * 60_000;

/** Two lookups of one name lie at least so far apart, however often connections break; a lookup has no lifetime to go by. */
export const MIN_LOOKUP_DISTANCE_MS = 30_000;

/** The port of a target without one (gRPC Name Resolution: Name Syntax). */
export const DEFAULT_PORT = 443;

/** RFC 1035 §2.3.4: 255 bytes with the length bytes of its labels. */
export const MAX_HOST_NAME_BYTES = 253;

/** What `sun_path` holds without its closing zero: 107 bytes on Linux, the longest of all systems. */
export const MAX_UNIX_PATH_BYTES = 107;

/** Looks per idle timeout whether there was a call: it is noticed up to a quarter late, and calls need not look at the clock. */
export const IDLE_CHECKS = 4;

/** After the last call has ended: how long a closing channel waits for the other side to let go of its connections. */
export const CLOSE_LINGER_MS = 1_000;

/** Bytes of a response's headers or trailers, counted as in RFC 9113 §6.5.2: twice what gRPC over HTTP/2 suggests servers to send. */
export const DEFAULT_CHANNEL_MAX_HEADER_LIST_BYTES = 16 * 1024;

// node:http2

/** Size of the slabs that the node:http2 carrier encodes messages into: small, because a stream that is not read pins a whole one. */
export const NODE_HTTP2_SLAB_BYTES = 16_384;

/** Bytes that one stream of the node:http2 carrier may have waiting before `sendMessage` says wait: four frames of 16 KiB. */
export const NODE_HTTP2_QUEUE_BYTES = 65_536;

/**
 * The receive window of a whole connection over node:http2 (RFC 9113 §6.9). Its credit is returned on receipt, so it holds no memory:
 * what streams may hold is bounded by their own windows. 1 MiB is 100 Mbit/s at 80 ms, or 800 Mbit/s at 10 ms.
 */
export const NODE_HTTP2_CONNECTION_WINDOW_BYTES = 1_048_576;

/**
 * MB that a session of node:http2 may use before it refuses streams: streams and messages waiting to be sent are counted. Node's 10
 * would refuse streams beside three messages of 4 MiB; queues have bounds of their own (`NODE_HTTP2_QUEUE_BYTES` and one message).
 */
export const NODE_HTTP2_SESSION_MEMORY_MB = 1_024;

/** Header fields in one block: enough for any metadata that fits the size limit in practice; Node's default is 128. */
export const NODE_HTTP2_MAX_HEADER_FIELDS = 1_000;

/** nghttp2 takes no more in one header block, and closes the whole session where it is given more. */
export const NODE_HTTP2_MAX_SEND_HEADER_BYTES = 65_535;

/**
 * How often a connection over node:http2 is looked at, whether node has stopped it without a word (stop-check.ts): such a one is
 * found with the next look, or after two to three, and looking costs nothing.
 */
export const NODE_HTTP2_CHECK_MS = 10_000;

/** PINGs of a client to a server that sends nothing lie at least so far apart: what servers tolerate by default (gRFC A8). */
export const NODE_HTTP2_MIN_PING_DISTANCE_MS = 5 * 60_000;

/** Runs of messages, each with a slab of its own, that a stream holds before they are copied together: at most a queue's worth. */
export const NODE_HTTP2_MAX_RUNS = 4;

/**
 * Messages of one stream that may wait for their consumer before reading stops, besides those of one DATA frame: an empty one has
 * 5 bytes on the way and some hundred once it is an object, so that the window alone would not bound the memory.
 */
export const NODE_HTTP2_MAX_WAITING_MESSAGES = 1_024;

/**
 * Resets of one client over node:http2 at once: a little less than the thousand after which nghttp2 stops without a word (CVE-2023-44487).
 */
export const NODE_HTTP2_RESET_BURST = 950;

/** The same in the long run: nghttp2 takes 33. */
export const NODE_HTTP2_RESETS_PER_SECOND = 30;

/** Bytes sent that pay for a PING over node:http2, which does not tell of frames: a small message, and four answers to PINGs. */
export const NODE_HTTP2_USEFUL_BYTES = 64;

// The engine

/** Bytes that one socket may have waiting before no further DATA is given to it: sixteen frames, four slabs, one initial window of ours. */
export const ENGINE_WRITE_BYTES = 262_144;

/**
 * The buffer that all plain sockets of the process are read into, as much as one write of ours: 64 KiB took up to a quarter more, 512 KiB
 * as well.
 */
export const ENGINE_READ_BYTES = 262_144;

/** How long a connection that we have ended waits for the other side to end too, so that our last words are not lost. */
export const ENGINE_LINGER_MS = 1_000;

/** Where messages are encoded that cannot go into a frame at once: larger ones get memory of their own from the start. */
export const ENGINE_SCRATCH_BYTES = 16_384;

/**
 * Messages of one stream that may wait for their consumer before what comes behind them is kept as bytes; see
 * `NODE_HTTP2_MAX_WAITING_MESSAGES`.
 */
export const ENGINE_MAX_WAITING_MESSAGES = 1_024;

/**
 * The receive window of a whole connection (RFC 9113 §6.9). Its credit is returned on receipt, so it holds no memory: what streams may
 * hold is bounded by their own windows.
 */
export const DEFAULT_CONNECTION_WINDOW_BYTES = 1_048_576;

/**
 * The largest frame accepted (RFC 9113 §6.5.2), HTTP/2's own default. Larger ones gain nothing here: messages of 64 KiB took 61, 69
 * and 61 µs of CPU each, both ends together, with frames of 16 KiB, 64 KiB and 1 MiB, and 61 with a window of 1 MiB.
 */
export const ENGINE_FRAME_BYTES = 16_384;
