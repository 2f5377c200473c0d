import { createServer, connect as open, type Socket } from 'node:net';
import type { Driver, Peer } from '../peer.js';

/** What a small call takes on the wire, about: the ceiling does nothing with it but count. */
const recordBytes = 48;

/** Echoes whatever comes, one write per read. */
function serve(): Promise<number> {
  const server = createServer({ noDelay: true }, (socket) => {
    socket.on('data', (bytes) => socket.write(bytes));
    socket.on('error', () => {});
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port));
  });
}

async function connect(port: number): Promise<Driver> {
  const socket = await new Promise<Socket>((resolve, reject) => {
    const opening = open({ port, host: '127.0.0.1', noDelay: true }, () => resolve(opening));
    opening.once('error', reject);
  });
  const record = Buffer.alloc(recordBytes, 1);
  /** Who waits, oldest first, and how much of the oldest's record is here. */
  const waiting: (() => void)[] = [];
  let arrivedBytes = 0;
  let onRecords: ((bytes: Buffer) => void) | undefined;
  socket.on('data', (bytes) => {
    if (onRecords !== undefined) return onRecords(bytes);
    for (arrivedBytes += bytes.length; arrivedBytes >= recordBytes; arrivedBytes -= recordBytes) waiting.shift()?.();
  });
  /** A promise for each record: the ping-pong of one in flight, and the open loop. */
  const hello = (): Promise<void> =>
    new Promise((resolve) => {
      waiting.push(resolve);
      socket.write(record);
    });
  return {
    hello,
    helloRealistic: hello,
    helloInBulk: (inFlight, isOver) =>
      new Promise((resolve) => {
        const records = Buffer.alloc(recordBytes * inFlight, 1);
        let operations = 0;
        let partial = 0;
        let outstanding = inFlight;
        onRecords = (bytes) => {
          const whole = Math.floor((partial + bytes.length) / recordBytes);
          partial += bytes.length - whole * recordBytes;
          let over = false;
          // The clock is asked as often as calls of others ask it.
          for (let i = 0; i < whole; i++) over = isOver(++operations);
          outstanding -= whole;
          if (over) {
            if (outstanding > 0) return;
            onRecords = undefined;
            resolve(operations);
          } else {
            outstanding += whole;
            socket.write(records.subarray(0, whole * recordBytes));
          }
        };
        socket.write(records);
      }),
  };
}

/** The ceiling: records of a call's size echoed over node:net, nothing read of them, one write per read; with a promise for each, the floor of latency. */
export const rawSocket: Peer = { name: 'raw-socket', version: process.version, serve, connect };
