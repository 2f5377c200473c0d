import assert from 'node:assert/strict';
import { OptionError } from '../../../lib/check-options.js';
import { isLoopbackHost, resolveClientSecurity, resolveServerSecurity } from '../../../lib/security/plaintext.js';

describe('plaintext', () => {
  it('this machine is a literal loopback address or localhost, and nothing else', () => {
    for (const host of [
      '127.0.0.1',
      '127.255.0.3',
      '::1',
      '0:0:0:0:0:0:0:1',
      '0000::0001',
      '::ffff:127.0.0.1',
      '::ffff:7f00:1',
      'localhost',
      'LocalHost',
    ]) {
      assert.equal(isLoopbackHost(host), true, host);
    }
    const others = [
      '0.0.0.0',
      '::',
      '10.0.0.1',
      '128.0.0.1',
      '1.127.0.0',
      '::2',
      '::1:1',
      '1::1',
      '::ffff:10.0.0.1',
      '::ffff:8000:1',
      'fe80::1',
      '127.1',
      '2130706433',
      'localhost.example',
      'my-localhost',
      '',
      'localhost ',
      '127.0.0.1.example',
      'ip6-localhost',
      'rooms.internal',
    ];
    for (const host of others) assert.equal(isLoopbackHost(host), false, host);
  });

  const facts = (text: string, hosts: string[], unix = false) => ({ text, hosts, unix, serverName: hosts[0] ?? 'localhost' });

  it('goes without a word to this machine, only if every host is', () => {
    assert.equal(resolveClientSecurity('new Channel()', {}, facts('localhost:1', ['localhost'])), undefined);
    assert.equal(resolveClientSecurity('new Channel()', {}, facts('unix:/run/a', [], true)), undefined);
    assert.equal(resolveServerSecurity('server.listen()', {}, facts('127.0.0.1:0', ['127.0.0.1'])), undefined);
    for (const hosts of [['127.0.0.1', '10.0.0.1'], []]) {
      assert.throws(() => resolveClientSecurity('new Channel()', {}, facts('ipv4:…', hosts)), OptionError);
    }
  });

  it('elsewhere it is asked for by name', () => {
    assert.throws(() => resolveClientSecurity('new Channel()', {}, facts('rooms.internal:443', ['rooms.internal'])), {
      name: 'OptionError',
      message:
        'new Channel(): "rooms.internal:443" may be reached from other machines, and plaintext goes without a word to this machine only: give tls: true to encrypt, or insecure: true for plaintext',
    });
    assert.throws(
      () => resolveServerSecurity('server.listen()', {}, facts('0.0.0.0:443', ['0.0.0.0'])),
      /give tls: \{ certFile: .* or insecure: true/,
    );
    assert.equal(resolveClientSecurity('new Channel()', { insecure: true }, facts('rooms.internal:443', ['rooms.internal'])), undefined);
    assert.equal(resolveServerSecurity('server.listen()', { insecure: true }, facts('0.0.0.0:1', ['0.0.0.0'])), undefined);
  });

  it('refuses what contradicts itself', () => {
    const where = facts('a:1', ['a']);
    assert.throws(() => resolveClientSecurity('x', { tls: true, insecure: true }, where), /tls and insecure: true contradict each other/);
    assert.throws(() => resolveClientSecurity('x', { tls: false }, where), /say insecure: true for plaintext/);
    assert.throws(
      () => resolveClientSecurity('x', { insecure: 'yes' as unknown as boolean }, where),
      /insecure is true or false; got "yes"/,
    );
  });

  it('tls: true takes the name of the target', () => {
    const tls = resolveClientSecurity('new Channel()', { tls: true }, facts('rooms.internal:443', ['rooms.internal']));
    assert.equal(tls?.serverName, 'rooms.internal');
    assert.equal(tls?.rejectUnauthorized, true);
  });
});
