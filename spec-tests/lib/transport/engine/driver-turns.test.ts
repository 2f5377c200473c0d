import assert from 'node:assert/strict';
import { Duplex } from 'node:stream';
import { ENGINE_LINGER_MS, ENGINE_WRITE_BYTES } from '../../../../lib/limits.js';
import { Driver, type DriverOwner } from '../../../../lib/transport/engine/driver.js';
import type { Slab } from '../../../../wire/bytes/slab.js';
import { Connection } from '../../../../wire/http2/connection.js';
import { REQUEST, RecordingSink } from '../../../support/connection-pair.js';
import { duplexPair } from '../../../support/duplex-pair.js';
import { FakeClock, turn } from '../../../support/fake-clock.js';

/** A sink that hands the driver's four calls on, and keeps the slabs that it saw. */
class DrivenSink extends RecordingSink {
  driver: Driver<string> | undefined;
  readonly slabs: Slab[] = [];

  override onOutput(): void {
    this.driver!.schedule();
  }
  override onWakeChange(): void {
    this.driver!.arm();
  }
  override onWrite(bytes: Uint8Array, slab: Slab | undefined, more: boolean): void {
    if (slab !== undefined) this.slabs.push(slab);
    this.driver!.write(bytes, slab, more);
  }
  override onClosed(closed: Parameters<RecordingSink['onClosed']>[0]): void {
    super.onClosed(closed);
    this.driver!.end();
  }
}

class Owner implements DriverOwner {
  readonly heard: string[] = [];
  onSocketEnd(error: Error | undefined): string {
    this.heard.push(error === undefined ? 'ended' : `failed: ${error.message}`);
    return error?.message ?? 'the other side is gone';
  }
  onChunk(): void {}
  onTurn(): void {}
  onSocketClosed(): void {
    this.heard.push('closed');
  }
}

interface Driven {
  readonly connection: Connection<string>;
  readonly sink: DrivenSink;
  readonly owner: Owner;
  readonly driver: Driver<string>;
}

function drive(role: 'client' | 'server', socket: Duplex, clock: FakeClock): Driven {
  const sink = new DrivenSink();
  const owner = new Owner();
  const connection = new Connection<string>({ role }, sink);
  const driver = new Driver(socket, connection, clock, owner);
  sink.driver = driver;
  driver.start();
  return { connection, sink, owner, driver };
}

/** A socket that takes a write when the test says so, and counts how often it was asked. */
class HeldSocket extends Duplex {
  readonly writes: number[] = [];
  readonly pending: (() => void)[] = [];

  override _read(): void {}
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.writes.push(chunk.length);
    this.pending.push(done);
  }
  override _writev(chunks: { chunk: Buffer }[], done: () => void): void {
    this.writes.push(chunks.reduce((sum, { chunk }) => sum + chunk.length, 0));
    this.pending.push(done);
  }
}

async function turns(count: number): Promise<void> {
  for (let n = 0; n < count; n++) await turn();
}

async function ready(clock: FakeClock): Promise<[Driven, Driven, Duplex, Duplex]> {
  const [one, other] = duplexPair();
  const client = drive('client', one, clock);
  const server = drive('server', other, clock);
  while (!client.sink.calls.includes('settings') || !server.sink.calls.includes('settings')) await turn();
  await turns(5);
  return [client, server, one, other];
}

