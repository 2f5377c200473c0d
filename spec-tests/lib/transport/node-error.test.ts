import assert from 'node:assert/strict';
import { connectError, handshakeError, listenError } from '../../../lib/transport/node-error.js';

const coded = (code: string, message = 'as Node says it') => Object.assign(new Error(message), { code });

describe('errors of Node, converted', () => {
  it('connecting: what happened, and what to do', () => {
    const table: readonly (readonly [string, RegExp])[] = [
      ['ECONNREFUSED', /^nothing listens on a:1: start the server or check the port$/],
      ['ENOENT', /^there is no socket at a:1: start the server or check the path$/],
      ['EACCES', /^no permission to connect to a:1/],
      ['ENOTFOUND', /^the name of a:1 is not known/],
      ['ETIMEDOUT', /^a:1 did not answer/],
      ['EHOSTUNREACH', /^there is no way to a:1/],
      ['EMFILE', /raise the limit \(ulimit -n\)/],
      ['ECONNRESET', /^a:1 closed the connection before it was one: is it overloaded, or does it expect TLS\?$/],
      ['EWHATEVER', /^connecting to a:1 failed: as Node says it$/],
    ];
    for (const [code, message] of table) {
      const cause = coded(code);
      const error = connectError(cause, 'a:1', 'connect');
      assert.match(error.message, message, code);
      assert.equal(error.phase, 'connect');
      assert.equal(error.by, 'peer');
      assert.equal(error.processed, 'no');
      assert.equal(error.cause, cause);
    }
  });

  it('certificates are judged by us, in phase tls', () => {
    for (const code of [
      'CERT_HAS_EXPIRED',
      'DEPTH_ZERO_SELF_SIGNED_CERT',
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      'CERT_REVOKED',
      'INVALID_CA',
    ]) {
      const error = connectError(coded(code), 'a:1', 'connect');
      assert.equal(error.phase, 'tls', code);
      assert.equal(error.by, 'us');
      assert.match(error.message, /^the certificate of a:1 /);
    }
    const other = connectError(
      Object.assign(coded('ERR_TLS_CERT_ALTNAME_INVALID'), { cert: { subject: { CN: 'only.example' } } }),
      'a:1',
      'tls',
      'b.example',
    );
    assert.equal(
      other.message,
      'the certificate of a:1 is for only.example, not for b.example: connect by one of those names or set tls.serverName',
    );
    const nameless = connectError(Object.assign(coded('ERR_TLS_CERT_ALTNAME_INVALID'), { cert: {} }), 'a:1', 'tls');
    assert.match(nameless.message, /is for no name at all, not for a:1/);
  });

  it('TLS alerts in words', () => {
    const table: readonly (readonly [string, RegExp])[] = [
      ['ERR_SSL_WRONG_VERSION_NUMBER', /does not speak TLS: leave out tls/],
      ['ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL', /refused ALPN h2/],
      ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', /asks for a client certificate/],
      ['ERR_SSL_TLSV1_ALERT_UNKNOWN_CA', /does not trust the authority of our certificate/],
      ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', /share no TLS version/],
      ['ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE', /refused the TLS handshake/],
      ['ERR_SSL_SOMETHING_ELSE', /the TLS handshake with a:1 failed: as Node says it/],
    ];
    for (const [code, message] of table) assert.match(connectError(coded(code), 'a:1', 'tls').message, message, code);
  });

  it('listening', () => {
    const table: readonly (readonly [string, RegExp])[] = [
      ['EADDRINUSE', /is in use/],
      ['EACCES', /ports below 1024/],
      ['EADDRNOTAVAIL', /is no address of this machine/],
      ['ENOENT', /the folder of .* does not exist/],
      ['EINVAL', /is no path for a socket/],
      ['EOTHER', /listening on a:1 failed: as Node says it/],
    ];
    for (const [code, message] of table) {
      const error = listenError(coded(code), 'a:1');
      assert.match(error.message, message, code);
      assert.equal(error.by, 'us');
    }
    assert.match(listenError(coded('EADDRINUSE'), 'unix:/a').message, /one has left the file behind: stop it, or remove the file/);
    assert.match(listenError(coded('EACCES'), 'unix:/a').message, /its folder does not exist, or there is no permission/);
  });

  it('handshakes on the server', () => {
    assert.match(handshakeError(coded('ERR_SSL_PEER_DID_NOT_RETURN_A_CERTIFICATE'), 'c').message, /gave no client certificate/);
    assert.equal(handshakeError(coded('ERR_SSL_HTTP_REQUEST'), 'c').phase, 'tls');
    assert.match(handshakeError(coded('EODD'), 'c').message, /the handshake with c failed: as Node says it/);
  });
});
