import assert from 'node:assert/strict';
import { createPrivateKey } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSecureContext } from 'node:tls';
import { resolveClientTls } from '../../../lib/security/client-tls.js';
import { resolveServerTls } from '../../../lib/security/server-tls.js';
import { sharedCertificates, type TestCertificate, testCertificate } from '../../support/certificates.js';

describe('tls options', () => {
  let folder: string;
  let ca: TestCertificate;
  let server: TestCertificate;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'barewire-tls-'));
    ({ ca, server } = await sharedCertificates());
    await writeFile(join(folder, 'server.crt'), server.cert);
    await writeFile(join(folder, 'server.key'), server.key);
    await writeFile(join(folder, 'ca.crt'), ca.cert);
  });

  after(() => rm(folder, { recursive: true }));

  const refuse = (options: unknown, message: RegExp) => {
    assert.throws(
      () => resolveServerTls('server.listen()', options),
      (error) => {
        assert.ok(error instanceof Error);
        assert.equal(error.name, 'OptionError');
        assert.match(error.message, message);
        return true;
      },
    );
  };

  it('reads files, text and bytes', () => {
    const files = { certFile: join(folder, 'server.crt'), keyFile: join(folder, 'server.key') };
    assert.equal(resolveServerTls('server.listen()', files).requestCertificate, false);
    resolveServerTls('server.listen()', server);
    resolveServerTls('server.listen()', { cert: Buffer.from(server.cert), key: new TextEncoder().encode(server.key) });
    resolveServerTls('server.listen()', createSecureContext(server));
    const client = resolveClientTls('new Channel()', { caFile: join(folder, 'ca.crt'), ...files, serverName: 'rooms' }, 'other');
    assert.equal(client.serverName, 'rooms');
    assert.equal(resolveClientTls('new Channel()', { ca: [ca.cert, server.cert] }, 'a').serverName, 'a');
    assert.equal(resolveClientTls('new Channel()', createSecureContext(), 'a').rejectUnauthorized, true);
    assert.equal(resolveClientTls('new Channel()', { insecureSkipVerify: true }, 'a').rejectUnauthorized, false);
  });

  it('client certificates: required where an authority is given', () => {
    const asks = (more: object) => {
      const { requestCertificate, rejectUnauthorized } = resolveServerTls('server.listen()', { ...server, ...more });
      return [requestCertificate, rejectUnauthorized];
    };
    assert.deepEqual(asks({}), [false, false]);
    assert.deepEqual(asks({ ca: ca.cert }), [true, true]);
    assert.deepEqual(asks({ ca: ca.cert, clientCertificates: 'request' }), [true, false]);
    assert.deepEqual(asks({ ca: ca.cert, clientCertificates: 'none' }), [false, false]);
    refuse({ ...server, clientCertificates: 'maybe' }, /clientCertificates is "require", "request" or "none"; got "maybe"/);
  });

  it('a file that is not there, not readable as PEM, or a folder', async () => {
    const missing = join(folder, 'no.crt');
    refuse({ certFile: missing, keyFile: missing }, /tls\.certFile: there is no file .*no\.crt: check the path/);
    refuse({ certFile: folder, keyFile: folder }, /is a folder: name the file in it/);
    refuse({ certFile: 7, key: server.key }, /tls\.certFile is the path of a file; got 7/);
    await writeFile(join(folder, 'empty.crt'), '');
    refuse(
      { certFile: join(folder, 'empty.crt'), key: server.key },
      /empty\.crt" is no PEM certificate: expected -----BEGIN CERTIFICATE-----/,
    );
  });

  it('bad PEM: not at all, broken inside, or the other kind', () => {
    refuse({ cert: 'hello', key: server.key }, /tls\.cert is no PEM certificate/);
    refuse({ cert: server.key, key: server.key }, /tls\.cert holds a key: expected -----BEGIN CERTIFICATE-----/);
    refuse({ cert: server.cert, key: server.cert }, /tls\.key holds a certificate: expected -----BEGIN PRIVATE KEY-----/);
    refuse(
      { cert: `${server.cert.slice(0, 200)}\n-----END CERTIFICATE-----\n`, key: server.key },
      /tls\.cert is broken: its certificate cannot be read/,
    );
    refuse({ cert: server.cert, key: `${server.key.slice(0, 60)}\n-----END PRIVATE KEY-----\n` }, /tls\.key is broken: it cannot be read/);
    refuse({ ...server, ca: 'nothing' }, /tls\.ca is no PEM certificate/);
    refuse({ ...server, ca: [] }, /tls\.ca is empty/);
    refuse({ cert: 5, key: server.key }, /tls\.cert is PEM, as text or bytes; got 5/);
  });

  it('a key that does not belong to the certificate', async () => {
    const other = await testCertificate('other');
    refuse({ cert: server.cert, key: other.key }, /tls\.key is not the key of tls\.cert \(CN=server\): give the two that belong together/);
  });

  it('an encrypted key wants its passphrase', () => {
    const key = createPrivateKey(server.key).export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'right' }) as string;
    refuse({ cert: server.cert, key }, /tls\.key is encrypted: give tls\.passphrase/);
    refuse({ cert: server.cert, key, passphrase: 'wrong' }, /tls\.passphrase does not open it/);
    resolveServerTls('server.listen()', { cert: server.cert, key, passphrase: 'right' });
  });

  it('half of a pair, both forms of one thing, unknown names', () => {
    refuse({}, /tls has no certificate: give tls\.certFile and tls\.keyFile/);
    refuse({ cert: server.cert }, /tls\.cert is given without tls\.key or tls\.keyFile/);
    refuse({ ...server, certFile: 'x' }, /give tls\.cert or tls\.certFile, not both/);
    refuse({ ...server, ca: ca.cert, caFile: 'x' }, /give tls\.ca or tls\.caFile, not both/);
    refuse({ ...server, certfile: 'x' }, /tls: unknown option "certfile", did you mean "certFile"\?/);
    refuse(true, /tls is an object such as \{ certFile/);
    assert.throws(() => resolveClientTls('new Channel()', { key: server.key }, 'a'), /tls\.key is given without tls\.cert/);
    assert.throws(() => resolveClientTls('new Channel()', 'yes', 'a'), /tls is true, an object such as .*; got "yes"/);
    assert.throws(
      () => resolveClientTls('new Channel()', { serverName: '' }, 'a'),
      /tls\.serverName is the name in the server's certificate/,
    );
  });

  it('no message shows a key or a passphrase', () => {
    for (const options of [
      { cert: server.cert, key: `x${server.key}x`.replace('M', '!') },
      { cert: 'hello', key: server.key, passphrase: 'hunter2' },
    ]) {
      try {
        resolveServerTls('server.listen()', options);
      } catch (error) {
        const { message } = error as Error;
        assert.ok(!message.includes('hunter2') && !message.includes(server.key.slice(40, 80)), message);
      }
    }
  });
});
