import assert from 'node:assert/strict';
import { FieldError } from '../../../wire/http2/field-problem.js';
import { FieldRules, findProblem, type SectionKind } from '../../../wire/http2/field-rules.js';
import { Random } from '../../support/random.js';

const GET = [':method', 'GET', ':scheme', 'https', ':path', '/', ':authority', 'example.com'];
const OK = [':status', '200'];
const BASES = { request: GET, response: OK, trailers: ['grpc-status', '0'] } as const;

/** What a fresh look says, in one direction or the other: the rule's section, or undefined. */
function section(kind: SectionKind, fields: readonly string[], incoming = true): string | undefined {
  return new FieldRules(kind, incoming).check(fields)?.section;
}

/** GET with some fields replaced, or with undefined left out. */
function request(changes: Readonly<Record<string, string | undefined>>, more: readonly string[] = []): string[] {
  const all: Record<string, string | undefined> = {
    ':method': 'GET',
    ':scheme': 'https',
    ':path': '/',
    ':authority': 'example.com',
    ...changes,
  };
  return [...Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [name, value])), ...more];
}

describe('field rules', () => {
  const good: readonly (readonly [string, SectionKind, readonly string[]])[] = [
    ['a plain GET', 'request', GET],
    ['no authority', 'request', request({ ':authority': undefined })],
    ['host instead of :authority', 'request', request({ ':authority': undefined }, ['host', 'example.com'])],
    ['the same host', 'request', request({}, ['host', 'example.com'])],
    ["the same host in other letters, with the scheme's port", 'request', request({}, ['host', 'Example.COM:443'])],
    ['the port 80 of http', 'request', request({ ':scheme': 'http', ':authority': 'a:80' }, ['host', 'a'])],
    ['OPTIONS *', 'request', request({ ':method': 'OPTIONS', ':path': '*' })],
    ['OPTIONS with a path', 'request', request({ ':method': 'OPTIONS' })],
    ['another scheme, without a path', 'request', request({ ':scheme': 'urn', ':path': '' })],
    ['user information of another scheme', 'request', request({ ':scheme': 'ftp', ':authority': 'u@h' })],
    ['CONNECT', 'request', [':method', 'CONNECT', ':authority', 'example.com:443']],
    ['CONNECT to IPv6', 'request', [':method', 'CONNECT', ':authority', '[::1]:80']],
    ['pseudo-header fields in another order', 'request', [':path', '/', ':authority', 'a', ':method', 'GET', ':scheme', 'http']],
    ['te: trailers', 'request', [...GET, 'te', 'trailers']],
    ['te in other letters', 'request', [...GET, 'te', 'Trailers']],
    ['several cookies', 'request', [...GET, 'cookie', 'a=b', 'cookie', 'c=d']],
    ['an empty value', 'request', [...GET, 'x', '']],
    ['bytes above ASCII', 'request', [...GET, 'x', '\u00ff']],
    ['content-length twice, the same', 'request', [...GET, 'content-length', '5', 'content-length', '5']],
    ['names with a dash, a dot and digits', 'request', [...GET, 'x-1.a_b', 'v']],
    ['a response', 'response', OK],
    ['100', 'response', [':status', '100']],
    ['599', 'response', [':status', '599', 'a', 'b']],
    ['host in a response', 'response', [...OK, 'host', 'whatever/it is']],
    ['trailers', 'trailers', ['grpc-status', '0', 'grpc-message', 'a b']],
    ['no trailers at all', 'trailers', []],
  ];
  for (const [what, kind, fields] of good) {
    it(`take a ${kind} with ${what}`, () => {
      assert.equal(new FieldRules(kind, true).check(fields)?.message, undefined);
      assert.equal(new FieldRules(kind, false).check(fields)?.message, undefined);
    });
  }

  const VALIDITY = 'RFC 9113 §8.2.1';
  const SPECIFIC = 'RFC 9113 §8.2.2';
  const PSEUDO = 'RFC 9113 §8.3';
  const REQUEST = 'RFC 9113 §8.3.1';
  const RESPONSE = 'RFC 9113 §8.3.2';
  const bad: readonly (readonly [string, SectionKind, readonly string[], string])[] = [
    ['upper case in a name', 'request', [...GET, 'X-a', 'v'], VALIDITY],
    ['a blank in a name', 'request', [...GET, 'x a', 'v'], VALIDITY],
    ['a colon inside a name', 'request', [...GET, 'x:a', 'v'], VALIDITY],
    ['an empty name', 'request', [...GET, '', 'v'], VALIDITY],
    ['DEL in a name', 'request', [...GET, 'x\x7f', 'v'], VALIDITY],
    ['NUL in a value', 'request', [...GET, 'x', 'a\0b'], VALIDITY],
    ['CR in a value', 'request', [...GET, 'x', 'a\rb'], VALIDITY],
    ['LF in a value', 'request', [...GET, 'x', 'a\nb'], VALIDITY],
    ['a blank before a value', 'request', [...GET, 'x', ' a'], VALIDITY],
    ['a tab behind a value', 'request', [...GET, 'x', 'a\t'], VALIDITY],
    ['LF in a trailer', 'trailers', ['x', 'a\nb'], VALIDITY],
    ['upper case in a response', 'response', [...OK, 'Server', 'x'], VALIDITY],
    ...(['request', 'response', 'trailers'] as const).flatMap((kind) =>
      ['connection', 'proxy-connection', 'keep-alive', 'transfer-encoding', 'upgrade'].map(
        (name) => [`${name}`, kind, [...BASES[kind], name, 'x'], SPECIFIC] as const,
      ),
    ),
    ['te: gzip', 'request', [...GET, 'te', 'gzip'], SPECIFIC],
    ['te: trailers, gzip', 'request', [...GET, 'te', 'trailers, gzip'], SPECIFIC],
    ['an empty te', 'request', [...GET, 'te', ''], SPECIFIC],
    ['te: gzip', 'response', [...OK, 'te', 'gzip'], SPECIFIC],
    ['an unknown pseudo-header field', 'request', [':foo', 'x', ...GET], PSEUDO],
    [':protocol, which nobody offered', 'request', [...GET, ':protocol', 'websocket'], PSEUDO],
    [':status', 'request', [...GET, ':status', '200'], PSEUDO],
    [':path', 'response', [...OK, ':path', '/'], PSEUDO],
    ['a lone colon', 'response', [...OK, ':', '/'], PSEUDO],
    [':Method', 'request', [':Method', 'GET', ...GET.slice(2)], PSEUDO],
    ['a pseudo-header field behind regular ones', 'request', [...GET.slice(0, 6), 'a', 'b', ':authority', 'a'], PSEUDO],
    [':status behind regular ones', 'response', ['a', 'b', ':status', '200'], PSEUDO],
    ...GET.flatMap((name, index) =>
      index % 2 === 1 ? [] : [[`${name} twice`, 'request', [...GET, name, GET[index + 1]!], PSEUDO] as const],
    ),
    [':status twice', 'response', [...OK, ...OK], PSEUDO],
    [':method twice, the first empty', 'request', [':method', '', ...GET], PSEUDO],
    ['no :method', 'request', request({ ':method': undefined }), REQUEST],
    ['no :scheme', 'request', request({ ':scheme': undefined }), REQUEST],
    ['no :path', 'request', request({ ':path': undefined }), REQUEST],
    ['nothing at all', 'request', [], REQUEST],
    ['an empty :method', 'request', request({ ':method': '' }), REQUEST],
    ['a blank in :method', 'request', request({ ':method': 'GE T' }), REQUEST],
    ['an empty :scheme', 'request', request({ ':scheme': '' }), REQUEST],
    ['a colon in :scheme', 'request', request({ ':scheme': 'http:' }), REQUEST],
    ['an empty :path', 'request', request({ ':path': '' }), REQUEST],
    ['an empty :path of http', 'request', request({ ':scheme': 'http', ':path': '' }), REQUEST],
    ['an empty :path of HTTP', 'request', request({ ':scheme': 'HTTP', ':path': '' }), REQUEST],
    ['an empty :path of OPTIONS', 'request', request({ ':method': 'OPTIONS', ':path': '' }), REQUEST],
    ['* of GET', 'request', request({ ':path': '*' }), REQUEST],
    ['a :path without /', 'request', request({ ':path': 'a' }), REQUEST],
    ['a blank in :path', 'request', request({ ':path': '/a HTTP/1.1' }), REQUEST],
    ['CR LF in :path', 'request', request({ ':path': '/\r\nx: y' }), REQUEST],
    ['LF in the :path of another scheme', 'request', request({ ':scheme': 'urn', ':path': 'a\nb' }), REQUEST],
    ['user information', 'request', request({ ':authority': 'user@example.com' }), REQUEST],
    ['user and password', 'request', request({ ':scheme': 'http', ':authority': 'a:b@c' }), REQUEST],
    ['a blank in :authority', 'request', request({ ':authority': 'a b' }), REQUEST],
    ['NUL in :authority', 'request', request({ ':authority': 'a\0' }), REQUEST],
    ['another host', 'request', request({}, ['host', 'example.org']), REQUEST],
    ['another port', 'request', request({}, ['host', 'example.com:444']), REQUEST],
    ["http's port under https", 'request', request({}, ['host', 'example.com:80']), REQUEST],
    ['two hosts', 'request', request({}, ['host', 'example.com', 'host', 'EXAMPLE.com']), REQUEST],
    ['user information in host', 'request', request({ ':authority': undefined }, ['host', 'u@a']), REQUEST],
    ['CONNECT and :scheme', 'request', [':method', 'CONNECT', ':scheme', 'https', ':authority', 'a:1'], 'RFC 9113 §8.5'],
    ['CONNECT and :path', 'request', [':method', 'CONNECT', ':path', '/', ':authority', 'a:1'], 'RFC 9113 §8.5'],
    ['CONNECT without :authority', 'request', [':method', 'CONNECT'], 'RFC 9113 §8.5'],
    ['CONNECT without a port', 'request', [':method', 'CONNECT', ':authority', 'example.com'], 'RFC 9113 §8.5'],
    ['CONNECT without a host', 'request', [':method', 'CONNECT', ':authority', ':443'], 'RFC 9113 §8.5'],
    ['a content-length that is no number', 'request', [...GET, 'content-length', 'x'], 'RFC 9113 §8.1.1'],
    ['a negative content-length', 'response', [...OK, 'content-length', '-1'], 'RFC 9113 §8.1.1'],
    ['two content-lengths', 'request', [...GET, 'content-length', '1', 'content-length', '2'], 'RFC 9113 §8.1.1'],
    ['no :status', 'response', ['server', 'x'], RESPONSE],
    ['nothing at all', 'response', [], RESPONSE],
    ...['', '20', '2000', '2x0', '-10', '000', '099', '+20', '2.0', ' 20', '２００'].map(
      (status) => [`:status ${JSON.stringify(status)}`, 'response', [':status', status], RESPONSE] as const,
    ),
    ['101', 'response', [':status', '101'], 'RFC 9113 §8.6'],
    ['a pseudo-header field', 'trailers', [':status', '200'], 'RFC 9113 §8.1'],
    ['a pseudo-header field behind others', 'trailers', ['a', 'b', ':path', '/'], 'RFC 9113 §8.1'],
    ['an unknown pseudo-header field', 'trailers', [':x', ''], 'RFC 9113 §8.1'],
  ];
  for (const [what, kind, fields, wanted] of bad) {
    it(`refuse a ${kind} with ${what}`, () => {
      assert.equal(section(kind, fields), wanted);
      assert.equal(section(kind, fields, false), wanted);
      // Behind a good list of the same shape the answer is the same.
      const rules = new FieldRules(kind, true);
      rules.check(BASES[kind]);
      assert.equal(rules.check(fields)?.section, wanted);
      assert.equal(rules.check(fields)?.section, wanted, 'what was refused is not remembered');
    });
  }

  it('take white space at the ends of values where it is allowed, and nothing else that is bad', () => {
    for (const kind of ['request', 'response', 'trailers'] as const) {
      const rules = new FieldRules(kind, true, true);
      const strict = new FieldRules(kind, true);
      for (const value of ['a', 'hello ', ' hello', '\tx\t', ' ', 'a long value with a space behind it ']) {
        // Twice: a list of the same shape has come before.
        assert.equal(rules.check([...BASES[kind], 'x-a', value]), undefined, JSON.stringify(value));
        assert.equal(strict.check([...BASES[kind], 'x-a', value])?.section, value === 'a' ? undefined : VALIDITY);
      }
      for (const value of ['a\n', '\r', ' \0 ', 'a long value with a control \x7f ']) {
        assert.equal(rules.check([...BASES[kind], 'x-a', value])?.section, VALIDITY, JSON.stringify(value));
      }
      if (kind !== 'trailers') assert.equal(rules.check([...BASES[kind], 'content-length', ' 7'])?.section, 'RFC 9113 §8.1.1');
    }
    assert.equal(new FieldRules('request', true, true).check(request({ ':path': '/a ' }))?.section, REQUEST);
  });

  it('refuse what only someone without types can give, before it is sent', () => {
    for (const fields of [
      [...GET, 'a'],
      [...GET, 'a', 5],
      [...GET, 5, 'a'],
      [...GET, 'a', undefined],
      [...GET, 'a', ['b']],
    ]) {
      assert.equal(section('request', fields as string[], false), VALIDITY);
    }
    assert.equal(section('request', [...GET, 'a', '\u0161'], false), VALIDITY);
    const rules = new FieldRules('request', false);
    rules.check([...GET, 'a', 'b']);
    assert.equal(rules.check([...GET, 'a', 5] as unknown as string[])?.section, VALIDITY);
  });

  it('refuse an empty :authority of ours, and take one of the peer', () => {
    assert.equal(section('request', request({ ':authority': '' })), undefined);
    assert.equal(section('request', request({ ':authority': '' }), false), REQUEST);
  });

  it('find out what a good list says', () => {
    const rules = new FieldRules('request', true);
    const says = (fields: readonly string[]) => {
      assert.equal(rules.check(fields), undefined);
      return [rules.isHead, rules.isConnect, rules.contentLength];
    };
    const head = request({ ':method': 'HEAD' }, ['content-length', '7']);
    const connect = [':method', 'CONNECT', ':authority', 'a:1'];
    for (let round = 0; round < 2; round++) {
      assert.deepEqual(says(head), [true, false, 7]);
      assert.deepEqual(says(connect), [false, true, -1]);
      assert.deepEqual(says(GET), [false, false, -1]);
      assert.deepEqual(says([...head]), [true, false, 7], 'an equal list in another array');
      assert.deepEqual(says([...head.slice(0, -1), '8']), [true, false, 8], 'another length is not a like list');
    }
    const responses = new FieldRules('response', true);
    for (const status of ['200', '304', '103', '200', '999']) {
      assert.equal(responses.check([':status', status, 'content-length', '3']), undefined);
      assert.deepEqual([responses.status, responses.contentLength], [Number(status), 3]);
    }
  });

  it('do not trust an array that its owner may change', () => {
    const rules = new FieldRules('request', false);
    const fields = [...GET, 'x', 'good'];
    assert.equal(rules.check(fields), undefined);
    fields[9] = 'bad\n';
    assert.equal(rules.check(fields)?.section, VALIDITY);
    fields[9] = 'good';
    fields[1] = 'B D';
    assert.equal(rules.check(fields)?.section, REQUEST);
  });

  it('say which field is to blame, and never what it holds', () => {
    const problem = new FieldRules('request', false).check([...GET, 'authorization', 'Bearer secret\n'])!;
    assert.deepEqual(problem, {
      name: 'authorization',
      message: 'the value of "authorization" has the character U+000A at 13',
      section: VALIDITY,
    });
    const error = new FieldError(problem);
    assert.equal(error.message, 'the value of "authorization" has the character U+000A at 13 (RFC 9113 §8.2.1)');
    assert.deepEqual([error.name, error.code, error.fieldName], ['FieldError', 'ERR_BAREWIRE_FIELD', 'authorization']);
  });

  it('say it in few words, however long the field is', () => {
    for (const fields of [
      [...GET, `X${'y'.repeat(10_000)}`, ''],
      [`:${'y'.repeat(10_000)}`, ''],
      request({ ':path': 'y'.repeat(10_000) }),
    ]) {
      const problem = new FieldRules('request', true).check(fields)!;
      assert.ok(problem.message.length < 250 && problem.name.length < 250, problem.message);
    }
  });

  const seed = 8_300;
  it(`say of remembered lists what they would say of them afresh (seed ${seed})`, () => {
    const random = new Random(seed);
    const names = [':method', ':scheme', ':path', ':authority', ':status', 'te', 'host', 'content-length', 'x-a', 'x-b', 'X', 'upgrade'];
    const values = [
      'GET',
      'CONNECT',
      'HEAD',
      'OPTIONS',
      'https',
      'http',
      '/',
      '/a',
      '*',
      'a:1',
      'a',
      '200',
      '204',
      'trailers',
      '5',
      '',
      ' x',
      'v\n',
      'y'.repeat(200),
    ];
    for (const kind of ['request', 'response', 'trailers'] as const) {
      const rules = new FieldRules(kind, false);
      const incoming = new FieldRules(kind, true);
      let fields = [...BASES[kind]];
      let good = 0;
      for (let round = 0; round < 20_000; round++) {
        if (random.oneIn(6)) fields = [...BASES[kind]];
        const place = random.between(0, fields.length / 2 + 1) * 2;
        if (random.oneIn(3)) fields.splice(place, 0, random.pick(names), random.pick(values));
        else if (random.oneIn(2) && place < fields.length) fields[place + 1] = random.pick(values);
        else if (random.oneIn(4)) fields.splice(place, 2);
        const fresh = { contentLength: -1, status: 0, isConnect: false, isHead: false };
        const wanted = findProblem(fields, kind, false, fresh);
        assert.deepEqual(rules.check(fields), wanted, JSON.stringify(fields));
        // From the decoder: a list of its own each time, or the very one that was looked at last.
        const list = [...fields];
        const wantedOfPeer = findProblem(list, kind, true, { contentLength: -1, status: 0, isConnect: false, isHead: false });
        assert.deepEqual(incoming.check(list), wantedOfPeer, JSON.stringify(list));
        assert.deepEqual(incoming.check(list), wantedOfPeer, 'the same array again');
        if (wantedOfPeer === undefined && wanted === undefined) {
          const { contentLength, status, isConnect, isHead } = incoming;
          assert.deepEqual({ contentLength, status, isConnect, isHead }, fresh, 'incoming');
        }
        if (wanted !== undefined) continue;
        good++;
        const { contentLength, status, isConnect, isHead } = rules;
        assert.deepEqual({ contentLength, status, isConnect, isHead }, fresh, JSON.stringify(fields));
      }
      assert.ok(good > 2_000, `${kind}: ${good} good lists`);
    }
  });
});
