import assert from 'node:assert/strict';
import { dnsResolver } from '../../../lib/client/resolver/dns.js';
import { ipResolver } from '../../../lib/client/resolver/ip.js';
import { resolverTable } from '../../../lib/client/resolver/table.js';
import { unixResolver } from '../../../lib/client/resolver/unix.js';
import { parseTarget, type Target } from '../../../lib/client/target.js';

const table = resolverTable([]);
const parse = (text: unknown): Target =>
  parseTarget(
    text,
    (scheme) => table.has(scheme),
    () => [...table.keys()],
  );
const facts = (text: string) => {
  const target = parse(text);
  return table.get(target.scheme)!.inspect(target);
};

/** gRPC Name Resolution: Name Syntax. */
describe('targets', () => {
  it('are read by scheme, authority and path', () => {
    for (const [text, scheme, authority, path] of [
      ['localhost:50051', 'dns', '', 'localhost:50051'],
      ['rooms.internal', 'dns', '', 'rooms.internal'],
      ['127.0.0.1:1', 'dns', '', '127.0.0.1:1'],
      ['[::1]:50051', 'dns', '', '[::1]:50051'],
      ['dns:rooms:1', 'dns', '', 'rooms:1'],
      ['dns:///rooms:1', 'dns', '', '/rooms:1'],
      ['DNS:///rooms:1', 'dns', '', '/rooms:1'],
      ['dns://8.8.8.8/rooms:1', 'dns', '8.8.8.8', '/rooms:1'],
      ['unix:run/app.sock', 'unix', '', 'run/app.sock'],
      ['unix:/run/app.sock', 'unix', '', '/run/app.sock'],
      ['unix:///run/app.sock', 'unix', '', '/run/app.sock'],
      ['ipv4:1.2.3.4:1,5.6.7.8', 'ipv4', '', '1.2.3.4:1,5.6.7.8'],
    ] as const) {
      assert.deepEqual(parse(text), { text, scheme, authority, path }, text);
    }
  });

  it('give the authority of the calls, the name for the certificate, and the hosts', () => {
    const dns = (authority: string, host: string) => ({ authority, serverName: host, hosts: [host], unix: false });
    assert.deepEqual(facts('rooms.internal:50051'), dns('rooms.internal:50051', 'rooms.internal'));
    assert.deepEqual(facts('dns:///rooms.internal'), dns('rooms.internal', 'rooms.internal'));
    assert.deepEqual(facts('127.0.0.1:80'), dns('127.0.0.1:80', '127.0.0.1'));
    assert.deepEqual(facts('[::1]:80'), dns('[::1]:80', '::1'));
    assert.deepEqual(facts('[fe80::1%eth0]:80'), dns('[fe80::1]:80', 'fe80::1%eth0'));
    assert.deepEqual(facts('bücher.example:80'), dns('xn--bcher-kva.example:80', 'xn--bcher-kva.example'));
    assert.deepEqual(facts('ipv4:1.2.3.4:80,5.6.7.8'), {
      authority: '1.2.3.4:80',
      serverName: '1.2.3.4',
      hosts: ['1.2.3.4', '5.6.7.8'],
      unix: false,
    });
    assert.deepEqual(facts('ipv6:::1'), { authority: '[::1]', serverName: '::1', hosts: ['::1'], unix: false });
    assert.deepEqual(facts('ipv6:[::1]:80,[::2]:81').hosts, ['::1', '::2']);
    assert.deepEqual(facts('unix:/run/app.sock'), { authority: 'localhost', serverName: 'localhost', hosts: [], unix: true });
  });

  it('are refused with what would do', () => {
    for (const [text, message] of [
      ['', /is empty; give one such as "host:port"/],
      ['http://rooms:80/x', /is a URL; a channel takes host and port only: "rooms:80"$/],
      ['https://rooms', /"rooms" with \{ tls: true \}/],
      ['consul:///rooms', /unknown scheme "consul"; give its resolver in \{ resolvers: \[...\] \} \(known are dns, ipv4, ipv6, unix\)/],
      ['unx:///run/a', /unknown scheme "unx"; did you mean "unix:"\?/],
      [':50051', /has no host/],
      ['rooms:', /has the port ""; a port is a whole number from 1 to 65535/],
      ['rooms:http', /has the port "http"/],
      ['rooms:65536', /has the port "65536"/],
      ['rooms:-1', /has the port "-1"/],
      ['rooms:0', /has port 0, which only a server may ask for/],
      ['::1', /IPv6 address without brackets; write "\[::1\]:port"/],
      ['[::1', /no IPv6 address in its brackets/],
      ['[rooms]:1', /no IPv6 address in its brackets/],
      ['[::1]50051', /goes on after "\]" with "50051"/],
      ['a:b:1', /has ":" in its host name; IPv6 addresses stand in brackets/],
      ['/run/app.sock', /for a Unix socket write "unix:\/path"/],
      ['1.2.3.4,5.6.7.8:1', /for several addresses write "ipv4:/],
      ['user@rooms:1', /has "@" in its host name/],
      ['rooms\n:1', /has "\\n" in its host name/],
      [`${'a'.repeat(254)}:1`, /host name of 254 characters; DNS takes 253/],
      ['dns://8.8.8.8/rooms:1', /names the DNS server "8.8.8.8".*write "dns:\/\/\/rooms:1"/],
      ['dns:///', /has no host/],
      ['ipv4:rooms:1', /has "rooms:1" where an IPv4 address should be; write "ipv4:127.0.0.1:50051"/],
      ['ipv4:1.2.3.4:1,', /where an IPv4 address should be|has no host/],
      ['ipv6:1.2.3.4', /where an IPv6 address should be; write "ipv6:\[::1\]:50051"/],
      ['unix:', /has no path; write "unix:\/run\/app.sock"/],
      ['unix://run/app.sock', /needs three slashes before an absolute path: "unix:\/\/\/run\/app.sock"/],
      [`unix:/${'a'.repeat(107)}`, /has a path of 108 bytes; the system takes 107/],
      ['unix:/a\0b', /zero byte/],
    ] as const) {
      assert.throws(() => facts(text), { name: 'OptionError', message }, JSON.stringify(text));
    }
    assert.throws(() => parse(undefined), /a target is a string such as .*, or server.loopback\(\); got undefined/);
    assert.throws(() => parse(50051), /got 50051/);
  });

  it('go to the resolver that knows their scheme; one that was given goes before the built-in ones', () => {
    assert.deepEqual([...table.keys()], ['dns', 'ipv4', 'ipv6', 'unix']);
    const own = { ...dnsResolver(), schemes: ['dns', 'rooms'] };
    const mine = resolverTable([own]);
    assert.equal(mine.get('dns'), own);
    assert.equal(mine.get('rooms'), own);
    assert.equal(mine.get('ipv4'), ipResolver);
    assert.equal(mine.get('unix'), unixResolver);
  });
});
