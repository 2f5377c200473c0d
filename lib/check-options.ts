/**
 * How every room refuses a wrong option: when it is given, by its name, with what came and what would do.
 * `owner` is what the user wrote, such as `new Channel()`. Each check gives the value, or the default where it is undefined.
 */

import type { DecodeOptions } from '../wire/protobuf/message-type.js';
import { MAX_MESSAGE_BYTES } from './limits.js';

/** A wrong option: a TypeError, so that it is never mistaken for a failed call. */
export class OptionError extends TypeError {
  constructor(message: string) {
    super(message);
    this.name = 'OptionError';
  }
}

/** A value in at most some 60 characters, for a message. Never shows what is inside objects: it may be secret. */
export function describe(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}...` : value);
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'function') return value.name === '' ? 'a function' : `the function ${value.name}`;
  if (typeof value === 'symbol') return 'a symbol';
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (typeof value === 'object' && value !== null) {
    const name: unknown = value.constructor?.name;
    return typeof name === 'string' && name !== '' && name !== 'Object' ? `a ${name}` : 'an object';
  }
  return String(value);
}

/** The word of the list that was probably meant: at most a third of its letters differ. */
export function likelyWord(word: string, words: Iterable<string>): string | undefined {
  let best: string | undefined;
  let least = Number.POSITIVE_INFINITY;
  const from = word.toLowerCase();
  if (from.length > 64) return undefined;
  for (const candidate of words) {
    const distance = editDistance(from, candidate.toLowerCase());
    if (distance < least && distance <= Math.max(1, Math.floor(Math.max(from.length, candidate.length) / 3))) {
      least = distance;
      best = candidate;
    }
  }
  return best;
}

/** What to say behind a word that is not known: the likely one, or which `words` there are; `are` such as `known are`. */
export function insteadOf(word: string, words: readonly string[], are: string): string {
  const meant = likelyWord(word, words);
  return meant === undefined ? `; ${are} ${words.join(', ')}` : `, did you mean "${meant}"?`;
}

/** For an option's name that is not known. */
export function unknownOption(owner: string, name: string, known: readonly string[]): OptionError {
  return new OptionError(`${owner}: unknown option ${describe(name)}${insteadOf(name, known, 'known are')}`);
}

/** Refuses what is no plain object, and names that are not known. */
export function checkOptionNames(owner: string, options: unknown, known: readonly string[]): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new OptionError(`${owner}: options are an object, got ${describe(options)}`);
  }
  for (const name of Object.keys(options)) {
    if (!known.includes(name)) throw unknownOption(owner, name, known);
  }
}

/** Milliseconds: any number from `min` (default 0) to `max`; Infinity, meaning never, where `max` is not given. */
export function checkMilliseconds(
  owner: string,
  name: string,
  value: unknown,
  fallback: number,
  min = 0,
  max = Number.POSITIVE_INFINITY,
): number {
  if (value === undefined) return fallback;
  if (typeof value === 'number' && value >= min && value <= max) return value;
  const range = max === Number.POSITIVE_INFINITY ? `${min} or more, Infinity for never` : `from ${min} to ${max}`;
  throw new OptionError(`${owner}: ${name} is a number of milliseconds, ${range}; got ${describe(value)}`);
}

/** A whole number from `min` to `max`. `unit` such as `bytes`. */
export function checkInteger(
  owner: string,
  name: string,
  value: unknown,
  fallback: number,
  unit: string,
  min: number,
  max: number,
): number {
  if (value === undefined) return fallback;
  if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) return value;
  throw new OptionError(`${owner}: ${name} is a whole number of ${unit} from ${min} to ${max}; got ${describe(value)}`);
}

/** A size of messages in bytes, without their prefix: Infinity is what a prefix can say. */
export function checkMessageBytes(owner: string, name: string, value: unknown, fallback: number): number {
  if (value === Number.POSITIVE_INFINITY) return MAX_MESSAGE_BYTES;
  return checkInteger(owner, name, value, fallback, 'bytes', 0, MAX_MESSAGE_BYTES);
}

/** True or false. */
export function checkBoolean(owner: string, name: string, value: unknown, fallback: boolean): boolean {
  if (value === undefined) return fallback;
  if (typeof value === 'boolean') return value;
  throw new OptionError(`${owner}: ${name} is true or false; got ${describe(value)}`);
}

/** A function, where something is given. */
export function checkFunction<F>(owner: string, name: string, value: F | undefined): F | undefined {
  if (value === undefined || typeof value === 'function') return value;
  throw new OptionError(`${owner}: ${name} is a function; got ${describe(value)}`);
}

/** An object with the given methods, such as a clock or an observer. */
export function checkObject<T extends object>(
  owner: string,
  name: string,
  value: T | undefined,
  what: string,
  methods: readonly string[],
): T | undefined {
  if (value === undefined) return undefined;
  if ((typeof value === 'object' || typeof value === 'function') && value !== null) {
    const missing = methods.find((method) => typeof (value as Record<string, unknown>)[method] !== 'function');
    if (missing === undefined) return value;
    throw new OptionError(`${owner}: ${name} is ${what}; what came has no ${missing}()`);
  }
  throw new OptionError(`${owner}: ${name} is ${what}; got ${describe(value)}`);
}

/** The `clock` option: a clock with its timer queue. */
export function checkClock<T extends { readonly timers: object }>(owner: string, value: T | undefined): T | undefined {
  const clock = checkObject(owner, 'clock', value, 'a Clock', ['now', 'wallNow']);
  if (clock !== undefined) checkObject(owner, 'clock.timers', clock.timers ?? null, 'a TimerQueue', ['add', 'remove', 'hold', 'release']);
  return clock;
}

/** Levenshtein's distance, a swap of neighbours counted as one. */
function editDistance(from: string, to: string): number {
  let before: number[] = [];
  let above = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let row = 1; row <= from.length; row++) {
    const line = [row];
    for (let column = 1; column <= to.length; column++) {
      const same = from[row - 1] === to[column - 1];
      let cost = Math.min(above[column]! + 1, line[column - 1]! + 1, above[column - 1]! + (same ? 0 : 1));
      if (row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1]) {
        cost = Math.min(cost, before[column - 2]! + 1);
      }
      line.push(cost);
    }
    before = above;
    above = line;
  }
  return above[to.length]!;
}

const DECODE_LIMITS = ['maxDepth', 'maxBytes', 'maxUnknownBytes', 'maxMemoryBytes'] as const;
const DECODE_NAMES: readonly (keyof DecodeOptions)[] = [...DECODE_LIMITS, 'allowMissingRequired', 'registry'];

/** How messages are decoded: limits, which are integers of at least 0 or Infinity, and checks. Gives a copy. */
export function checkDecodeOptions(owner: string, name: string, value: DecodeOptions | undefined): DecodeOptions | undefined {
  if (value === undefined) return undefined;
  const where = `${owner}: ${name}`;
  checkOptionNames(where, value, DECODE_NAMES);
  for (const limit of DECODE_LIMITS) {
    const given: unknown = value[limit];
    const endless = limit !== 'maxDepth' && given === Number.POSITIVE_INFINITY;
    if (given === undefined || endless || (Number.isSafeInteger(given) && (given as number) >= 0)) continue;
    throw new OptionError(
      `${where}.${limit} is an integer of at least 0${limit === 'maxDepth' ? '' : ', or Infinity'}; got ${describe(given)}`,
    );
  }
  checkBoolean(where, 'allowMissingRequired', value.allowMissingRequired, false);
  const { registry } = value;
  if (registry !== undefined && typeof (registry as Partial<typeof registry> | null)?.checkExtensions !== 'function') {
    throw new OptionError(`${where}.registry is a Registry of barewire/protobuf; got ${describe(registry)}`);
  }
  return { ...value };
}
