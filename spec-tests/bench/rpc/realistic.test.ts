import assert from 'node:assert/strict';
import { realisticMetadata, realisticTimeoutMs } from '../../../bench/rpc/realistic.js';

describe('realistic calls of the bench', () => {
  it('carry three entries, of which the request identifier is never the same, nor the timeout twice in a row', () => {
    const first = realisticMetadata();
    const firstTimeout = realisticTimeoutMs();
    const second = realisticMetadata();
    assert.deepEqual(Object.keys(first), ['authorization', 'x-tenant', 'x-request-id']);
    assert.equal(first.authorization, second.authorization);
    assert.notEqual(first['x-request-id'], second['x-request-id']);
    assert.match(first['x-request-id'], /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/);
    assert.notEqual(firstTimeout, realisticTimeoutMs());
  });

  it('have timeouts that no run is long enough for', () => {
    for (let call = 0; call < 1000; call++) {
      realisticMetadata();
      const timeoutMs = realisticTimeoutMs();
      assert.ok(timeoutMs >= 20_000 && timeoutMs < 30_000, String(timeoutMs));
    }
  });
});
