/** Every example of RFC 7541 Appendix C by its number: the list, and the dynamic table after each block. */
import assert from 'node:assert/strict';
import { HpackDecoder, HpackEncoder } from '../../../wire/hpack/index.js';
import { readLongInteger, writeInteger } from '../../../wire/hpack/integer.js';
import { hex, toHex } from '../../support/schema.js';
import { EXAMPLES, type Example } from './appendix-c.js';
import { tableOf } from './table-of.js';

/** C.5 and C.6 assume a table of 256 bytes; each chapter from C.3 on is one connection, those of C.2 stand alone. */
const TABLE_BYTES: Readonly<Record<string, number>> = { 'C.5': 256, 'C.6': 256 };

const chapterOf = (section: string) => section.slice(0, section.startsWith('C.2') ? 5 : 3);
const chapters = [...new Set(EXAMPLES.map(({ section }) => chapterOf(section)))];

function examplesOf(chapter: string): readonly Example[] {
  return EXAMPLES.filter(({ section }) => chapterOf(section) === chapter);
}

describe('RFC 7541 Appendix C', () => {
  const integers = [
    { section: 'C.1.1', value: 10, prefixBits: 5, bytes: '0a' },
    { section: 'C.1.2', value: 1337, prefixBits: 5, bytes: '1f9a0a' },
    { section: 'C.1.3', value: 42, prefixBits: 8, bytes: '2a' },
  ];
  for (const { section, value, prefixBits, bytes } of integers) {
    it(`${section}: ${value} with a prefix of ${prefixBits} bits`, () => {
      const buffer = new Uint8Array(8);
      const end = writeInteger(buffer, 0, 0, prefixBits, value);
      assert.equal(toHex(buffer.subarray(0, end)), bytes);
      const cursor = { position: 1 };
      if (end > 1) assert.equal(readLongInteger(buffer, cursor, end, (1 << prefixBits) - 1, 0), value);
      assert.equal(cursor.position, end);
    });
  }

  for (const chapter of chapters) {
    const examples = examplesOf(chapter);
    const decoder = new HpackDecoder({ maxTableBytes: TABLE_BYTES[chapter] ?? 4096, maxListBytes: 16_384 });
    for (const { section, block, fields, table, tableBytes } of examples) {
      it(`${section}: decoded`, () => {
        const bytes = hex(block);
        assert.deepEqual(decoder.decode(bytes, 0, bytes.length), fields.flat());
        const found = tableOf(decoder);
        assert.deepEqual(
          found.fields,
          table.map(([, name, value]) => [name, value]),
        );
        assert.deepEqual(
          found.fields.map(([name, value]) => name.length + value.length + 32),
          table.map(([bytes]) => bytes),
        );
        assert.equal(found.bytes, tableBytes);
        assert.deepEqual([...(decoder.neverIndexed ?? [])], section === 'C.2.3' ? ['password'] : []);
      });
    }
  }

  // In C.5 and C.6 the example's encoder inserts `date`, `location` and `set-cookie`; ours does not.
  for (const [chapter, huffman] of [
    ['C.2.4', true],
    ['C.3', false],
    ['C.4', true],
  ] as const) {
    it(`${chapter}: encoded to the same bytes`, () => {
      const encoder = new HpackEncoder({ huffman });
      for (const { section, block, fields } of examplesOf(chapter)) {
        const buffer = new Uint8Array(1024);
        assert.equal(toHex(buffer.subarray(0, encoder.encode(fields.flat(), buffer, 0))), block, section);
      }
    });
  }

  it('C.2.3: encoded to the same bytes, the name being a secret by the caller’s word or by itself', () => {
    const fields = ['password', 'secret'];
    for (const neverIndexed of [undefined, new Set(['password'])]) {
      const buffer = new Uint8Array(100);
      const end = new HpackEncoder({ huffman: false }).encode(fields, buffer, 0, neverIndexed);
      assert.equal(toHex(buffer.subarray(0, end)), '100870617373776f726406736563726574');
    }
  });

  for (const chapter of ['C.5', 'C.6']) {
    it(`${chapter}: encoded to what means the same`, () => {
      const encoder = new HpackEncoder({ huffman: chapter === 'C.6', maxTableBytes: 256 });
      const decoder = new HpackDecoder({ maxListBytes: 16_384 });
      for (const { fields } of examplesOf(chapter)) {
        const buffer = new Uint8Array(1024);
        assert.deepEqual(decoder.decode(buffer, 0, encoder.encode(fields.flat(), buffer, 0)), fields.flat());
      }
    });
  }

  it('has 3 + 16 examples', () => assert.equal(integers.length + EXAMPLES.length, 19));
});
