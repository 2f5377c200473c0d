import assert from 'node:assert/strict';
import { buildFile } from '../../../../wire/protobuf/build.js';
import { dynamicMessageType } from '../../../../wire/protobuf/closures/dynamic.js';
import { defaultOf } from '../../../../wire/protobuf/message/default-of.js';
import { fileProto, hex, types } from '../../../support/schema.js';

const { M } = types({
  syntax: 'proto2',
  enums: { Color: { RED: 3, BLUE: 1 } },
  messages: {
    M: [
      'optional int32 qty = 1 [default=-7]',
      'optional string name = 2 [default=unnamed]',
      'optional bytes raw = 3 [default=\\001A]',
      'optional Color color = 4 [default=BLUE]',
      'optional Color plain = 5',
      'optional double rate = 6 [default=inf]',
      'optional bool on = 7 [default=true]',
      'optional int64 big = 8 [default=-9]',
      'optional M sub = 9',
      'repeated int32 list = 10',
      'map<string, int32> map = 11',
      'oneof choice string text = 12',
      'oneof choice fixed64 number = 13',
      'optional uint64 none = 14',
    ],
  },
});

describe('defaultOf', () => {
  it('gives declared defaults, and empty values elsewhere', () => {
    for (const [name, expected] of [
      ['qty', -7],
      ['name', 'unnamed'],
      ['raw', hex('0141')],
      ['color', 1],
      ['plain', 3],
      ['rate', Number.POSITIVE_INFINITY],
      ['on', true],
      ['big', -9n],
      ['sub', M!.create()],
      ['list', []],
      ['map', new Map()],
      ['choice', { case: undefined }],
      ['text', ''],
      ['number', 0n],
      ['none', 0n],
    ] as const)
      assert.deepEqual(defaultOf(M!, name), expected, name);
  });

  it('gives what is its own each time', () => {
    assert.notEqual(defaultOf(M!, 'raw'), defaultOf(M!, 'raw'));
    (defaultOf(M!, 'raw') as Uint8Array)[0] = 9;
    assert.deepEqual(defaultOf(M!, 'raw'), hex('0141'));
  });

  it('holds 64-bit integers as the type does', () => {
    const file = buildFile(
      fileProto({ syntax: 'proto2', messages: { M: ['optional int64 a = 1 [default=5]', 'optional uint64 b = 2'] } }),
      [],
      { int64: 'string' },
    );
    const S = dynamicMessageType(file.message(0));
    assert.equal(defaultOf(S, 'a'), '5');
    assert.equal(defaultOf(S, 'b'), '0');
  });

  it('refuses names that are none', () => {
    for (const name of ['nope', 'constructor', '__proto__', 'toString']) assert.throws(() => defaultOf(M!, name), RangeError);
  });
});
