import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { parseListenAddress } from '../../../lib/server/listen-address.js';
import { Server } from '../../../lib/server/server.js';
import { systemClock } from '../../../lib/time/clock.js';
import { TransportError } from '../../../lib/transport/transport.js';
import { DEFAULT_ABUSE_LIMITS } from '../../../wire/http2/abuse-budget.js';
import { GET, Rooms, scriptedServer, text } from '../../support/scripted-server.js';
import { ScriptedCarrier } from '../../support/scripted-server-session.js';

describe('the address of server.listen', () => {
  it('is host and port, or a path', () => {
    assert.deepEqual(parseListenAddress('127.0.0.1:0'), { host: '127.0.0.1', port: 0 });
    assert.deepEqual(parseListenAddress('0.0.0.0:65535'), { host: '0.0.0.0', port: 65535 });
    assert.deepEqual(parseListenAddress('[::1]:50051'), { host: '::1', port: 50051 });
    assert.deepEqual(parseListenAddress('localhost:1'), { host: 'localhost', port: 1 });
    assert.deepEqual(parseListenAddress('unix:/run/app.sock'), { path: '/run/app.sock' });
    assert.deepEqual(parseListenAddress('unix:///run/app.sock'), { path: '/run/app.sock' });
    assert.deepEqual(parseListenAddress('unix:app.sock'), { path: 'app.sock' });
  });

  it('is refused with what would do', () => {
    const refused: [unknown, RegExp][] = [
      [50051, /the address 50051 is no text; write "127\.0\.0\.1:50051"/],
      [undefined, /is no text/],
      ['', /has no port; write "127\.0\.0\.1:0" for a free one/],
      ['localhost', /has no port; write "localhost:0"/],
      ['127.0.0.1:', /has the port ""; a port is a whole number from 0 to 65535/],
      ['127.0.0.1:65536', /has the port "65536"/],
      ['127.0.0.1:http', /has the port "http"/],
      [':50051', /has no host; write "127\.0\.0\.1:50051" for this machine or "0\.0\.0\.0:50051" for every interface/],
      ['::1', /is an IPv6 address without brackets and port; write "\[::1\]:50051"/],
      ['[::g]:1', /has no IPv6 address in its brackets/],
      ['http://127.0.0.1:1', /has the host "http:\/\/127\.0\.0\.1"/],
      ['unix:', /has no path/],
      ['unix:a\0b', /has no path/],
      [`unix:/${'a'.repeat(107)}`, /has a path of 108 bytes; the system takes 107/],
    ];
    for (const [address, message] of refused) assert.throws(() => parseListenAddress(address), { name: 'OptionError', message });
  });
});

describe('server.listen', () => {
  it('may be called several times and says where', async () => {
    const carrier = new ScriptedCarrier();
    const server = new Server({ transport: carrier });
    assert.deepEqual(await server.listen('127.0.0.1:0'), { port: 4711, address: '127.0.0.1:4711' });
    assert.deepEqual(await server.listen('unix:/run/app.sock'), { port: 0, address: 'unix:/run/app.sock' });
    assert.equal(inspect(server), 'Server { listening on 127.0.0.1:4711, unix:/run/app.sock; services: none }');
    assert.deepEqual(carrier.addresses, [{ host: '127.0.0.1', port: 0 }, { path: '/run/app.sock' }]);
  });

  it('takes plaintext without a word on this machine only', async () => {
    const server = new Server({ transport: new ScriptedCarrier() });
    for (const address of ['127.0.0.1:0', '127.9.9.9:0', 'localhost:0', '[::1]:0', 'unix:/run/app.sock']) await server.listen(address);
    for (const address of ['0.0.0.0:0', '[::]:0', '192.0.2.1:0', 'rooms.internal:0', 'localhost.example:0']) {
      await assert.rejects(
        server.listen(address),
        /server\.listen\(\): ".*" may be reached from other machines.*insecure: true for plaintext/,
      );
      await server.listen(address, { insecure: true });
    }
    await assert.rejects(server.listen('127.0.0.1:0', { tls: {} }), /tls has no certificate: give tls\.certFile and tls\.keyFile/);
    await assert.rejects(server.listen('127.0.0.1:0', { tsl: {} } as never), /did you mean "tls"/);
  });

  it('hands the limits to the transport', async () => {
    const { carrier } = await scriptedServer({}, { clock: systemClock });
    assert.deepEqual(carrier.options, {
      clock: systemClock,
      tls: undefined,
      streamWindowBytes: 262_144,
      connectionWindowBytes: undefined,
      maxFrameBytes: undefined,
      headerTableBytes: undefined,
      maxAdaptiveWindowBytes: 16_777_216,
      maxHeaderListBytes: 8192,
      maxConcurrentStreams: 256,
      handshakeTimeoutMs: 20_000,
      maxConnections: 10_000,
      abuse: DEFAULT_ABUSE_LIMITS,
    });
  });

  it('hands what goes wrong with connections to onError', async () => {
    const { carrier, errors } = await scriptedServer({});
    const error = new Error('the client speaks HTTP/1.1');
    carrier.sink!.onError(error as never);
    assert.deepEqual(errors, [{ error, call: undefined }]);
  });
});

