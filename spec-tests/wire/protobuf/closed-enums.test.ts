import assert from 'node:assert/strict';
import { dynamicMessageType } from '../../../wire/protobuf/closures/dynamic.js';
import { dynamicExtension, setExtension } from '../../../wire/protobuf/extension.js';
import { merge } from '../../../wire/protobuf/message/merge.js';
import { generatedTypes } from '../../support/generated.js';
import { buildSchema, hex, toHex } from '../../support/schema.js';
import { Old, oldFile } from '../../support/text-schema.js';

const file = buildSchema({
  syntax: 'proto2',
  enums: { Shade: { DARK: 1, LIGHT: 2, BRIGHT: 5, NEGATIVE: -1, MANY: 300 } },
  messages: {
    M: [
      'optional Shade one = 1',
      'repeated Shade list = 2',
      'repeated Shade packed = 3 [packed=true]',
      'map<string, Shade> map = 4',
      'oneof choice Shade chosen = 5',
      'oneof choice string text = 6',
      'optional M sub = 7',
      'optional bool isShade = 8',
      'optional bool notA = 9',
    ],
    Needy: ['required Shade shade = 1', 'optional bool isShade = 2'],
  },
});

const roads = {
  closures: { M: dynamicMessageType(file.message(0)), Needy: dynamicMessageType(file.message(1)) },
  'generated code': generatedTypes(file),
};

describe('a closed enum', () => {
  for (const [road, types] of Object.entries(roads)) {
    const M = types.M!;
    const Needy = types.Needy!;

    it(`takes its own numbers, through ${road}`, () => {
      for (const number of [1, 2, 5, -1, 300]) {
        const given = {
          ...{ one: number, list: [number, 1], packed: [number, 5], map: { a: number } },
          ...{ choice: { case: 'chosen', value: number }, isShade: true, notA: true },
        };
        const message = M.decode(M.encode(given));
        assert.deepEqual({ ...message }, { ...given, map: new Map([['a', number]]), sub: undefined });
        assert.equal(Needy.decode(Needy.encode({ shade: number, isShade: true })).shade, number);
      }
    });

    it(`refuses other numbers where they stand when it is written, through ${road}`, () => {
      for (const number of [0, 3, 4, 6, 127, 128, 301, -2, 2 ** 31 - 1, -(2 ** 31)]) {
        const why = `expected a value of t.Shade, which is closed: numbers without a name would not be read back, got number ${number}`;
        for (const [message, path] of [
          [{ one: number }, 'm.one'],
          [{ list: [1, number] }, 'm.list[1]'],
          [{ packed: [1, 2, number] }, 'm.packed[2]'],
          [{ map: { a: number } }, 'm.map["a"]'],
          [{ choice: { case: 'chosen', value: number } }, 'm.choice.value'],
          [{ sub: { one: number } }, 'm.sub.one'],
        ] as const) {
          const expected = { name: 'EncodeError', message: `${path}: ${why}`, path };
          assert.throws(() => M.encode(message), expected);
          assert.throws(() => M.create(message), expected);
          assert.throws(() => merge(M, M.create(), message), expected);
        }
        assert.throws(() => Needy.encode({ shade: number }), { name: 'EncodeError', path: 'needy.shade' });
      }
      for (const value of ['1', 1.5, true, null, 1n, {}, Number.NaN]) {
        for (const message of [{ one: value }, { list: [value] }, { packed: [value] }, { map: { a: value } }])
          assert.throws(() => M.encode(message as never), { name: 'EncodeError', message: /expected a value of t\.Shade \(an int32\)/ });
      }
    });

    it(`keeps the numbers that were read among the unknown fields, through ${road}`, () => {
      const bytes = '0801 0803 1a0103 2205 0a0161 1003'.replaceAll(' ', '');
      assert.equal(toHex(M.encode(M.decode(hex(bytes)))), '0801' + '0803' + '1803' + '22050a01611003');
    });
  }

  it('refuses other numbers in an extension', () => {
    const colors = dynamicExtension(oldFile.extensions.find(({ name }) => name === 'colors')!);
    const old = Old.create();
    assert.throws(() => setExtension(Old, old, colors, [0, 7]), { name: 'EncodeError', path: 'old.[old.colors][1]' });
    setExtension(Old, old, colors, [0, 1]);
    assert.equal(Old.encode(old).length > 0, true);
  });
});
