import assert from 'node:assert/strict';
import { ListValue, Struct, Value } from '../../../../wire/protobuf/generated/struct.js';
import { Timestamp } from '../../../../wire/protobuf/generated/timestamp.js';
import type { JsonValue } from '../../../../wire/protobuf/json/value.js';
import { Registry } from '../../../../wire/protobuf/registry.js';
import { anyPack, anyTypeName, anyUnpack, anyUnpackFrom } from '../../../../wire/protobuf/well-known/any.js';
import {
  listValueFromJson,
  listValueToJson,
  structFromJson,
  structToJson,
  valueFromJson,
  valueToJson,
} from '../../../../wire/protobuf/well-known/struct.js';
import { hex } from '../../../support/schema.js';

const TEXT = '{"__proto__":1,"constructor":{"toString":[null,true,"x",-1.5e+300,{}]},"":[]}';

describe('Struct, Value and ListValue', () => {
  it('are JSON values, and go over the wire', () => {
    const json = JSON.parse(TEXT) as { [key: string]: JsonValue };
    const struct = structFromJson(json);
    assert.equal(JSON.stringify(structToJson(struct)), TEXT);
    assert.equal(JSON.stringify(structToJson(Struct.decode(Struct.encode(struct)))), TEXT);
    assert.equal(JSON.stringify(valueToJson(Value.decode(Value.encode(valueFromJson(json))))), TEXT);
    assert.deepEqual(valueFromJson(null).kind, { case: 'nullValue', value: 0 });
    assert.deepEqual(listValueToJson(ListValue.decode(ListValue.encode(listValueFromJson([1, [2], null])))), [1, [2], null]);
    assert.equal(Object.getPrototypeOf(structToJson(struct)), Object.prototype);
  });

  it('refuse what is no JSON value, with the path to it', () => {
    for (const value of [undefined, Number.NaN, Number.POSITIVE_INFINITY, 1n, new Date(0), () => 1, Symbol('a'), new Map()]) {
      assert.throws(() => valueFromJson(value as never), { name: 'JsonError' });
      assert.throws(() => structFromJson({ a: [value as never] }), { name: 'JsonError', message: /struct.*"a".*0/ });
    }
    assert.throws(() => structFromJson([] as never), { name: 'JsonError' });
    assert.throws(() => listValueFromJson({} as never), { name: 'JsonError' });
    assert.throws(() => valueToJson(Value.create()), { name: 'JsonError' });
    assert.throws(() => valueToJson(Value.create({ kind: { case: 'numberValue', value: Number.NaN } })), { name: 'JsonError' });
    let deep: JsonValue = 1;
    for (let level = 0; level < 10_000; level++) deep = [deep];
    assert.throws(() => valueFromJson(deep), { name: 'JsonError' });
  });
});

describe('Any with a registry', () => {
  it('gives the message with its type', () => {
    const registry = new Registry(Timestamp);
    const any = anyPack(Timestamp, { seconds: 5n }, 'types.example.com/v1');
    assert.equal(any.typeUrl, 'types.example.com/v1/google.protobuf.Timestamp');
    assert.equal(anyPack(Timestamp, {}, 'x/').typeUrl, 'x/google.protobuf.Timestamp');
    assert.equal(anyTypeName(any), 'google.protobuf.Timestamp');
    const found = anyUnpackFrom(any, registry);
    assert.equal(found?.type, Timestamp);
    assert.deepEqual(found?.message, { seconds: 5n, nanos: 0 });
    assert.equal(anyUnpackFrom(any, new Registry()), undefined);
    for (const typeUrl of ['', 'google.protobuf.Timestamp', 'x/constructor', 'x/__proto__', 'x/'])
      assert.equal(anyUnpackFrom({ typeUrl, value: hex('') }, registry), undefined);
    assert.throws(() => anyUnpackFrom({ typeUrl: any.typeUrl, value: hex('08') }, registry), { name: 'DecodeError' });
    assert.throws(() => anyUnpack(any, Timestamp, { maxBytes: 1 }), { name: 'DecodeError' });
  });
});
