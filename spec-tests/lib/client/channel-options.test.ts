import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { Channel } from '../../../lib/client/channel.js';
import type { ChannelOptions } from '../../../lib/client/channel-options.js';
import { ChannelScene } from '../../support/channel-scene.js';
import { turn } from '../../support/fake-clock.js';
import { ScriptedCarrier } from '../../support/scripted-carrier.js';

describe('a channel, for people', () => {
  it('prints what matters', async () => {
    const scene = new ChannelScene();
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
    const scene = new ChannelScene();
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
    const scene = new ChannelScene('127.0.0.1:50051', { observer });
    scene.call();
    await turn();
    scene.carrier.last().fail();
    scene.clock.advance(1_000);
    scene.carrier.last().ready();
    scene.carrier.last().break();
    assert.deepEqual(log, ['open client 127.0.0.1:50051', 'close connection reset']);
  });

  it('names itself to the server', () => {
    assert.match(new ChannelScene().channel.userAgent, /^grpc-node-barewire\/\d+\.\d+\.\d+$/);
    assert.match(
      new ChannelScene('x.localhost:1', { insecure: true, userAgent: 'shop/2.1' }).channel.userAgent,
      /^shop\/2.1 grpc-node-barewire\//,
    );
  });

  it('uses the authority it is told', () => {
    assert.equal(new ChannelScene().channel.authority, '127.0.0.1:50051');
    assert.equal(new ChannelScene('unix:/a', { authority: 'rooms.example:443' }).channel.authority, 'rooms.example:443');
  });
});

describe('the options of a channel', () => {
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
      const scene = new ChannelScene('10.0.0.1:1', options);
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
    refuse({ connectionWindowBytes: 1_000 }, /connectionWindowBytes is a whole number of bytes from 65535 to 2147483647; got 1000/);
    refuse({ maxFrameBytes: 16_383 }, /maxFrameBytes is a whole number of bytes from 16384 to 16777215; got 16383/);
    refuse({ headerTableBytes: -1 }, /headerTableBytes is a whole number of bytes from 0 to 65536; got -1/);
    refuse({ maxConcurrentStreams: 0 }, /maxConcurrentStreams is a whole number of streams from 1 to 2147483647; got 0/);
    refuse({ maxHeaderListBytes: 1 }, /maxHeaderListBytes/);
    refuse({ observer: 'me' }, /observer is an object/);
    refuse({ observer: { onCallEnd: 1 } }, /observer.onCallEnd is a function; got 1/);
    refuse({ resolvers: {} }, /resolvers is an array/);
    refuse({ resolvers: [{}] }, /resolvers\[0\] is a ResolverType; what came has no inspect\(\)/);
    refuse({ balancer: 'pickfirst' }, /there is no balancer "pickfirst", did you mean "pick_first"\?/);
    refuse({ balancer: 5 }, /balancer is a name/);
    refuse({ transport: {} }, /transport is "engine", "node:http2" or a Carrier; what came has no connect\(\)/);
    refuse({ transport: 5 }, /transport is "engine", "node:http2" or a Carrier; got 5/);
    refuse({ transport: 'engin' }, /there is no transport "engin", did you mean "engine"\?/);
    refuse({ transport: 'constructor' }, /there is no transport "constructor"; built in are engine, node:http2/);
    refuse({ clock: {} }, /clock is a Clock/);
    refuse({ random: 0.5 }, /random is a function; got 0.5/);
    refuse({ backoff: { initial: 5 } }, /backoff: unknown option "initial", did you mean "initialMs"\?/);
    refuse({ backoff: { jitter: 2 } }, /backoff: jitter is a number from 0 to 1; got 2/);
    refuse({ backoff: { initialMs: 500, maxMs: 10 } }, /backoff: maxMs/);
    refuse({ insecure: 'yes' }, /insecure is true or false/);
    assert.throws(() => new Channel('127.0.0.1:1', null as never), /options are an object, got null/);
  });
});
