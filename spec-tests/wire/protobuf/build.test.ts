import assert from 'node:assert/strict';
import { buildFile } from '../../../wire/protobuf/build.js';
import { dynamicMessageType } from '../../../wire/protobuf/closures/dynamic.js';
import { DescriptorError } from '../../../wire/protobuf/errors.js';
import { FileDescriptorProto, type FileDescriptorProtoInit } from '../../../wire/protobuf/generated/descriptor.js';
import { buildSchema, fileProto } from '../../support/schema.js';

function build(init: FileDescriptorProtoInit, ...dependencies: Parameters<typeof buildFile>[1][number][]): ReturnType<typeof buildFile> {
  return buildFile(FileDescriptorProto.create({ name: 'x.proto', syntax: 'proto3', ...init }), dependencies);
}

const int32 = (name: string, number: number): { name: string; number: number; label: 1; type: 5 } => ({ name, number, label: 1, type: 5 });

describe('buildFile', () => {
  it('links descriptor.proto, and closures read and write it as generated code does', () => {
    const { file } = FileDescriptorProto.descriptor;
    const bytes = FileDescriptorProto.encode(file.proto);
    const again = buildFile(FileDescriptorProto.decode(bytes), []);
    assert.equal(again.name, 'google/protobuf/descriptor.proto');
    assert.equal(again.message(1).typeName, 'google.protobuf.FileDescriptorProto');
    const dynamic = dynamicMessageType(again.message(1));
    assert.deepEqual(dynamic.decode(bytes), FileDescriptorProto.decode(bytes));
    assert.deepEqual(dynamic.encode(dynamic.decode(bytes)), bytes);
    assert.equal(dynamicMessageType(again.message(1)), dynamic);
  });

  it('gives members in the order of their first field, synthetic oneofs left out', () => {
    const [message] = buildSchema({
      messages: { M: ['int32 z = 9', 'oneof o int32 a = 1', 'optional int32 p = 2', 'oneof o int32 b = 3', 'int32 c = 4'] },
    }).messages;
    assert.deepEqual(
      message!.members.map((member) => member.localName),
      ['z', 'o', 'p', 'c'],
    );
    assert.deepEqual(
      message!.oneofs.map((oneof) => [oneof.name, oneof.fields.map((field) => field.name)]),
      [['o', ['a', 'b']]],
    );
    assert.equal(message!.fieldByName('p')!.oneof, undefined);
  });

  it('finds types in this file, in imported files and through public imports, and nowhere else', () => {
    const a = build({ name: 'a.proto', package: 'a', messageType: [{ name: 'A' }] });
    const b = build({ name: 'b.proto', dependency: ['a.proto'], publicDependency: [0] }, a);
    const field = { name: 'f', number: 1, label: 1 as const, type: 11 as const, typeName: '.a.A' };
    const c = build({ dependency: ['b.proto'], messageType: [{ name: 'C', field: [field] }] }, b);
    assert.deepEqual(c.messages[0]!.fields[0]!.value, { kind: 'message', message: a.messages[0] });
    assert.throws(() => build({ messageType: [{ name: 'C', field: [field] }] }), /C\.f: type a\.A is not declared/);
    const d = build({ name: 'd.proto', dependency: ['b.proto'] }, b);
    assert.throws(() => build({ dependency: ['d.proto'], messageType: [{ name: 'C', field: [field] }] }, d), DescriptorError);
  });

  it('links extensions and services', () => {
    const file = build({
      package: 'p',
      messageType: [
        { name: 'M', extensionRange: [{ start: 100, end: 200 }], extension: [{ ...int32('inner_ext', 101), extendee: '.p.M' }] },
      ],
      extension: [{ name: 'ext', number: 100, label: 3, type: 11, typeName: '.p.M', extendee: '.p.M' }],
      service: [
        {
          name: 'S',
          method: [
            { name: 'One', inputType: '.p.M', outputType: '.p.M', options: { idempotencyLevel: 1 } },
            { name: 'Two', inputType: '.p.M', outputType: '.p.M', serverStreaming: true },
            { name: 'Three', inputType: '.p.M', outputType: '.p.M', clientStreaming: true },
            { name: 'Then', inputType: '.p.M', outputType: '.p.M', clientStreaming: true, serverStreaming: true },
          ],
        },
      ],
    });
    const [ext] = file.extensions;
    assert.deepEqual(
      [ext!.extensionName, ext!.message, ext!.presence, ext!.cardinality],
      ['p.ext', file.messages[0], 'implicit', 'repeated'],
    );
    const [inner] = file.messages[0]!.extensions;
    assert.deepEqual([inner!.extensionName, inner!.presence, inner!.localName], ['p.M.inner_ext', 'explicit', 'innerExt']);
    assert.deepEqual(
      file.service(0).methods.map((method) => [method.localName, method.path, method.shape, method.idempotency]),
      [
        ['one', '/p.S/One', 'unary', 'no-side-effects'],
        ['two', '/p.S/Two', 'server-stream', 'unknown'],
        ['three', '/p.S/Three', 'client-stream', 'unknown'],
        ['then$', '/p.S/Then', 'bidi', 'unknown'],
      ],
    );
  });

  it('finds messages and enums by path', () => {
    const nested = { name: 'B', enumType: [{ name: 'E', value: [{ name: 'X', number: 0 }] }] };
    const file = build({
      messageType: [{ name: 'A', nestedType: [nested] }],
      enumType: [{ name: 'F', value: [{ name: 'Y', number: 0 }] }],
    });
    assert.equal(file.message(0, 0).typeName, 'A.B');
    assert.equal(file.enum(0).typeName, 'F');
    assert.equal(file.enum(0, 0, 0).typeName, 'A.B.E');
    for (const wrong of [
      () => file.message(1),
      () => file.message(0, 1),
      () => file.enum(0, 0),
      () => file.enum(),
      () => file.service(0),
    ]) {
      assert.throws(wrong, RangeError);
    }
  });

  it('reads declared defaults of every kind', () => {
    const cases: [string, unknown][] = [
      ['int32 v = 1 [default=-5]', -5],
      ['uint64 v = 1 [default=18446744073709551615]', 2n ** 64n - 1n],
      ['double v = 1 [default=-inf]', Number.NEGATIVE_INFINITY],
      ['float v = 1 [default=nan]', Number.NaN],
      ['double v = 1 [default=1.5e3]', 1500],
      ['float v = 1 [default=0.1]', Math.fround(0.1)],
      ['bool v = 1 [default=true]', true],
      ['string v = 1 [default=hi\\n]', 'hi\\n'],
      ['bytes v = 1 [default=a\\001\\xff\\n\\"]', Uint8Array.of(97, 1, 255, 10, 34)],
      ['E v = 1 [default=B]', 7],
    ];
    for (const [line, value] of cases) {
      const file = buildSchema({ syntax: 'proto2', messages: { M: [`optional ${line}`] }, enums: { E: { A: 0, B: 7 } } });
      assert.deepEqual(file.messages[0]!.fields[0]!.defaultValue, value, line);
    }
    for (const line of [
      'int32 v = 1 [default=2147483648]',
      'int32 v = 1 [default=x]',
      'uint32 v = 1 [default=-1]',
      'int64 v = 1 [default=9223372036854775808]',
      'bool v = 1 [default=1]',
      'double v = 1 [default=1.5.2]',
      'E v = 1 [default=C]',
      'bytes v = 1 [default=\\8]',
      'bytes v = 1 [default=\\777]',
      'bytes v = 1 [default=\\x]',
      'bytes v = 1 [default=é]',
      'M v = 1 [default=x]',
    ]) {
      assert.throws(
        () => buildSchema({ syntax: 'proto2', messages: { M: [`optional ${line}`] }, enums: { E: { A: 0, B: 7 } } }),
        DescriptorError,
        line,
      );
    }
  });

  it('refuses what does not fit together', () => {
    const field = int32('f', 1);
    const bad: [string, FileDescriptorProtoInit][] = [
      ['field number 0', { messageType: [{ name: 'M', field: [int32('f', 0)] }] }],
      ['field number too large', { messageType: [{ name: 'M', field: [int32('f', 2 ** 29)] }] }],
      ['number twice', { messageType: [{ name: 'M', field: [field, int32('g', 1)] }] }],
      ['name twice', { messageType: [{ name: 'M', field: [field, int32('f', 2)] }] }],
      ['message twice', { messageType: [{ name: 'M' }, { name: 'M' }] }],
      ['message and enum', { messageType: [{ name: 'M' }], enumType: [{ name: 'M', value: [{ name: 'X', number: 0 }] }] }],
      ['empty enum', { enumType: [{ name: 'E' }] }],
      ['no such type', { messageType: [{ name: 'M', field: [{ ...field, type: 11, typeName: '.N' }] }] }],
      ['no type at all', { messageType: [{ name: 'M', field: [{ name: 'f', number: 1, label: 1 }] }] }],
      ['message as enum', { messageType: [{ name: 'M', field: [{ ...field, type: 14, typeName: '.M' }] }] }],
      ['no such oneof', { messageType: [{ name: 'M', field: [{ ...field, oneofIndex: 0 }] }] }],
      ['negative oneof', { messageType: [{ name: 'M', oneofDecl: [{ name: 'o' }], field: [{ ...field, oneofIndex: -1 }] }] }],
      ['empty oneof', { messageType: [{ name: 'M', oneofDecl: [{ name: 'o' }] }] }],
      ['repeated in a oneof', { messageType: [{ name: 'M', oneofDecl: [{ name: 'o' }], field: [{ ...field, label: 3, oneofIndex: 0 }] }] }],
      ['no such public import', { publicDependency: [0] }],
      ['extends nothing', { extension: [{ ...field, extendee: '.N' }] }],
      ['extends an enum', { enumType: [{ name: 'E', value: [{ name: 'X', number: 0 }] }], extension: [{ ...field, extendee: '.E' }] }],
      ['method without types', { service: [{ name: 'S', method: [{ name: 'M' }] }] }],
      [
        'bad map entry',
        {
          messageType: [
            {
              name: 'M',
              nestedType: [{ name: 'E', options: { mapEntry: true } }],
              field: [{ ...field, label: 3, type: 11, typeName: '.M.E' }],
            },
          ],
        },
      ],
    ];
    for (const [what, init] of bad) {
      assert.throws(
        () => build(init),
        (error: unknown) => error instanceof DescriptorError && error.message.startsWith('x.proto: '),
        what,
      );
    }
  });

  it('refuses fields of one JSON name where the compiler does', () => {
    const named = (name: string, number: number, jsonName: string) => ({ ...int32(name, number), jsonName });
    const text = /x\.proto: M: the fields \w+ and \w+ have the same JSON name "fooBar"/;
    const given = [named('a', 1, 'fooBar'), named('b', 2, 'fooBar')];
    const byThemselves = [int32('foo_bar', 1), int32('fooBar', 2)];
    const mixed = [int32('foo_bar', 1), named('b', 2, 'fooBar')];
    const legacy = { deprecatedLegacyJsonFieldConflicts: true };
    for (const [syntax, field, refused] of [
      ['proto3', given, true],
      ['proto3', byThemselves, true],
      ['proto3', mixed, true],
      ['proto2', given, true],
      ['proto2', byThemselves, false],
      ['proto2', mixed, false],
      ['proto3', [int32('foo_bar', 1), named('fooBar', 2, 'other')], true],
      ['proto3', [named('a', 1, 'b'), named('b', 2, 'a')], false],
    ] as const) {
      const make = (options = {}) => build({ syntax, messageType: [{ name: 'M', field, options }] });
      if (refused) assert.throws(make, { name: 'DescriptorError', message: text });
      else assert.equal(make().message(0).fields.length, 2);
      assert.equal(make(legacy).message(0).fields.length, 2);
    }
  });

  it('survives a map with a message value in a oneof-free circle of messages', () => {
    const file = buildFile(fileProto({ messages: { A: ['map<string, B> b = 1'], B: ['repeated A a = 1', 'B b = 2'] } }), []);
    assert.equal(file.messages[0]!.fields[0]!.mapKey, 'string');
  });
});
