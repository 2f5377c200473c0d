import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type FieldList, HpackDecoder, HpackError } from '../../../wire/hpack/index.js';
import { MEMO_BLOCK_BYTES } from '../../../wire/limits.js';
import { hex } from '../../support/schema.js';
import { EXAMPLES } from './appendix-c.js';
import { block, indexed, neverIndexed, sizeUpdate, withIndexing, withoutIndexing } from './blocks.js';
import { tableOf } from './table-of.js';

function decoderOf(maxListBytes = 16_384, maxTableBytes = 4096): HpackDecoder {
  return new HpackDecoder({ maxListBytes, maxTableBytes });
}

function decode(decoder: HpackDecoder, ...parts: readonly number[][]): FieldList | undefined {
  const bytes = block(...parts);
  return decoder.decode(bytes, 0, bytes.length);
}

function refuses(decoder: HpackDecoder, bytes: Uint8Array, message: RegExp, position?: number): void {
  assert.throws(
    () => decoder.decode(bytes, 0, bytes.length),
    (error: unknown) => {
      assert.ok(error instanceof HpackError);
      assert.equal(error.code, 'ERR_BAREWIRE_HPACK');
      assert.match(error.message, message);
      if (position !== undefined) assert.equal(error.position, position);
      return true;
    },
  );
}

