import assert from 'node:assert/strict';
import { DEFAULT_BACKOFF } from '../../../../lib/client/backoff.js';
import { dnsResolver, type Lookup } from '../../../../lib/client/resolver/dns.js';
import type { Resolution, Resolver, ResolverSink } from '../../../../lib/client/resolver/resolver.js';
import type { TransportError } from '../../../../lib/transport/transport.js';
import { FakeClock, turn } from '../../../support/fake-clock.js';

type Done = Parameters<Lookup>[1];

class Scene implements ResolverSink {
  readonly clock = new FakeClock();
  readonly lookups: { host: string; done: Done }[] = [];
  readonly log: string[] = [];
  readonly errors: TransportError[] = [];
  readonly resolver: Resolver;

  constructor(path: string) {
    const type = dnsResolver((host, done) => this.lookups.push({ host, done }));
    const target = { text: path, scheme: 'dns', authority: '', path };
    this.resolver = type.start(target, { clock: this.clock, random: () => 0.5, backoff: DEFAULT_BACKOFF }, this);
  }

  onResolution(resolution: Resolution): void {
    this.log.push(
      resolution.endpoints
        .map(({ addresses }) => addresses.map((one) => ('path' in one ? one.path : `${one.host} ${one.port}`)).join('+'))
        .join(', '),
    );
  }

  onError(error: TransportError): void {
    this.log.push('error');
    this.errors.push(error);
  }

  answer(...addresses: string[]): void {
    this.lookups.at(-1)!.done(
      null,
      addresses.map((address) => ({ address, family: 4 })),
    );
  }

  refuse(code: string): void {
    this.lookups.at(-1)!.done(Object.assign(new Error(`getaddrinfo ${code}`), { code }), []);
  }
}

describe('dns resolver', () => {
  it('gives all addresses in the order in which they came', () => {
    const scene = new Scene('/rooms:50051');
    assert.equal(scene.lookups[0]!.host, 'rooms');
    scene.answer('10.0.0.2', '10.0.0.1');
    assert.deepEqual(scene.log, ['10.0.0.2 50051, 10.0.0.1 50051']);
    assert.equal(scene.clock.timers.size, 0);
  });

  it('takes an IP address as it is', async () => {
    const scene = new Scene('[::1]:50051');
    await turn();
    assert.deepEqual(scene.log, ['::1 50051']);
    assert.equal(scene.lookups.length, 0);
  });

  it('looks again when asked, but not within 30 s', () => {
    const scene = new Scene('rooms:1');
    scene.answer('10.0.0.1');
    scene.resolver.refresh();
    scene.resolver.refresh();
    assert.equal(scene.lookups.length, 1);
    scene.clock.advance(29_999);
    assert.equal(scene.lookups.length, 1);
    scene.clock.advance(1);
    assert.equal(scene.lookups.length, 2);
    scene.resolver.refresh();
    scene.answer('10.0.0.9');
    assert.deepEqual(scene.log, ['10.0.0.1 1', '10.0.0.9 1']);
    scene.clock.advance(60_000);
    assert.equal(scene.lookups.length, 2, 'nobody asked');
    scene.resolver.refresh();
    assert.equal(scene.lookups.length, 3, 'at once after a long rest');
  });

  it('tries again after a failure, with backoff, and says what is wrong', () => {
    const scene = new Scene('rooms:1');
    scene.refuse('ENOTFOUND');
    assert.equal(scene.errors[0]!.phase, 'resolve');
    assert.equal(scene.errors[0]!.processed, 'no');
    assert.match(scene.errors[0]!.message, /^the name "rooms" is not known to this machine's DNS: check its spelling/);
    assert.equal(scene.clock.nextInMs(), 1000);
    scene.clock.advance(1000);
    scene.refuse('EAI_AGAIN');
    assert.match(scene.errors[1]!.message, /the DNS server did not answer/);
    assert.equal(scene.clock.nextInMs(), 1600);
    scene.clock.advance(1600);
    scene.answer();
    assert.match(scene.errors[2]!.message, /DNS has no address for "rooms"/);
    assert.equal(scene.clock.nextInMs(), 2560);
    scene.clock.advance(2560);
    scene.answer('10.0.0.1');
    assert.equal(scene.log.at(-1), '10.0.0.1 1');
    assert.equal(scene.clock.timers.size, 0);
  });

  it('counts the backoff from the start of the lookup, and anew after a success', () => {
    const scene = new Scene('rooms:1');
    scene.refuse('ENOTFOUND');
    scene.clock.advance(1_000);
    scene.clock.advance(600);
    scene.refuse('ENOTFOUND');
    assert.equal(scene.clock.nextInMs(), 1_000, '1,600 ms after its start');
    scene.clock.advance(1_000);
    scene.answer('10.0.0.1');
    scene.clock.advance(30_000);
    scene.resolver.refresh();
    scene.refuse('ENOTFOUND');
    assert.equal(scene.clock.nextInMs(), 1_000);
  });

  it('an IP address says nothing after close either', async () => {
    const scene = new Scene('[::1]:50051');
    scene.resolver.close();
    await turn();
    assert.deepEqual(scene.log, []);
  });

  it('says nothing after close, and leaves no timer', () => {
    const scene = new Scene('rooms:1');
    scene.resolver.close();
    scene.answer('10.0.0.1');
    assert.deepEqual(scene.log, []);
    const other = new Scene('rooms:1');
    other.refuse('ENOTFOUND');
    other.resolver.close();
    assert.equal(other.clock.timers.size, 0);
    other.resolver.refresh();
    assert.equal(other.lookups.length, 1);
  });
});
