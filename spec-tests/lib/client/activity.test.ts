import assert from 'node:assert/strict';
import { ChannelScene, ManualResolver } from '../../support/channel-scene.js';
import { turn } from '../../support/fake-clock.js';

describe('an idle channel', () => {
  it('lets go after the idle timeout and connects again at the next call', async () => {
    const scene = new ChannelScene('127.0.0.1:1', { idleTimeoutMs: 1_000 });
    const session = await scene.ready();
    scene.channel.callStarted();
    scene.clock.advance(5_000);
    assert.equal(scene.channel.state, 'READY', 'a call in progress');
    scene.channel.callEnded();
    scene.clock.advance(999);
    assert.equal(scene.channel.state, 'READY');
    scene.clock.advance(251);
    assert.equal(scene.channel.state, 'IDLE');
    assert.equal(session.closeCalls, 1);
    assert.equal(scene.clock.timers.size, 0);
    await scene.ready();
    scene.clock.advance(999);
    assert.equal(scene.channel.state, 'READY', 'the whole timeout again');
  });

  it('connect() counts as activity', async () => {
    const scene = new ChannelScene('127.0.0.1:1', { idleTimeoutMs: 1_000 });
    await scene.ready();
    for (let n = 0; n < 5; n++) {
      scene.clock.advance(900);
      await scene.channel.connect();
    }
    assert.equal(scene.channel.state, 'READY');
  });

  it('short calls now and then keep it busy, and so does one that waits', async () => {
    const scene = new ChannelScene('127.0.0.1:1', { idleTimeoutMs: 1_000 });
    await scene.ready();
    for (let n = 0; n < 20; n++) {
      scene.clock.advance(900);
      scene.channel.callStarted();
      scene.channel.callEnded();
    }
    assert.equal(scene.channel.state, 'READY');
    scene.carrier.last().maxStreams = 0;
    const waiting = scene.call();
    scene.clock.advance(5_000);
    assert.equal(scene.channel.state, 'READY');
    scene.channel.cancelPick(waiting);
    scene.clock.advance(1_250);
    assert.equal(scene.channel.state, 'IDLE');
  });

  it('lets the resolver go, too', async () => {
    const resolver = new ManualResolver();
    const scene = new ChannelScene('manual:///rooms', { resolvers: [resolver], idleTimeoutMs: 1_000 });
    const call = scene.call();
    await turn();
    scene.channel.cancelPick(call);
    scene.clock.advance(2_000);
    assert.equal(resolver.closed, 1);
    // What it says late is not heard.
    resolver.give('a');
    assert.equal(scene.carrier.attempts.length, 0);
    assert.equal(scene.channel.state, 'IDLE');
  });

  it('also while it fails (gRFC A62)', async () => {
    const scene = new ChannelScene('127.0.0.1:1', { idleTimeoutMs: 10_000, backoff: { maxMs: 1_000 } });
    scene.call();
    await turn();
    for (let n = 1; scene.channel.state !== 'IDLE'; n++) {
      assert.ok(n < 20);
      const attempt = scene.carrier.last();
      if (attempt.state === 'connecting') attempt.fail();
      scene.clock.advance(1_000);
    }
    assert.equal(scene.clock.timers.size, 0);
    await scene.ready();
  });

  it('an idle channel holds nothing that keeps the process alive', async () => {
    const scene = new ChannelScene();
    await scene.ready();
    assert.equal(scene.clock.holds, 0);
  });
});
