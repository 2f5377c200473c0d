/** A channel over a scripted carrier and a fake clock, for its tests. */
import assert from 'node:assert/strict';
import type { PickRequest } from '../../lib/client/call-channel.js';
import { Channel } from '../../lib/client/channel.js';
import type { ChannelOptions } from '../../lib/client/channel-options.js';
import type { ResolverSink, ResolverType } from '../../lib/client/resolver/resolver.js';
import type { RpcError } from '../../lib/rpc/rpc-error.js';
import type { ClientSession } from '../../lib/transport/transport.js';
import { FakeClock, turn } from './fake-clock.js';
import { ScriptedCarrier, type ScriptedSession } from './scripted-carrier.js';

/** A call that needs a session. */
export class Waiter implements PickRequest {
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

/** A channel and its carrier, with every state that the channel has told. */
export class ChannelScene {
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
export class ManualResolver implements ResolverType {
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
