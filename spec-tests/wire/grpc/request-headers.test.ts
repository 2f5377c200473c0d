import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Metadata } from '../../../wire/grpc/metadata.js';
import { MetadataError } from '../../../wire/grpc/metadata-grammar.js';
import { buildRequestHeaders, parseRequestHeaders, type RequestHeaderSettings } from '../../../wire/grpc/request-headers.js';
import { StatusCode } from '../../../wire/grpc/status-code.js';

const settings: RequestHeaderSettings = {
  scheme: 'http',
  authority: 'pubsub.googleapis.com',
  userAgent: 'me/1',
  acceptEncoding: 'identity',
};
const path = '/google.pubsub.v2.PublisherService/CreateTopic';

describe('request headers, written', () => {
  it('stand in the order of the specification', () => {
    assert.deepEqual(
      buildRequestHeaders({ ...settings, acceptEncoding: 'identity,gzip' }, path, 1000, { a: '1', 'b-bin': Uint8Array.of(7) }, 'gzip'),
      [
        ':method',
        'POST',
        ':scheme',
        'http',
        ':path',
        path,
        ':authority',
        'pubsub.googleapis.com',
        'grpc-timeout',
        '1000m',
        'te',
        'trailers',
        'content-type',
        'application/grpc',
        'grpc-encoding',
        'gzip',
        'grpc-accept-encoding',
        'identity,gzip',
        'user-agent',
        'me/1',
        'a',
        '1',
        'b-bin',
        'Bw',
      ],
    );
  });

  it('leave out what need not be said', () => {
    for (const timeoutMs of [undefined, Number.POSITIVE_INFINITY]) {
      const fields = buildRequestHeaders({ ...settings, acceptEncoding: undefined }, path, timeoutMs, undefined, 'identity');
      assert.deepEqual(fields.slice(8), ['te', 'trailers', 'content-type', 'application/grpc', 'user-agent', 'me/1']);
    }
  });

  it('refuse metadata that cannot be sent', () => {
    assert.throws(() => buildRequestHeaders(settings, path, 1, { te: 'x' }), MetadataError);
  });
});

describe('request headers, read', () => {
  it("the documents' own example", () => {
    const headers = parseRequestHeaders([
      ':method',
      'POST',
      ':scheme',
      'http',
      ':path',
      path,
      ':authority',
      'pubsub.googleapis.com',
      'grpc-timeout',
      '1S',
      'content-type',
      'application/grpc+proto',
      'grpc-encoding',
      'gzip',
      'authorization',
      'Bearer y235.wef315yfh138vh31hv93hv8h3v',
    ]);
    assert.deepEqual(headers, {
      path,
      authority: 'pubsub.googleapis.com',
      timeoutMs: 1000,
      contentType: 'application/grpc+proto',
      encoding: 'gzip',
      acceptEncoding: undefined,
      userAgent: '',
      metadataIndex: 14,
      problem: undefined,
    });
  });

  it('what was written is read, for any of it', () => {
    const name = fc.stringMatching(/^x-[a-z0-9_.-]{1,10}$/).map((text) => text.replace(/-bin$/, '-bi'));
    const metadata = fc.dictionary(name, fc.stringMatching(/^[!-~]{0,20}$/), { maxKeys: 5 });
    fc.assert(
      fc.property(
        fc.option(fc.integer({ min: 1, max: 99_999_999 }), { nil: undefined }),
        metadata,
        fc.boolean(),
        (timeoutMs, record, gzip) => {
          const fields = buildRequestHeaders(settings, path, timeoutMs, record, gzip ? 'gzip' : undefined);
          const headers = parseRequestHeaders(fields);
          assert.equal(headers.problem, undefined);
          assert.equal(headers.path, path);
          assert.equal(headers.authority, settings.authority);
          assert.equal(headers.userAgent, settings.userAgent);
          assert.equal(headers.acceptEncoding, 'identity');
          assert.equal(headers.encoding, gzip ? 'gzip' : 'identity');
          assert.equal(headers.timeoutMs, timeoutMs ?? Number.POSITIVE_INFINITY);
          assert.deepEqual([...Metadata.fromFields(fields, headers.metadataIndex)], Object.entries(record));
        },
      ),
      { seed: 20_120 },
    );
  });

  it('metadata may stand anywhere', () => {
    const fields = [':method', 'POST', 'a', '1', ':path', '/x', 'content-type', 'application/grpc', 'b', '2'];
    const headers = parseRequestHeaders(fields);
    assert.equal(headers.metadataIndex, 2);
    assert.deepEqual(
      [...Metadata.fromFields(fields, headers.metadataIndex)],
      [
        ['a', '1'],
        ['b', '2'],
      ],
    );
    assert.equal(parseRequestHeaders([':method', 'POST', 'content-type', 'application/grpc']).metadataIndex, 4);
  });

  it('host stands in for :authority only where that is missing', () => {
    assert.equal(parseRequestHeaders(['host', 'h']).authority, 'h');
    assert.equal(parseRequestHeaders([':authority', 'a', 'host', 'h']).authority, 'a');
  });

  it('several grpc-accept-encoding are one', () => {
    assert.equal(parseRequestHeaders(['grpc-accept-encoding', 'identity', 'grpc-accept-encoding', 'gzip']).acceptEncoding, 'identity,gzip');
  });

  const base = { ':method': 'POST', ':path': '/a/b', 'content-type': 'application/grpc' };
  const problems: [Record<string, string>, number, StatusCode, RegExp][] = [
    [{ ...base, 'content-type': 'application/json' }, 415, StatusCode.INTERNAL, /"application\/json", application\/grpc was expected/],
    [{ ':method': 'POST', ':path': '/a/b' }, 415, StatusCode.INTERNAL, /missing/],
    [{ ...base, 'content-type': 'application/grpc-web' }, 415, StatusCode.INTERNAL, /grpc-web/],
    [{ ...base, ':method': 'GET' }, 405, StatusCode.INTERNAL, /"GET", gRPC calls are POST/],
    [{}, 405, StatusCode.INTERNAL, /missing/],
    [{ ...base, 'grpc-timeout': 'soon' }, 200, StatusCode.INTERNAL, /"soon"/],
    [{ ...base, 'grpc-timeout': '-1S' }, 200, StatusCode.INTERNAL, /-1S/],
  ];
  for (const [record, httpStatus, code, message] of problems) {
    it(`${JSON.stringify(record)} is answered with ${httpStatus}`, () => {
      const { problem } = parseRequestHeaders(Object.entries(record).flat());
      assert.equal(problem?.httpStatus, httpStatus);
      assert.equal(problem?.code, code);
      assert.match(problem?.message ?? '', message);
    });
  }

  it('never throw, and never say more than a little of what came', () => {
    const names = fc.constantFrom(':method', ':path', 'content-type', 'grpc-timeout', 'grpc-encoding', 'te', '__proto__', 'x');
    fc.assert(
      fc.property(fc.array(fc.tuple(names, fc.string({ unit: 'binary', maxLength: 300 }))), fc.boolean(), (pairs, cut) => {
        const fields = pairs.flat();
        if (cut) fields.pop();
        assert.ok((parseRequestHeaders(fields).problem?.message.length ?? 0) < 600);
      }),
      { seed: 20_121 },
    );
  });
});
