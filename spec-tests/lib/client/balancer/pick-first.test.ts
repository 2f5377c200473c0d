import assert from 'node:assert/strict';
import { ChannelScene, ManualResolver } from '../../../support/channel-scene.js';
import { turn } from '../../../support/fake-clock.js';

describe('pick_first (gRFC A61, A62)', () => {
  const several = async (...hosts: string[]) => {
    const resolver = new ManualResolver();
    const scene = new ChannelScene('manual:///rooms', { resolvers: [resolver] });
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
