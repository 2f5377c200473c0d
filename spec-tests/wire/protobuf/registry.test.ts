import assert from 'node:assert/strict';
import { buildFile } from '../../../wire/protobuf/build.js';
import { dynamicMessageType } from '../../../wire/protobuf/closures/dynamic.js';
import { dynamicExtension, getExtension } from '../../../wire/protobuf/extension.js';
import { FileDescriptorProto } from '../../../wire/protobuf/generated/descriptor.js';
import { Timestamp } from '../../../wire/protobuf/generated/timestamp.js';
import type { AnyMessageType, MessageType } from '../../../wire/protobuf/message-type.js';
import { getField, setField } from '../../../wire/protobuf/reflect/field-access.js';
import { Registry } from '../../../wire/protobuf/registry.js';

describe('a registry', () => {
  const base = buildFile(
    FileDescriptorProto.create({
      name: 'base.proto',
      package: 'b',
      syntax: 'proto2',
      messageType: [
        {
          name: 'M',
          extensionRange: [{ start: 100, end: 200 }],
          nestedType: [{ name: 'N' }],
          enumType: [{ name: 'E', value: [{ name: 'X', number: 0 }] }],
        },
      ],
      service: [{ name: 'S' }],
    }),
    [],
  );
  const file = buildFile(
    FileDescriptorProto.create({
      name: 'f.proto',
      dependency: ['base.proto'],
      messageType: [{ name: 'T', extension: [{ name: 'inner', number: 101, label: 1, type: 5, extendee: '.b.M' }] }],
      extension: [{ name: 'outer', number: 100, label: 1, type: 9, extendee: '.b.M' }],
    }),
    [base],
  );

  it('knows a file with all it imports', () => {
    const registry = new Registry(file);
    assert.equal(registry.messageType('b.M.N'), dynamicMessageType(base.message(0, 0)));
    assert.equal(registry.messageType('T')?.typeName, 'T');
    assert.equal(registry.enum('b.M.E'), base.enum(0, 0));
    assert.equal(registry.service('b.S'), base.service(0));
    assert.equal(registry.extension('outer'), file.extensions[0]);
    assert.equal(registry.extensionOf('b.M', 100), file.extensions[0]);
    assert.equal(registry.extension('T.inner'), registry.extensionOf('b.M', 101));
    for (const name of ['b.X', 'constructor', '__proto__', '']) assert.equal(registry.messageType(name), undefined);
  });

  it('prefers the message types it was given', () => {
    const registry = new Registry(Timestamp.descriptor.file, Timestamp as AnyMessageType);
    assert.equal(registry.messageType('google.protobuf.Timestamp'), Timestamp);
  });

  it('says what it is made of when it is given something else', () => {
    const wrong = (source: unknown): Registry => new Registry(source as AnyMessageType);
    assert.throws(() => wrong([file]), { name: 'TypeError', message: /files, got an array; spread it: new Registry\(\.\.\.types\)$/ });
    assert.throws(() => wrong({ files: [file] }), { name: 'TypeError', message: /; it has one: schema\.registry$/ });
    for (const source of [undefined, null, 5, 'x', () => 1, {}, { descriptor: {} }, base.message(0, 0)]) {
      assert.throws(() => wrong(source), {
        name: 'TypeError',
        message: /^a registry is made of message types, extensions and files, got /,
      });
    }
  });

  it('gives what functions over fields and extensions take; they say so where they get something else', () => {
    const M = dynamicMessageType(base.message(0)) as MessageType<object>;
    for (const other of [undefined, null, 'outer', {}]) {
      assert.throws(() => dynamicExtension(other as never), { name: 'TypeError', message: /^expected the descriptor of an extension/ });
      assert.throws(() => getExtension(M, {}, other as never), {
        name: 'TypeError',
        message: /^getExtension expects an extension, .*, got /,
      });
      assert.throws(() => getField(M, {}, other as never), { name: 'TypeError', message: /^getField expects the descriptor of a field/ });
      assert.throws(() => setField(M, {}, other as never, 1), {
        name: 'TypeError',
        message: /^setField expects the descriptor of a field/,
      });
    }
  });
});
