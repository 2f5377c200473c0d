/** Strings as decode reads them: cut out of pieces of the message, by units, and natively; each way beside TextDecoder. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { DecodeError } from '../../../wire/protobuf/errors.js';
import { type } from '../../support/schema.js';

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const lossy = new TextDecoder('utf-8', { ignoreBOM: true });
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

const checked = type(['repeated string list = 1', 'fixed32 number = 2']);
const unchecked = type(['repeated string list = 1', 'optional fixed32 number = 2'], { syntax: 'proto2' });

/** A message of `texts`; with `number` a byte that is not ASCII stands in front of each. */
function message(texts: readonly Uint8Array[], number: boolean): Uint8Array {
  const bytes: number[] = [];
  for (const text of texts) {
    if (number) bytes.push(0x15, 0xff, 0, 0, 0xff);
    bytes.push(0x0a);
    if (text.length < 128) bytes.push(text.length);
    else bytes.push((text.length & 0x7f) | 0x80, text.length >> 7);
    for (const byte of text) bytes.push(byte);
  }
  return Uint8Array.from(bytes);
}

/** Decodes `texts`, as a view at an offset that is no multiple of four too, and compares with what TextDecoder makes of each. */
function check(texts: readonly Uint8Array[]): void {
  for (const number of [false, true]) {
    const plain = message(texts, number);
    const moved = new Uint8Array(plain.length + 3).subarray(3);
    moved.set(plain);
    for (const bytes of [plain, moved, Buffer.from(plain)]) {
      assert.deepEqual(
        unchecked.decode(bytes).list,
        texts.map((text) => lossy.decode(text)),
      );
      let expected: string[] | undefined;
      try {
        expected = texts.map((text) => strict.decode(text));
      } catch {
        assert.throws(() => checked.decode(bytes), { name: 'DecodeError', reason: 'a string is not UTF-8' });
      }
      if (expected !== undefined) assert.deepEqual(checked.decode(bytes).list, expected);
    }
  }
}

/** Characters that are all different as long as there are some. */
const letters = (length: number): string => String.fromCharCode(...Array.from({ length }, (_, index) => 33 + (index % 94)));

const filler = (count: number): Uint8Array[] => Array.from({ length: count }, (_, index) => bytesOf('word '.repeat((index % 7) + 3)));

describe('strings in a message', () => {
  it('are the same in small messages, in the middle and at the end of large ones, at every length', () => {
    for (let length = 0; length <= 136; length++) {
      for (const unit of ['a', 'é', 'я', '界', '🚀']) {
        const text = bytesOf(`${letters(length)}${unit}`);
        check([text]);
        check([text, ...filler(60), text, ...filler(60), text]);
      }
    }
  });

  it('are the same around the length of a piece, and of what is read by units', () => {
    for (const around of [1024, 4096]) {
      for (let length = around - 4; length <= around + 4; length++) {
        for (const unit of ['a', 'é', '界']) {
          const text = bytesOf(`${'a'.repeat(length - bytesOf(unit).length)}${unit}`);
          check([...filler(3), text, ...filler(60)]);
        }
      }
    }
  });

  it('are refused with a broken byte at any place, wherever they stand', () => {
    const broken = [
      [0x80],
      [0xc1, 0xbf],
      [0xc3],
      [0xe0, 0x9f, 0xbf],
      [0xe2, 0x82],
      [0xed, 0xa0, 0x80],
      [0xf0, 0x9f, 0x9a],
      [0xf4, 0x90, 0x80, 0x80],
      [0xf8, 0x90, 0x80, 0x80],
    ];
    for (const length of [1, 2, 3, 4, 5, 11, 12, 13, 14, 16, 17, 20, 33, 63, 64, 65, 111, 112, 113, 130]) {
      for (const wrong of broken) {
        for (let at = 0; at <= length; at += length < 20 ? 1 : 7) {
          const text = Uint8Array.from([...new Uint8Array(at).fill(0x61), ...wrong, ...new Uint8Array(length - at).fill(0x62)]);
          check([...filler(2), text, ...filler(2)]);
          check([...filler(100), text, ...filler(60)]);
        }
      }
    }
  });

  it('are seen to be no ASCII by any one byte, at every length', () => {
    for (let length = 1; length <= 70; length++) {
      for (let at = 0; at < length; at++) {
        const text = new Uint8Array(length).fill(0x61);
        text[at] = 0xff;
        assert.throws(() => checked.decode(message([...filler(2), text, ...filler(50)], true)), DecodeError, `${at} of ${length}`);
        assert.throws(() => checked.decode(message([text], false)), DecodeError, `${at} of ${length}`);
      }
    }
  });

  it('end where their length says, also in the middle of a character', () => {
    // The next field's tag and length are what the broken character lacks: bytes field 16 to 31, and 2047 of them.
    const cut = type(['string s = 1', 'bytes rest = 16']);
    for (const lead of [0xc3, 0xe2, 0xf0]) {
      for (let length = 1; length <= 130; length++) {
        const text = [...new Uint8Array(length - 1).fill(0x61), lead];
        const head = length < 128 ? [0x0a, length] : [0x0a, length | 0x80, length >> 7];
        const bytes = Uint8Array.from([...head, ...text, 0x82, 0x81, 0, ...new Uint8Array(200)]);
        assert.throws(() => cut.decode(bytes), DecodeError);
      }
    }
  });

  it('agree with TextDecoder whatever they are', () => {
    const unit = fc.constantFrom(
      'a',
      'b c',
      'é',
      'ß',
      'я',
      'ш',
      '界',
      '語',
      '🚀',
      '\ufeff',
      '\ufffd',
      '\u0000',
      '\u007f',
      '\u0080',
      '\u07ff',
      '\u0800',
      '\uffff',
    );
    const text = fc.array(unit, { maxLength: 60 }).map((units) => bytesOf(units.join('')));
    const ascii = fc.string({ unit: 'grapheme-ascii', maxLength: 150 }).map(bytesOf);
    const list = fc.array(fc.oneof(text, ascii), { maxLength: 60 });
    fc.assert(
      fc.property(list, fc.nat(), fc.nat(), fc.nat(255), (texts, which, where, byte) => {
        check(texts);
        const hit = texts[which % (texts.length || 1)];
        if (hit === undefined || hit.length === 0) return;
        hit[where % hit.length] = byte;
        check(texts);
      }),
      { seed: 20260911, numRuns: 400 },
    );
  });
});
