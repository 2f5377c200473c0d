/** What one kind of list was last sent as, position by position. Any list may be tried against any template: it is a guess only. */
import { MAX_KEPT_CHARACTERS } from '../limits.js';
import type { NameRecord } from './indexing.js';

/** Lists of so many kinds are kept apart: a server's headers, trailers and errors, or a client's methods with and without metadata. */
export const TEMPLATES = 4;

/** Positions that are kept: requests with a lot of metadata have thirty. */
const MAX_PLACES = 64;

export class ListTemplate {
  /** Length of the list that it was made for, and how many positions are known. */
  length: number;
  places = 0;
  readonly names: string[] = [];
  /** Values that are in one of the tables; where none is, the empty string with code 0. */
  readonly values: string[] = [];
  /** The entry: an index of the static table, or minus the number of one in the dynamic table. 0 for none. */
  readonly codes: number[] = [];
  readonly records: NameRecord[] = [];

  constructor(length: number) {
    this.length = length;
  }

  set(place: number, record: NameRecord, value: string, code: number): void {
    if (record.long) return;
    if (place === this.places) {
      if (place === MAX_PLACES) return;
      this.places++;
    } else if (place > this.places) return;
    this.names[place] = record.name;
    const kept = value.length <= MAX_KEPT_CHARACTERS;
    this.values[place] = kept ? value : '';
    this.codes[place] = kept ? code : 0;
    this.records[place] = record;
  }
}
