import assert from 'node:assert/strict';
import { buildFile } from '../../../wire/protobuf/build.js';
import type { FieldDescriptor } from '../../../wire/protobuf/descriptor.js';
import { DescriptorError } from '../../../wire/protobuf/errors.js';
import { defaultFeatures, Edition, resolveFeatures } from '../../../wire/protobuf/features.js';
import { FeatureSet, FileDescriptorProto } from '../../../wire/protobuf/generated/descriptor.js';
import { buildSchema, type Schema } from '../../support/schema.js';

function field(syntax: NonNullable<Schema['syntax']>, line: string): FieldDescriptor {
  return buildSchema({ syntax, messages: { M: [line] }, enums: { E: { A: 0 } } }).messages[0]!.fields[0]!;
}

describe('features', () => {
  it('are what proto2, proto3 and the editions begin with (Protobuf features)', () => {
    assert.deepEqual(defaultFeatures(Edition.PROTO2), {
      fieldPresence: 'explicit',
      enumType: 'closed',
      repeatedFieldEncoding: 'expanded',
      utf8Validation: 'none',
      messageEncoding: 'length-prefixed',
      jsonFormat: 'legacy-best-effort',
      enforceNamingStyle: 'style-legacy',
      defaultSymbolVisibility: 'export-all',
      enforceProtoLimits: 'legacy-no-explicit-limits',
    });
    assert.deepEqual(defaultFeatures(Edition.PROTO3), {
      fieldPresence: 'implicit',
      enumType: 'open',
      repeatedFieldEncoding: 'packed',
      utf8Validation: 'verify',
      messageEncoding: 'length-prefixed',
      jsonFormat: 'allow',
      enforceNamingStyle: 'style-legacy',
      defaultSymbolVisibility: 'export-all',
      enforceProtoLimits: 'legacy-no-explicit-limits',
    });
    assert.deepEqual(defaultFeatures(Edition.EDITION_2023), { ...defaultFeatures(Edition.PROTO3), fieldPresence: 'explicit' });
    assert.deepEqual(defaultFeatures(Edition.EDITION_2024), {
      ...defaultFeatures(Edition.EDITION_2023),
      enforceNamingStyle: 'style2024',
      defaultSymbolVisibility: 'export-top-level',
    });
    assert.deepEqual(defaultFeatures(Edition.EDITION_2026), {
      ...defaultFeatures(Edition.EDITION_2024),
      enforceNamingStyle: 'style2026',
      defaultSymbolVisibility: 'strict',
      enforceProtoLimits: 'proto-limits2026',
    });
    assert.throws(() => defaultFeatures(77), DescriptorError);
  });

  it('change one by one, and a number nobody knows changes nothing', () => {
    const base = defaultFeatures(Edition.EDITION_2023);
    assert.deepEqual(resolveFeatures(base, FeatureSet.create({ messageEncoding: 2, enumType: 2 })), {
      ...base,
      messageEncoding: 'delimited',
      enumType: 'closed',
    });
    assert.deepEqual(resolveFeatures(base, FeatureSet.create({ enumType: 0 })), base);
    assert.equal(resolveFeatures(base, undefined), base);
  });

  it('decide presence', () => {
    for (const [syntax, line, presence] of [
      ['proto3', 'int32 v = 1', 'implicit'],
      ['proto3', 'optional int32 v = 1', 'explicit'],
      ['proto3', 'M v = 1', 'explicit'],
      ['proto3', 'oneof o int32 v = 1', 'explicit'],
      ['proto3', 'repeated int32 v = 1', 'implicit'],
      ['proto3', 'map<int32, M> v = 1', 'implicit'],
      ['proto2', 'optional int32 v = 1', 'explicit'],
      ['proto2', 'required int32 v = 1', 'required'],
      ['2023', 'int32 v = 1', 'explicit'],
      ['2023', 'int32 v = 1 [implicit]', 'implicit'],
      ['2023', 'int32 v = 1 [required]', 'required'],
      ['2023', 'M v = 1 [required]', 'required'],
    ] as const) {
      assert.equal(field(syntax, line).presence, presence, `${syntax}: ${line}`);
    }
  });

  it('decide packing, delimiting and checking', () => {
    for (const [syntax, line, packed] of [
      ['proto3', 'repeated int32 v = 1', true],
      ['proto3', 'repeated int32 v = 1 [packed=false]', false],
      ['proto3', 'repeated string v = 1', false],
      ['proto3', 'repeated E v = 1', true],
      ['proto2', 'repeated int32 v = 1', false],
      ['proto2', 'repeated int32 v = 1 [packed=true]', true],
      ['2023', 'repeated int32 v = 1', true],
      ['2023', 'repeated int32 v = 1 [expanded]', false],
    ] as const) {
      assert.equal(field(syntax, line).packed, packed, `${syntax}: ${line}`);
    }
    assert.equal(field('2023', 'M v = 1 [delimited]').delimited, true);
    assert.equal(field('2023', 'int32 v = 1 [delimited]').delimited, false);
    assert.equal(field('2023', 'map<int32, M> v = 1 [delimited]').delimited, false);
    assert.equal(field('proto2', 'group M = 1').delimited, true);
    assert.equal(field('proto2', 'optional string v = 1').validateUtf8, false);
    assert.equal(field('proto3', 'string v = 1').validateUtf8, true);
    assert.equal(field('2023', 'string v = 1 [unchecked]').validateUtf8, false);
  });

  it('are inherited from file to message to field, and by members of a oneof from it', () => {
    const file = buildFile(
      FileDescriptorProto.create({
        name: 'f.proto',
        syntax: 'editions',
        edition: 1000,
        options: { features: { fieldPresence: 2, enumType: 2 } },
        messageType: [
          {
            name: 'M',
            options: { features: { utf8Validation: 3 } },
            oneofDecl: [{ name: 'o', options: { features: { messageEncoding: 2 } } }],
            field: [
              { name: 'a', number: 1, label: 1, type: 9 },
              { name: 'b', number: 2, label: 1, type: 11, typeName: '.M', oneofIndex: 0 },
              { name: 'c', number: 3, label: 1, type: 11, typeName: '.M' },
            ],
            enumType: [{ name: 'E', value: [{ name: 'X', number: 0 }] }],
          },
        ],
      }),
      [],
    );
    const [a, b, c] = file.messages[0]!.fields;
    assert.deepEqual([a!.presence, a!.validateUtf8], ['implicit', false]);
    assert.deepEqual([b!.delimited, c!.delimited], [true, false]);
    assert.equal(file.messages[0]!.enums[0]!.open, false);
  });

  it('of an unknown syntax are refused', () => {
    assert.throws(
      () => buildFile(FileDescriptorProto.create({ name: 'x.proto', syntax: 'proto4' }), []),
      /x\.proto: syntax "proto4" is not known/,
    );
    assert.throws(() => buildFile(FileDescriptorProto.create({ name: 'x.proto', syntax: 'editions', edition: 9999 }), []), DescriptorError);
  });
});
