import assert from 'node:assert/strict';
import { suggest } from '../../../lib/compiler/suggest.js';

describe('the likely word', () => {
  const words = ['message', 'enum', 'service', 'Order', 'OrderLine', 'int32', 'int64'];
  const cases: readonly [string, string | undefined][] = [
    ['mesage', 'message'],
    ['messgae', 'message'],
    ['Message', 'message'],
    ['ORDER', 'Order'],
    ['Ordr', 'Order'],
    ['int46', 'int64'],
    ['OrderLines', 'OrderLine'],
    ['enm', 'enum'],
    ['xyz', undefined],
    ['a', undefined],
    ['', undefined],
    ['completely', undefined],
  ];
  for (const [written, meant] of cases) it(`for "${written}" is ${meant ?? 'none'}`, () => assert.equal(suggest(written, words), meant));

  it('is never the word itself, and is not looked for at any price', () => {
    assert.equal(suggest('Order', ['Order']), undefined);
    assert.equal(suggest('a'.repeat(100_000), ['a'.repeat(99_999)]), undefined);
    const many = Array.from({ length: 1_000_000 }, (_, index) => `word${index}`);
    assert.equal(suggest('neverthere', many), undefined);
    let looked = 0;
    function* long(): Iterable<string> {
      for (; looked < 100_000; looked++) yield `${looked}`.padStart(64, 'abc');
    }
    assert.equal(suggest('x'.repeat(64), long()), undefined);
    assert.ok(looked < 1_000, 'long words are dear to compare');
  });
});
