import assert from 'node:assert/strict';
import { encodeBase64 } from '../../../wire/bytes/base64.js';
import { dynamicMessageType } from '../../../wire/protobuf/closures/dynamic.js';
import { DecodeError, DescriptorError } from '../../../wire/protobuf/errors.js';
import { fileDescriptor } from '../../../wire/protobuf/file-descriptor.js';
import { FileDescriptorProto } from '../../../wire/protobuf/generated/descriptor.js';
import { generatedTypes } from '../../support/generated.js';
import { buildSchema, fileProto } from '../../support/schema.js';

describe('the descriptor of a generated file', () => {
  it('is decoded when it is first asked for, once, and asks for its imports then', () => {
    let asked = 0;
    const file = fileDescriptor(encodeBase64(FileDescriptorProto.encode(fileProto({ messages: { M: ['int32 a = 1'] } }))), () => {
      asked++;
      return [];
    });
    assert.equal(asked, 0);
    assert.equal(file().message(0).typeName, 't.M');
    assert.equal(file(), file());
    assert.equal(asked, 1);
  });

  it('that is damaged is refused when it is asked for', () => {
    const none = (): [] => [];
    assert.throws(fileDescriptor('!', none), /is damaged: generate it again/);
    assert.throws(fileDescriptor('CA', none), DecodeError);
    assert.throws(fileDescriptor(encodeBase64(FileDescriptorProto.encode({ name: 'x', syntax: 'proto9' })), none), DescriptorError);
  });
});

describe('generated code and closures', () => {
  const file = buildSchema({
    messages: {
      M: [
        'int32 z = 9',
        'string __proto__ = 1',
        'oneof constructor int32 a = 2',
        'map<string, M> to_string = 3',
        'repeated bytes valueOf = 4',
        'M then = 5',
        'optional bool fooBar = 6',
        'oneof foo_bar bool seven = 7',
      ],
    },
  });
  const generated = generatedTypes(file).M!;
  const dynamic = dynamicMessageType(file.message(0));

  it('make messages with the same keys in the same order', () => {
    const init = JSON.parse(
      '{ "then": { "z": 1 }, "constructor$": { "case": "a", "value": 1 }, "toString$": { "__proto__": {}, "x": {} } }',
    ) as object;
    for (const make of [
      (type: typeof dynamic) => type.create(),
      (type: typeof dynamic) => type.create(init as never),
      (type: typeof dynamic) => type.decode(type.encode(init as never)),
    ]) {
      assert.deepEqual(Object.keys(make(generated)), Object.keys(make(dynamic)));
      assert.deepEqual(make(generated), make(dynamic));
    }
    assert.deepEqual(Object.keys(dynamic.create()), ['z', 'Proto', 'constructor$', 'toString$', 'valueOf$', 'then', 'fooBar', 'fooBar$']);
  });

  it('never take what every object has for a field', () => {
    for (const type of [generated, dynamic]) assert.equal(type.encode({}).length, 0);
  });
});
