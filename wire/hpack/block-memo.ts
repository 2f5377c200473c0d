/**
 * Field blocks that were decoded before, by their bytes. While the dynamic table is unchanged the same bytes mean the same fields, and
 * on a connection in use nearly all blocks are repetitions: six bytes of indices per request, one or two per answer. Who gets the same
 * array again may compare it by identity.
 *
 * A table of `MEMO_BLOCKS` places of `MEMO_BLOCK_BYTES` each; a block has one place that it can be in. Empty until the first block,
 * so that an idle connection pays nothing.
 */
import { MEMO_BLOCK_BYTES, MEMO_BLOCKS } from '../limits.js';
import type { FieldList } from './field-list.js';

/** Misses in a row after which only every sixteenth block is remembered: this peer's blocks all differ. */
const PATIENCE = 16;

export class BlockMemo {
  private bytes: Uint8Array | undefined = undefined;
  private readonly lengths: number[] = [];
  private readonly lists: (FieldList | undefined)[] = [];
  private empty = true;
  private missesInRow = 0;

  /** The list that `[start, end)` was decoded to. */
  find(buffer: Uint8Array, start: number, end: number): FieldList | undefined {
    const length = end - start;
    if (this.empty || length > MEMO_BLOCK_BYTES || length === 0) return undefined;
    const place = placeOf(buffer, start, length);
    if (this.lengths[place] !== length) return undefined;
    const bytes = this.bytes!;
    // From behind, where literals stand: blocks differ there first.
    for (let at = place * MEMO_BLOCK_BYTES + length - 1, from = end - 1; from >= start; at--, from--) {
      if (bytes[at] !== buffer[from]) return undefined;
    }
    this.missesInRow = 0;
    return this.lists[place];
  }

  /** Keeps what `[start, end)` was decoded to. Neither block nor list may depend on anything but the dynamic table as it is now. */
  remember(buffer: Uint8Array, start: number, end: number, list: FieldList): void {
    const length = end - start;
    if (length > MEMO_BLOCK_BYTES || length === 0) return;
    if (++this.missesInRow > PATIENCE && this.missesInRow % PATIENCE !== 0) return;
    if (this.bytes === undefined) {
      this.bytes = new Uint8Array(MEMO_BLOCKS * MEMO_BLOCK_BYTES);
      for (let place = 0; place < MEMO_BLOCKS; place++) {
        this.lengths.push(0);
        this.lists.push(undefined);
      }
    }
    const place = placeOf(buffer, start, length);
    const bytes = this.bytes;
    for (let at = place * MEMO_BLOCK_BYTES, from = start; from < end; at++, from++) bytes[at] = buffer[from]!;
    this.lengths[place] = length;
    this.lists[place] = list;
    this.empty = false;
  }

  /** The dynamic table has changed. */
  clear(): void {
    if (this.empty) return;
    this.lengths.fill(0);
    this.lists.fill(undefined);
    this.empty = true;
  }
}

function placeOf(buffer: Uint8Array, start: number, length: number): number {
  const last = start + length - 1;
  return (length + buffer[start]! * 3 + buffer[(start + last) >>> 1]! * 5 + buffer[last]! * 7) % MEMO_BLOCKS;
}
