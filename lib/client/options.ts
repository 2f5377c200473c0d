/**
 * Options of calls, on every level: the channel's `calls`, the client's `calls`, and those of one call.
 *
 * The nearest level wins, with these exceptions: metadata merges per name, and the signals of all levels apply. `timeoutMs` and
 * `deadline` are one setting said in two ways, so the nearer of both wins and both in one object are refused.
 */
import { Metadata, type MetadataInit } from '../../wire/grpc/metadata.js';
import type { DecodeOptions } from '../../wire/protobuf/message-type.js';
import {
  checkBoolean,
  checkDecodeOptions,
  checkInteger,
  checkMessageBytes,
  checkMilliseconds,
  describe,
  OptionError,
  unknownOption,
} from '../check-options.js';
import { DEFAULT_MAX_RECEIVE_MESSAGE_BYTES, DEFAULT_RETRY_BUFFER_BYTES, MAX_MESSAGE_BYTES } from '../limits.js';
import { NO_DEADLINE } from '../rpc/deadline.js';
import { isParentCall, type ParentCall } from '../rpc/parent.js';

/** What a call may be told, besides its time. */
export interface CallSettings {
  /** Sent as request headers: a record (text, bytes under `-bin`, arrays for several values) or a `Metadata`. Merges over levels by name. */
  metadata?: MetadataInit | undefined;
  /** Cancels the call; the error's `cause` is the signal's reason. Signals of all levels apply. */
  signal?: AbortSignal | undefined;
  /** The server call that this call is made for: takes over its deadline and its cancellation. */
  parent?: ParentCall | undefined;
  /** Wait for a connection while the channel fails to get one, until the deadline (gRPC Wait for Ready Semantics). Default false: fail at once. */
  waitForReady?: boolean | undefined;
  /** The largest message accepted, in bytes without its prefix. Default 4 MiB; Infinity for no limit. Larger: RESOURCE_EXHAUSTED. */
  maxReceiveMessageBytes?: number | undefined;
  /**
   * Limits and checks of the messages that come in, besides their length: how deep they may nest, how much memory and how many unknown
   * bytes they may take, whether required fields may be missing, which extensions are checked. Default: what `decode` has (docs/limits.md).
   * Passing a limit: RESOURCE_EXHAUSTED.
   */
  decode?: DecodeOptions | undefined;
  /** The largest message sent, in bytes without its prefix. Default Infinity, which is 4 GiB - 1. Larger: RESOURCE_EXHAUSTED. */
  maxSendMessageBytes?: number | undefined;
  /**
   * How many bytes of requests a client stream or a bidirectional call keeps, so that it can be sent again to another server while
   * none has answered (gRFC A6: Memory Management). Passing it gives that up. Default 256 KiB; 0 keeps nothing.
   */
  retryBufferBytes?: number | undefined;
}

/** Options of one call. */
export type CallOptions = CallSettings &
  (
    | {
        /** Milliseconds until the call fails with DEADLINE_EXCEEDED; Infinity for never. Default: never. */
        timeoutMs?: number | undefined;
        deadline?: undefined;
      }
    | {
        /** The point of time, as a Date or in milliseconds since 1970, at which the call fails with DEADLINE_EXCEEDED. */
        deadline?: Date | number | undefined;
        timeoutMs?: undefined;
      }
  );

/** The options of a level and of those above it, checked and complete. */
export interface ResolvedCallSettings {
  /** Infinity where there is none. At most one of this and `deadlineEpochMs` is finite. */
  readonly timeoutMs: number;
  /** Milliseconds since 1970, Infinity where there is none. */
  readonly deadlineEpochMs: number;
  readonly metadata: MetadataInit | undefined;
  readonly signals: readonly AbortSignal[];
  readonly parent: ParentCall | undefined;
  readonly waitForReady: boolean;
  readonly maxReceiveMessageBytes: number;
  readonly decode: DecodeOptions | undefined;
  readonly maxSendMessageBytes: number;
  readonly retryBufferBytes: number;
}

const NO_SIGNALS: readonly AbortSignal[] = /* @__PURE__ */ Object.freeze([]);

/** What holds where nothing is said. */
export const DEFAULT_CALL_SETTINGS: ResolvedCallSettings = {
  timeoutMs: NO_DEADLINE,
  deadlineEpochMs: NO_DEADLINE,
  metadata: undefined,
  signals: NO_SIGNALS,
  parent: undefined,
  waitForReady: false,
  maxReceiveMessageBytes: DEFAULT_MAX_RECEIVE_MESSAGE_BYTES,
  decode: undefined,
  maxSendMessageBytes: MAX_MESSAGE_BYTES,
  retryBufferBytes: DEFAULT_RETRY_BUFFER_BYTES,
};

const NAMES = [
  'timeoutMs',
  'deadline',
  'metadata',
  'signal',
  'parent',
  'waitForReady',
  'maxReceiveMessageBytes',
  'decode',
  'maxSendMessageBytes',
  'retryBufferBytes',
] as const;

