import assert from 'node:assert/strict';
import { Channel } from '../../../lib/client/channel.js';
import { dnsResolver } from '../../../lib/client/resolver/dns.js';
import { TransportError } from '../../../lib/transport/transport.js';
import { ChannelScene, ManualResolver, Waiter } from '../../support/channel-scene.js';
import { FakeClock, turn } from '../../support/fake-clock.js';
import { ScriptedCarrier } from '../../support/scripted-carrier.js';

describe('Channel', () => {
  describe('connecting', () => {
    it('is idle until the first call, then connects, then gives the session at once', async () => {
      const scene = new ChannelScene();
      assert.equal(scene.channel.state, 'IDLE');
      assert.equal(scene.clock.timers.size, 0);
      const waiter = scene.call();
      assert.equal(waiter.session, undefined, 'the first call waits');
      assert.equal(scene.carrier.attempts.length, 0, 'nothing happens inside pick');
      await turn();
      assert.equal(scene.channel.state, 'CONNECTING');
      const session = scene.carrier.last(1);
      assert.deepEqual(session.address, { host: '127.0.0.1', port: 50051 });
      assert.equal(session.options.connectTimeoutMs, 20_000);
      session.ready();
      assert.equal(waiter.session, session);
      assert.equal(scene.call().session, session);
      assert.deepEqual(scene.states, ['CONNECTING', 'READY']);
    });

    it('connects when asked: connect() resolves when READY', async () => {
      const scene = new ChannelScene();
      const connected = scene.channel.connect();
      await turn();
      scene.carrier.last(1).ready();
      await connected;
      assert.equal(scene.channel.state, 'READY');
      await scene.channel.connect();
      assert.equal(scene.carrier.attempts.length, 1);
    });

    it('connect() rejects with the error of the connection', async () => {
      const scene = new ChannelScene();
      const connected = scene.channel.connect();
      await turn();
      scene.carrier.last(1).fail('nothing listens on 127.0.0.1:50051');
      await assert.rejects(connected, /UNAVAILABLE: nothing listens on 127.0.0.1:50051/);
      await assert.rejects(scene.channel.connect(), /nothing listens/, 'at once while it fails');
    });

    it('tells the carrier what the options say', async () => {
      const scene = new ChannelScene('unix:/run/app.sock', {
        connectTimeoutMs: 5_000,
        streamWindowBytes: 100_000,
        maxHeaderListBytes: 2_000,
      });
      scene.call();
      await turn();
      const { address, options } = scene.carrier.last(1);
      assert.deepEqual(address, { path: '/run/app.sock' });
      assert.equal(options.connectTimeoutMs, 5_000);
      assert.equal(options.streamWindowBytes, 100_000);
      assert.equal(options.maxHeaderListBytes, 2_000);
      assert.equal(options.clock, scene.clock);
      assert.equal(options.tls, undefined);
    });

    it('takes a carrier as its target', async () => {
      const carrier = new ScriptedCarrier();
      const channel = new Channel(carrier, { clock: new FakeClock() });
      assert.equal(channel.target, 'scripted');
      assert.equal(channel.authority, 'localhost');
      channel.pick(new Waiter());
      await turn();
      assert.deepEqual(carrier.last(1).address, { path: 'scripted' });
    });
  });

  describe('failure and backoff (gRPC Connection Backoff)', () => {
    it('fails calls with the error of the last attempt, and attempts again 1 s, 1.6 s, 2.56 s after each start', async () => {
      const scene = new ChannelScene();
      const first = scene.call();
      await turn();
      scene.clock.advance(300);
      scene.carrier.last(1).fail();
      assert.match(first.error!.message, /UNAVAILABLE: nothing listens on 127.0.0.1:50051/);
      assert.equal(first.error!.phase, 'connect');
      assert.equal(first.error!.processed, 'no');
      assert.notEqual(first.error!.advice, '');
      assert.equal(scene.channel.state, 'TRANSIENT_FAILURE');
      scene.clock.advance(699);
      assert.equal(scene.carrier.attempts.length, 1);
      scene.clock.advance(1);
      scene.carrier.last(2).fail();
      assert.equal(scene.clock.nextInMs(), 1_600);
      scene.clock.advance(1_600);
      scene.carrier.last(3).fail();
      assert.equal(scene.clock.nextInMs(), 2_560);
      assert.deepEqual(scene.states, ['CONNECTING', 'TRANSIENT_FAILURE'], 'it stays there until READY: gRFC A62');
      scene.clock.advance(2_560);
      scene.carrier.last(4).ready();
      assert.equal(scene.channel.state, 'READY');
    });

    it('begins the backoff anew after a connection', async () => {
      const scene = new ChannelScene();
      scene.call();
      await turn();
      scene.carrier.last(1).fail();
      scene.clock.advance(1_000);
      scene.carrier.last(2).ready();
      scene.carrier.last(2).break();
      scene.call();
      await turn();
      scene.carrier.last(3).fail();
      assert.equal(scene.clock.nextInMs(), 1_000);
    });

    it('gives an attempt 20 s, or the distance to the next where that is longer', async () => {
      const scene = new ChannelScene();
      scene.call();
      await turn();
      for (let n = 1; n < 9; n++) {
        scene.carrier.last(n).fail();
        scene.clock.advance(scene.clock.nextInMs()!);
      }
      const timeouts = scene.carrier.attempts.map(({ options }) => Math.round(options.connectTimeoutMs));
      assert.deepEqual(timeouts, [20_000, 20_000, 20_000, 20_000, 20_000, 20_000, 20_000, 26_844, 42_950]);
    });

    it('an attempt that took longer than its distance is followed at once', async () => {
      const scene = new ChannelScene();
      scene.call();
      await turn();
      scene.clock.advance(20_000);
      scene.carrier.last(1).fail('no answer for 20 s');
      scene.clock.advance(0);
      assert.equal(scene.carrier.attempts.length, 2);
    });

    it('a server that ends each connection as soon as it stands is left alone for the backoff, too', async () => {
      for (const end of ['break', 'goAway'] as const) {
        const scene = new ChannelScene();
        const call = scene.call(true);
        await turn();
        for (let n = 1; n <= 4; n++) {
          assert.equal(scene.carrier.last(n).state, 'connecting');
          scene.carrier.last().maxStreams = 0;
          scene.carrier.last().ready();
          scene.carrier.last()[end]();
          await turn();
        }
        assert.equal(scene.carrier.attempts.length, 4, 'three losses are followed at once, the fourth is not');
        assert.equal(scene.channel.state, 'TRANSIENT_FAILURE');
        assert.equal(scene.clock.nextInMs(), 1_000);
        scene.clock.advance(1_000);
        scene.carrier.last(5).ready();
        assert.equal(call.session, scene.carrier.last());
        scene.clock.advance(5_000);
        scene.carrier.last()[end]();
        assert.equal(scene.channel.state, 'IDLE', 'one that lasted is forgiven');
      }
    });

    it('takes distances of the user', async () => {
      const scene = new ChannelScene('127.0.0.1:1', { backoff: { initialMs: 10, multiplier: 2, maxMs: 30, jitter: 0 } });
      scene.call();
      await turn();
      const distances: number[] = [];
      for (let n = 1; n < 5; n++) {
        scene.carrier.last(n).fail();
        distances.push(scene.clock.nextInMs()!);
        scene.clock.advance(distances.at(-1)!);
      }
      assert.deepEqual(distances, [10, 20, 30, 30]);
    });

    it('a connection between failures ends the sticky failure: the next attempt is CONNECTING', async () => {
      const scene = new ChannelScene();
      scene.call();
      await turn();
      scene.carrier.last(1).fail();
      scene.clock.advance(1_000);
      scene.carrier.last(2).ready();
      scene.carrier.last(2).break();
      scene.call();
      await turn();
      assert.deepEqual(scene.states, ['CONNECTING', 'TRANSIENT_FAILURE', 'READY', 'IDLE', 'CONNECTING']);
    });

    it('a call that asks again whenever it fails gets its turn once a round, and harms nobody', async () => {
      const scene = new ChannelScene();
      scene.call();
      await turn();
      scene.carrier.last(1).fail();
      let failures = 0;
      const stubborn = new Waiter();
      stubborn.after = () => {
        failures++;
        if (failures < 50) scene.channel.pick(stubborn);
      };
      scene.channel.pick(stubborn);
      const patient = scene.call(true);
      await turn();
      assert.equal(failures, 50);
      scene.clock.advance(1_000);
      scene.carrier.last(2).ready();
      assert.ok(patient.session);
    });

    it('a call that fails while the channel fails is told so in a later turn, never inside pick', async () => {
      const scene = new ChannelScene();
      scene.call();
      await turn();
      scene.carrier.last(1).fail();
      const late = scene.call();
      assert.equal(late.error, undefined);
      await turn();
      assert.match(late.error!.message, /nothing listens/);
      assert.notEqual(late.error, scene.call().error, 'each call has an error of its own');
    });
  });

  describe('wait for ready (gRPC Wait for Ready Semantics)', () => {
    it('waits through failures, keeps the process alive meanwhile, and is served in order', async () => {
      const scene = new ChannelScene();
      const calls = [scene.call(true), scene.call(true)];
      const order: number[] = [];
      calls.forEach((call, index) => {
        call.after = () => order.push(index);
      });
      await turn();
      assert.equal(scene.clock.holds, 1);
      scene.carrier.last(1).fail();
      const failFast = scene.call();
      await turn();
      assert.ok(failFast.error, 'one that does not wait fails beside them');
      assert.equal(scene.clock.holds, 1);
      scene.clock.advance(1_000);
      scene.carrier.last(2).ready();
      assert.deepEqual(order, [0, 1]);
      assert.equal(scene.clock.holds, 0);
    });

    it('a cancelled one is forgotten', async () => {
      const scene = new ChannelScene();
      const call = scene.call(true);
      await turn();
      scene.channel.cancelPick(call);
      assert.equal(scene.clock.holds, 0);
      scene.carrier.last(1).ready();
      assert.equal(call.session, undefined);
      scene.channel.cancelPick(call);
    });
  });

  describe('free slots', () => {
    it('calls beyond the slots wait in the order of their coming', async () => {
      const scene = new ChannelScene();
      const session = await scene.ready();
      session.maxStreams = 1;
      scene.open();
      const calls = [scene.call(), scene.call(), scene.call()];
      for (const call of calls) {
        call.after = () => {
          call.session!.openStream([], undefined as never);
        };
      }
      await turn();
      assert.deepEqual(
        calls.map((call) => call.session),
        [undefined, undefined, undefined],
      );
      session.endStream();
      assert.deepEqual(
        calls.map((call) => call.session),
        [session, undefined, undefined],
      );
      session.endStream();
      assert.deepEqual(
        calls.map((call) => call.session),
        [session, session, undefined],
      );
      assert.equal(session.openStreams, 1);
    });

    it('a new call does not overtake those that wait', async () => {
      const scene = new ChannelScene();
      const session = await scene.ready();
      session.maxStreams = 1;
      scene.open();
      const waiting = scene.call();
      // A slot is free, the session has not said so yet.
      session.openStreams = 0;
      const late = scene.call();
      assert.equal(late.session, undefined);
      waiting.after = () => waiting.session!.openStream([], undefined as never);
      session.sink.onSlots();
      assert.equal(waiting.session, session);
      assert.equal(late.session, undefined);
    });

    it('when the connection breaks, those that wait go to the next one', async () => {
      const scene = new ChannelScene();
      const session = await scene.ready();
      session.maxStreams = 0;
      const call = scene.call();
      await turn();
      session.break();
      await turn();
      const next = scene.carrier.last(2);
      next.ready();
      assert.equal(call.session, next);
    });
  });

  describe('a connection that is lost', () => {
    it('leaves the channel idle; the next call connects again', async () => {
      const scene = new ChannelScene();
      (await scene.ready()).break();
      assert.equal(scene.channel.state, 'IDLE');
      await turn();
      assert.equal(scene.carrier.attempts.length, 1, 'not before there is a call');
      await scene.ready();
      assert.deepEqual(scene.states, ['CONNECTING', 'READY', 'IDLE', 'CONNECTING', 'READY']);
    });

    it('GOAWAY: new calls take a new connection, open streams finish on the old one', async () => {
      const scene = new ChannelScene();
      const old = await scene.ready();
      scene.open();
      old.goAway();
      assert.equal(scene.channel.state, 'IDLE');
      const fresh = await scene.ready();
      assert.notEqual(fresh, old);
      assert.equal(old.closeCalls, 0);
      assert.equal(old.destroyed, undefined);
      old.endStream();
      assert.equal(old.state, 'closed');
      assert.equal(scene.channel.state, 'READY', 'its end says nothing about the new one');
      assert.equal(scene.open(), fresh);
    });

    it('new addresses while it rests are kept for the next call', async () => {
      const resolver = new ManualResolver();
      const scene = new ChannelScene('manual:///rooms', { resolvers: [resolver] });
      scene.call();
      await turn();
      resolver.give('a');
      scene.carrier.last(1).ready();
      scene.carrier.last(1).break();
      resolver.give('b');
      assert.equal(scene.carrier.attempts.length, 1);
      scene.call();
      await turn();
      assert.deepEqual(scene.carrier.last(2).address, { host: 'b', port: 1 });
    });

    it('asks for a new resolution', async () => {
      const resolver = new ManualResolver();
      const scene = new ChannelScene('manual:///rooms', { resolvers: [resolver] });
      scene.call();
      await turn();
      resolver.give('a');
      scene.carrier.last(1).ready();
      assert.equal(resolver.refreshes, 0);
      scene.carrier.last(1).break();
      assert.equal(resolver.refreshes, 1);
    });
  });

  describe('resolving', () => {
    it('a name that is not known fails the call with phase resolve', async () => {
      const lookupAll = (_host: string, done: (error: Error, addresses: []) => void) =>
        done(Object.assign(new Error('no'), { code: 'ENOTFOUND' }), []);
      const scene = new ChannelScene('rooms.invalid:1', {
        insecure: true,
        resolvers: [dnsResolver((host, done) => setImmediate(lookupAll, host, done))],
      });
      const call = scene.call();
      const patient = scene.call(true);
      await turn();
      await turn();
      assert.match(call.error!.message, /UNAVAILABLE: the name "rooms.invalid" is not known/);
      assert.equal(call.error!.phase, 'resolve');
      assert.equal(patient.error, undefined);
      assert.equal(scene.channel.state, 'TRANSIENT_FAILURE');
      assert.equal(scene.clock.nextInMs(), 1_000);
      scene.channel.cancelPick(patient);
    });

    it('an error after addresses were known changes nothing', async () => {
      const resolver = new ManualResolver();
      const scene = new ChannelScene('manual:///rooms', { resolvers: [resolver] });
      scene.call();
      await turn();
      resolver.give('a');
      scene.carrier.last(1).ready();
      resolver.sink.onError(new TransportError('gone', { scope: 'connection', by: 'us', phase: 'resolve', code: 0, processed: 'no' }));
      assert.equal(scene.channel.state, 'READY');
    });
  });
});
