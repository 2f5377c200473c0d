import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { shareReads } from '../../../../lib/transport/engine/shared-reads.js';

/** Both ends of a connection over loopback. */
async function pair(): Promise<{ client: Socket; server: Socket; end: () => void }> {
  const listener = createServer({ pauseOnConnect: true }).listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const client = connect((listener.address() as AddressInfo).port, '127.0.0.1');
  const [[server]] = (await Promise.all([once(listener, 'connection'), once(client, 'connect')])) as [[Socket], unknown[]];
  const end = () => {
    client.destroy();
    server.destroy();
    listener.close();
  };
  return { client, server, end };
}

describe('reads into one buffer of the process', () => {
  it('give both ends of a connection what came, in the same memory', async () => {
    if (process.platform === 'win32') return;
    const { client, server, end } = await pair();
    const buffers = new Set<Uint8Array>();
    const heard = (socket: Socket) =>
      new Promise<string>((resolve) => {
        let text = '';
        const onRead = (bytes: number, buffer: Uint8Array) => {
          buffers.add(buffer);
          text += Buffer.from(buffer.subarray(0, bytes)).toString();
          if (text.endsWith('.')) resolve(text);
          return true;
        };
        assert.equal(shareReads(socket, onRead), true, 'this Node keeps the properties elsewhere: shared-reads.ts has to learn where');
        socket.on('data', () => assert.fail('a chunk of its own'));
        socket.resume();
      });
    const both = Promise.all([heard(client), heard(server)]);
    client.write('to the server.');
    server.write('to the client.');
    assert.deepEqual(await both, ['to the client.', 'to the server.']);
    assert.equal(buffers.size, 1);
    const over = once(client, 'end');
    server.end();
    await over;
    end();
  });

  it('leave alone what is no plain socket, and a socket that has something to say already', async () => {
    const never = () => assert.fail('nothing was shared');
    assert.equal(shareReads(new Duplex({ read() {} }), never), false);
    const { client, server, end } = await pair();
    server.pause();
    client.write('early');
    server.once('readable', () => {});
    await once(server, 'readable');
    assert.equal(shareReads(server, never), false);
    assert.equal(String(server.read()), 'early');
    end();
  });
});
