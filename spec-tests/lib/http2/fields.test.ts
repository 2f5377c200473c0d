import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { appendFields, HttpFields, pseudoField } from '../../../lib/http2/fields.js';

describe('header fields of plain HTTP/2', () => {
  const fields = new HttpFields([':method', 'GET', ':path', '/', 'accept', 'a', 'cookie', 'x=1', 'accept', 'b', 'cookie', 'y=2']);

  it('are looked up by name in any case, several joined as RFC 9110 §5.3 says', () => {
    assert.equal(fields.get('Accept'), 'a, b');
    assert.equal(fields.get('cookie'), 'x=1; y=2');
    assert.deepEqual(fields.getAll('ACCEPT'), ['a', 'b']);
    assert.deepEqual(fields.getAll('missing'), []);
    assert.equal(fields.get('missing'), undefined);
    assert.equal(fields.has('accept'), true);
    assert.equal(fields.has(':method'), false);
  });

  it('come in order without pseudo-header fields, and hide secrets when printed', () => {
    assert.deepEqual(
      [...fields].map(([name]) => name),
      ['accept', 'cookie', 'accept', 'cookie'],
    );
    assert.equal(inspect(new HttpFields(['a', 'b', 'authorization', 'Bearer x'])), 'HttpFields { a: b, authorization: (hidden) }');
    assert.equal(pseudoField([':method', 'GET', 'a', 'b', ':path', '/late'], ':path'), '', 'they stand first');
  });

  it('are given as a record, as pairs, or as what came', () => {
    const list: string[] = [];
    appendFields(list, { A: 1, b: ['2', '3'], c: undefined }, 'test');
    appendFields(list, [['D', '4']], 'test');
    appendFields(list, new HttpFields(['e', '5']), 'test');
    assert.deepEqual(list, ['a', '1', 'b', '2', 'b', '3', 'd', '4', 'e', '5']);
  });

  it('are refused where RFC 9113 §8.2 does not allow them, with the name and without the value', () => {
    const wrong: [unknown, RegExp][] = [
      [{ 'a b': '' }, /"a b" is no field name/],
      [{ ':path': '' }, /":path" is a pseudo-header field/],
      [{ Upgrade: 'h2c' }, /"Upgrade" belongs to HTTP\/1\.1/],
      [{ te: 'gzip' }, /"te" belongs to HTTP\/1\.1/],
      [{ a: 'secret\n' }, /the header a has a NUL or a line break in its value$/],
      [{ a: 'secret\u0100' }, /beyond U\+00FF/],
      [{ a: ' secret' }, /space at an end/],
      [{ a: {} }, /the header a is a string or a number; got an object/],
      [{ a: Number.NaN }, /got NaN/],
      [[['a']], /pairs of name and value; got an array of 1/],
      ['a: b', /headers are a record or pairs/],
    ];
    for (const [init, message] of wrong) {
      assert.throws(
        () => appendFields([], init as never, 'test'),
        (error: Error) => {
          assert.match(error.message, message);
          assert.doesNotMatch(error.message, /secret/);
          return true;
        },
      );
    }
    appendFields([], { te: 'trailers' }, 'test');
  });
});
