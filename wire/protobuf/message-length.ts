/**
 * The length in front of a message that stands in another of its own type, as in trees and lists by links. Nobody knows it before the
 * message is written, so bytes are kept free for it, and the message is moved where they turn out to be too few or too many: 40 ns and
 * more on each level. As many are kept free as messages on the same level took before. Encode of sixty messages one inside the other
 * takes 0.65 of the time; for all messages it would cost as much as it gives.
 */
import { MAX_DEPTH } from '../limits.js';
import { varintSize, writeVarint32 } from './varint.js';

/** How many bytes to keep free for such a message, by the levels that are left around it. Generated code reads it. */
export const lengthBytes: Uint8Array = /* @__PURE__ */ new Uint8Array(MAX_DEPTH + 1).fill(1);

/** How many messages on each level were longer than expected since one was not. */
const longer = /* @__PURE__ */ new Uint8Array(MAX_DEPTH + 1);

/** So many longer ones change what is expected, so that levels with lengths of both kinds are mostly moved in one direction. */
const MIN_LONGER = 4;

/** Whether a message was said to end behind the buffer though it might have fitted it with a shorter length. */
let saidTooMuch = false;

/**
 * Fills in the length, which begins at `position`, of a message that was written at `[content, end)`, and moves it if need be. Returns where
 * it ends then. What does not fit the buffer may be said to end some bytes too late: `endsTooLate` tells.
 */
export function closeMessage(buffer: Uint8Array, position: number, content: number, end: number, depth: number): number {
  const length = end - content;
  const kept = content - position;
  const needed = varintSize(length);
  let after = end;
  if (needed !== kept) {
    expect(needed, kept, depth);
    if (needed < kept && end > buffer.length) {
      saidTooMuch = true;
      return end;
    }
    after = end + needed - kept;
    if (after <= buffer.length) buffer.copyWithin(position + needed, content, end);
  }
  if (after <= buffer.length) writeVarint32(length, buffer, position);
  return after;
}

function expect(needed: number, kept: number, depth: number): void {
  if (needed > kept && ++longer[depth]! < MIN_LONGER) return;
  longer[depth] = 0;
  lengthBytes[depth] = needed;
}

/** Whether the last message may fit though it was said not to; if so, what was expected is forgotten and another attempt tells. */
export function endsTooLate(): boolean {
  if (!saidTooMuch) return false;
  saidTooMuch = false;
  lengthBytes.fill(1);
  return true;
}
