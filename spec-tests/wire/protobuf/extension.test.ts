import assert from 'node:assert/strict';
import { DecodeError, EncodeError } from '../../../wire/protobuf/errors.js';
import {
  clearExtension,
  dynamicExtension,
  extensionField,
  getExtension,
  hasExtension,
  setExtension,
} from '../../../wire/protobuf/extension.js';
import { extensionsIn, sortUnknown } from '../../../wire/protobuf/extensions-in.js';
import { unknownFields } from '../../../wire/protobuf/unknown.js';
import { extensionNamed, protoSchema, registryOf } from '../../support/proto-text.js';
import { type AnyType, hex, toHex } from '../../support/schema.js';

const schema = protoSchema(`
  syntax = "proto2";
  package t;
  enum Colour { RED = 1; BLUE = 2; }
  message Base { optional int32 id = 1; extensions 100 to 10000; }
  message Point { optional int32 x = 1; repeated int32 ys = 2; optional Point next = 3; }
  message Strict { required string name = 1; }
  extend Base {
    optional int32 number = 100;
    optional string text = 101;
    repeated string words = 102;
    repeated sint32 packed_list = 103 [packed = true];
    repeated fixed32 plain_list = 104;
    optional Colour colour = 105;
    repeated Colour colours = 106 [packed = true];
    optional Point point = 107;
    repeated Point points = 108;
    optional group Box = 109 { optional int32 width = 1; }
    optional Strict strict = 110;
    optional bytes data = 111;
    optional int64 big = 112;
    optional bool flag = 113;
    optional double real = 114;
    optional int32 constructor = 115;
    repeated Strict stricts = 116;
  }
  message Scope { extend Base { optional int32 inner = 200; } }
  message Holder { optional Base base = 1; repeated Base bases = 2; map<string, Base> named = 3; oneof one { Base chosen = 4; } }
  message Other { extensions 1 to max; }
`);
const Base = schema.message('t.Base') as AnyType;
const registry = registryOf(schema);
const ext = (name: string) => dynamicExtension(extensionNamed(schema, `t.${name}`));
const withUnknown = (text: string) => Base.decode(hex(text));

