import assert from 'node:assert/strict';
import {
  checkedName,
  checkedValue,
  isAsciiValue,
  isBinaryName,
  isCustomName,
  isSecretName,
  MetadataError,
} from '../../../wire/grpc/metadata-grammar.js';

describe('metadata names', () => {
  for (const name of [
    'a',
    'x-room',
    'x_room.1',
    '0',
    '-',
    'x-bin',
    '__proto__',
    'constructor',
    'date',
    'trailer',
    'grpc',
    'grpcx-a',
    'tee',
  ]) {
    it(`${name} is taken`, () => assert.equal(checkedName(name), name));
  }

  it('are lower-cased', () => assert.equal(checkedName('X-Room'), 'x-room'));
  it('are judged alike the second time, and behind many others', () => {
    for (let round = 0; round < 2; round++) {
      for (let n = 0; n < 200; n++) assert.equal(checkedName(`name-${n}`), `name-${n}`);
      for (const name of ['te', 'grpc-status', 'a b', '']) assert.throws(() => checkedName(name), { name: 'MetadataError' });
      assert.equal(checkedName('X-Room'), 'x-room');
    }
  });

  const refused: [string, RegExp][] = [
    ['', /empty/],
    [':path', /HTTP\/2/],
    [':anything', /HTTP\/2/],
    ['grpc-timeout', /reserved for gRPC/],
    ['Grpc-Anything', /reserved for gRPC/],
    ['te', /set by barewire/],
    ['Content-Type', /set by barewire/],
    ['user-agent', /set by barewire/],
    ['content-length', /set by barewire/],
    ['host', /set by barewire/],
    ['connection', /set by barewire/],
    ['keep-alive', /set by barewire/],
    ['proxy-connection', /set by barewire/],
    ['transfer-encoding', /set by barewire/],
    ['upgrade', /set by barewire/],
    ['http2-settings', /set by barewire/],
    ['x room', /" " is not allowed/],
    ['x:y', /":" is not allowed/],
    ['x\n', /"\\n" is not allowed/],
    ['größe', /"ö" is not allowed/],
    ['x\u212a', /allowed/],
    ['x!', /"!" is not allowed/],
  ];
  for (const [name, message] of refused) {
    it(`${JSON.stringify(name)} is refused`, () => {
      assert.throws(
        () => checkedName(name),
        (error) => error instanceof MetadataError && error.metadataName === name && message.test(error.message),
      );
      assert.equal(isCustomName(name), false);
    });
  }

  it('are strings', () => assert.throws(() => checkedName(5 as never), /a string, not number/));

  it('say whether their values are bytes', () => {
    assert.equal(isBinaryName('x-bin'), true);
    assert.equal(isBinaryName('-bin'), false);
    assert.equal(isBinaryName('x-binary'), false);
    assert.equal(isBinaryName('bin'), false);
  });

  it('say whether their values are secret', () => {
    const secret = 'authorization proxy-authorization cookie set-cookie x-token token-a x-api-key client-secret password'.split(' ');
    for (const name of secret) assert.equal(isSecretName(name), true, name);
    for (const name of ['x-room', 'author', 'key']) assert.equal(isSecretName(name), false, name);
  });
});

describe('metadata values', () => {
  it('are printable ASCII, from space to tilde', () => {
    for (let unit = 0; unit < 0x180; unit++) {
      assert.equal(isAsciiValue(`a${String.fromCharCode(unit)}b`), unit >= 0x20 && unit <= 0x7e, `U+${unit.toString(16)}`);
    }
    assert.equal(isAsciiValue(''), true);
  });

  it('lose white space around them', () => {
    assert.equal(checkedValue('a', ' \t x y\t '), 'x y');
    assert.equal(checkedValue('a', '   '), '');
    assert.equal(checkedValue('a', ''), '');
  });

  const refused: [string, unknown, RegExp][] = [
    ['a', 'x\ny', /character 2 of the value is U\+000A.*a-bin/],
    ['a', 'grün', /character 3 of the value is U\+00FC/],
    ['a', '😈', /character 1 of the value is U\+1F608/],
    ['a', 5, /takes a string, not number/],
    ['a', null, /takes a string, not null/],
    ['a', {}, /takes a string, not object/],
    ['a', Uint8Array.of(1), /bytes go under.*a-bin/],
    ['a-bin', 'text', /takes a Uint8Array, not string/],
    ['a-bin', [1], /takes a Uint8Array, not an array/],
  ];
  for (const [name, value, message] of refused) {
    it(`${name} refuses ${JSON.stringify(value)}`, () =>
      assert.throws(() => checkedValue(name, value), { name: 'MetadataError', message }));
  }

  it('are not shown when they are refused', () => {
    assert.throws(
      () => checkedValue('authorization', 'Bearer s3cr3t\n…'),
      (error) => error instanceof MetadataError && !error.message.includes('s3cr3t'),
    );
  });

  it('are copied where they are bytes', () => {
    const given = Buffer.from([1, 2, 3]);
    const kept = checkedValue('a-bin', given) as Uint8Array;
    given[0] = 9;
    assert.deepEqual([...kept], [1, 2, 3]);
  });
});
