import assert from 'node:assert/strict';
import { createSecureContext } from 'node:tls';
import { Channel, type ChannelOptions, createClient, RpcError, Server, StatusCode } from '../../../lib/index.js';
import { sharedCertificates, testCertificate } from '../../support/certificates.js';
import { TextService } from '../../support/text-service.js';
import { TRANSPORTS } from '../../support/transports.js';

for (const transport of TRANSPORTS) {
  describe(`Channel with TLS over ${transport}`, () => {
    const serve = () =>
      new Server({ transport }).add(TextService, { one: (_request, call) => call.peer.tls?.protocol ?? 'plaintext' }, { partial: true });

    const ask = async (target: string, options: ChannelOptions) => {
      await using channel = new Channel(target, { connectTimeoutMs: 5_000, transport, ...options });
      return await createClient(TextService, channel).one('hi');
    };

    const fails = (target: string, options: ChannelOptions, phase: string, message: RegExp) =>
      assert.rejects(ask(target, options), (error) => {
        assert.ok(RpcError.is(error, StatusCode.UNAVAILABLE));
        assert.match(error.message, message);
        assert.equal(error.phase, phase);
        assert.equal(error.processed, 'no');
        assert.notEqual(error.advice, '');
        return true;
      });

    it('checks the certificate against the authority and the name of the target', async () => {
      const { ca, server: own } = await sharedCertificates();
      await using server = serve();
      const { port } = await server.listen('127.0.0.1:0', { tls: own });
      for (const target of [`127.0.0.1:${port}`, `localhost:${port}`, `ipv4:127.0.0.1:${port}`]) {
        assert.equal(await ask(target, { tls: { ca: ca.cert } }), 'TLSv1.3', target);
      }
      assert.equal(await ask(`localhost:${port}`, { tls: createSecureContext({ ca: ca.cert }) }), 'TLSv1.3');
      assert.equal(await ask(`localhost:${port}`, { tls: { insecureSkipVerify: true } }), 'TLSv1.3');
      await fails(`localhost:${port}`, { tls: true }, 'tls', /comes from an authority that is not trusted here: .* tls\.ca/);
    });

    it('a certificate for another name', async () => {
      const { ca } = await sharedCertificates();
      const other = await testCertificate('other', { ca, names: ['rooms.example'], addresses: [] });
      await using server = serve();
      const { port } = await server.listen('127.0.0.1:0', { tls: other });
      const wrong = /is for rooms\.example, not for localhost: connect by one of those names or set tls\.serverName/;
      await fails(`localhost:${port}`, { tls: { ca: ca.cert } }, 'tls', wrong);
      assert.equal(await ask(`localhost:${port}`, { tls: { ca: ca.cert, serverName: 'rooms.example' } }), 'TLSv1.3');
      assert.equal(await ask(`localhost:${port}`, { tls: { ca: ca.cert }, authority: 'rooms.example' }), 'TLSv1.3');
    });

    it('a certificate that has expired', async () => {
      const { ca } = await sharedCertificates();
      const old = await testCertificate('old', { ca, notBefore: new Date('2020-01-01'), notAfter: new Date('2020-02-01') });
      await using server = serve();
      const { port } = await server.listen('127.0.0.1:0', { tls: old });
      await fails(`localhost:${port}`, { tls: { ca: ca.cert } }, 'tls', /has expired: renew it on the server/);
    });

    it('one side without TLS', async () => {
      const { ca, server: own } = await sharedCertificates();
      await using secure = serve();
      const encrypted = await secure.listen('127.0.0.1:0', { tls: own });
      await fails(`127.0.0.1:${encrypted.port}`, {}, 'connect', /does it expect TLS|expects TLS/);
      await using open = serve();
      const plain = await open.listen('127.0.0.1:0');
      await fails(`127.0.0.1:${plain.port}`, { tls: { ca: ca.cert } }, 'tls', /speak TLS/);
    });

    it('mutual TLS', async () => {
      const { ca, server: own, client } = await sharedCertificates();
      await using server = serve();
      const { port } = await server.listen('127.0.0.1:0', { tls: { ...own, ca: ca.cert } });
      assert.equal(await ask(`localhost:${port}`, { tls: { ca: ca.cert, ...client } }), 'TLSv1.3');
      await assert.rejects(ask(`localhost:${port}`, { tls: { ca: ca.cert } }), (error) => RpcError.is(error, StatusCode.UNAVAILABLE));
    });

    it('prints no secret of its options', async () => {
      const { ca, client } = await sharedCertificates();
      const { inspect } = await import('node:util');
      const channel = new Channel('localhost:1', {
        tls: { ca: ca.cert, ...client },
        calls: { metadata: { authorization: 'Bearer s3cret' } },
      });
      const text = inspect(channel, { depth: 10, showHidden: true });
      assert.doesNotMatch(text, /PRIVATE KEY|s3cret/);
      assert.match(text, /security: 'tls'/);
    });
  });
}
