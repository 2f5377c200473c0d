import assert from 'node:assert/strict';
import { LazyPromise } from '../../../lib/client/lazy-promise.js';
import { forbidUnhandledRejections } from '../../support/unhandled-rejections.js';

describe('LazyPromise', () => {
  forbidUnhandledRejections();

  it('begins when somebody asks, once', async () => {
    let begun = 0;
    const lazy = new LazyPromise(async () => ++begun);
    assert.equal(begun, 0);
    assert.equal(await lazy, 1);
    assert.equal(await lazy.then((value) => value + 1), 2);
    assert.equal(await lazy.finally(() => {}), 1);
    assert.deepEqual(await Promise.all([lazy, lazy]), [1, 1]);
    assert.equal(begun, 1);
  });

  it('never rejects unless somebody asks', async () => {
    const fail = async () => {
      throw new Error('mine');
    };
    new LazyPromise(fail);
    assert.equal(await new LazyPromise(fail).catch((error: unknown) => (error as Error).message), 'mine');
    await assert.rejects(new LazyPromise(fail), /mine/);
    await assert.rejects(
      new LazyPromise(fail).finally(() => {}),
      /mine/,
    );
    assert.equal(Object.prototype.toString.call(new LazyPromise(fail)), '[object Promise]');
  });
});
