import assert from 'node:assert/strict';
import { DecodeError } from '../../../wire/protobuf/errors.js';
import { Reader } from '../../../wire/protobuf/reader.js';
import { hex, toHex, type } from '../../support/schema.js';

const M = type(['M g = 1 [delimited]', 'repeated M gs = 2 [delimited]', 'M m = 3', 'int32 i = 4', 'repeated M list = 5'], {
  syntax: '2023',
});

/** How often the bytes of a buffer are looked at while `run` runs. */
function looksAt(bytes: Uint8Array, run: (watched: Uint8Array) => void): number {
  let looks = 0;
  const watched = new Proxy(bytes, {
    get(target, key) {
      if (typeof key === 'string' && /^[0-9]+$/.test(key)) looks++;
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? (value as (...values: unknown[]) => unknown).bind(target) : value;
    },
  });
  run(watched);
  return looks;
}

describe('groups inside groups', () => {
  const nested = (depth: number, inner: string): Uint8Array => hex('0b'.repeat(depth) + inner + '0c'.repeat(depth));

  it('are looked at as often at any depth', () => {
    const inner = '2001'.repeat(500);
    const [one, ten, hundred] = [1, 10, 100].map((depth) =>
      looksAt(nested(depth, inner), (bytes) => M.decodeFrom(bytes, 0, bytes.length, 100)),
    );
    assert.ok(one! > 1_000 && ten! < one! * 1.2 && hundred! < one! * 1.5, `${one}, ${ten}, ${hundred}`);
  });

  it('are found behind others, in lists, in messages and behind unknown ones', () => {
    const bytes = hex('13 0b2001 0c 0c'.replace('0c 0c', '0c14') + '13 1a060b 13 20 02 14 0c 7b 0b 7b7c 0c 7c 0b 2003 0c 14' + '0b0c');
    const message = M.decode(bytes);
    const i = (value: unknown) => (value as { i: number }).i;
    const list = message.gs as Record<string, Record<string, unknown>>[];
    assert.equal(i(list[0]!.g), 1);
    assert.equal(i((list[1]!.m!.g as { gs: unknown[] }).gs[0]), 2);
    assert.equal(i(list[1]!.g), 3);
    assert.equal(toHex(M.encode(M.decode(M.encode(message)))), toHex(M.encode(message)));
  });

  it('may come again in the same buffer with other bytes', () => {
    const buffer = hex('0b 0b 2001 0c 0c');
    assert.deepEqual(M.decode(buffer), M.create({ g: { g: { i: 1 } } }));
    buffer.set(hex('0b 20 01 0b 0c 0c'));
    assert.deepEqual(M.decode(buffer), M.create({ g: { i: 1, g: {} } }));
    buffer.set(hex('0b 0b 0c 0c 20 05'));
    assert.deepEqual(M.decode(buffer), M.create({ g: { g: {} }, i: 5 }));
    buffer.set(hex('0b 0b 0c 0b 0c 0b'));
    assert.throws(() => M.decode(buffer), DecodeError);
    buffer.set(hex('0b 0b 2007 0c 0c'));
    assert.deepEqual(M.decode(buffer), M.create({ g: { g: { i: 7 } } }));
    assert.equal(new Reader(buffer).next(), true);
  });

  it('never pass the end of what they are in', () => {
    for (const wrong of ['1a010b0c', '0b1a010b0c0c', '0b0b0c', '0b0c0c', '0b140c', '130c', '0b 1a02 0b0b 0c 0c0c']) {
      assert.throws(() => M.decode(hex(wrong)), DecodeError, wrong);
    }
  });
});