/**
 * Lays `options` over `base`. `owner` is what the user wrote, such as `new Channel(): calls`. Throws an `OptionError` for a name that
 * is not known and for a value that will not do. One walk over what was given: this runs for every call that has options.
 */
export function resolveCallSettings(owner: string, options: CallOptions | undefined, base: ResolvedCallSettings): ResolvedCallSettings {
  if (options === undefined) return base;
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new OptionError(`${owner}: options are an object such as { timeoutMs: 500 }; got ${describe(options)}`);
  }
  let { timeoutMs, deadlineEpochMs, metadata, signals, parent, waitForReady } = base;
  let { maxReceiveMessageBytes, decode, maxSendMessageBytes, retryBufferBytes } = base;
  for (const name in options) {
    const value: unknown = options[name as keyof CallOptions];
    if (value === undefined) continue;
    switch (name) {
      case 'timeoutMs':
        if (options.deadline !== undefined) throw bothTimes(owner);
        timeoutMs = checkMilliseconds(owner, name, value, NO_DEADLINE);
        deadlineEpochMs = NO_DEADLINE;
        break;
      case 'deadline':
        if (options.timeoutMs !== undefined) throw bothTimes(owner);
        deadlineEpochMs = checkDeadline(owner, value);
        timeoutMs = NO_DEADLINE;
        break;
      case 'metadata':
        metadata =
          base.metadata === undefined ? (value as MetadataInit) : Metadata.merge(Metadata.from(base.metadata), value as MetadataInit);
        break;
      case 'signal':
        if (!isAbortSignal(value)) throw new OptionError(`${owner}: signal is an AbortSignal; got ${describe(value)}`);
        signals = base.signals.length === 0 ? [value] : base.signals.includes(value) ? base.signals : [...base.signals, value];
        break;
      case 'parent':
        if (!isParentCall(value)) {
          throw new OptionError(`${owner}: parent is the call that a handler was given; got ${describe(value)}`);
        }
        parent = value;
        break;
      case 'waitForReady':
        waitForReady = checkBoolean(owner, name, value, waitForReady);
        break;
      case 'maxReceiveMessageBytes':
        maxReceiveMessageBytes = checkMessageBytes(owner, name, value, 0);
        break;
      case 'decode':
        decode = checkDecodeOptions(owner, name, value as DecodeOptions);
        break;
      case 'maxSendMessageBytes':
        maxSendMessageBytes = checkMessageBytes(owner, name, value, 0);
        break;
      case 'retryBufferBytes':
        retryBufferBytes = checkInteger(owner, name, value, 0, 'bytes', 0, MAX_MESSAGE_BYTES);
        break;
      default:
        throw unknownOption(owner, name, NAMES);
    }
  }
  return {
    timeoutMs,
    deadlineEpochMs,
    metadata,
    signals,
    parent,
    waitForReady,
    maxReceiveMessageBytes,
    decode,
    maxSendMessageBytes,
    retryBufferBytes,
  };
}

/** As above for a level that stays: metadata is checked and copied now, so that neither an error nor a change comes later. */
export function resolveCallLevel(owner: string, options: CallOptions | undefined, base: ResolvedCallSettings): ResolvedCallSettings {
  const resolved = resolveCallSettings(owner, options, base);
  if (resolved.metadata === base.metadata) return resolved;
  try {
    const metadata = new Metadata(resolved.metadata);
    return { ...resolved, metadata: metadata.size === 0 ? undefined : metadata };
  } catch (error) {
    throw new OptionError(`${owner}: ${(error as Error).message}`);
  }
}

/** Refuses metadata that could not be sent; for a call that has to wait before it sends its headers. Gives a copy. */
export function keepMetadata(metadata: MetadataInit | undefined): Metadata | undefined {
  if (metadata === undefined) return undefined;
  return metadata instanceof Metadata ? metadata : new Metadata(metadata);
}

/** By what it can do: a signal of another realm or of a polyfill serves as well. */
function isAbortSignal(value: unknown): value is AbortSignal {
  if (typeof value !== 'object' || value === null) return false;
  const signal = value as Partial<AbortSignal>;
  return (
    typeof signal.aborted === 'boolean' && typeof signal.addEventListener === 'function' && typeof signal.removeEventListener === 'function'
  );
}

function checkDeadline(owner: string, value: unknown): number {
  const epochMs = value instanceof Date ? value.getTime() : value;
  if (typeof epochMs === 'number' && !Number.isNaN(epochMs)) return epochMs;
  const got = value instanceof Date ? 'an invalid Date' : describe(value);
  throw new OptionError(`${owner}: deadline is a Date or milliseconds since 1970, such as Date.now() + 500; got ${got}`);
}

function bothTimes(owner: string): OptionError {
  return new OptionError(`${owner}: timeoutMs and deadline say the same thing in two ways; give one of them`);
}
