/**
 * Field blocks that were decoded before, by their bytes. While the dynamic table is unchanged the same bytes mean the same fields, and
 * on a connection in use nearly all blocks are repetitions: six bytes of indices per request, one or two per answer. Who gets the same
 * array again may compare it by identity.
 *
 * `MEMO_BLOCKS` places of up to `MEMO_BLOCK_BYTES`; a block has one place that it can be in. Blocks are kept as strings, one character
 * per byte, which for the few bytes that most have takes a third of a typed array's memory; nothing is made before the first block.
 */
import { MEMO_BLOCK_BYTES, MEMO_BLOCKS } from '../limits.js';
import type { FieldList } from './field-list.js';
import { latin1 } from './string.js';

/** Misses in a row after which only every sixteenth block is remembered: this peer's blocks all differ. */
const PATIENCE = 16;

/** Shared by all that remember nothing yet; never written to. */
const NO_BLOCKS: string[] = [];
const NO_LISTS: (FieldList | undefined)[] = [];

export class BlockMemo {
  /** By place; the empty string where there is none. */
  private blocks: string[] = NO_BLOCKS;
  private lists: (FieldList | undefined)[] = NO_LISTS;
  private empty = true;
  private missesInRow = 0;

  /** The list that `[start, end)` was decoded to. */
  find(buffer: Uint8Array, start: number, end: number): FieldList | undefined {
    const length = end - start;
    if (this.empty || length > MEMO_BLOCK_BYTES || length === 0) return undefined;
    const place = placeOf(buffer, start, length);
    const block = this.blocks[place]!;
    if (block.length !== length) return undefined;
    // From behind, where literals stand: blocks differ there first.
    for (let at = length - 1; at >= 0; at--) if (block.charCodeAt(at) !== buffer[start + at]) return undefined;
    this.missesInRow = 0;
    return this.lists[place];
  }

  /** Keeps what `[start, end)` was decoded to. Neither block nor list may depend on anything but the dynamic table as it is now. */
  remember(buffer: Uint8Array, start: number, end: number, list: FieldList): void {
    const length = end - start;
    if (length > MEMO_BLOCK_BYTES || length === 0) return;
    if (++this.missesInRow > PATIENCE && this.missesInRow % PATIENCE !== 0) return;
    if (this.blocks.length === 0) {
      this.blocks = new Array<string>(MEMO_BLOCKS).fill('');
      this.lists = new Array<FieldList | undefined>(MEMO_BLOCKS).fill(undefined);
    }
    const place = placeOf(buffer, start, length);
    this.blocks[place] = latin1(buffer, start, end);
    this.lists[place] = list;
    this.empty = false;
  }

  /** The dynamic table has changed. */
  clear(): void {
    if (this.empty) return;
    this.blocks.fill('');
    this.lists.fill(undefined);
    this.empty = true;
  }
}

function placeOf(buffer: Uint8Array, start: number, length: number): number {
  const last = start + length - 1;
  return (length + buffer[start]! * 3 + buffer[(start + last) >>> 1]! * 5 + buffer[last]! * 7) % MEMO_BLOCKS;
}
