import assert from 'node:assert/strict';
import { dynamicMessageType } from '../../../../wire/protobuf/closures/dynamic.js';
import { dynamicExtension } from '../../../../wire/protobuf/extension.js';
import { file$ as descriptorFile } from '../../../../wire/protobuf/generated/descriptor.js';
import { Timestamp } from '../../../../wire/protobuf/generated/timestamp.js';
import { type AnyDescriptor, walk } from '../../../../wire/protobuf/reflect/walk.js';
import { Registry } from '../../../../wire/protobuf/registry.js';
import { newFile, oldFile } from '../../../support/text-schema.js';

function nameOf(one: AnyDescriptor): string {
  switch (one.kind) {
    case 'file':
      return one.name;
    case 'field':
      return one.extensionName ?? `${one.message.typeName}.${one.name}`;
    case 'oneof':
      return `${one.message.typeName}.${one.name}`;
    case 'enum-value':
      return `${one.enum.typeName}.${one.name}`;
    case 'method':
      return one.path;
    default:
      return one.typeName;
  }
}

describe('walk', () => {
  it('goes through all that a file declares', () => {
    assert.deepEqual([...walk(oldFile)].map(nameOf), [
      'old.proto',
      'old.Old',
      ...['old.Old.data', 'old.Old.multiword', 'old.Old.color', 'old.Old.needy'],
      ...['old.Old.Data', 'old.Old.Data.a', 'old.Old.MultiWord', 'old.Old.MultiWord.a'],
      ...['old.Needy', 'old.Needy.id', 'old.ExtGroup', 'old.ExtGroup.a', 'old.Set', 'old.Item', 'old.Item.a', 'old.Item.item'],
      ...['old.Color', 'old.Color.RED', 'old.Color.BLUE', 'old.Color.AZURE'],
      ...['old.note', 'old.numbers', 'old.more', 'old.extgroup', 'old.colors', 'old.needed'],
    ]);
    assert.deepEqual([...walk(oldFile.message(1).fields[0]!)].map(nameOf), ['old.Needy.id']);
    const seen = [...walk(descriptorFile())];
    assert.equal(new Set(seen).size, seen.length);
    assert.ok(seen.some((one) => one.kind === 'enum' && one.typeName === 'google.protobuf.FieldDescriptorProto.Type'));
  });

  it('goes through a registry, imports first', () => {
    const registry = new Registry(newFile);
    const files = [...walk(registry)].filter((one) => one.kind === 'file').map(nameOf);
    assert.deepEqual(files, ['google/protobuf/any.proto', 'old.proto', 'new.proto']);
    assert.deepEqual(
      registry.files().map(({ name }) => name),
      files,
    );
    const given = new Registry(Timestamp, dynamicExtension(oldFile.extensions[0]!));
    assert.deepEqual([...walk(given)].map(nameOf), [
      'google.protobuf.Timestamp',
      'google.protobuf.Timestamp.seconds',
      'google.protobuf.Timestamp.nanos',
      'old.note',
    ]);
    assert.deepEqual(given.files(), []);
    // What was given beside its file comes once.
    const both = new Registry(oldFile, dynamicMessageType(oldFile.message(1)), dynamicExtension(oldFile.extensions[0]!));
    assert.deepEqual([...walk(both)], [...walk(oldFile)]);
  });

  it('finds by name', () => {
    const registry = new Registry(newFile, Timestamp);
    assert.equal(registry.message('old.Old.Data'), oldFile.message(0, 0));
    assert.equal(registry.message('google.protobuf.Timestamp'), Timestamp.descriptor);
    assert.equal(registry.message('constructor'), undefined);
    assert.ok(registry.messages().includes(oldFile.message(1)) && registry.messages().includes(Timestamp.descriptor));
    assert.deepEqual(registry.enums(), oldFile.enums);
    assert.deepEqual(registry.services(), []);
    assert.equal(registry.extensions().length, 7);
  });
});
