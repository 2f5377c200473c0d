import assert from 'node:assert/strict';
import { Backoff, DEFAULT_BACKOFF } from '../../../lib/client/backoff.js';

/** gRPC Connection Backoff. */
describe('Backoff', () => {
  const distances = (count: number, random: () => number) => {
    const backoff = new Backoff(DEFAULT_BACKOFF, random);
    return Array.from({ length: count }, () => Math.round(backoff.next()));
  };

  it('grows by 1.6 from 1 s to 120 s', () => {
    assert.deepEqual(
      distances(14, () => 0.5),
      [1000, 1600, 2560, 4096, 6554, 10486, 16777, 26844, 42950, 68719, 109951, 120000, 120000, 120000],
    );
  });

  it('varies each distance but the first by a fifth either way', () => {
    assert.deepEqual(
      distances(3, () => 0),
      [1000, 1280, 2048],
    );
    assert.deepEqual(
      distances(3, () => 1),
      [1000, 1920, 3072],
    );
  });

  it('begins anew after a connection', () => {
    const backoff = new Backoff(DEFAULT_BACKOFF, () => 0.5);
    backoff.next();
    backoff.next();
    backoff.reset();
    assert.equal(backoff.next(), 1000);
    assert.equal(backoff.next(), 1600);
  });
});
