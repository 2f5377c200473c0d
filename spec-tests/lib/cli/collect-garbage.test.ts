import assert from 'node:assert/strict';
import { collectGarbage } from '../../../lib/cli/collect-garbage.js';

describe('collecting garbage', () => {
  it('takes what nobody holds', async () => {
    const made = new WeakRef({});
    // A WeakRef keeps what it was made for until the turn is over.
    await new Promise((resolve) => setImmediate(resolve));
    await collectGarbage(0);
    assert.equal(made.deref(), undefined);
  });
});
