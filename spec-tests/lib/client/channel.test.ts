import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import type { BalancerType, Picker, Subchannel } from '../../../lib/client/balancer/balancer.js';
import type { PickRequest } from '../../../lib/client/call-channel.js';
import { Channel } from '../../../lib/client/channel.js';
import type { ChannelOptions } from '../../../lib/client/channel-options.js';
import { dnsResolver } from '../../../lib/client/resolver/dns.js';
import type { ResolverSink, ResolverType } from '../../../lib/client/resolver/resolver.js';
import type { RpcError } from '../../../lib/rpc/rpc-error.js';
import { type ClientSession, TransportError } from '../../../lib/transport/transport.js';
import { FakeClock, turn } from '../../support/fake-clock.js';
import { ScriptedCarrier, type ScriptedSession } from '../../support/scripted-carrier.js';

/** A call that needs a session. */
class Waiter implements PickRequest {
  readonly waitForReady: boolean;
  session: ClientSession | undefined;
  error: RpcError | undefined;
  after: (() => void) | undefined;

  constructor(waitForReady = false) {
    this.waitForReady = waitForReady;
  }

  onPicked(session: ClientSession): void {
    this.session = session;
    this.after?.();
  }

  onPickFailed(error: RpcError): void {
    this.error = error;
    this.after?.();
  }
}

class Scene {
  readonly clock = new FakeClock();
  readonly carrier = new ScriptedCarrier();
  readonly channel: Channel;
  readonly states: string[] = [];

  constructor(target = '127.0.0.1:50051', options: ChannelOptions = {}) {
    this.channel = new Channel(target, { clock: this.clock, transport: this.carrier, random: () => 0.5, ...options });
    this.channel.watch((state) => this.states.push(state));
  }

  call(waitForReady = false): Waiter {
    const waiter = new Waiter(waitForReady);
    waiter.session = this.channel.pick(waiter);
    return waiter;
  }

  /** A stream on the session that the channel gives at once. */
  open(): ScriptedSession {
    const { session } = this.call();
    assert.ok(session !== undefined, 'the channel gives a session at once');
    session.openStream([], undefined as never);
    return session as ScriptedSession;
  }

  async ready(): Promise<ScriptedSession> {
    const waiter = this.call();
    await turn();
    const session = this.carrier.last();
    session.ready();
    assert.equal(waiter.session, session);
    return session;
  }
}

/** A resolver in the hands of the test. */
class ManualResolver implements ResolverType {
  readonly schemes = ['manual'];
  sink!: ResolverSink;
  refreshes = 0;
  closed = 0;
  inspect() {
    return { authority: 'rooms', serverName: 'rooms', hosts: ['localhost'], unix: false };
  }
  start(_target: unknown, _context: unknown, sink: ResolverSink) {
    this.sink = sink;
    return {
      refresh: () => {
        this.refreshes++;
      },
      close: () => {
        this.closed++;
      },
    };
  }
  give(...hosts: string[]): void {
    this.sink.onResolution({ endpoints: hosts.map((host) => ({ addresses: [{ host, port: 1 }] })) });
  }
}

