/**
 * Where groups end (Protobuf encoding: Groups). A group has no length: to be decoded it is passed over first, and so would be each group
 * inside it, each byte once for every level: 100 levels around 4 MB took 3.9 s. So the ends of all groups inside the outermost one are
 * noted when it is passed over, and found when their turn comes: 0.12 s.
 */
import { DecodeError, fieldZero, truncated } from './errors.js';
import { readTag, WireType } from './tag.js';
import { skipValue } from './unknown.js';
import { varintEnd } from './varint.js';

/** The groups inside the one that was passed over last, in the order they begin: where their contents begin and end, and their ends. */
let noted: Uint8Array | undefined;
let starts: number[] = [];
let contentEnds: number[] = [];
let ends: number[] = [];
/** The first of them that has not been asked for. */
let next = 0;

/** Where the content of the group that `groupEnd` was asked for ends, its end tag left out. Take it at once. */
export let contentEnd = 0;

/** After a decode, and before one: the bytes may change from now on, and nothing of them is kept. */
export function forgetGroups(): void {
  if (noted === undefined) return;
  noted = undefined;
  starts = [];
  contentEnds = [];
  ends = [];
}

/** The position behind the group whose `tag` was read and whose content begins at `position`. */
export function groupEnd(tag: number, buffer: Uint8Array, position: number, end: number): number {
  if (buffer === noted) {
    // Those in between were passed over with something unknown.
    while (next < starts.length && starts[next]! < position) next++;
    if (next < starts.length && starts[next] === position && ends[next]! <= end) {
      contentEnd = contentEnds[next]!;
      return ends[next++]!;
    }
  }
  return noteGroups(tag, buffer, position, end);
}

function noteGroups(tag: number, buffer: Uint8Array, start: number, end: number): number {
  noted = buffer;
  starts = [];
  contentEnds = [];
  ends = [];
  next = 0;
  // Groups that are open: number, and place among those noted. The outermost one has none.
  const numbers = [tag >>> 3];
  const places = [-1];
  let position = start;
  while (position < end) {
    const tagStart = position;
    const inner = readTag(buffer, position, end);
    position = varintEnd;
    const number = inner >>> 3;
    const wireType = inner & 7;
    if (number === 0) throw fieldZero(position - 1);
    if (wireType === WireType.SGROUP) {
      numbers.push(number);
      places.push(starts.length);
      starts.push(position);
      contentEnds.push(0);
      ends.push(0);
    } else if (wireType === WireType.EGROUP) {
      if (numbers.pop() !== number) throw new DecodeError(`an end of group ${number} closes another group`, tagStart);
      const place = places.pop()!;
      if (place < 0) {
        contentEnd = tagStart;
        return position;
      }
      contentEnds[place] = tagStart;
      ends[place] = position;
    } else {
      position = skipValue(wireType, buffer, position, end);
    }
  }
  throw truncated(`group ${numbers[numbers.length - 1]}`, start);
}
