import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decodeUtf8, decodeUtf8Lossy, isUtf8, isWellFormed, utf8Length, writeUtf8 } from '../../../wire/bytes/utf8.js';
import { hex, toHex } from '../../support/schema.js';

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const lossy = new TextDecoder('utf-8', { ignoreBOM: true });

function decodesStrictly(bytes: Uint8Array): string | undefined {
  try {
    return strict.decode(bytes);
  } catch {
    return undefined;
  }
}

describe('UTF-8', () => {
  it('agrees with TextDecoder on every sequence of boundary bytes', () => {
    const bytes = [
      0x00, 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec, 0xed, 0xee, 0xef, 0xf0, 0xf1, 0xf3,
      0xf4, 0xf5, 0xff,
    ];
    const pick = fc.array(fc.constantFrom(...bytes), { maxLength: 9 });
    fc.assert(
      fc.property(pick, (list) => {
        const input = Uint8Array.from(list);
        assert.equal(isUtf8(input, 0, input.length), decodesStrictly(input) !== undefined);
        assert.equal(decodeUtf8(input, 0, input.length), decodesStrictly(input));
        assert.equal(decodeUtf8Lossy(input, 0, input.length), lossy.decode(input));
      }),
      { seed: 20260901, numRuns: 20_000 },
    );
  });

  it('writes and reads every kind of text at an offset', () => {
    const text = fc.string({
      unit: fc.oneof(
        fc.constantFrom('a', 'é', '€', '\ufeff', '\ufffd', '\u0000', '𝄞'),
        fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
      ),
    });
    fc.assert(
      fc.property(text, fc.nat(3), (value, offset) => {
        const expected = new TextEncoder().encode(value);
        assert.equal(utf8Length(value), isWellFormed(value) ? expected.length : -1);
        if (!isWellFormed(value)) return;
        const buffer = new Uint8Array(offset + expected.length);
        assert.equal(writeUtf8(value, expected.length, buffer, offset), buffer.length);
        assert.equal(toHex(buffer.subarray(offset)), toHex(expected));
        assert.equal(decodeUtf8(buffer, offset, buffer.length), value);
      }),
      { seed: 20260902, numRuns: 2_000 },
    );
  });

  it('keeps a byte order mark and a replacement character that was sent, at any length', () => {
    for (let length = 0; length < 200; length++) {
      const text = `\ufeff${'x'.repeat(length)}\ufffd`;
      const bytes = new TextEncoder().encode(text);
      assert.equal(decodeUtf8(bytes, 0, bytes.length), text);
    }
  });

  it('sees broken bytes at every place of texts of every length up to 200', () => {
    for (let length = 1; length <= 200; length++) {
      const bytes = new Uint8Array(length).fill(0x61);
      for (const at of [0, length >> 1, length - 1]) {
        bytes[at] = 0xff;
        assert.equal(decodeUtf8(bytes, 0, length), undefined);
        bytes[at] = 0x61;
      }
      assert.equal(decodeUtf8(bytes, 0, length), 'a'.repeat(length));
    }
  });

  it('takes no byte from behind the end', () => {
    const text = new TextEncoder().encode('aé€𝄞'.repeat(20));
    for (let start = 0; start < text.length; start++) {
      for (let end = start; end <= text.length; end++) {
        const part = text.slice(start, end);
        assert.equal(decodeUtf8(text, start, end), decodesStrictly(part), `${start} to ${end}`);
      }
    }
  });

  it('reads text of every kind around the length from which it is read natively', () => {
    for (let length = 4080; length < 4110; length++) {
      for (const unit of ['a', 'é', '€', '𝄞']) {
        for (const text of [
          unit + 'a'.repeat(length),
          'a'.repeat(length) + unit,
          `${'a'.repeat(length >> 1)}${unit}${'a'.repeat(length >> 1)}`,
        ]) {
          const bytes = new TextEncoder().encode(text);
          assert.equal(decodeUtf8(bytes, 0, bytes.length), text);
          assert.equal(
            decodeUtf8(bytes, 0, bytes.length - (unit === 'a' ? 0 : 1)),
            decodesStrictly(bytes.subarray(0, bytes.length - (unit === 'a' ? 0 : 1))),
          );
        }
      }
    }
  });

  it('knows overlong forms, surrogates and points above U+10FFFF as broken', () => {
    for (const broken of [
      'c080',
      'c1bf',
      'e08080',
      'e09fbf',
      'eda080',
      'edbfbf',
      'f0808080',
      'f08fbfbf',
      'f4908080',
      'f8888080',
      '80',
      'c2',
      'e282',
      'f09d84',
    ]) {
      assert.equal(isUtf8(hex(broken), 0, hex(broken).length), false, broken);
    }
  });

  it('finds lone surrogates wherever they stand', () => {
    for (const text of ['\ud800', 'a\udc00', '\ud800a', '\udc00\ud800', '\ud800\ud800\udc00', `${'a'.repeat(100)}\ud83d`]) {
      assert.equal(isWellFormed(text), false);
      assert.equal(utf8Length(text), -1);
    }
    assert.equal(utf8Length('\ud83d\ude00'), 4);
  });

  it('writes nothing where it does not fit, and says where it would have ended', () => {
    const buffer = new Uint8Array(4);
    assert.equal(writeUtf8('hello', 5, buffer, 1), 6);
    assert.deepEqual([...buffer], [0, 0, 0, 0]);
  });

  it('reads long text in pieces without losing a character', () => {
    const text = 'aé€𝄞'.repeat(5_000);
    const bytes = new TextEncoder().encode(text);
    assert.equal(decodeUtf8(bytes, 0, bytes.length), text);
  });
});
