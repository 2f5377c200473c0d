/**
 * Fields a message's schema does not know, and known ones that came in another wire type. They are kept as they came, whole
 * fields in wire order, and written back behind the known ones.
 */
import type { Bytes } from '../bytes/codec.js';
import { copyBytes, isBytes, putBytes } from '../bytes/copy.js';
import { takeUnknown } from './budget.js';
import { DecodeError, fieldZero, notA, truncated } from './errors.js';
import { readTag, WireType } from './tag.js';
import { readLength, readVarint64, varintEnd, varintSize, writeVarint32 } from './varint.js';

/**
 * Where a message keeps its unknown fields: `readonly Uint8Array[]`, each a run of whole fields in wire order. Only messages that
 * have some carry it.
 */
export const unknownFields: unique symbol = Symbol.for('barewire.unknownFields') as typeof unknownFields;

/** What a message with unknown fields has. */
export interface UnknownFields {
  readonly [unknownFields]?: readonly Bytes[] | undefined;
}

/**
 * What a decode has found so far: triples of a tag to be put in front (0 for none), start and end in the input. Positions only:
 * collecting costs a hostile sender more than it costs us.
 */
export type UnknownRanges = number[];

/** Where the content of the group that `skipField` skipped last ended, its end tag left out. Take it at once. */
export let groupContentEnd = 0;

/** The position behind the value of a field whose tag was just read. Nested groups are followed by a list, not by recursion. */
export function skipField(tag: number, buffer: Uint8Array, position: number, end: number): number {
  const wireType = tag & 7;
  if (tag >>> 3 === 0) throw fieldZero(position - 1);
  if (wireType === WireType.EGROUP) throw new DecodeError(`an end of group ${tag >>> 3} has no beginning`, position - 1);
  return wireType === WireType.SGROUP ? skipGroup(tag, buffer, position, end) : skipValue(wireType, buffer, position, end);
}

/** The position behind a value that is no group. */
export function skipValue(wireType: number, buffer: Uint8Array, position: number, end: number): number {
  switch (wireType) {
    case WireType.VARINT:
      readVarint64(buffer, position, end);
      return varintEnd;
    case WireType.I64:
      if (position + 8 > end) throw truncated('a 64-bit value', position);
      return position + 8;
    case WireType.LEN:
      return readLength(buffer, position, end);
    case WireType.I32:
      if (position + 4 > end) throw truncated('a 32-bit value', position);
      return position + 4;
    default:
      throw new DecodeError(`a tag has wire type ${wireType}, which does not exist`, position - 1);
  }
}

function skipGroup(tag: number, buffer: Uint8Array, start: number, end: number): number {
  const open = [tag >>> 3];
  let position = start;
  while (position < end) {
    const tagStart = position;
    const inner = readTag(buffer, position, end);
    position = varintEnd;
    const number = inner >>> 3;
    const wireType = inner & 7;
    if (number === 0) throw fieldZero(position - 1);
    if (wireType === WireType.SGROUP) {
      open.push(number);
    } else if (wireType === WireType.EGROUP) {
      if (open.pop() !== number) throw new DecodeError(`an end of group ${number} closes another group`, tagStart);
      if (open.length === 0) {
        groupContentEnd = tagStart;
        return position;
      }
    } else {
      position = skipValue(wireType, buffer, position, end);
    }
  }
  throw truncated(`group ${open[open.length - 1]}`, start);
}

/**
 * Skips the field whose tag was read from `[fieldStart, position)`, notes it in `ranges` and returns the position behind it. For
 * the `default:` of a generated decode.
 */
export function skipUnknown(
  ranges: UnknownRanges,
  tag: number,
  buffer: Uint8Array,
  fieldStart: number,
  position: number,
  end: number,
): number {
  const next = skipField(tag, buffer, position, end);
  noteUnknown(ranges, 0, fieldStart, next);
  return next;
}

/**
 * Notes bytes `[start, end)` as unknown: whole fields when `tag` is 0, else a value that gets `tag` in front (an element of a packed
 * list of a closed enum, which becomes a field of its own).
 */
export function noteUnknown(ranges: UnknownRanges, tag: number, start: number, end: number): void {
  const length = ranges.length;
  if (tag === 0 && length > 0 && ranges[length - 3] === 0 && ranges[length - 1] === start) ranges[length - 1] = end;
  else ranges.push(tag, start, end);
}

/** Puts what a decode noted into `message`, behind what it had (when a repeated singular message is merged), and counts it. */
export function keepUnknown(message: object, buffer: Uint8Array, ranges: UnknownRanges): void {
  // A packed list of a closed enum may have prepared for some and met none.
  if (ranges.length === 0) return;
  const run = runOf(buffer, ranges);
  takeUnknown(run.length);
  appendUnknown(message, run);
}

/** The fields of `ranges` as one run. */
export function runOf(buffer: Uint8Array, ranges: UnknownRanges): Bytes {
  // Mostly one run of whole fields.
  if (ranges.length === 3 && ranges[0] === 0) return copyBytes(buffer, ranges[1]!, ranges[2]!);
  let size = 0;
  for (let index = 0; index < ranges.length; index += 3) {
    size += (ranges[index] === 0 ? 0 : varintSize(ranges[index]!)) + ranges[index + 2]! - ranges[index + 1]!;
  }
  const run = new Uint8Array(size);
  let position = 0;
  for (let index = 0; index < ranges.length; index += 3) {
    if (ranges[index] !== 0) position = writeVarint32(ranges[index]!, run, position);
    position = putBytes(buffer.subarray(ranges[index + 1]!, ranges[index + 2]!), run, position);
  }
  return run;
}

/**
 * Adds a run behind the others. A run is joined with its forerunners while they are not longer than it: lengths keep falling, so a
 * message merged from very many parts has few runs, at a cost that stays n log n.
 */
export function appendUnknown(message: object, added: Bytes): void {
  const runs = (message as { [unknownFields]?: Bytes[] })[unknownFields];
  if (runs === undefined) {
    (message as { [unknownFields]?: Bytes[] })[unknownFields] = [added];
    return;
  }
  let run = added;
  while (runs.length > 0 && runs[runs.length - 1]!.length <= run.length) {
    const before = runs.pop()!;
    const joined = new Uint8Array(before.length + run.length);
    joined.set(before);
    joined.set(run, before.length);
    run = joined;
  }
  runs.push(run);
}

/** Writes the unknown fields of `message` as they came. Short, so that it is inlined: hardly any message has some. */
export function writeUnknown(message: object, buffer: Uint8Array, position: number): number {
  const runs = (message as UnknownFields)[unknownFields];
  return runs === undefined ? position : writeRuns(runs, buffer, position);
}

function writeRuns(runs: unknown, buffer: Uint8Array, position: number): number {
  if (!Array.isArray(runs)) throw notA('an array of Uint8Array as unknown fields', runs);
  let end = position;
  for (const run of runs as unknown[]) {
    if (!isBytes(run)) throw notA('unknown fields as a Uint8Array', run);
    end = putBytes(run, buffer, end);
  }
  return end;
}
