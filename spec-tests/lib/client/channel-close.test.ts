import assert from 'node:assert/strict';
import { ChannelScene } from '../../support/channel-scene.js';
import { turn } from '../../support/fake-clock.js';

describe('channel.close()', () => {
  it('of a channel that never connected resolves at once', async () => {
    const scene = new ChannelScene();
    assert.deepEqual(await scene.channel.close(), { cutCalls: 0 });
    assert.equal(scene.channel.state, 'SHUTDOWN');
    assert.equal(scene.clock.timers.size, 0);
    assert.equal(scene.clock.holds, 0);
  });

  it('waits for the calls in progress, then for the connection', async () => {
    const scene = new ChannelScene();
    const session = await scene.ready();
    scene.channel.callStarted();
    scene.open();
    let report: unknown;
    const closing = scene.channel.close().then((value) => {
      report = value;
    });
    assert.equal(scene.channel.state, 'SHUTDOWN');
    await turn();
    assert.equal(report, undefined);
    assert.equal(scene.clock.holds, 1, 'who awaits it must not be left by the process');
    session.endStream();
    scene.channel.callEnded();
    await closing;
    assert.deepEqual(report, { cutCalls: 0 });
    assert.equal(session.state, 'closed');
    assert.equal(session.destroyed, undefined);
    assert.equal(scene.clock.holds, 0);
    assert.equal(scene.clock.timers.size, 0);
  });

  it('cuts what is left when the grace is over, and says how much', async () => {
    const scene = new ChannelScene();
    const session = await scene.ready();
    scene.channel.callStarted();
    scene.open();
    const closing = scene.channel.close({ graceMs: 500 });
    scene.clock.advance(499);
    assert.equal(session.destroyed, undefined);
    scene.clock.advance(1);
    assert.match(session.destroyed!, /grace is over/);
    assert.deepEqual(await closing, { cutCalls: 1 });
  });

  it('with graceMs 0 cuts at once; a second close may shorten the first', async () => {
    const scene = new ChannelScene();
    const session = await scene.ready();
    scene.channel.callStarted();
    scene.open();
    const first = scene.channel.close();
    assert.equal(session.destroyed, undefined);
    const second = scene.channel.close({ graceMs: 0 });
    assert.notEqual(session.destroyed, undefined);
    assert.deepEqual(await first, { cutCalls: 1 });
    assert.deepEqual(await second, { cutCalls: 1 });
    assert.deepEqual(await scene.channel.close(), { cutCalls: 1 });
  });

  it('a second close counts where it is the shorter one', async () => {
    const scene = new ChannelScene();
    const session = await scene.ready();
    scene.channel.callStarted();
    scene.open();
    void scene.channel.close({ graceMs: 500 });
    void scene.channel.close({ graceMs: 10_000 });
    scene.clock.advance(100);
    const last = scene.channel.close({ graceMs: 100 });
    scene.clock.advance(99);
    assert.equal(session.destroyed, undefined);
    scene.clock.advance(1);
    assert.notEqual(session.destroyed, undefined);
    assert.deepEqual(await last, { cutCalls: 1 });
  });

  it('leaves nobody without an answer, also who was not counted', async () => {
    const scene = new ChannelScene();
    const call = scene.call(true);
    await turn();
    const closing = scene.channel.close({ graceMs: 100 });
    scene.clock.advance(100);
    await closing;
    assert.match(call.error!.message, /is closed/);
  });

  it('refuses further calls with what to do', async () => {
    const scene = new ChannelScene();
    await scene.ready();
    const closing = scene.channel.close();
    const late = scene.call(true);
    assert.equal(late.error, undefined, 'later, never inside pick');
    await closing;
    assert.match(late.error!.message, /UNAVAILABLE: the channel to 127.0.0.1:50051 is closed/);
    assert.match(late.error!.advice, /make a new one/);
    await assert.rejects(scene.channel.connect(), /is closed/);
    const later = scene.call();
    await turn();
    assert.match(later.error!.message, /is closed/);
    assert.equal(scene.clock.holds, 0);
  });

  it('refuses a new call also while others are still in progress on a good connection', async () => {
    const scene = new ChannelScene();
    const session = await scene.ready();
    scene.channel.callStarted();
    scene.open();
    void scene.channel.close();
    const late = scene.call();
    await turn();
    assert.equal(late.session, undefined);
    assert.match(late.error!.message, /is closed/);
    session.goAway();
    assert.equal(scene.channel.state, 'SHUTDOWN', 'which is never left');
  });

  it('with an endless grace waits as long as it takes, and keeps the process for it', async () => {
    const scene = new ChannelScene();
    await scene.ready();
    scene.channel.callStarted();
    void scene.channel.close({ graceMs: Number.POSITIVE_INFINITY });
    assert.equal(scene.clock.timers.size, 1, 'an armed timer is what holds the process');
    assert.equal(scene.clock.holds, 1);
  });

  it('lets a call that waits for its connection have it', async () => {
    const scene = new ChannelScene();
    scene.channel.callStarted();
    const call = scene.call();
    const closing = scene.channel.close();
    await turn();
    const session = scene.carrier.last(1);
    call.after = () => call.session?.openStream([], undefined as never);
    session.ready();
    assert.equal(call.session, session);
    assert.equal(scene.channel.state, 'SHUTDOWN');
    session.endStream();
    scene.channel.callEnded();
    assert.deepEqual(await closing, { cutCalls: 0 });
  });

  it('does not wait for a server that is not there, also for calls that would', async () => {
    const scene = new ChannelScene();
    scene.channel.callStarted();
    const call = scene.call(true);
    call.after = () => scene.channel.callEnded();
    await turn();
    scene.carrier.last(1).fail();
    assert.equal(call.error, undefined);
    assert.deepEqual(await scene.channel.close(), { cutCalls: 0 });
    assert.match(call.error!.message, /nothing listens/);
    assert.equal(scene.clock.timers.size, 0);
  });

  it('ends connect() and an attempt under way', async () => {
    const scene = new ChannelScene();
    const connected = scene.channel.connect();
    await turn();
    const closing = scene.channel.close();
    await assert.rejects(connected, /is closed/);
    await closing;
    assert.notEqual(scene.carrier.last(1).destroyed, undefined);
  });

  it('does not wait for ever for a connection that does not let go', async () => {
    const scene = new ChannelScene();
    const session = await scene.ready();
    scene.open();
    const closing = scene.channel.close();
    await turn();
    scene.clock.advance(1_000);
    await closing;
    assert.notEqual(session.destroyed, undefined);
  });

  it('happens at the end of `await using`', async () => {
    const scene = new ChannelScene();
    {
      await using channel = scene.channel;
      assert.equal(channel.state, 'IDLE');
    }
    assert.equal(scene.channel.state, 'SHUTDOWN');
  });

  it('refuses a wrong grace', async () => {
    const { channel } = new ChannelScene();
    await assert.rejects(channel.close({ graceMs: -1 }), /graceMs is a number of milliseconds/);
    await assert.rejects(channel.close({ grace: 1 } as never), /did you mean "graceMs"\?/);
    assert.equal(channel.state, 'IDLE');
  });
});