describe('Channel', () => {
  describe('connecting', () => {
    it('is idle until the first call, then connects, then gives the session at once', async () => {
      const scene = new Scene();
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
      const scene = new Scene();
      const connected = scene.channel.connect();
      await turn();
      scene.carrier.last(1).ready();
      await connected;
      assert.equal(scene.channel.state, 'READY');
      await scene.channel.connect();
      assert.equal(scene.carrier.attempts.length, 1);
    });

    it('connect() rejects with the error of the connection', async () => {
      const scene = new Scene();
      const connected = scene.channel.connect();
      await turn();
      scene.carrier.last(1).fail('nothing listens on 127.0.0.1:50051');
      await assert.rejects(connected, /UNAVAILABLE: nothing listens on 127.0.0.1:50051/);
      await assert.rejects(scene.channel.connect(), /nothing listens/, 'at once while it fails');
    });

    it('tells the carrier what the options say', async () => {
      const scene = new Scene('unix:/run/app.sock', { connectTimeoutMs: 5_000, streamWindowBytes: 100_000, maxHeaderListBytes: 2_000 });
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
      const scene = new Scene();
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
      const scene = new Scene();
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
      const scene = new Scene();
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
      const scene = new Scene();
      scene.call();
      await turn();
      scene.clock.advance(20_000);
      scene.carrier.last(1).fail('no answer for 20 s');
      scene.clock.advance(0);
      assert.equal(scene.carrier.attempts.length, 2);
    });

    it('a server that ends each connection as soon as it stands is left alone for the backoff, too', async () => {
      for (const end of ['break', 'goAway'] as const) {
        const scene = new Scene();
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
      const scene = new Scene('127.0.0.1:1', { backoff: { initialMs: 10, multiplier: 2, maxMs: 30, jitter: 0 } });
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
      const scene = new Scene();
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
      const scene = new Scene();
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
      const scene = new Scene();
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
      const scene = new Scene();
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
      const scene = new Scene();
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
      const scene = new Scene();
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
      const scene = new Scene();
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
      const scene = new Scene();
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
      const scene = new Scene();
      (await scene.ready()).break();
      assert.equal(scene.channel.state, 'IDLE');
      await turn();
      assert.equal(scene.carrier.attempts.length, 1, 'not before there is a call');
      await scene.ready();
      assert.deepEqual(scene.states, ['CONNECTING', 'READY', 'IDLE', 'CONNECTING', 'READY']);
    });

    it('GOAWAY: new calls take a new connection, open streams finish on the old one', async () => {
      const scene = new Scene();
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
      const scene = new Scene('manual:///rooms', { resolvers: [resolver] });
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
      const scene = new Scene('manual:///rooms', { resolvers: [resolver] });
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
      const scene = new Scene('rooms.invalid:1', {
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
      const scene = new Scene('manual:///rooms', { resolvers: [resolver] });
      scene.call();
      await turn();
      resolver.give('a');
      scene.carrier.last(1).ready();
      resolver.sink.onError(new TransportError('gone', { scope: 'connection', by: 'us', phase: 'resolve', code: 0, processed: 'no' }));
      assert.equal(scene.channel.state, 'READY');
    });
  });

  describe('pick_first (gRFC A61, A62)', () => {
    const several = async (...hosts: string[]) => {
      const resolver = new ManualResolver();
      const scene = new Scene('manual:///rooms', { resolvers: [resolver] });
      const call = scene.call();
      await turn();
      resolver.give(...hosts);
      const tried = () => scene.carrier.attempts.map(({ address }) => ('host' in address ? address.host : address.path)).join(' ');
      return { resolver, scene, call, tried };
    };

    it('tries the addresses in order and takes the first that answers', async () => {
      const { scene, call, tried } = await several('a', 'b', 'c');
      assert.equal(tried(), 'a');
      scene.carrier.last().fail();
      assert.equal(tried(), 'a b');
      assert.equal(scene.channel.state, 'CONNECTING', 'not failed before every address has');
      scene.carrier.last().ready();
      assert.equal(call.session, scene.carrier.last());
      scene.clock.advance(200_000);
      assert.equal(tried(), 'a b', 'the others are left alone, their backoff timers too');
    });

    it('fails when all have failed, says how many, and tries each again after its own backoff', async () => {
      const { scene, call, tried, resolver } = await several('a', 'b');
      scene.clock.advance(400);
      scene.carrier.attempts[0]!.fail();
      scene.carrier.attempts[1]!.fail();
      assert.match(call.error!.message, /none of the 2 addresses can be reached; the last: nothing listens on b:1/);
      assert.equal(resolver.refreshes, 1);
      scene.clock.advance(600);
      assert.equal(tried(), 'a b a');
      scene.clock.advance(400);
      assert.equal(tried(), 'a b a b');
      scene.carrier.attempts[2]!.fail();
      assert.equal(resolver.refreshes, 1);
      scene.carrier.attempts[3]!.fail();
      assert.equal(resolver.refreshes, 2, 'after as many failures as addresses');
      scene.clock.advance(1_600);
      assert.equal(tried(), 'a b a b a b');
      scene.carrier.attempts[4]!.ready();
      assert.equal(scene.channel.state, 'READY');
      await turn();
      assert.notEqual(scene.carrier.attempts[5]!.destroyed, undefined, 'the other attempt is dropped');
    });

    it('an address whose backoff ended during the first pass is tried as soon as the pass is over', async () => {
      const { scene, tried } = await several('a', 'b');
      scene.carrier.attempts[0]!.fail();
      scene.clock.advance(5_000);
      assert.equal(tried(), 'a b');
      scene.carrier.attempts[1]!.fail();
      assert.equal(tried(), 'a b a');
      scene.clock.advance(0);
      assert.equal(tried(), 'a b a b');
    });

    it('new addresses: keeps the connection if its address is still there, else goes over', async () => {
      const { scene, resolver, tried } = await several('a');
      const first = scene.carrier.last(1);
      first.ready();
      scene.open();
      resolver.give('z', 'a');
      assert.equal(tried(), 'a');
      resolver.give('b');
      assert.equal(tried(), 'a b');
      assert.equal(scene.channel.state, 'CONNECTING');
      assert.equal(first.closeCalls, 1, 'the old connection finishes its streams');
      assert.equal(first.destroyed, undefined);
      scene.carrier.last().ready();
      assert.equal(scene.open(), scene.carrier.last());
    });

    it('new addresses while it fails: tries them, and stays failed until one answers', async () => {
      const { scene, resolver, tried } = await several('a');
      scene.carrier.last().fail();
      resolver.give('b');
      assert.equal(tried(), 'a b');
      assert.equal(scene.channel.state, 'TRANSIENT_FAILURE');
      scene.carrier.last().ready();
      assert.equal(scene.channel.state, 'READY');
    });

    it('new addresses while connecting: an attempt under way goes on', async () => {
      const { scene, resolver, tried } = await several('a', 'b');
      resolver.give('a', 'c');
      assert.equal(tried(), 'a');
      scene.carrier.last(1).fail();
      assert.equal(tried(), 'a c');
      resolver.give('d', 'd');
      assert.equal(tried(), 'a c d');
      scene.carrier.last().fail();
      assert.equal(tried(), 'a c d', 'an address that stands twice is tried once');
      assert.equal(scene.channel.state, 'TRANSIENT_FAILURE');
    });
  });

  describe("a balancer of one's own", () => {
    it('sees each request, and a call that has to wait does not keep back the others', async () => {
      /** Calls that wait for readiness go to the first address, the others to the second. */
      const byPatience: BalancerType = {
        name: 'by_patience',
        create(context) {
          const subchannels: Subchannel[] = [];
          const picker: Picker = {
            looksAtRequest: true,
            pick: (request) => subchannels[request.waitForReady ? 0 : 1]?.session,
            failure: () => undefined,
          };
          return {
            onResolution({ endpoints }) {
              for (const { addresses } of endpoints) {
                const subchannel = context.createSubchannel(addresses[0]!, { onState: () => context.update('READY', { ...picker }) });
                subchannels.push(subchannel);
                subchannel.connect();
              }
            },
            onResolverError() {},
            exitIdle() {},
            close() {
              for (const subchannel of subchannels) subchannel.release();
            },
          };
        },
      };
      const resolver = new ManualResolver();
      const scene = new Scene('manual:///rooms', { resolvers: [resolver], balancer: byPatience });
      const first = scene.call(true);
      const second = scene.call();
      await turn();
      resolver.give('a', 'b');
      const [a, b] = scene.carrier.attempts;
      b!.ready();
      assert.equal(first.session, undefined);
      assert.equal(second.session, b);
      a!.ready();
      assert.equal(first.session, a);
      assert.deepEqual(await scene.channel.close(), { cutCalls: 0 });
      assert.deepEqual([a!.state, b!.state], ['closed', 'closed']);
    });
  });

  describe('idle', () => {
    it('lets go after the idle timeout and connects again at the next call', async () => {
      const scene = new Scene('127.0.0.1:1', { idleTimeoutMs: 1_000 });
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
      const scene = new Scene('127.0.0.1:1', { idleTimeoutMs: 1_000 });
      await scene.ready();
      for (let n = 0; n < 5; n++) {
        scene.clock.advance(900);
        await scene.channel.connect();
      }
      assert.equal(scene.channel.state, 'READY');
    });

    it('short calls now and then keep it busy, and so does one that waits', async () => {
      const scene = new Scene('127.0.0.1:1', { idleTimeoutMs: 1_000 });
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
      const scene = new Scene('manual:///rooms', { resolvers: [resolver], idleTimeoutMs: 1_000 });
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
      const scene = new Scene('127.0.0.1:1', { idleTimeoutMs: 10_000, backoff: { maxMs: 1_000 } });
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
      const scene = new Scene();
      await scene.ready();
      assert.equal(scene.clock.holds, 0);
    });
  });

  describe('close', () => {
    it('of a channel that never connected resolves at once', async () => {
      const scene = new Scene();
      assert.deepEqual(await scene.channel.close(), { cutCalls: 0 });
      assert.equal(scene.channel.state, 'SHUTDOWN');
      assert.equal(scene.clock.timers.size, 0);
      assert.equal(scene.clock.holds, 0);
    });

    it('waits for the calls in progress, then for the connection', async () => {
      const scene = new Scene();
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
      const scene = new Scene();
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
      const scene = new Scene();
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
      const scene = new Scene();
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
      const scene = new Scene();
      const call = scene.call(true);
      await turn();
      const closing = scene.channel.close({ graceMs: 100 });
      scene.clock.advance(100);
      await closing;
      assert.match(call.error!.message, /is closed/);
    });

    it('refuses further calls with what to do', async () => {
      const scene = new Scene();
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
      const scene = new Scene();
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
      const scene = new Scene();
      await scene.ready();
      scene.channel.callStarted();
      void scene.channel.close({ graceMs: Number.POSITIVE_INFINITY });
      assert.equal(scene.clock.timers.size, 1, 'an armed timer is what holds the process');
      assert.equal(scene.clock.holds, 1);
    });

    it('lets a call that waits for its connection have it', async () => {
      const scene = new Scene();
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
      const scene = new Scene();
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
      const scene = new Scene();
      const connected = scene.channel.connect();
      await turn();
      const closing = scene.channel.close();
      await assert.rejects(connected, /is closed/);
      await closing;
      assert.notEqual(scene.carrier.last(1).destroyed, undefined);
    });

    it('does not wait for ever for a connection that does not let go', async () => {
      const scene = new Scene();
      const session = await scene.ready();
      scene.open();
      const closing = scene.channel.close();
      await turn();
      scene.clock.advance(1_000);
      await closing;
      assert.notEqual(session.destroyed, undefined);
    });

    it('happens at the end of `await using`', async () => {
      const scene = new Scene();
      {
        await using channel = scene.channel;
        assert.equal(channel.state, 'IDLE');
      }
      assert.equal(scene.channel.state, 'SHUTDOWN');
    });

    it('refuses a wrong grace', async () => {
      const { channel } = new Scene();
      await assert.rejects(channel.close({ graceMs: -1 }), /graceMs is a number of milliseconds/);
      await assert.rejects(channel.close({ grace: 1 } as never), /did you mean "graceMs"\?/);
      assert.equal(channel.state, 'IDLE');
    });
  });

  describe('for people', () => {
    it('prints what matters', async () => {
      const scene = new Scene();
      scene.call();
      await turn();
      scene.carrier.last().fail();
      const text = inspect(scene.channel);
      assert.match(text, /^Channel \{/);
      assert.match(text, /target: '127.0.0.1:50051'/);
      assert.match(text, /state: 'TRANSIENT_FAILURE'/);
      assert.match(text, /security: 'plaintext'/);
      assert.match(text, /lastError: 'nothing listens on 127.0.0.1:50051'/);
    });

    it('a watcher that was removed hears nothing more', async () => {
      const scene = new Scene();
      const heard: string[] = [];
      const stop = scene.channel.watch((state) => heard.push(state));
      const waiter = scene.call();
      await turn();
      stop();
      scene.carrier.last().ready();
      assert.ok(waiter.session);
      assert.deepEqual(heard, ['CONNECTING']);
    });

    it('tells the observer of connections that came about, and of their end', async () => {
      const log: string[] = [];
      const observer = {
        onConnectionOpen: ({ side, peer }: { side: string; peer: { address: string } }) => log.push(`open ${side} ${peer.address}`),
        onConnectionClose: (_connection: unknown, error: Error | undefined) => log.push(`close ${error?.message}`),
      };
      const scene = new Scene('127.0.0.1:50051', { observer });
      scene.call();
      await turn();
      scene.carrier.last().fail();
      scene.clock.advance(1_000);
      scene.carrier.last().ready();
      scene.carrier.last().break();
      assert.deepEqual(log, ['open client 127.0.0.1:50051', 'close connection reset']);
    });

    it('names itself to the server', () => {
      assert.match(new Scene().channel.userAgent, /^grpc-node-barewire\/\d+\.\d+\.\d+$/);
      assert.match(
        new Scene('x.localhost:1', { insecure: true, userAgent: 'shop/2.1' }).channel.userAgent,
        /^shop\/2.1 grpc-node-barewire\//,
      );
    });

    it('uses the authority it is told', () => {
      assert.equal(new Scene().channel.authority, '127.0.0.1:50051');
      assert.equal(new Scene('unix:/a', { authority: 'rooms.example:443' }).channel.authority, 'rooms.example:443');
    });
  });

  it('goes in plaintext to this machine only, unless it is told; judged on the text', () => {
    const security = (target: string, options: ChannelOptions = {}) =>
      /security: '([^']+)'/.exec(inspect(new Channel(target, options)))![1];
    for (const target of [
      '127.0.0.1:1',
      '127.9.9.9:1',
      '[::1]:1',
      'localhost:1',
      'dns:///localhost:1',
      'ipv4:127.0.0.1,127.0.0.2',
      'unix:/a',
    ]) {
      assert.equal(security(target), 'plaintext', target);
    }
    for (const target of ['rooms:1', 'localhost.rooms:1', '0.0.0.0:1', '10.0.0.1:1', 'ipv4:127.0.0.1,10.0.0.1', '[::2]:1']) {
      assert.throws(() => new Channel(target), /give tls: true to encrypt, or insecure: true for plaintext/, target);
      assert.equal(security(target, { insecure: true }), 'plaintext');
      assert.equal(security(target, { tls: true }), 'tls');
    }
    assert.equal(new Channel('rooms:1', { tls: true }).scheme, 'https');
    assert.equal(new Channel('rooms:1', { insecure: true }).scheme, 'http');
    assert.throws(() => new Channel('rooms:1', { insecure: true, tls: true }), /contradict/);
    assert.throws(() => new Channel(new ScriptedCarrier(), { tls: true }), /tls has no meaning inside one process/);
  });

  it('the certificate must have the name of the target, or of the authority, or the one that is told', async () => {
    const name = async (options: ChannelOptions) => {
      const scene = new Scene('10.0.0.1:1', options);
      scene.call();
      await turn();
      return scene.carrier.last(1).options.tls?.serverName;
    };
    assert.equal(await name({ tls: true }), '10.0.0.1');
    assert.equal(await name({ tls: true, authority: 'rooms.example:443' }), 'rooms.example');
    assert.equal(await name({ tls: true, authority: '[::1]:443' }), '::1');
    assert.equal(await name({ tls: { serverName: 'other.example' }, authority: 'rooms.example' }), 'other.example');
  });

  it('refuses options that will not do', () => {
    const refuse = (options: object, message: RegExp) =>
      assert.throws(() => new Channel('127.0.0.1:1', options), { name: 'OptionError', message });
    refuse({ connectTimeout: 5 }, /new Channel\(\): unknown option "connectTimeout", did you mean "connectTimeoutMs"\?/);
    refuse({ connectTimeoutMs: '5s' }, /connectTimeoutMs is a number of milliseconds.*got "5s"/);
    refuse({ connectTimeoutMs: 0 }, /connectTimeoutMs/);
    refuse({ idleTimeoutMs: Number.NaN }, /idleTimeoutMs/);
    refuse({ calls: { timeout: 5 } }, /new Channel\(\): calls: unknown option "timeout", did you mean "timeoutMs"\?/);
    refuse({ calls: { timeoutMs: -5 } }, /calls: timeoutMs/);
    refuse({ authority: 'a b' }, /authority is a host/);
    refuse({ authority: 'http://a' }, /authority is a host/);
    refuse({ userAgent: 'ä' }, /userAgent is printable ASCII/);
    refuse({ userAgent: '' }, /userAgent/);
    refuse({ userAgent: 'a\r\nb: c' }, /userAgent/);
    refuse({ streamWindowBytes: 1_000 }, /streamWindowBytes is a whole number of bytes from 65535 to 2147483647; got 1000/);
    refuse({ maxHeaderListBytes: 1 }, /maxHeaderListBytes/);
    refuse({ observer: 'me' }, /observer is an object/);
    refuse({ observer: { onCallEnd: 1 } }, /observer.onCallEnd is a function; got 1/);
    refuse({ resolvers: {} }, /resolvers is an array/);
    refuse({ resolvers: [{}] }, /resolvers\[0\] is a ResolverType; what came has no inspect\(\)/);
    refuse({ balancer: 'pickfirst' }, /there is no balancer "pickfirst", did you mean "pick_first"\?/);
    refuse({ balancer: 5 }, /balancer is a name/);
    refuse({ transport: {} }, /transport is a Carrier; what came has no connect\(\)/);
    refuse({ clock: {} }, /clock is a Clock/);
    refuse({ random: 0.5 }, /random is a function; got 0.5/);
    refuse({ backoff: { initial: 5 } }, /backoff: unknown option "initial", did you mean "initialMs"\?/);
    refuse({ backoff: { jitter: 2 } }, /backoff: jitter is a number from 0 to 1; got 2/);
    refuse({ backoff: { initialMs: 500, maxMs: 10 } }, /backoff: maxMs/);
    refuse({ insecure: 'yes' }, /insecure is true or false/);
    assert.throws(() => new Channel('127.0.0.1:1', null as never), /options are an object, got null/);
  });
});