describe('extensions', () => {
  it('come back as they were set', () => {
    const values: Readonly<Record<string, unknown>> = {
      number: -7,
      text: 'hällo',
      words: ['', 'b'],
      packed_list: [1, -2, 3],
      plain_list: [0xffff_ffff],
      colour: 2,
      colours: [2, 1],
      point: { x: 1, ys: [2, 3], next: undefined },
      points: [
        { x: 1, ys: [], next: undefined },
        { x: undefined, ys: [], next: { x: 5, ys: [], next: undefined } },
      ],
      box: { width: 3 },
      strict: { name: 'n' },
      data: Uint8Array.of(0, 255),
      big: -(2n ** 63n),
      flag: false,
      real: -0,
      constructor: 0,
      'Scope.inner': 9,
    };
    const message = Base.create({ id: 1 });
    for (const [name, value] of Object.entries(values)) {
      assert.equal(hasExtension(Base, message, ext(name)), false, name);
      setExtension(Base, message, ext(name), value);
    }
    const copy = Base.decode(Base.encode(message));
    for (const [name, value] of Object.entries(values)) {
      assert.equal(hasExtension(Base, copy, ext(name)), true, name);
      assert.deepEqual(getExtension(Base, copy, ext(name)), value, name);
    }
    assert.deepEqual(
      extensionsIn(Base.descriptor, copy, registry).map(([field]) => field.number),
      [100, 101, 102, 103, 104, 105, 106, 107, 108, 109, 110, 111, 112, 113, 114, 115, 200],
    );
  });

  it('have the encoding of fields', () => {
    const message = Base.create({ id: 1 });
    setExtension(Base, message, ext('number'), 150);
    setExtension(Base, message, ext('packed_list'), [1, -1]);
    setExtension(Base, message, ext('plain_list'), [1]);
    setExtension(Base, message, ext('box'), { width: 2 });
    assert.equal(
      toHex(Base.encode(message)),
      '0801' + 'a006' + '9601' + 'ba06' + '020201' + 'c506' + '01000000' + 'eb06' + '0802' + 'ec06',
    );
  });

  it('absent are undefined, or an empty list', () => {
    const message = Base.create();
    assert.equal(getExtension(Base, message, ext('number')), undefined);
    assert.deepEqual(getExtension(Base, message, ext('words')), []);
    assert.equal(hasExtension(Base, message, ext('words')), false);
  });

  it('set anew are replaced, cleared ones are gone, others and unknown fields stay as they came', () => {
    const message = withUnknown('a00601 f80101 a00602 aa060161');
    setExtension(Base, message, ext('number'), 9);
    assert.equal(toHex(Base.encode(message)), 'f80101aa060161a00609');
    clearExtension(Base, message, ext('number'));
    assert.equal(toHex(Base.encode(message)), 'f80101aa060161');
    clearExtension(Base, message, ext('text'));
    clearExtension(Base, message, ext('words'));
    assert.equal(toHex(Base.encode(message)), 'f80101');
  });

  it('leave no property behind when the last one is cleared', () => {
    const message = Base.create();
    setExtension(Base, message, ext('number'), 1);
    clearExtension(Base, message, ext('number'));
    assert.deepEqual(message, Base.create());
    assert.equal(unknownFields in message, false);
  });

  it('set to an empty list are absent', () => {
    const message = Base.create();
    setExtension(Base, message, ext('words'), ['a']);
    setExtension(Base, message, ext('words'), []);
    assert.equal(unknownFields in message, false);
  });

  it('count the last of several values, merge messages and join lists, packed or not', () => {
    const number = withUnknown('a00601 a00602');
    assert.equal(getExtension(Base, number, ext('number')), 2);
    const point = withUnknown('da06020801 da06021002 da06021003 da06021a00');
    assert.deepEqual(getExtension(Base, point, ext('point')), { x: 1, ys: [2, 3], next: { x: undefined, ys: [], next: undefined } });
    const list = withUnknown('ba06020204 b80606 c20604 01000000 c506 02000000');
    assert.deepEqual(getExtension(Base, list, ext('packed_list')), [1, 2, 3]);
    assert.deepEqual(getExtension(Base, list, ext('plain_list')), [1, 2]);
  });

  it('of a closed enum have no numbers without a name; those stay unknown, also when the extension is set', () => {
    const message = withUnknown('c80605 c80601 c80607 d206030103 02');
    assert.equal(getExtension(Base, message, ext('colour')), 1);
    assert.deepEqual(getExtension(Base, message, ext('colours')), [1, 2]);
    setExtension(Base, message, ext('colour'), 2);
    setExtension(Base, message, ext('colours'), [2]);
    assert.equal(toHex(Base.encode(message)), 'c80605c80607d00603c80602d2060102');
    const only = withUnknown('c80605');
    assert.equal(hasExtension(Base, only, ext('colour')), false);
  });

  it('in another wire type are none, and stay', () => {
    const message = withUnknown('a50601000000');
    assert.equal(getExtension(Base, message, ext('number')), undefined);
    setExtension(Base, message, ext('number'), 3);
    assert.equal(toHex(Base.encode(message)), 'a50601000000a00603');
    assert.deepEqual(sortUnknown(Base.descriptor, message, registry).others.map(toHex), ['a50601000000']);
  });

  it('refuse values that are none, with the path to what is wrong', () => {
    const message = Base.create();
    const refused = (name: string, value: unknown, text: string): void => {
      assert.throws(
        () => setExtension(Base, message, ext(name), value),
        (error) => {
          assert.ok(error instanceof EncodeError);
          assert.equal(error.message, text);
          return true;
        },
      );
    };
    refused('number', '3', 'base.[t.number]: expected int32, got string "3"');
    refused('number', undefined, 'base.[t.number]: expected a value, got undefined: clearExtension takes one away');
    refused('words', 'word', 'base.[t.words]: expected an array, got string "word"');
    refused('points', [{ next: { x: 1.5 } }], 'base.[t.points][0].next.x: expected int32, got number 1.5');
    refused('strict', {}, 'base.[t.strict].name: required field is missing');
    assert.deepEqual(message, Base.create());
  });

  it('refuse bytes that are no such value', () => {
    const refused = (name: string, bytes: string, text: string): void => {
      const message = withUnknown(bytes);
      assert.throws(
        () => getExtension(Base, message, ext(name)),
        (error) => {
          assert.ok(error instanceof DecodeError);
          assert.equal(error.message, text);
          return true;
        },
      );
    };
    refused('point', 'da060208ff', 'base.[t.point]: a varint is cut off by the end of its message: the bytes are damaged or incomplete');
    refused('strict', 'f20600', 'base.[t.strict].name: required field is missing');
    refused('plain_list', 'c20603 010203', "base.[t.plain_list]: a packed list has 3 bytes, which is no multiple of its elements' 4");
  });

  it('belong to their message alone', () => {
    const Other = schema.message('t.Other') as AnyType;
    assert.throws(() => getExtension(Other, Other.create(), ext('number')), /t\.number extends t\.Base, not t\.Other/);
    assert.throws(() => extensionField(Base.descriptor.fields[0]!), TypeError);
  });

  it('grow by append', () => {
    const message = Base.create();
    const field = extensionField(extensionNamed(schema, 't.words'));
    for (let index = 0; index < 100; index++) field.append(message, [`${index}`]);
    assert.equal((field.get(message) as string[]).length, 100);
    assert.ok(message[unknownFields as never] !== undefined);
  });
});

