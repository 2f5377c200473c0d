import assert from 'node:assert/strict';
import { OutstandingPings } from '../../../wire/http2/ping.js';

describe('outstanding PINGs', () => {
  it('are known by their opaque data, in any order, and give their round-trip times', () => {
    const pings = new OutstandingPings();
    const times: (number | undefined)[] = [];
    const first = pings.add((roundTripMs) => times.push(roundTripMs), 1_000).slice();
    const second = pings.add((roundTripMs) => times.push(roundTripMs), 1_005).slice();
    assert.notDeepEqual(first, second);
    assert.equal(first.length, 8);
    assert.equal(pings.size, 2);
    assert.equal(pings.acknowledge(new Uint8Array([9, ...second]), 1, 1_010), true);
    assert.equal(pings.acknowledge(first, 0, 1_030), true);
    assert.deepEqual(times, [5, 30]);
    assert.equal(pings.size, 0);
  });

  it('take an answer once, and none that they did not ask for', () => {
    const pings = new OutstandingPings();
    let calls = 0;
    const opaque = pings.add(() => calls++, 0).slice();
    assert.equal(pings.acknowledge(new Uint8Array(8), 0, 1), false);
    assert.equal(
      pings.acknowledge(
        Uint8Array.from(opaque, (byte, index) => (index === 7 ? byte + 1 : byte)),
        0,
        1,
      ),
      false,
    );
    assert.equal(pings.acknowledge(opaque, 0, 1), true);
    assert.equal(pings.acknowledge(opaque, 0, 1), false);
    assert.equal(calls, 1);
  });

  it('end without a time when the connection closes, new ones from inside a callback included later', () => {
    const pings = new OutstandingPings();
    const ended: (number | undefined)[] = [];
    pings.add((time) => {
      ended.push(time);
      pings.add((later) => ended.push(later), 1);
    }, 0);
    pings.add((time) => ended.push(time), 0);
    pings.abandon();
    assert.deepEqual(ended, [undefined, undefined]);
    assert.equal(pings.size, 1);
    pings.abandon();
    assert.equal(ended.length, 3);
  });
});
