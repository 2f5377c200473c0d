/** The encoder's side of the dynamic table: the entries, and where each name and value stands in it. */
import { MAX_NAME_RECORDS } from '../limits.js';
import { DynamicTable, entryBytes } from './dynamic-table.js';
import { NameRecord } from './indexing.js';

export class EncoderTable {
  readonly entries: DynamicTable;
  private records = new Map<string, NameRecord>();
  private maxRecords = MAX_NAME_RECORDS;

  constructor(maxBytes: number) {
    this.entries = new DynamicTable(maxBytes);
  }

  record(name: string): NameRecord | undefined {
    return this.records.get(name);
  }

  addRecord(name: string): NameRecord {
    const record = new NameRecord(name);
    if (!record.kind.long) this.records.set(name, record);
    return record;
  }

  /** Where there are too many names, keeps those that are in the dynamic table. Gives whether any was forgotten. */
  forgetNames(): boolean {
    if (this.records.size < this.maxRecords) return false;
    const kept = new Map<string, NameRecord>();
    for (const [name, record] of this.records) if (record.newest !== 0) kept.set(name, record);
    this.records = kept;
    this.maxRecords = kept.size + MAX_NAME_RECORDS;
    return true;
  }

  /** Inserts a field that is no larger than the table. */
  insert(record: NameRecord, value: string): void {
    const { entries } = this;
    this.evictTo(entries.maxBytes - entryBytes(record.name, value));
    entries.insert(record.name, value);
    record.inserted(value, entries.insertions);
  }

  resize(maxBytes: number): void {
    this.evictTo(maxBytes);
    this.entries.resize(maxBytes);
  }

  private evictTo(bytes: number): void {
    const { entries } = this;
    while (entries.bytes > bytes) {
      const number = entries.oldest();
      this.records.get(entries.name(number))!.evicted(entries.value(number), number);
      entries.evictOldest();
    }
  }
}
