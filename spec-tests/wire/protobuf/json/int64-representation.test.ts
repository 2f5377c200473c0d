/** ProtoJSON of 64-bit integers that are strings, numbers or Longs in messages. */
import assert from 'node:assert/strict';
import Long from 'long';
import { buildFile } from '../../../../wire/protobuf/build.js';
import { dynamicMessageType } from '../../../../wire/protobuf/closures/dynamic.js';
import type { Int64Option } from '../../../../wire/protobuf/int64-representation.js';
import { generatedTypes } from '../../../support/generated.js';
import { parse, print, refused, unprintable } from '../../../support/json-both.js';
import { type AnyType, fileProto } from '../../../support/schema.js';

const proto = fileProto({
  messages: {
    M: [
      'int64 a = 1',
      'fixed64 b = 2',
      'optional sint64 c = 3',
      'repeated uint64 d = 4',
      'map<int64, uint64> e = 5',
      'oneof o sfixed64 f = 6',
    ],
  },
});

const TEXT = '{"a":"-5","b":"7","c":"0","d":["0","9007199254740991"],"e":{"-1":"2"},"f":"-9007199254740991"}';

const forms: readonly (readonly [name: string, option: Int64Option, make: (text: string, unsigned: boolean) => unknown, key: unknown])[] = [
  ['string', 'string', (text) => text, '-1'],
  ['number', 'number', Number, -1],
  ['long', Long, (text, unsigned) => Long.fromString(text, unsigned), '-1'],
];

describe('ProtoJSON of 64-bit integers', () => {
  for (const [name, option, make, key] of forms) {
    it(`is the same where they are a ${name}`, () => {
      const file = buildFile(proto, [], { int64: option });
      for (const m of [generatedTypes(file).M!, dynamicMessageType(file.messages[0]!) as AnyType]) {
        const message = m.create({
          a: make('-5', false),
          b: make('7', true),
          c: make('0', false),
          d: [make('0', true), make('9007199254740991', true)],
          e: new Map([[key, make('2', true)]]),
          o: { case: 'f', value: make('-9007199254740991', false) },
        });
        assert.equal(print(m, message), TEXT);
        assert.deepEqual(parse(m, TEXT), message);
        assert.deepEqual(parse(m, TEXT.replaceAll('"-5"', '-5').replace('"7"', '"0.7e1"')), message);
        assert.equal(print(m, m.create()), '{}');
        assert.equal(print(m, m.create(), { alwaysEmitImplicit: true }), '{"a":"0","b":"0","d":[],"e":{}}');
        assert.match(refused(m, '{"a":"9223372036854775808"}'), /^m\.a: expected int64, got string "9223372036854775808"$/);
        assert.match(unprintable(m, { ...message, a: 5n }), /^m\.a: expected a 64-bit integer \(/);
      }
    });
  }

  it('is refused where a number could not hold it', () => {
    const file = buildFile(proto, [], { int64: 'number' });
    const m = dynamicMessageType(file.messages[0]!) as AnyType;
    for (const text of ['9007199254740992', '-9007199254740992', '9223372036854775807']) {
      assert.match(refused(m, `{"a":"${text}"}`), /^m\.a: expected a safe integer, got /);
    }
  });
});
