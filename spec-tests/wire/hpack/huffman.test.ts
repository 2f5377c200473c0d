import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  decodeHuffman,
  HUFFMAN_BAD_PADDING,
  HUFFMAN_EOS,
  huffmanBytes,
  huffmanScratch,
  writeHuffman,
} from '../../../wire/hpack/huffman.js';
import { CODE_BITS, CODES, EOS } from '../../../wire/hpack/huffman-table.js';
import { MAX_HUFFMAN_SCRATCH_BYTES } from '../../../wire/limits.js';
import { hex, toHex } from '../../support/schema.js';
import { APPENDIX_B } from './appendix-b.js';

const appendix = APPENDIX_B.trim()
  .split(/\s/)
  .map((entry) => entry.split('/'))
  .map(([code, bits]) => Number.parseInt(code!, 16).toString(2).padStart(Number(bits), '0'));

/** The bits of `text` by Appendix B, with padding. */
function bitsOf(text: string): string {
  const bits = [...text].map((character) => appendix[character.charCodeAt(0)]).join('');
  return bits.padEnd(Math.ceil(bits.length / 8) * 8, '1');
}

function bytesOf(bits: string): Uint8Array {
  return Uint8Array.from(bits.match(/.{8}/g) ?? [], (byte) => Number.parseInt(byte, 2));
}

const symbols = new Map(appendix.map((bits, symbol) => [bits, symbol]));

/** What the bytes stand for, bit by bit with Appendix B alone; undefined where they are wrong. */
function decodedSlowly(bytes: Uint8Array): string | undefined {
  let text = '';
  let code = '';
  for (const bit of [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')) {
    code += bit;
    const symbol = symbols.get(code);
    if (symbol === EOS) return undefined;
    if (symbol === undefined) continue;
    text += String.fromCharCode(symbol);
    code = '';
  }
  return code.length > 7 || code.includes('0') ? undefined : text;
}

function decoded(bytes: Uint8Array): string | number {
  const scratch = huffmanScratch(bytes.length);
  const length = decodeHuffman(bytes, 0, bytes.length, scratch);
  return length < 0 ? length : Buffer.from(scratch.subarray(0, length)).toString('latin1');
}

function encoded(text: string): Uint8Array {
  const buffer = new Uint8Array(text.length * 4 + 4);
  return buffer.slice(0, writeHuffman(buffer, 0, text));
}

describe('Huffman code', () => {
  it('is RFC 7541 Appendix B', () => {
    assert.equal(appendix.length, 257);
    for (const [symbol, bits] of appendix.entries()) {
      assert.equal(CODE_BITS[symbol], bits.length, `bits of ${symbol}`);
      assert.equal(CODES[symbol], Number.parseInt(bits, 2), `code of ${symbol}`);
    }
  });

  it('is free of prefixes, and complete', () => {
    const sorted = [...appendix].sort();
    for (const [at, bits] of sorted.entries()) assert.ok(!sorted[at + 1]?.startsWith(bits), bits);
    assert.equal(
      appendix.reduce((sum, bits) => sum + 2 ** -bits.length, 0),
      1,
    );
  });

  it('takes each byte alone, and behind each number of bits', () => {
    for (let symbol = 0; symbol < 256; symbol++) {
      // 0 has five bits: up to eight of them bring the symbol to every place in a byte.
      for (let zeros = 0; zeros < 8; zeros++) {
        const text = '0'.repeat(zeros) + String.fromCharCode(symbol);
        const bytes = encoded(text);
        assert.equal(toHex(bytes), toHex(bytesOf(bitsOf(text))));
        assert.equal(huffmanBytes(text), bytes.length);
        assert.equal(decoded(bytes), text);
      }
    }
  });

  it('round trip of any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const text = Buffer.from(bytes).toString('latin1');
        const code = encoded(text);
        assert.equal(huffmanBytes(text), code.length);
        assert.equal(toHex(code), toHex(bytesOf(bitsOf(text))));
        assert.equal(decoded(code), text);
      }),
      { seed: 75_410_052, numRuns: 2_000 },
    );
  });

  it('decodes or refuses any bytes as Appendix B alone does', () => {
    const byte = fc.oneof({ weight: 3, arbitrary: fc.nat(255) }, { weight: 2, arbitrary: fc.constant(0xff) });
    fc.assert(
      fc.property(fc.array(byte, { maxLength: 12 }), (list) => {
        const bytes = Uint8Array.from(list);
        const ours = decoded(bytes);
        assert.equal(typeof ours === 'number' ? undefined : ours, decodedSlowly(bytes));
      }),
      { seed: 75_410_053, numRuns: 20_000 },
    );
  });

  it('every string of two bytes as Appendix B alone does', () => {
    const bytes = new Uint8Array(2);
    for (let both = 0; both < 0x1_0000; both++) {
      bytes[0] = both >> 8;
      bytes[1] = both & 0xff;
      const ours = decoded(bytes);
      assert.equal(typeof ours === 'number' ? undefined : ours, decodedSlowly(bytes), toHex(bytes));
    }
  });

  const wrong: readonly (readonly [what: string, bytes: string, result: number | string])[] = [
    ['no byte', '', ''],
    ['a with padding of three ones', '1f', 'a'],
    ['a with padding of zeros', '18', HUFFMAN_BAD_PADDING],
    ['a with padding whose last bit is zero', '1e', HUFFMAN_BAD_PADDING],
    ['& with no padding', 'f8', '&'],
    ['eight bits of padding', 'ff', HUFFMAN_BAD_PADDING],
    ['a, and eleven bits of padding', '1fff', HUFFMAN_BAD_PADDING],
    ['29 of the 30 bits of EOS are too much padding', 'fffffff8', HUFFMAN_BAD_PADDING],
    ['EOS', 'ffffffff', HUFFMAN_EOS],
    ['EOS whose last bits are another symbol', 'fffffffc', HUFFMAN_EOS],
    ['EOS behind a', '1fffffffff', HUFFMAN_EOS],
    ['a long code that is cut off', 'fffe', HUFFMAN_BAD_PADDING],
  ];
  for (const [what, bytes, result] of wrong) {
    it(`${what}: ${typeof result === 'string' ? 'taken' : 'refused'}`, () => assert.equal(decoded(hex(bytes)), result));
  }

  it('counts no bytes for what is none', () => assert.ok(Number.isNaN(huffmanBytes('a\u0100'))));

  it('keeps no large buffer', () => {
    const large = huffmanScratch(MAX_HUFFMAN_SCRATCH_BYTES);
    assert.equal(large.length, Math.floor((MAX_HUFFMAN_SCRATCH_BYTES * 8) / 5));
    assert.ok(huffmanScratch(1).length <= MAX_HUFFMAN_SCRATCH_BYTES);
    assert.notEqual(huffmanScratch(1), large);
  });
});
