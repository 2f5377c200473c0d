import assert from 'node:assert/strict';
import {
  checkBoolean,
  checkFunction,
  checkInteger,
  checkMilliseconds,
  checkObject,
  checkOptionNames,
  likelyWord,
  OptionError,
  describe as show,
} from '../../lib/check-options.js';

describe('check-options', () => {
  const known = ['connectTimeoutMs', 'insecure', 'tls'];

  it('names an unknown option and the one that was probably meant', () => {
    checkOptionNames('new Channel()', { tls: true, insecure: undefined }, known);
    assert.throws(() => checkOptionNames('new Channel()', { conectTimeoutMs: 1 }, known), {
      name: 'OptionError',
      message: 'new Channel(): unknown option "conectTimeoutMs", did you mean "connectTimeoutMs"?',
    });
    assert.throws(() => checkOptionNames('new Channel()', { colour: 1 }, known), /known are connectTimeoutMs, insecure, tls/);
    assert.throws(() => checkOptionNames('new Channel()', 'tls', known), /options are an object, got "tls"/);
    assert.throws(() => checkOptionNames('new Channel()', null, known), /got null/);
    assert.throws(() => checkOptionNames('new Channel()', JSON.parse('{"__proto__": 1}'), known), /unknown option "__proto__"/);
  });

  it('finds near words only', () => {
    assert.equal(likelyWord('timeoutMS', ['timeoutMs']), 'timeoutMs');
    assert.equal(likelyWord('timoeut', ['timeout', 'time']), 'timeout');
    assert.equal(likelyWord('xyz', ['timeoutMs']), undefined);
    assert.equal(likelyWord('x'.repeat(100_000), ['timeoutMs']), undefined);
  });

  it('says what came and what would do', () => {
    assert.equal(checkMilliseconds('o', 'n', undefined, 7), 7);
    assert.equal(checkMilliseconds('o', 'n', 0, 7), 0);
    assert.equal(checkMilliseconds('o', 'n', Number.POSITIVE_INFINITY, 7), Number.POSITIVE_INFINITY);
    assert.throws(
      () => checkMilliseconds('o', 'waitMs', '5s', 7),
      /o: waitMs is a number of milliseconds, 0 or more, Infinity for never; got "5s"/,
    );
    assert.throws(() => checkMilliseconds('o', 'waitMs', Number.NaN, 7), /got NaN/);
    assert.throws(() => checkMilliseconds('o', 'waitMs', -1, 7), OptionError);
    assert.throws(() => checkInteger('o', 'size', 1.5, 1, 'bytes', 0, 10), /whole number of bytes from 0 to 10; got 1.5/);
    assert.equal(checkInteger('o', 'size', 10, 1, 'bytes', 0, 10), 10);
    assert.throws(() => checkBoolean('o', 'insecure', 'yes', false), /true or false; got "yes"/);
    assert.throws(() => checkFunction('o', 'random', 4 as never), /random is a function; got 4/);
    assert.throws(() => checkObject('o', 'clock', {}, 'a Clock', ['now']), /clock is a Clock; what came has no now\(\)/);
    assert.throws(() => checkObject('o', 'clock', 3 as never, 'a Clock', ['now']), /clock is a Clock; got 3/);
  });

  it('never prints what is inside an object', () => {
    assert.equal(show({ password: 'x' }), 'an object');
    assert.equal(show(new Map([['a', 1]])), 'a Map');
    assert.equal(show(Object.create(null)), 'an object');
    assert.equal(show(['secret']), 'an array of 1');
    assert.equal(show('x'.repeat(100)).length, 62);
  });
});
