/** What one kind of list was last sent as, position by position. Any list may be tried against any template: it is a guess only. */
import { MAX_KEPT_CHARACTERS } from '../limits.js';
import type { NameRecord } from './indexing.js';

/** Lists of so many kinds are kept apart: a server's headers, trailers and errors, or a client's methods with and without metadata. */
export const TEMPLATES = 4;

/** Positions that are kept: requests with a lot of metadata have thirty. */
const MAX_PLACES = 64;

const NO_FIELDS: readonly FieldTemplate[] = [];

/** One position. */
export class FieldTemplate {
  name: string;
  /** A value that is in one of the tables; where none is, the empty string with code 0. */
  value: string;
  /** The entry: an index of the static table, or minus the number of one in the dynamic table. 0 for none. */
  code: number;
  record: NameRecord;

  constructor(record: NameRecord) {
    this.name = record.name;
    this.value = '';
    this.code = 0;
    this.record = record;
  }
}

export class ListTemplate {
  /** Length of the list that it was made for. */
  length: number;
  /** Grown to its exact length: one that is pushed to has room for sixteen more, on each of a connection's templates. */
  fields: readonly FieldTemplate[] = NO_FIELDS;

  constructor(length: number) {
    this.length = length;
  }

  set(place: number, record: NameRecord, value: string, code: number): void {
    const { fields } = this;
    if (record.kind.long || place > fields.length || place === MAX_PLACES) return;
    if (place === fields.length) this.fields = fields.concat(new FieldTemplate(record));
    const field = this.fields[place]!;
    const kept = value.length <= MAX_KEPT_CHARACTERS;
    field.name = record.name;
    field.value = kept ? value : '';
    field.code = kept ? code : 0;
    field.record = record;
  }
}
