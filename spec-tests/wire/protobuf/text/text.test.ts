import assert from 'node:assert/strict';
import { fromText, TextError, toText } from '../../../../wire/protobuf/text/index.js';
import { hex, type } from '../../../support/schema.js';

const M = type([
  'int32 i = 1',
  'uint64 u = 2',
  'float f = 3',
  'string s = 4',
  'bytes b = 5',
  'bool t = 6',
  'repeated int32 list = 7',
  'map<string, int64> map = 8',
  'oneof x string text = 9',
  'oneof x M m = 10',
  'M sub = 11',
  'repeated M subs = 12',
]);

describe('fromText', () => {
  it('reads what toText writes', () => {
    const message = M.create({
      i: -5,
      u: 2n ** 64n - 1n,
      f: 1.1,
      s: 'é "q" \n\u2028',
      b: hex('00ff41'),
      t: true,
      list: [1, 2],
      map: new Map([
        ['b', 1n],
        ['a', -1n],
      ]),
      x: { case: 'm', value: { i: 1 } },
      sub: { sub: {} },
      subs: [{}, { s: 'x' }],
    });
    const text = toText(M, message);
    assert.equal(
      text,
      [
        'i: -5',
        'u: 18446744073709551615',
        'f: 1.1',
        's: "é \\"q\\" \\n\\u2028"',
        'b: "\\000\\377A"',
        't: true',
        'list: 1',
        'list: 2',
        'map {',
        '  key: "a"',
        '  value: -1',
        '}',
        'map {',
        '  key: "b"',
        '  value: 1',
        '}',
        'm {',
        '  i: 1',
        '}',
        'sub {',
        '  sub {',
        '  }',
        '}',
        'subs {',
        '}',
        'subs {',
        '  s: "x"',
        '}',
        '',
      ].join('\n'),
    );
    const again = fromText(M, text);
    assert.equal(toText(M, again), text);
    assert.deepEqual(fromText(M, toText(M, message, { singleLine: true })), again);
    assert.ok(again.f === Math.fround(1.1));
  });

  it('tells line and column', () => {
    assert.throws(
      () => fromText(M, 'i: 1\nsub {\n  nope: 1 }'),
      (error) =>
        error instanceof TextError &&
        error.message === 'line 3, column 3: t.M has no field "nope"' &&
        error.line === 3 &&
        error.column === 3,
    );
  });
});
