/**
 * SETTINGS of both sides (RFC 9113 §6.5). What a peer announces holds for us at once; what we announce holds for the peer when its ACK
 * has come, and ACKs come in the order of our frames.
 */
import { ErrorCode } from './error-code.js';
import { ConnectionError } from './errors.js';
import { MAX_UINT31 } from './frame-header.js';
import { MAX_MAX_FRAME_BYTES, MIN_MAX_FRAME_BYTES, SettingId, type SettingList } from './frames/settings.js';

/** SETTINGS as both sides know them (RFC 9113 §6.5.2). */
export interface Settings {
  /** Largest dynamic table for decoding, in bytes; 0 for none. */
  readonly headerTableBytes: number;
  readonly enablePush: boolean;
  /** Infinity where the peer has set no limit. */
  readonly maxConcurrentStreams: number;
  /** Initial window of each stream, 0 to 2^31-1. */
  readonly initialWindowBytes: number;
  /** Largest frame payload, 16,384 to 16,777,215. */
  readonly maxFrameBytes: number;
  /** Infinity where the peer has set no limit. Counted as in RFC 9113 §6.5.2. */
  readonly maxHeaderListBytes: number;
}

/** RFC 9113 §6.5.2. */
export const INITIAL_SETTINGS: Settings = {
  headerTableBytes: 4_096,
  enablePush: true,
  maxConcurrentStreams: Number.POSITIVE_INFINITY,
  initialWindowBytes: 65_535,
  maxFrameBytes: MIN_MAX_FRAME_BYTES,
  maxHeaderListBytes: Number.POSITIVE_INFINITY,
};

/** The peer's settings after one of its SETTINGS frames. `list` comes from `readSettings`; `role` is ours. */
export function applySettings(current: Settings, list: SettingList, role: 'client' | 'server'): Settings {
  let { headerTableBytes, enablePush, maxConcurrentStreams, initialWindowBytes, maxFrameBytes, maxHeaderListBytes } = current;
  // In the order of the frame; the last value of each counts (RFC 9113 §6.5.3).
  for (let index = 0; index < list.length; index += 2) {
    const value = list[index + 1]!;
    switch (list[index]) {
      case SettingId.HEADER_TABLE_SIZE:
        headerTableBytes = value;
        break;
      case SettingId.ENABLE_PUSH:
        if (role === 'client' && value === 1) throw pushFromServer();
        enablePush = value === 1;
        break;
      case SettingId.MAX_CONCURRENT_STREAMS:
        maxConcurrentStreams = value;
        break;
      case SettingId.INITIAL_WINDOW_SIZE:
        initialWindowBytes = value;
        break;
      case SettingId.MAX_FRAME_SIZE:
        maxFrameBytes = value;
        break;
      case SettingId.MAX_HEADER_LIST_SIZE:
        maxHeaderListBytes = value;
        break;
    }
  }
  return { headerTableBytes, enablePush, maxConcurrentStreams, initialWindowBytes, maxFrameBytes, maxHeaderListBytes };
}

function pushFromServer(): ConnectionError {
  const message = 'a server set SETTINGS_ENABLE_PUSH to 1; only a client may';
  return new ConnectionError(ErrorCode.PROTOCOL_ERROR, message, 'RFC 9113 §6.5.2');
}

/**
 * What we announce. `applied` is what the peer is held to: what its ACKs have come for, at first RFC 9113's initial values.
 * `announced` is what it will be held to when all ACKs have come. In between lie the frames in flight, oldest first.
 */
export class LocalSettings {
  applied: Settings = INITIAL_SETTINGS;
  announced: Settings = INITIAL_SETTINGS;
  readonly #inFlight: Settings[] = [];

  /** SETTINGS frames without an ACK. */
  get unacknowledged(): number {
    return this.#inFlight.length;
  }