describe('the options of a server', () => {
  it('are refused when they are wrong, with their name, what came and what would do', () => {
    const refused: [object, RegExp][] = [
      [{ maxReciveMessageBytes: 1 }, /unknown option "maxReciveMessageBytes", did you mean "maxReceiveMessageBytes"\?/],
      [{ maxReceiveMessageBytes: -1 }, /maxReceiveMessageBytes is a whole number of bytes from 0 to 4294967295; got -1/],
      [{ maxSendMessageBytes: '4' }, /maxSendMessageBytes is a whole number of bytes .* got "4"/],
      [{ maxConcurrentStreams: 0 }, /maxConcurrentStreams is a whole number of streams from 1/],
      [{ streamWindowBytes: 100 }, /streamWindowBytes is a whole number of bytes from 65535 to 2147483647; got 100/],
      [{ onError: console }, /onError is a function/],
      [{ observer: 5 }, /observer is an object with methods such as onCallEnd; got 5/],
      [{ observer: { onCallEnd: true } }, /observer\.onCallEnd is a function; got true/],
      [{ clock: {} }, /clock is a Clock; what came has no now\(\)/],
      [{ clock: { now: Date.now, wallNow: Date.now } }, /clock\.timers is a TimerQueue; got null/],
      [{ transport: {} }, /transport is "engine", "node:http2" or a Carrier; what came has no listen\(\)/],
      [{ maxConnections: 0 }, /maxConnections is a whole number of connections from 1/],
      [{ maxAdaptiveWindowBytes: -1 }, /maxAdaptiveWindowBytes is a whole number of bytes from 0/],
      [{ abuse: { pingz: {} } }, /abuse: unknown option "pingz", did you mean "pings"\?/],
      [{ abuse: { pings: { burst: '9' } } }, /abuse\.pings: burst is a number from 0, or Infinity for no bound; got "9"/],
      [{ abuse: { pings: { perSecond: Number.NaN } } }, /abuse\.pings: perSecond is a number from 0/],
      [{ abuse: { pings: { brust: 5 } } }, /abuse\.pings: unknown option "brust", did you mean "burst"\?/],
      [{ abuse: { maxHeldBytes: 0.5 } }, /abuse: maxHeldBytes is a whole number of bytes/],
      [{ abuse: { stallTimeoutMs: 0 } }, /abuse: stallTimeoutMs is a number of milliseconds, 1 or more/],
      [{ handshakeTimeoutMs: 0 }, /handshakeTimeoutMs is a number of milliseconds, 1 or more/],
    ];
    for (const [options, message] of refused) assert.throws(() => new Server(options), { name: 'OptionError', message });
    assert.throws(() => new Server(null as never), /new Server\(\): options are an object, got null/);
    new Server({ maxReceiveMessageBytes: Number.POSITIVE_INFINITY, onError: undefined });
  });

  it('without onError print what handlers throw, and nothing of connections', async () => {
    const printed: unknown[] = [];
    const print = console.error;
    console.error = (line: unknown) => printed.push(line);
    try {
      const { carrier, session } = await scriptedServer(
        {
          get: () => {
            throw new Error('the disk is full');
          },
        },
        { onError: undefined },
      );
      session.call(GET, text, { text: '' });
      const init = { scope: 'connection', by: 'peer', phase: 'connect', code: 0, processed: 'no' } as const;
      carrier.sink!.onError(new TransportError('a port scanner', init));
    } finally {
      console.error = print;
    }
    assert.equal(printed.length, 1);
    assert.match(String(printed[0]), /^barewire: \/test\.Rooms\/Get failed: Error: the disk is full\n +at /);
  });

  it('show what matters when they are printed', async () => {
    let shown = '';
    const { session } = await scriptedServer({
      get: (request, call) => {
        shown = inspect(call);
        return request;
      },
    });
    session.call(GET, text, { text: '' }, { authorization: 'secret' });
    assert.equal(shown, 'ServerCall /test.Rooms/Get from 192.0.2.1:9');
    assert.equal(inspect(new Server().add(Rooms, {}, { partial: true })), 'Server { not listening; services: test.Rooms }');
  });
});
