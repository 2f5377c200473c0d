/**
 * The dynamic table (RFC 7541 §2.3.2, RFC 7541 §4): fields in the order of their insertion, the oldest evicted when the size would pass the
 * maximum. Both sides of a direction hold one; the fields have numbers here that never change, 1 for the connection's first insertion.
 *
 *     number of an entry = insertions - (index - 62)
 *
 * Invariants: `bytes` is the sum of `entryBytes` over the entries; `bytes <= maxBytes`; entries have the numbers
 * `insertions - entries + 1` to `insertions`.
 */
import { MAX_INTEGER } from './integer.js';
import { STATIC_ENTRIES } from './static-table.js';

/** What an entry counts beside its name and value (RFC 7541 §4.1). */
export const ENTRY_OVERHEAD_BYTES = 32;

/** SETTINGS_HEADER_TABLE_SIZE before any SETTINGS (RFC 9113 §6.5.2). */
export const INITIAL_TABLE_BYTES = 4096;

export function entryBytes(name: string, value: string): number {
  return name.length + value.length + ENTRY_OVERHEAD_BYTES;
}

/** Entries that the first ring has room for: a connection that is idle from its beginning has none. */
const FIRST_ENTRIES = 4;

/** Shared by all tables without an entry; never written to. */
const NOTHING: string[] = [];

export function checkTableBytes(name: string, bytes: number): void {
  if (Number.isInteger(bytes) && bytes >= 0 && bytes <= MAX_INTEGER) return;
  throw new RangeError(`${name}: expected an integer of 0 to ${MAX_INTEGER}, got ${String(bytes)}`);
}

export class DynamicTable {
  /** The size that the encoder has chosen last (RFC 7541 §4.2). */
  maxBytes: number;
  bytes = 0;
  entries = 0;
  insertions = 0;

  // A ring whose length is a power of two: the entry with number n stands at n & mask, name and value side by side. An entry has at least
  // 32 bytes, so `maxBytes` bounds it.
  private ring: string[] = NOTHING;
  private mask = -1;

  constructor(maxBytes: number) {
    this.maxBytes = maxBytes;
  }

  /** The number of the entry that `index` of the whole address space means, or 0 where there is none. */
  numberAt(index: number): number {
    const behind = index - STATIC_ENTRIES - 1;
    return behind < this.entries ? this.insertions - behind : 0;
  }

  /** The name of the entry with this number, which must be there. */
  name(number: number): string {
    return this.ring[(number & this.mask) * 2]!;
  }

  value(number: number): string {
    return this.ring[(number & this.mask) * 2 + 1]!;
  }

  /**
   * The index of what an encoder has noted as a code: an index of the static table, or minus the number of an entry. 0 where the code
   * is 0 or the entry has been evicted.
   */
  indexOf(code: number): number {
    if (code >= 0) return code;
    return code + this.insertions < this.entries ? STATIC_ENTRIES + 1 + this.insertions + code : 0;
  }

  /** An entry larger than the table empties it and is not inserted (RFC 7541 §4.4). Gives whether it was. */
  insert(name: string, value: string): boolean {
    const size = entryBytes(name, value);
    this.evictTo(this.maxBytes - size);
    if (size > this.maxBytes) return false;
    if (this.entries > this.mask) this.grow();
    const at = (++this.insertions & this.mask) * 2;
    this.ring[at] = name;
    this.ring[at + 1] = value;
    this.bytes += size;
    this.entries++;
    return true;
  }

  /** RFC 7541 §4.3. */
  resize(maxBytes: number): void {
    this.maxBytes = maxBytes;
    this.evictTo(maxBytes);
  }

  clear(): void {
    this.evictTo(0);
  }

  /** The number of the oldest entry, where there is one. */
  oldest(): number {
    return this.insertions - this.entries + 1;
  }

  evictOldest(): void {
    const at = (this.oldest() & this.mask) * 2;
    this.bytes -= entryBytes(this.ring[at]!, this.ring[at + 1]!);
    this.entries--;
    this.ring[at] = '';
    this.ring[at + 1] = '';
  }

  private evictTo(bytes: number): void {
    while (this.bytes > bytes && this.entries > 0) this.evictOldest();
  }

  private grow(): void {
    const mask = this.mask < 0 ? FIRST_ENTRIES - 1 : this.mask * 2 + 1;
    const ring = new Array<string>(2 * (mask + 1)).fill('');
    for (let number = this.oldest(); number <= this.insertions; number++) {
      ring[(number & mask) * 2] = this.name(number);
      ring[(number & mask) * 2 + 1] = this.value(number);
    }
    this.ring = ring;
    this.mask = mask;
  }
}