  /** What a SETTINGS frame has to say to get from `announced` to `changes`; it counts as sent. Empty where nothing changes. */
  announce(changes: Partial<Settings>): SettingList {
    checkSettings(changes);
    const given = Object.entries(changes).filter(([, value]) => value !== undefined);
    const next: Settings = { ...this.announced, ...Object.fromEntries(given) };
    const list = settingDifferences(this.announced, next);
    this.announced = next;
    this.#inFlight.push(next);
    return list;
  }

  /** An ACK: the oldest frame in flight is in force, and `applied` follows (RFC 9113 §6.5.3). */
  acknowledge(): Settings {
    const oldest = this.#inFlight.shift();
    if (oldest === undefined) {
      const message = 'SETTINGS with ACK, and no SETTINGS of ours waits for one';
      throw new ConnectionError(ErrorCode.PROTOCOL_ERROR, message, 'RFC 9113 §6.5.3');
    }
    this.applied = oldest;
    return oldest;
  }
}

/** The settings in which `next` differs from `base`. */
function settingDifferences(base: Settings, next: Settings): SettingList {
  const list: number[] = [];
  if (next.headerTableBytes !== base.headerTableBytes) list.push(SettingId.HEADER_TABLE_SIZE, next.headerTableBytes);
  if (next.enablePush !== base.enablePush) list.push(SettingId.ENABLE_PUSH, next.enablePush ? 1 : 0);
  if (next.maxConcurrentStreams !== base.maxConcurrentStreams) {
    list.push(SettingId.MAX_CONCURRENT_STREAMS, wireLimit(next.maxConcurrentStreams));
  }
  if (next.initialWindowBytes !== base.initialWindowBytes) list.push(SettingId.INITIAL_WINDOW_SIZE, next.initialWindowBytes);
  if (next.maxFrameBytes !== base.maxFrameBytes) list.push(SettingId.MAX_FRAME_SIZE, next.maxFrameBytes);
  if (next.maxHeaderListBytes !== base.maxHeaderListBytes) {
    list.push(SettingId.MAX_HEADER_LIST_SIZE, wireLimit(next.maxHeaderListBytes));
  }
  return list;
}

const MAX_UINT32 = 0xffff_ffff;

/** A limit that was taken back has no spelling of its own. */
function wireLimit(limit: number): number {
  return limit === Number.POSITIVE_INFINITY ? MAX_UINT32 : limit;
}

/** What we may announce: the smallest and the largest value, and whether Infinity stands for no limit. */
const RANGES: Readonly<Record<string, readonly [min: number, max: number, infinity: boolean]>> = {
  headerTableBytes: [0, MAX_UINT32, false],
  maxConcurrentStreams: [0, MAX_UINT32, true],
  initialWindowBytes: [0, MAX_UINT31, false],
  maxFrameBytes: [MIN_MAX_FRAME_BYTES, MAX_MAX_FRAME_BYTES, false],
  maxHeaderListBytes: [0, MAX_UINT32, true],
};

/** Throws a RangeError where one of our own settings cannot be announced. */
export function checkSettings(settings: Partial<Settings>): void {
  for (const [name, value] of Object.entries(settings)) {
    if (value === undefined) continue;
    if (name === 'enablePush') {
      if (value !== false) throw new RangeError(`settings.enablePush: expected false, got ${String(value)}; pushed streams are not taken`);
      continue;
    }
    const range = Object.hasOwn(RANGES, name) ? RANGES[name] : undefined;
    if (range === undefined)
      throw new RangeError(`settings.${name}: no such setting; there are ${Object.keys(INITIAL_SETTINGS).join(', ')}`);
    const [min, max, infinity] = range;
    if (infinity && value === Number.POSITIVE_INFINITY) continue;
    if (!Number.isInteger(value) || (value as number) < min || (value as number) > max) {
      const expected = `an integer of ${min} to ${max}${infinity ? ', or Infinity' : ''}`;
      throw new RangeError(`settings.${name}: expected ${expected}, got ${String(value)}`);
    }
  }
}
