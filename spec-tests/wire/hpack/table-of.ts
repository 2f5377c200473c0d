import type { HpackDecoder, HpackEncoder } from '../../../wire/hpack/index.js';

/** The dynamic table inside, newest entry first. */
export interface Table {
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly bytes: number;
  readonly maxBytes: number;
}

export function tableOf(coder: HpackDecoder | HpackEncoder): Table {
  const table = 'decode' in coder ? coder['table'] : coder['table'].entries;
  const fields: [string, string][] = [];
  for (let number = table.insertions; number > table.insertions - table.entries; number--)
    fields.push([table.name(number), table.value(number)]);
  return { fields, bytes: table.bytes, maxBytes: table.maxBytes };
}
