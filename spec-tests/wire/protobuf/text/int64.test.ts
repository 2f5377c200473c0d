import assert from 'node:assert/strict';
import Long from 'long';
import { buildFile } from '../../../../wire/protobuf/build.js';
import { dynamicMessageType } from '../../../../wire/protobuf/closures/dynamic.js';
import type { Int64Option } from '../../../../wire/protobuf/int64-representation.js';
import { fromText, TextError, toText } from '../../../../wire/protobuf/text/index.js';
import { fileProto } from '../../../support/schema.js';

const FIELDS = ['int64 a = 1', 'uint64 b = 2', 'repeated sint64 c = 3', 'map<int64, fixed64> d = 4', 'optional sfixed64 e = 5'];
const typeAs = (int64: Int64Option) => dynamicMessageType(buildFile(fileProto({ messages: { M: FIELDS } }), [], { int64 }).message(0));

const TEXT = 'a: -5 b: 9007199254740991 c: 1 c: -9007199254740991 d { key: -1 value: 2 } d { key: 9 value: 0 } d { key: 10 value: 1 } e: 0';

describe('text format: 64-bit integers that are no bigints', () => {
  const forms: readonly (readonly [string, Int64Option])[] = [
    ['bigints', 'bigint'],
    ['strings', 'string'],
    ['numbers', 'number'],
    ['Longs', Long],
  ];
  for (const [name, int64] of forms) {
    it(`are read and printed as ${name}`, () => {
      const M = typeAs(int64);
      const message = fromText(M, TEXT);
      assert.deepEqual(message, M.decode(M.encode(message)));
      assert.equal(toText(M, message, { singleLine: true }), TEXT);
      assert.equal(toText(M, fromText(M, 'a: 0 b: 0 d {}'), { singleLine: true }), 'd { key: 0 value: 0 }');
      const kinds: Record<string, string> = { bigints: 'bigint', strings: 'string', numbers: 'number', Longs: 'object' };
      assert.equal(typeof message.a, kinds[name]);
    });
  }

  it('are refused where a number cannot hold them', () => {
    const M = typeAs('number');
    for (const text of ['a: 9007199254740992', 'd { key: -9007199254740992 }'])
      assert.throws(
        () => fromText(M, text),
        (error) => error instanceof TextError && /out of the range of/.test(error.message),
      );
    assert.throws(() => toText(M, { ...M.create(), a: 2 ** 53 }), { name: 'EncodeError', message: /^m\.a: expected int64/ });
    assert.throws(() => toText(typeAs('string'), { ...M.create(), a: '1.5' }), { name: 'EncodeError', message: /^m\.a: expected int64/ });
  });
});
