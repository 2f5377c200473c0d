/**
 * Whether two messages have the same unknown fields, as protobuf's own comparison has it (C++ `MessageDifferencer`): fields of one number
 * and wire type in their order, whatever stands between them.
 */
import { isBytes } from '../../bytes/copy.js';
import { notA } from '../errors.js';
import { heldHigh, heldLow } from '../int64.js';
import { readTag, WireType } from '../tag.js';
import { groupContentEnd, skipField, type UnknownFields, unknownFields } from '../unknown.js';
import { readLength, readVarint64, varintEnd } from '../varint.js';

/** The unknown fields of `message`, which a user may have put there. */
export function unknownRuns(message: UnknownFields): readonly Uint8Array[] {
  const runs: unknown = message[unknownFields];
  if (runs === undefined) return [];
  if (!Array.isArray(runs) || !runs.every(isBytes)) throw notA('an array of Uint8Array as unknown fields', runs);
  return runs;
}

/**
 * Whether the runs of whole fields `a` and `b` say the same. Varints are compared by value, whatever their length; groups by their bytes,
 * since nobody knows what is in them. Throws a `DecodeError` for bytes that are no fields.
 */
export function sameUnknown(a: readonly Uint8Array[], b: readonly Uint8Array[]): boolean {
  if (sameRuns(a, b)) return true;
  const one = joined(a);
  const other = joined(b);
  const fields = byTag(one);
  const others = byTag(other);
  if (fields.size !== others.size) return false;
  for (const [tag, places] of fields) {
    const otherPlaces = others.get(tag);
    if (otherPlaces?.length !== places.length) return false;
    for (let index = 0; index < places.length; index += 2) {
      const same =
        (tag & 7) === WireType.VARINT
          ? sameVarint(one, places[index]!, other, otherPlaces[index]!)
          : sameRange(one, places[index]!, places[index + 1]!, other, otherPlaces[index]!, otherPlaces[index + 1]!);
      if (!same) return false;
    }
  }
  return true;
}

/** Pairs of where contents begin and end, by the tags in front of them: a length is no content, nor is the end of a group. */
function byTag(bytes: Uint8Array): ReadonlyMap<number, readonly number[]> {
  const fields = new Map<number, number[]>();
  for (let position = 0; position < bytes.length; ) {
    const tag = readTag(bytes, position, bytes.length);
    let start = varintEnd;
    position = skipField(tag, bytes, start, bytes.length);
    const end = (tag & 7) === WireType.SGROUP ? groupContentEnd : position;
    if ((tag & 7) === WireType.LEN) {
      readLength(bytes, start, bytes.length);
      start = varintEnd;
    }
    const places = fields.get(tag);
    if (places === undefined) fields.set(tag, [start, end]);
    else places.push(start, end);
  }
  return fields;
}

function sameVarint(a: Uint8Array, atA: number, b: Uint8Array, atB: number): boolean {
  readVarint64(a, atA, a.length);
  const low = heldLow();
  const high = heldHigh();
  readVarint64(b, atB, b.length);
  return low === heldLow() && high === heldHigh();
}

function sameRange(a: Uint8Array, startA: number, endA: number, b: Uint8Array, startB: number, endB: number): boolean {
  if (endA - startA !== endB - startB) return false;
  for (let index = startA; index < endA; index++) if (a[index] !== b[index - startA + startB]) return false;
  return true;
}

/** Where one run of unknown fields ends and the next begins is no part of what a message says. */
export function sameRuns(a: readonly Uint8Array[], b: readonly Uint8Array[]): boolean {
  let inA = 0;
  let atA = 0;
  let inB = 0;
  let atB = 0;
  for (;;) {
    while (inA < a.length && atA === a[inA]!.length) {
      inA++;
      atA = 0;
    }
    while (inB < b.length && atB === b[inB]!.length) {
      inB++;
      atB = 0;
    }
    if (inA === a.length || inB === b.length) return inA === a.length && inB === b.length;
    if (a[inA]![atA++] !== b[inB]![atB++]) return false;
  }
}

/** The runs one behind the other. */
export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let position = 0;
  for (const part of parts) {
    whole.set(part, position);
    position += part.length;
  }
  return whole;
}
