import assert from 'node:assert/strict';
import { DEFAULT_BACKOFF } from '../../../lib/client/backoff.js';
import { ConnectingSubchannel, type Connection, type SubchannelHost } from '../../../lib/client/subchannel.js';
import { FakeClock } from '../../support/fake-clock.js';
import { ScriptedCarrier } from '../../support/scripted-carrier.js';

function scene() {
  const clock = new FakeClock();
  const carrier = new ScriptedCarrier();
  const states: string[] = [];
  const host: SubchannelHost = {
    clock,
    random: () => 0.5,
    backoff: DEFAULT_BACKOFF,
    observer: null,
    connectTimeoutMs: undefined,
    minConnectTimeoutMs: 20_000,
    connections: new Set<Connection>(),
    connect: (address, connectTimeoutMs, sink) =>
      carrier.connect(address, { clock, connectTimeoutMs, tls: undefined, streamWindowBytes: 65_535, maxHeaderListBytes: 8_192 }, sink),
    onSlots() {},
    onConnectionEnd() {},
  };
  const subchannel = new ConnectingSubchannel(host, { host: 'a', port: 1 }, { onState: ({ state }) => states.push(state) });
  // By functions, since they change behind the type checker's back.
  return { clock, carrier, host, states, subchannel, why: () => subchannel.lastError?.message, now: () => subchannel.state as string };
}

describe('ConnectingSubchannel', () => {
  it('goes through the states of its diagram', () => {
    const { clock, carrier, states, subchannel, why } = scene();
    assert.equal(subchannel.state, 'IDLE');
    subchannel.connect();
    subchannel.connect();
    assert.equal(subchannel.state, 'CONNECTING');
    assert.equal(subchannel.session, undefined);
    carrier.last(1).fail('refused');
    assert.equal(why(), 'refused');
    subchannel.connect();
    assert.equal(carrier.attempts.length, 1, 'not while it backs off');
    clock.advance(1_000);
    assert.equal(why(), 'refused', 'still why it has no connection');
    subchannel.connect();
    carrier.last(2).ready();
    assert.equal(subchannel.session, carrier.last());
    assert.equal(why(), undefined);
    carrier.last().break();
    assert.equal(why(), 'connection reset');
    assert.deepEqual(states, ['TRANSIENT_FAILURE', 'IDLE', 'READY', 'IDLE']);
  });

  it('release: an attempt is dropped, a session finishes, a timer goes, and nothing is heard any more', async () => {
    for (const phase of ['IDLE', 'CONNECTING', 'READY', 'TRANSIENT_FAILURE'] as const) {
      const { clock, carrier, host, states, subchannel, now } = scene();
      if (phase !== 'IDLE') subchannel.connect();
      if (phase === 'READY') carrier.last().ready();
      if (phase === 'TRANSIENT_FAILURE') carrier.last().fail();
      assert.equal(now(), phase);
      states.length = 0;
      subchannel.release();
      subchannel.release();
      subchannel.connect();
      await Promise.resolve();
      assert.equal(now(), 'SHUTDOWN');
      assert.equal(clock.timers.size, 0);
      assert.equal(host.connections.size, 0, phase);
      assert.deepEqual(states, []);
      assert.equal(carrier.attempts.length, phase === 'IDLE' ? 0 : 1);
      if (phase === 'READY') assert.equal(carrier.last().destroyed, undefined);
      if (phase === 'CONNECTING') assert.match(carrier.last().destroyed!, /another address is used/);
    }
  });

  it('a connection that closes without a word before it was ready has failed', () => {
    const { carrier, subchannel } = scene();
    subchannel.connect();
    carrier.last().state = 'closed';
    carrier.last().sink.onClosed(undefined);
    assert.equal(subchannel.state, 'TRANSIENT_FAILURE');
    assert.match(subchannel.lastError!.message, /closed before it was ready/);
  });
});