describe('extensions of a message set', () => {
  const sets = protoSchema(`
    syntax = "proto2";
    package t;
    message Set { option message_set_wire_format = true; extensions 4 to max; }
    message One { optional int32 i = 1; extend Set { optional One one = 1547769; } }
    message Two { optional string s = 25; extend Set { optional Two two = 2147483646; } }
  `);
  const MessageSet = sets.message('t.Set') as AnyType;
  const one = dynamicExtension(extensionNamed(sets, 't.One.one'));
  const two = dynamicExtension(extensionNamed(sets, 't.Two.two'));

  it('are items', () => {
    const message = MessageSet.create();
    setExtension(MessageSet, message, one, { i: 150 });
    setExtension(MessageSet, message, two, { s: 'a' });
    assert.equal(toHex(MessageSet.encode(message)), '0b10f9bb5e1a030896010c' + '0b10feffffff071a04ca0101610c');
    const copy = MessageSet.decode(MessageSet.encode(message));
    assert.deepEqual(getExtension(MessageSet, copy, one), { i: 150 });
    assert.deepEqual(getExtension(MessageSet, copy, two), { s: 'a' });
    assert.deepEqual(
      extensionsIn(MessageSet.descriptor, copy, registryOf(sets)).map(([field, value]) => [field.number, value]),
      [
        [1_547_769, { i: 150 }],
        [2_147_483_646, { s: 'a' }],
      ],
    );
    clearExtension(MessageSet, copy, one);
    assert.equal(toHex(MessageSet.encode(copy)), '0b10feffffff071a04ca0101610c');
  });

  it('are found with their parts in the other order, as plain fields, and merged', () => {
    const message = MessageSet.decode(hex('0b 1a020801 10f9bb5e 0c  0b 10f9bb5e 1a020802 0c'));
    assert.deepEqual(getExtension(MessageSet, message, one), { i: 2 });
    const plain = MessageSet.decode(hex('cadff305 02 0803'));
    assert.deepEqual(getExtension(MessageSet, plain, one), { i: 3 });
  });

  it('leave items without one of their parts, and those of others, as they came', () => {
    const text = '0b10f9bb5e0c' + '0b1a0208010c' + '0b10051a000c';
    const message = MessageSet.decode(hex(text));
    assert.equal(getExtension(MessageSet, message, one), undefined);
    setExtension(MessageSet, message, one, {});
    clearExtension(MessageSet, message, one);
    assert.equal(toHex(MessageSet.encode(message)), text);
    assert.deepEqual(sortUnknown(MessageSet.descriptor, message, registryOf(sets)).others.map(toHex).join(''), text);
  });
});
