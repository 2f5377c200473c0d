import assert from 'node:assert/strict';
import { BdpEstimator } from '../../../wire/http2/bdp-estimator.js';

const KIB = 1_024;
const MIB = 1_024 * 1_024;

interface Path {
  readonly bytesPerMs: number;
  readonly roundTripMs: number;
}

interface Outcome {
  readonly estimator: BdpEstimator;
  readonly pings: number;
  readonly mostPingsOutstanding: number;
  /** Bytes that came in the last quarter of the time, per millisecond. */
  readonly finalRate: number;
}

/**
 * A sender with endless data behind a window, over a path of a given bandwidth and delay, in steps of a tenth of a millisecond. The
 * receiver takes everything at once and gives credit back in halves of its window.
 */
function simulate(path: Path, windowBytes: number, maxWindowBytes: number, durationMs: number): Outcome {
  const estimator = new BdpEstimator(windowBytes, maxWindowBytes);
  const stepMs = 0.1;
  const halfSteps = Math.max(1, Math.round(path.roundTripMs / 2 / stepMs));
  const perStep = path.bytesPerMs * stepMs;
  /** What arrives at which step. */
  const data = new Map<number, number>();
  const credit = new Map<number, number>();
  const acks = new Set<number>();
  let window = windowBytes;
  let given = windowBytes;
  let taken = 0;
  let pings = 0;
  let outstanding = 0;
  let mostPingsOutstanding = 0;
  const steps = Math.round(durationMs / stepMs);
  let late = 0;
  for (let step = 0; step < steps; step++) {
    const nowMs = step * stepMs;
    window += credit.get(step) ?? 0;
    credit.delete(step);
    const sent = Math.min(window, perStep);
    window -= sent;
    data.set(step + halfSteps, sent);
    if (acks.has(step)) {
      outstanding--;
      if (estimator.acknowledged(nowMs)) {
        credit.set(step + halfSteps, (credit.get(step + halfSteps) ?? 0) + estimator.windowBytes - given);
        given = estimator.windowBytes;
      }
    }
    const came = data.get(step) ?? 0;
    data.delete(step);
    if (came > 0 && estimator.received(came)) {
      estimator.pingSent(nowMs);
      pings++;
      outstanding++;
      mostPingsOutstanding = Math.max(mostPingsOutstanding, outstanding);
      acks.add(step + 2 * halfSteps);
    }
    taken += came;
    if (taken >= given / 2) {
      credit.set(step + halfSteps, (credit.get(step + halfSteps) ?? 0) + taken);
      taken = 0;
    }
    if (step >= (steps * 3) / 4) late += came;
  }
  return { estimator, pings, mostPingsOutstanding, finalRate: late / (durationMs / 4) };
}

describe('bandwidth-delay estimation', () => {
  const paths: readonly (readonly [string, Path])[] = [
    ['100 Mbit/s at 100 ms', { bytesPerMs: 12_500, roundTripMs: 100 }],
    ['1 Gbit/s at 20 ms', { bytesPerMs: 125_000, roundTripMs: 20 }],
    ['50 Mbit/s at 300 ms', { bytesPerMs: 6_250, roundTripMs: 300 }],
    ['10 Gbit/s at 2 ms', { bytesPerMs: 1_250_000, roundTripMs: 2 }],
  ];
  for (const [name, path] of paths) {
    const product = path.bytesPerMs * path.roundTripMs;

    it(`reaches the product of the path, and no more than five times as much: ${name}`, () => {
      const { estimator, mostPingsOutstanding, finalRate } = simulate(path, 64 * KIB, 64 * MIB, path.roundTripMs * 60);
      assert.ok(estimator.windowBytes >= product, `${estimator.windowBytes} of ${product}`);
      assert.ok(estimator.windowBytes <= 5 * product, `${estimator.windowBytes} of ${product}`);
      assert.ok(finalRate > 0.95 * path.bytesPerMs, `${finalRate} of ${path.bytesPerMs}`);
      assert.equal(mostPingsOutstanding, 1);
    });
  }

  it('keeps to its bound, and measures no more then', () => {
    const { estimator, pings } = simulate({ bytesPerMs: 125_000, roundTripMs: 100 }, 64 * KIB, MIB, 5_000);
    assert.equal(estimator.windowBytes, MIB);
    assert.ok(pings < 10, `${pings} PINGs`);
  });

  it('leaves a window alone that is large enough', () => {
    const { estimator } = simulate({ bytesPerMs: 1_000, roundTripMs: 10 }, 256 * KIB, 16 * MIB, 5_000);
    assert.equal(estimator.windowBytes, 256 * KIB);
  });

  it('is still where its bound is no larger than its window', () => {
    const estimator = new BdpEstimator(MIB, MIB);
    for (let n = 0; n < 1_000; n++) assert.equal(estimator.received(16_384), false);
  });

  it('sends one PING for a quarter of a window of data, and none for less', () => {
    const estimator = new BdpEstimator(64 * KIB, MIB);
    for (let n = 0; n < 15; n++) assert.equal(estimator.received(KIB), false);
    assert.equal(estimator.received(KIB), true);
    estimator.pingSent(0);
    for (let n = 0; n < 100; n++) assert.equal(estimator.received(KIB), false, 'one is under way');
    assert.equal(estimator.acknowledged(1), true);
    assert.equal(estimator.windowBytes, 128 * KIB);
  });

  it('asks until the PING is sent', () => {
    const estimator = new BdpEstimator(4 * KIB, MIB);
    assert.equal(estimator.received(KIB), true);
    assert.equal(estimator.received(1), true);
  });

  it('does not grow for a burst that came at a lower rate than was seen before', () => {
    const estimator = new BdpEstimator(64 * KIB, MIB);
    estimator.received(64 * KIB);
    estimator.pingSent(0);
    estimator.received(64 * KIB);
    assert.equal(estimator.acknowledged(10), true);
    estimator.received(128 * KIB);
    estimator.pingSent(100);
    estimator.received(128 * KIB);
    assert.equal(estimator.acknowledged(1_000), false);
    assert.equal(estimator.windowBytes, 128 * KIB);
  });

  it('takes no answer that it did not ask for', () => {
    const estimator = new BdpEstimator(64 * KIB, MIB);
    assert.equal(estimator.acknowledged(5), false);
    estimator.received(64 * KIB);
    assert.equal(estimator.acknowledged(5), false);
  });

  it('bears a clock that stands still', () => {
    const estimator = new BdpEstimator(64 * KIB, MIB);
    for (let n = 0; n < 100; n++) {
      estimator.received(16 * MIB);
      estimator.pingSent(7);
      estimator.received(16 * MIB);
      estimator.acknowledged(7);
    }
    assert.ok(estimator.windowBytes >= 64 * KIB && estimator.windowBytes <= MIB);
  });
});
