import assert from 'node:assert/strict';
import { deadlineDate, lateness, monotonicDeadline, NO_DEADLINE, printMilliseconds } from '../../../lib/rpc/deadline.js';
import { FakeClock } from '../../support/fake-clock.js';

describe('deadlines', () => {
  it('turn a point of wall-clock time into one of the monotonic clock, whatever either does later', () => {
    const clock = new FakeClock();
    const due = monotonicDeadline(clock, clock.wallNow() + 250, clock.now());
    clock.jumpWall(-3_600_000);
    assert.equal(due, clock.now() + 250);
    assert.equal(monotonicDeadline(clock, NO_DEADLINE, clock.now()), NO_DEADLINE);
  });

  it('are a Date for people; none where there is none or where Date ends', () => {
    const clock = new FakeClock();
    assert.equal(deadlineDate(clock, clock.now() + 250)?.getTime(), clock.wallNow() + 250);
    assert.equal(deadlineDate(clock, NO_DEADLINE), undefined);
    assert.equal(deadlineDate(clock, 1e300), undefined);
  });

  it('are printed in milliseconds, then in seconds', () => {
    assert.deepEqual([0, 0.25, 9.99, 10.4, 9_999, 12_345].map(printMilliseconds), [
      '0 ms',
      '0.3 ms',
      '10.0 ms',
      '10 ms',
      '9999 ms',
      '12.3 s',
    ]);
  });

  it('tell of a blocked event loop only when it was blocked', () => {
    assert.equal(lateness(100, 149), '');
    assert.match(lateness(100, 400), /300 ms late/);
  });
});
