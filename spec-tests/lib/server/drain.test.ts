import assert from 'node:assert/strict';
import type { CloseReport } from '../../../lib/server/drain.js';
import { Server } from '../../../lib/server/server.js';
import { turn } from '../../support/fake-clock.js';
import { CHAT, GET, scriptedServer, type Text, text } from '../../support/scripted-server.js';
import { ScriptedCarrier } from '../../support/scripted-server-session.js';

/** What a promise has come to by now. */
async function settled<T>(promise: Promise<T>): Promise<T | 'pending'> {
  await turn();
  return Promise.race([promise, Promise.resolve('pending' as const)]);
}

async function endless() {
  const waiting: ((reply: Text) => void)[] = [];
  const made = await scriptedServer({
    get: () => new Promise<Text>((resolve) => waiting.push(resolve)),
    async *chat(requests) {
      for await (const message of requests) yield message;
    },
  });
  return { ...made, waiting };
}

describe('server.close', () => {
  it('closes ports and idle connections at once', async () => {
    const { server, carrier, session } = await endless();
    assert.equal(carrier.openPorts, 1);
    const report = (await settled(server.close())) as CloseReport;
    assert.deepEqual(report, { cut: [], broken: [], completed: 0, elapsedMs: 0 });
    assert.equal(carrier.openPorts, 0);
    assert.equal(session.closed, true);
  });

  it('of a server that never listened ends at once', async () => {
    assert.deepEqual((await new Server().close()).cut, []);
  });

  it('lets calls in progress end, and says GOAWAY meanwhile', async () => {
    const { server, session, clock, waiting } = await endless();
    const stream = session.call(GET, text, { text: '' });
    const closing = server.close();
    assert.equal(session.closing, true);
    clock.advance(29_999);
    assert.equal(await settled(closing), 'pending');
    waiting[0]!({ text: 'done' });
    const report = (await settled(closing)) as CloseReport;
    assert.equal(stream.status, '0');
    assert.deepEqual(report, { cut: [], broken: [], completed: 1, elapsedMs: 29_999 });
    assert.equal(clock.timers.size, 0);
    assert.equal(clock.holds, 0);
  });

  it('answers the rest with UNAVAILABLE after the grace, and reports each: path, peer, time', async () => {
    const { server, session, carrier, clock, waiting, errors } = await endless();
    const other = carrier.session('192.0.2.2:7');
    const first = session.call(GET, text, { text: '' });
    clock.advance(1000);
    const second = session.open(CHAT).message(text, { text: 'a' });
    const third = other.call(GET, text, { text: '' });
    const closing = server.close({ graceMs: 5000 });
    clock.advance(2000);
    waiting[1]!({ text: 'in time' });
    await turn();
    clock.advance(3000);
    const report = (await settled(closing)) as CloseReport;
    assert.equal(third.status, '0');
    assert.equal(first.status, '14 the server is shutting down and has ended this call');
    assert.equal(second.status, '14 the server is shutting down and has ended this call');
    assert.deepEqual(report, {
      cut: [
        { path: GET, peer: '192.0.2.1:9', elapsedMs: 6000 },
        { path: CHAT, peer: '192.0.2.1:9', elapsedMs: 5000 },
      ],
      broken: [],
      completed: 1,
      elapsedMs: 5000,
    });
    assert.deepEqual(errors, []);
    assert.equal(session.destroyedBecause, undefined, 'the statuses went out, so nothing had to be broken');
  });

  it('tells the handlers of cut calls', async () => {
    let reason: unknown;
    const { server, session } = await scriptedServer({
      get: (_request, call) =>
        new Promise<Text>((_, reject) => {
          call.signal.addEventListener('abort', () => {
            reason = call.signal.reason;
            reject(reason);
          });
        }),
    });
    session.call(GET, text, { text: '' });
    await server.close({ graceMs: 0 });
    assert.match(String(reason), /UNAVAILABLE: the server is shutting down/);
  });

  it('breaks connections that do not take the statuses', async () => {
    const { server, session, clock } = await endless();
    session.call(GET, text, { text: '' });
    session.closeIfIdle = () => {};
    Object.defineProperty(session, 'openStreams', { value: 1 });
    const closing = server.close({ graceMs: 0 });
    assert.equal(await settled(closing), 'pending');
    clock.advance(250);
    const report = (await settled(closing)) as CloseReport;
    assert.equal(report.cut.length, 1);
    assert.deepEqual(report.broken, [{ peer: '192.0.2.1:9', calls: 1 }]);
    assert.match(session.destroyedBecause ?? '', /its grace is over/);
    assert.equal(clock.holds, 0);
  });

  it('may be called again: the same report, a shorter grace, never a longer one', async () => {
    const { server, session, clock } = await endless();
    session.call(GET, text, { text: '' });
    const first = server.close({ graceMs: 10_000 });
    const second = server.close({ graceMs: 60_000 });
    clock.advance(1000);
    const third = server.close({ graceMs: 500 });
    clock.advance(499);
    assert.equal(await settled(first), 'pending');
    clock.advance(1);
    const report = (await settled(first)) as CloseReport;
    assert.equal(report.elapsedMs, 1500);
    assert.equal(await second, report);
    assert.equal(await third, report);
    assert.equal(await server.close(), report);
  });

  it('is not given more time by a later call', async () => {
    const { server, session, clock } = await endless();
    session.call(GET, text, { text: '' });
    const closing = server.close({ graceMs: 1000 });
    void server.close({ graceMs: 60_000 });
    clock.advance(1000);
    assert.equal(((await settled(closing)) as CloseReport).cut.length, 1);
  });

  it('with an infinite grace waits as long as it takes', async () => {
    const { server, session, clock, waiting } = await endless();
    session.call(GET, text, { text: '' });
    const closing = server.close({ graceMs: Number.POSITIVE_INFINITY });
    clock.advance(1e9);
    assert.equal(await settled(closing), 'pending');
    waiting[0]!({ text: '' });
    assert.equal(((await settled(closing)) as CloseReport).completed, 1);
  });

  it('closes a connection that comes while the port closes, and a port that is just being opened', async () => {
    const { server, carrier } = await endless();
    const closing = server.close();
    const late = carrier.session();
    assert.equal(late.closing, true);
    await closing;

    const slow = new ScriptedCarrier();
    const opening = new Server({ transport: slow });
    const listening = opening.listen('127.0.0.1:0');
    const report = opening.close();
    await assert.rejects(listening, /this server was closed/);
    await report;
    assert.equal(slow.openPorts, 0);
  });

  it('refuses to listen afterwards, and wrong options', async () => {
    const { server } = await endless();
    await assert.rejects(server.close({ graceMs: -1 }), /server\.close\(\): graceMs is a number of milliseconds/);
    await assert.rejects(server.close({ grace: 1 } as never), /did you mean "graceMs"/);
    await server.close();
    await assert.rejects(server.listen('127.0.0.1:0'), /this server was closed: make a new one/);
    assert.throws(() => server.loopback(), /this server was closed/);
  });

  it('is what await using does', async () => {
    const { server, session } = await endless();
    await server[Symbol.asyncDispose]();
    assert.equal(session.closed, true);
  });
});
