import assert from 'node:assert/strict';
import { Duplex } from 'node:stream';
import { systemClock } from '../../../../lib/time/clock.js';
import { Driver, type DriverOwner } from '../../../../lib/transport/engine/driver.js';
import type { Connection } from '../../../../wire/http2/connection.js';

const OWNER: DriverOwner = { onSocketEnd: () => '', onChunk() {}, onTurn() {}, onSocketClosed() {} };

describe('the driver of a connection', () => {
  it('tells of room when the socket has taken everything, also where what waits has no bytes', () => {
    const written: (() => void)[] = [];
    const socket = new Duplex({ read() {}, write: (_chunk, _encoding, done) => written.push(done) });
    const rooms: number[] = [];
    const connection = { start() {}, writable: (bytes: number) => rooms.push(bytes), queuedBytes: 0, closed: false };
    const driver = new Driver(socket, connection as unknown as Connection<unknown>, systemClock, OWNER);
    driver.start();
    driver.write(new Uint8Array(1_000), undefined, false);
    driver.write(new Uint8Array(1_000), undefined, false);
    written.shift()!();
    assert.deepEqual(rooms, [], 'something is still on its way');
    return new Promise<void>((resolve) => {
      setImmediate(() => {
        written.shift()!();
        setImmediate(() => {
          assert.equal(rooms.length, 1);
          assert.ok(rooms[0]! > 0);
          resolve();
        });
      });
    });
  });
});