describe('HpackDecoder', () => {
  it('takes a block from the middle of a buffer', () => {
    const bytes = block([0xff, 0xff], withoutIndexing('a', 'b'), indexed(2), [0xff]);
    assert.deepEqual(decoderOf().decode(bytes, 2, bytes.length - 1), ['a', 'b', ':method', 'GET']);
  });

  it('gives an empty list for an empty block', () => assert.deepEqual(decode(decoderOf()), []));

  it('gives one character per byte, and any name', () => {
    const all = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)).toString('latin1');
    for (const text of ['', '\u0000', 'é', 'ÿ'.repeat(17), all, '__proto__', 'constructor']) {
      const decoder = decoderOf();
      assert.deepEqual(decode(decoder, withIndexing(text, text), indexed(62)), [text, text, text, text]);
    }
  });

  it('refers to names and fields of both tables', () => {
    const decoder = decoderOf();
    decode(decoder, withIndexing('one', '1'), withIndexing('two', '2'));
    assert.deepEqual(decode(decoder, indexed(62), indexed(63), indexed(61), withoutIndexing(63, 'x'), neverIndexed(1, 'y')), [
      ...['two', '2', 'one', '1', 'www-authenticate', '', 'one', 'x', ':authority', 'y'],
    ]);
  });

  it('keeps the name of an entry that the insertion itself evicts (RFC 7541 §4.4)', () => {
    const decoder = decoderOf(16_384, 40);
    decode(decoder, withIndexing('name', 'abcd'));
    assert.deepEqual(decode(decoder, withIndexing(62, 'efgh')), ['name', 'efgh']);
    assert.deepEqual(tableOf(decoder).fields, [['name', 'efgh']]);
  });

  it('empties the table for an entry that is larger, which is in the list all the same (RFC 7541 §4.4)', () => {
    const decoder = decoderOf(16_384, 64);
    decode(decoder, withIndexing('a', 'b'));
    const value = 'x'.repeat(32);
    assert.deepEqual(decode(decoder, withIndexing('c', value)), ['c', value]);
    assert.deepEqual(tableOf(decoder), { fields: [], bytes: 0, maxBytes: 64 });
    refuses(decoder, block(indexed(62)), /index 62/);
  });

  it('holds as many entries as RFC 7541 §4.1 allows, in order', () => {
    const decoder = decoderOf(1_000_000, 4096);
    for (let count = 0; count < 1000; count++) decode(decoder, withIndexing('', ''));
    assert.equal(tableOf(decoder).fields.length, 128);
    for (let count = 0; count < 1000; count++) decode(decoder, withIndexing('n', String(count)));
    const { fields, bytes } = tableOf(decoder);
    assert.deepEqual(
      fields,
      fields.map((_, at) => ['n', String(999 - at)]),
    );
    assert.equal(bytes, fields.length * 36);
    assert.ok(bytes <= 4096 && bytes + 36 > 4096);
  });

  describe('refuses', () => {
    const wrong: readonly (readonly [what: string, bytes: Uint8Array, message: RegExp, position: number])[] = [
      ['index 0', hex('80'), /index 0/, 1],
      ['an index behind an empty dynamic table', hex('be'), /index 62, where the tables go up to 61/, 1],
      ['an index far behind', hex('ff80ffffff07'), /where the tables go up to 61/, 6],
      ['a name behind an empty dynamic table', hex('7e00'), /index 62/, 1],
      ['the same without indexing', hex('0f2f00'), /index 62/, 2],
      ['the same never indexed', hex('1f2f00'), /index 62/, 2],
      ['a size update behind a field', hex('8220'), /not at the beginning/, 2],
      ['a third size update', hex('202020'), /third/, 2],
      ['a size update above the setting', hex('3fe21f'), /4097 bytes, where 4096/, 3],
      ['an integer beyond all bounds', hex('ffffffffffff'), /an integer above/, 5],
      ['a length beyond the block', hex('000261'), /a string of 2 bytes, where 1 are left/, 2],
      ['a length of nearly 2 GiB', hex('007fffffffff06'), /where 0 are left/, 7],
      ['EOS', hex('0084ffffffff00'), /EOS/, 6],
      ['wrong padding', hex('00811800'), /padding/, 3],
    ];
    for (const [what, bytes, message, position] of wrong) it(what, () => refuses(decoderOf(), bytes, message, position));

    it('a block that is cut off at any byte, or gives what stands before', () => {
      for (const { section, block: digits, fields } of EXAMPLES.filter(({ section }) => /C\.(2|\d\.1)/.test(section))) {
        const bytes = hex(digits);
        for (let end = 0; end < bytes.length; end++) {
          let list: FieldList | undefined;
          try {
            list = decoderOf().decode(bytes, 0, end);
          } catch (error) {
            assert.ok(error instanceof HpackError, section);
            continue;
          }
          assert.deepEqual(list, fields.flat().slice(0, list!.length), section);
          assert.ok(list!.length < fields.length * 2, section);
        }
      }
    });

    it('a literal that is cut off at any byte', () => {
      for (const form of [withIndexing, withoutIndexing, neverIndexed]) {
        for (const name of ['name', 1, 61]) {
          const bytes = block(form(name, 'v'.repeat(200)));
          for (let end = 1; end < bytes.length; end++) refuses(decoderOf(), bytes.subarray(0, end), /where|ends inside/);
        }
      }
    });

    it('nothing but with its own error, whatever comes', () => {
      const byte = fc.oneof(fc.nat(255), fc.constantFrom(0x20, 0x3f, 0x40, 0x41, 0x62, 0x7f, 0x80, 0x82, 0xbe, 0xff, 0x00, 0x0f, 0x10));
      const blocks = fc.array(fc.array(byte, { maxLength: 60 }), { maxLength: 12 });
      let taken = 0;
      let refused = 0;
      fc.assert(
        fc.property(blocks, fc.constantFrom(0, 100, 4096), (all, maxListBytes) => {
          const decoder = decoderOf(maxListBytes, 256);
          for (const bytes of all) {
            try {
              const list = decode(decoder, bytes);
              taken++;
              if (list !== undefined) assert.ok(listBytes(list) <= maxListBytes);
            } catch (error) {
              assert.ok(error instanceof HpackError, String(error));
              refused++;
              break;
            }
            const { fields, bytes: tableBytes } = tableOf(decoder);
            assert.equal(tableBytes, listBytes(fields.flat()));
            assert.ok(tableBytes <= 256);
          }
        }),
        { seed: 75_410_001, numRuns: 5_000 },
      );
      assert.ok(taken > 500 && refused > 1_000, `${taken} taken, ${refused} refused`);
    });
  });

  describe('size updates', () => {
    it('evict, and may restore the size', () => {
      const decoder = decoderOf();
      decode(decoder, withIndexing('one', '1'), withIndexing('two', '2'));
      assert.deepEqual(decode(decoder, sizeUpdate(36), indexed(62)), ['two', '2']);
      assert.deepEqual(tableOf(decoder), { fields: [['two', '2']], bytes: 36, maxBytes: 36 });
      assert.deepEqual(decode(decoder, sizeUpdate(0), sizeUpdate(4096)), []);
      assert.deepEqual(tableOf(decoder), { fields: [], bytes: 0, maxBytes: 4096 });
    });

    it('are due after the setting was lowered below the table’s size (RFC 9113 §4.3.1)', () => {
      for (const bytes of [block(), block(indexed(2))]) {
        const decoder = decoderOf();
        decoder.setMaxTableBytes(100);
        refuses(decoder, bytes, /no dynamic table size update, though the setting was lowered to 100/);
      }
      const decoder = decoderOf();
      decoder.setMaxTableBytes(100);
      assert.deepEqual(decode(decoder, sizeUpdate(100), indexed(2)), [':method', 'GET']);
      assert.deepEqual(decode(decoder, indexed(2)), [':method', 'GET']);
      refuses(decoder, block(sizeUpdate(101)), /101 bytes, where 100/);
    });

    it('are due for a block that is remembered, too', () => {
      const decoder = decoderOf();
      decode(decoder, indexed(2));
      decoder.setMaxTableBytes(100);
      refuses(decoder, block(indexed(2)), /no dynamic table size update/);
    });

    it('are not due where the encoder uses no more than the lowered setting', () => {
      const decoder = decoderOf();
      decode(decoder, sizeUpdate(50));
      decoder.setMaxTableBytes(100);
      assert.deepEqual(decode(decoder, indexed(2)), [':method', 'GET']);
    });

    it('name the smallest size first where the setting was lowered and raised (RFC 7541 §4.2)', () => {
      const lowered = () => {
        const decoder = decoderOf();
        decoder.setMaxTableBytes(100);
        decoder.setMaxTableBytes(50);
        decoder.setMaxTableBytes(8192);
        return decoder;
      };
      refuses(lowered(), block(sizeUpdate(8192)), /8192 bytes, where 50/);
      refuses(lowered(), block(sizeUpdate(50), sizeUpdate(8193)), /8193 bytes, where 8192/);
      const decoder = lowered();
      decode(decoder, sizeUpdate(50), sizeUpdate(8192));
      assert.equal(tableOf(decoder).maxBytes, 8192);
    });

    it('may use a raised setting, or not', () => {
      const decoder = decoderOf();
      decoder.setMaxTableBytes(8192);
      decode(decoder, indexed(2));
      assert.equal(tableOf(decoder).maxBytes, 4096);
      decode(decoder, sizeUpdate(8192));
      assert.equal(tableOf(decoder).maxBytes, 8192);
    });
  });

  describe('list limit', () => {
    it('counts as RFC 9113 §6.5.2', () => {
      const parts = [withoutIndexing('name', 'value'), indexed(2)];
      const bytes = 4 + 5 + 32 + 7 + 3 + 32;
      assert.equal(decode(decoderOf(bytes), ...parts)?.length, 4);
      assert.equal(decode(decoderOf(bytes - 1), ...parts), undefined);
      assert.deepEqual(decode(decoderOf(0)), []);
    });

    it('leaves the table in step', () => {
      const decoder = decoderOf(100);
      const parts = [
        withIndexing('one', 'x'.repeat(70)),
        withoutIndexing('y'.repeat(100), ''),
        withIndexing('two', '2'),
        withIndexing(62, '3'),
      ];
      assert.equal(decode(decoder, ...parts), undefined);
      assert.deepEqual(tableOf(decoder).fields, [
        ['two', '3'],
        ['two', '2'],
        ['one', 'x'.repeat(70)],
      ]);
      assert.deepEqual(decode(decoder, indexed(62)), ['two', '3']);
    });

    it('still refuses what is no block', () => {
      refuses(decoderOf(10), block(withoutIndexing('name', 'value'), [0xff]), /ends inside an integer/);
      refuses(decoderOf(10), block(withoutIndexing('name', 'value'), [0x00, 0x81, 0x18, 0x00]), /padding/);
    });

    it('keeps a header bomb from memory: a large entry named 16,000 times', () => {
      const decoder = decoderOf(16_384);
      decode(decoder, withIndexing('a', 'b'.repeat(4000)));
      const bomb = new Uint8Array(16_000).fill(0x80 | 62);
      const take = decoder['take'].bind(decoder);
      let fields = 0;
      let kept = 0;
      decoder['take'] = (bytes: number) => {
        fields++;
        const room = take(bytes);
        if (room) kept++;
        return room;
      };
      assert.equal(decoder.decode(bomb, 0, bomb.length), undefined);
      // One step per byte of the block; four fields of 4,033 bytes found room before the limit, and were let go then.
      assert.equal(fields, bomb.length);
      assert.equal(kept, 4);
      assert.equal(decoder['list'].length, 0);
    });
  });

  describe('memory of blocks', () => {
    it('gives the same array for the same bytes, wherever they stand', () => {
      const decoder = decoderOf();
      decode(decoder, withIndexing('one', '1'));
      const first = decode(decoder, indexed(62), withoutIndexing('x', 'y'));
      const again = block([0], indexed(62), withoutIndexing('x', 'y'), [0]);
      assert.equal(decoder.decode(again, 1, again.length - 1), first);
      assert.notEqual(decode(decoder, indexed(62), withoutIndexing('x', 'z')), first);
      assert.equal(decoder.decode(again, 1, again.length - 1), first);
    });

    it('ends with an insertion, a size update, and an entry that empties the table', () => {
      const changes = [withIndexing('a', 'b'), sizeUpdate(4000), withIndexing('a', 'b'.repeat(4096))];
      for (const change of changes) {
        const decoder = decoderOf(16_384);
        decode(decoder, withIndexing('one', '1'));
        const first = decode(decoder, indexed(2));
        decode(decoder, change);
        const second = decode(decoder, indexed(2));
        assert.deepEqual(second, first);
        assert.notEqual(second, first);
      }
    });

    it('never gives an old list where an index means something else now', () => {
      const decoder = decoderOf();
      decode(decoder, withIndexing('one', '1'));
      assert.deepEqual(decode(decoder, indexed(62)), ['one', '1']);
      decode(decoder, withIndexing('two', '2'));
      assert.deepEqual(decode(decoder, indexed(62)), ['two', '2']);
    });

    it('leaves out blocks that change the table, have secrets, or are too long', () => {
      const decoder = decoderOf();
      assert.deepEqual(decode(decoder, withIndexing('a', 'b')), ['a', 'b']);
      assert.deepEqual(decode(decoder, withIndexing('a', 'b')), ['a', 'b']);
      assert.equal(tableOf(decoder).fields.length, 2);
      for (const parts of [[neverIndexed('a', 'b')], [withoutIndexing('a', 'b'.repeat(MEMO_BLOCK_BYTES))]]) {
        assert.notEqual(decode(decoder, ...parts), decode(decoder, ...parts));
      }
    });

    it('never takes one block for another', () => {
      const blocks = fc.array(fc.array(fc.integer({ min: 0x81, max: 0x86 }), { minLength: 1, maxLength: 8 }), { maxLength: 200 });
      fc.assert(
        fc.property(blocks, (all) => {
          const decoder = decoderOf();
          for (const bytes of all) assert.deepEqual(decode(decoder, bytes), decode(decoderOf(), bytes));
        }),
        { seed: 75_410_002, numRuns: 200 },
      );
    });

    it('is bounded, and comes back where all blocks differed for long', () => {
      const decoder = decoderOf();
      for (let count = 0; count < 1000; count++) decode(decoder, withoutIndexing('a', String(count)));
      const { lists, blocks } = decoder['memo'] as unknown as { lists: unknown[]; blocks: string[] };
      assert.ok(lists.length <= 16 && blocks.join('').length <= 1024);
      let seen = 0;
      for (let count = 0; count < 100; count++) {
        const first = decode(decoder, indexed(2));
        if (decode(decoder, indexed(2)) === first) seen++;
      }
      assert.ok(seen >= 80, `${seen}`);
    });
  });

  describe('neverIndexed', () => {
    it('names the fields of the last block that came so', () => {
      const decoder = decoderOf();
      assert.equal(decoder.neverIndexed, undefined);
      decode(decoder, neverIndexed('secret', '1'), indexed(2), neverIndexed(23, 'x'), withoutIndexing('open', '2'));
      assert.deepEqual([...decoder.neverIndexed!], ['secret', 'authorization']);
      decode(decoder, indexed(2));
      assert.equal(decoder.neverIndexed, undefined);
    });
  });

  it('keeps nothing of the buffer', () => {
    const decoder = decoderOf();
    const bytes = block(withIndexing('name', 'a value that is longer than sixteen'), withoutIndexing('n', 'another value of some length'));
    const list = decoder.decode(bytes, 0, bytes.length);
    bytes.fill(0);
    assert.deepEqual(list, ['name', 'a value that is longer than sixteen', 'n', 'another value of some length']);
    assert.ok(!Object.values(decoder).includes(bytes));
  });
});

function listBytes(list: FieldList): number {
  let bytes = 0;
  for (let at = 0; at < list.length; at += 2) bytes += list[at]!.length + list[at + 1]!.length + 32;
  return bytes;
}
