import assert from 'node:assert/strict';
import { dynamicExtension, getExtension, setExtension } from '../../../../wire/protobuf/extension.js';
import { Registry } from '../../../../wire/protobuf/registry.js';
import { parse, print, refused, unprintable } from '../../../support/json-both.js';
import { extensionNamed, protoSchema, registryOf } from '../../../support/proto-text.js';

const schema = protoSchema(`syntax = "proto2"; package t;
  message M { optional int32 x = 1; extensions 100 to 200; }
  message Other { extensions 100 to 200; }
  message Inner { optional string s = 1; required int32 r = 2; extend M { optional Inner inside = 110; } }
  enum Color { RED = 1; BLUE = 2; }
  extend M { optional int32 number = 100; repeated string texts = 101; optional Inner inner = 102; repeated Color colors = 103; optional int64 big = 104;
    optional group Grp = 105 { optional int32 a = 1; } repeated int32 packed_ones = 106 [packed = true]; }
  extend Other { optional int32 other = 100; }
  message Set { option message_set_wire_format = true; extensions 4 to max; }
  message Item { extend Set { optional Item item = 1000; } optional int32 i = 1; }`);
const registry = registryOf(schema);
const m = schema.message('t.M');
const extension = (name: string): ReturnType<typeof dynamicExtension> => dynamicExtension(extensionNamed(schema, name));

describe('ProtoJSON of extensions', () => {
  it('goes by their full names in brackets, in ascending order of their numbers', () => {
    const message = m.create({ x: 1 });
    setExtension(m, message, extension('t.texts'), ['a', 'é']);
    setExtension(m, message, extension('t.number'), 0);
    setExtension(m, message, extension('t.inner'), { s: 'x', r: 1 });
    setExtension(m, message, extension('t.colors'), [2, 1]);
    setExtension(m, message, extension('t.big'), 2n ** 63n - 1n);
    setExtension(m, message, extension('t.grp'), { a: 5 });
    setExtension(m, message, extension('t.packed_ones'), [1, 2]);
    setExtension(m, message, extension('t.Inner.inside'), { r: 2 });
    const text =
      '{"x":1,"[t.number]":0,"[t.texts]":["a","é"],"[t.inner]":{"s":"x","r":1},"[t.colors]":["BLUE","RED"],"[t.big]":"9223372036854775807","[t.grp]":{"a":5},"[t.packed_ones]":[1,2],"[t.Inner.inside]":{"r":2}}';
    assert.equal(print(m, message, { registry }), text);
    assert.equal(print(m, message, { registry, useProtoFieldNames: true }), text);
    assert.equal(print(m, message), '{"x":1}', 'what the registry does not know has no JSON form');
    const back = parse(m, text, { registry });
    assert.equal(print(m, back, { registry }), text);
    assert.deepEqual(getExtension(m, back, extension('t.inner')), { s: 'x', r: 1 });
    assert.equal(print(m, m.decode(m.encode(back)), { registry }), text);
  });

  it('treats null and empty lists as absent', () => {
    assert.deepEqual(parse(m, '{"[t.number]":null,"[t.texts]":[],"[t.inner]":null}', { registry }), m.create());
  });

  it('refuses what is none of the message, what comes twice, and wrong values', () => {
    for (const name of ['[t.nothing]', '[t.other]', '[t.M]', '[]', '[', 't.number', '[t.number', '[__proto__]', '[constructor]']) {
      assert.match(refused(m, `{${JSON.stringify(name)}:1}`, { registry }), /t\.M has no field "/);
      assert.deepEqual(parse(m, `{${JSON.stringify(name)}:1}`, { registry, ignoreUnknownFields: true }), m.create());
    }
    assert.match(refused(m, '{"[t.number]":1}'), /t\.M has no field "\[t\.number\]"/);
    assert.equal(refused(m, '{"[t.number]":"x"}', { registry }), 'm["[t.number]"]: expected int32, got string "x"');
    assert.match(refused(m, '{"[t.inner]":{"s":"x"}}', { registry }), /r: required field is missing$/);
    assert.match(refused(m, '{"[t.colors]":["RED","GREEN"]}', { registry }), /^m\["\[t\.colors\]"\]\[1\]: t\.Color has no value/);
    assert.throws(() => parse(m, '{"[t.number]":1,"[t.number]":2}', { registry }), { message: /is there twice/ });
  });

  it('names the extension whose value cannot be printed', () => {
    const message = m.create();
    setExtension(m, message, extension('t.inner'), { s: 'x' }, { allowMissingRequired: true });
    assert.match(unprintable(m, message, { registry }), /t\.inner\].*r: required field is missing$/);
    assert.equal(print(m, message, { registry, allowMissingRequired: true }), '{"[t.inner]":{"s":"x"}}');
    assert.deepEqual(parse(m, '{"[t.inner]":{"s":"x"}}', { registry, allowMissingRequired: true }), message);
  });

  it('has the items of message sets', () => {
    const set = schema.message('t.Set');
    const message = set.create();
    setExtension(set, message, extension('t.Item.item'), { i: 7 });
    assert.equal(print(set, message, { registry }), '{"[t.Item.item]":{"i":7}}');
    const back = parse(set, '{"[t.Item.item]":{"i":7}}', { registry });
    assert.deepEqual(set.encode(back), set.encode(message));
  });

  it('is found by a registry of whole files only', () => {
    assert.match(refused(m, '{"[t.number]":1}', { registry: new Registry(m as never) }), /has no field/);
  });
});