describe('the turns of a driver', () => {
  it('are one write each, whatever many streams have said in them', async () => {
    const clock = new FakeClock();
    const socket = new HeldSocket();
    const { connection, sink } = drive('client', socket, clock);
    await turn();
    assert.equal(socket.writes.length, 1, 'the preface and SETTINGS');
    socket.pending.shift()!();
    for (let n = 0; n < 50; n++) {
      const stream = connection.openStream(REQUEST, false, `${n}`)!;
      connection.sendData(stream, new Uint8Array(100), true);
    }
    // More is said in the same turn, behind a promise.
    await Promise.resolve();
    connection.openStream(REQUEST, true, 'late');
    assert.equal(socket.writes.length, 1, 'nothing is written before the end of the turn');
    await turn();
    assert.equal(socket.writes.length, 2);
    assert.ok(socket.writes[1]! > 5_000);
    assert.ok(sink.slabs.length > 0);
    for (const slab of sink.slabs) assert.ok(slab.users > 0, 'the socket still reads in it');
    while (socket.pending.length > 0) socket.pending.shift()!();
    await turns(3);
    for (const slab of sink.slabs) assert.equal(slab.users, 0, 'released');
    assert.equal(connection.queuedBytes, 0);
    socket.destroy();
  });

  it('join large chunks and frame headers into one vectored write', async () => {
    const clock = new FakeClock();
    const socket = new HeldSocket();
    const { connection } = drive('client', socket, clock);
    await turn();
    socket.pending.shift()!();
    const stream = connection.openStream(REQUEST, false, 'a')!;
    connection.sendData(stream, new Uint8Array(60_000), true);
    await turn();
    assert.equal(socket.writes.length, 2);
    assert.ok(socket.writes[1]! > 60_000, `${socket.writes[1]}`);
    socket.destroy();
  });

  it('give a socket that takes nothing a bounded number of bytes, and go on when it does', async () => {
    const clock = new FakeClock();
    const [client, server, one] = await ready(clock);
    // The other side's windows are no bound here.
    server.connection.changeSettings({ initialWindowBytes: 8_000_000 }, clock.now());
    server.connection.setConnectionWindow(8_000_000);
    await turns(20);
    one.cork();
    const stream = client.connection.openStream(REQUEST, false, 'a')!;
    const total = 4_000_000;
    for (let sent = 0; sent < total; sent += 10_000) client.connection.sendData(stream, new Uint8Array(10_000), false);
    await turns(20);
    assert.ok(one.writableLength <= ENGINE_WRITE_BYTES + 65_536 + 1_000, `${one.writableLength} bytes lie in the socket`);
    assert.ok(client.connection.queuedBytes >= total - ENGINE_WRITE_BYTES - 65_536 - 1_000);
    one.uncork();
    let received = 0;
    for (let n = 0; n < 5_000 && received < total; n++) {
      for (const call of server.sink.heard()) if (call.startsWith('data')) received += call.length - 'data 1 '.length;
      await turn();
    }
    assert.equal(received, total);
    assert.equal(client.connection.queuedBytes, 0);
    one.destroy();
  });

  it('need one entry in the timer queue of the clock, and none behind the end', async () => {
    const clock = new FakeClock();
    const [client, server, one] = await ready(clock);
    assert.ok(clock.timers.size <= 2, 'one for each side at most, for SETTINGS that are answered by now');
    clock.advance(3_600_000);
    assert.equal(clock.timers.size, 0, 'an idle connection waits for nothing');
    server.connection.shutdown(clock.now());
    client.connection.ping(() => {}, clock.now());
    assert.ok(clock.timers.size <= 2, 'one for each side');
    await turns(30);
    assert.deepEqual(client.owner.heard.at(-1), 'closed');
    assert.deepEqual(server.owner.heard.at(-1), 'closed');
    assert.equal(clock.timers.size, 0);
    assert.ok(one.destroyed);
  });

  it('end: an error of the socket closes the streams with its words', async () => {
    const clock = new FakeClock();
    const [client, , one] = await ready(clock);
    client.connection.openStream(REQUEST, false, 'a');
    await turns(3);
    client.sink.heard();
    one.destroy(new Error('the cable was cut'));
    await turns(3);
    assert.deepEqual(client.owner.heard, ['failed: the cable was cut', 'closed']);
    assert.deepEqual(client.sink.heard(), ['closed 1 by peer code 0 processed maybe', 'end by peer code 0']);
    assert.equal(client.sink.closed!.message, 'the cable was cut');
    assert.equal(clock.timers.size, 0);
  });

  it('end: a peer that never ends its side is let go after a while', async () => {
    const clock = new FakeClock();
    const socket = new HeldSocket();
    const { driver, owner, connection } = drive('client', socket, clock);
    await turn();
    socket.pending.shift()!();
    // Noise from the peer: GOAWAY, then the end.
    driver.receive(Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'));
    assert.equal(connection.closed, true);
    await turn();
    assert.equal(socket.writes.length, 2, 'GOAWAY');
    socket.pending.shift()!();
    await turns(5);
    assert.equal(socket.destroyed, false);
    assert.deepEqual(owner.heard, []);
    driver.receive(Buffer.alloc(1_000_000));
    clock.advance(ENGINE_LINGER_MS - 1);
    assert.equal(socket.destroyed, false);
    clock.advance(1);
    assert.equal(socket.destroyed, true);
    await turn();
    assert.deepEqual(owner.heard, ['closed']);
    assert.equal(clock.timers.size, 0);
  });

  it('end at once where we destroy and the socket does not take what is left', async () => {
    const clock = new FakeClock();
    const socket = new HeldSocket();
    const { driver, owner, sink } = drive('client', socket, clock);
    await turn();
    assert.equal(socket.pending.length, 1, 'the socket takes nothing');
    driver.destroy(0, 'enough');
    assert.deepEqual(sink.calls, [], 'nothing is told from inside a command');
    await turns(3);
    assert.equal(socket.destroyed, true);
    assert.deepEqual(owner.heard, ['closed']);
  });
});
