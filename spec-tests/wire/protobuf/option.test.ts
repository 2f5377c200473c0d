import assert from 'node:assert/strict';
import { buildFile } from '../../../wire/protobuf/build.js';
import { dynamicExtension, type Extension } from '../../../wire/protobuf/extension.js';
import { FileDescriptorProto, type MessageOptions } from '../../../wire/protobuf/generated/descriptor.js';
import { getOption, hasOption } from '../../../wire/protobuf/option.js';
import { extensionNamed, ownFile, protoSchema } from '../../support/proto-text.js';

const schema = protoSchema(
  `
  syntax = "proto3";
  package t;
  import "options.proto";
  option (t.on_file) = "file";
  message M {
    option (t.on_message) = { name: "table" keys: ["a", "b"] nested { name: "inner" } };
    option (t.more) = 1;
    option (t.more) = 2;
    int32 a = 1 [(t.on_field).name = "column", (t.on_field).keys = "k"];
    oneof one { option (t.on_oneof) = true; int32 b = 2; }
  }
  enum E { option (t.on_enum) = -1; Z = 0 [(t.on_value) = 1.5]; }
  service S { option (t.on_service) = BLUE; rpc R(M) returns (M) { option (t.on_method) = "\\001\\377"; } }
  message Plain {}
`,
  {
    'options.proto': `
    syntax = "proto2";
    package t;
    import "google/protobuf/descriptor.proto";
    enum Colour { RED = 1; BLUE = 2; }
    message Table { optional string name = 1; repeated string keys = 2; optional Table nested = 3; }
    extend google.protobuf.FileOptions { optional string on_file = 50000; }
    extend google.protobuf.MessageOptions { optional Table on_message = 50000; repeated int32 more = 50001; }
    extend google.protobuf.FieldOptions { optional Table on_field = 50000; }
    extend google.protobuf.OneofOptions { optional bool on_oneof = 50000; }
    extend google.protobuf.EnumOptions { optional sint32 on_enum = 50000; }
    extend google.protobuf.EnumValueOptions { optional float on_value = 50000; }
    extend google.protobuf.ServiceOptions { optional Colour on_service = 50000; }
    extend google.protobuf.MethodOptions { optional bytes on_method = 50000; }
  `,
  },
);
const option = (name: string): Extension<unknown, unknown, unknown> => dynamicExtension(extensionNamed(schema, `t.${name}`));

describe('custom options', () => {
  const own = ownFile(schema);
  // What a generated file carries has been bytes in between.
  const readAgain = buildFile(FileDescriptorProto.decode(FileDescriptorProto.encode(own.proto)), own.dependencies);
  for (const [how, file] of [
    ['compiled', own],
    ['read from bytes', readAgain],
  ] as const) {
    it(`stand on every kind of descriptor, ${how}`, () => {
      const [message] = file.messages;
      assert.equal(getOption(file, option('on_file')), 'file');
      assert.deepEqual(getOption(message!, option('on_message')), {
        name: 'table',
        keys: ['a', 'b'],
        nested: { name: 'inner', keys: [], nested: undefined },
      });
      assert.deepEqual(getOption(message!, option('more')), [1, 2]);
      assert.deepEqual(getOption(message!.fields[0]!, option('on_field')), { name: 'column', keys: ['k'], nested: undefined });
      assert.equal(getOption(message!.oneofs[0]!, option('on_oneof')), true);
      assert.equal(getOption(file.enums[0]!, option('on_enum')), -1);
      assert.equal(getOption(file.enums[0]!.values[0]!, option('on_value')), 1.5);
      assert.equal(getOption(file.services[0]!, option('on_service')), 2);
      assert.deepEqual(getOption(file.services[0]!.methods[0]!, option('on_method')), Uint8Array.of(1, 255));
    });
  }

  it('that are not set are undefined, or an empty list', () => {
    const plain = own.messages[1]!;
    assert.equal(getOption(plain, option('on_message')), undefined);
    assert.deepEqual(getOption(plain, option('more')), []);
    assert.equal(hasOption(plain, option('more')), false);
    assert.equal(hasOption(own.messages[0]!, option('more')), true);
  });

  it('of another kind of descriptor are refused', () => {
    assert.throws(
      () => getOption(own.messages[0]!, option('on_field')),
      /^EncodeError: t\.on_field is an option of google\.protobuf\.FieldOptions, not of a message: google\.protobuf\.MessageOptions$/,
    );
    const typed = option('on_file') as unknown as Extension<{ readonly javaPackage: string | undefined }, string>;
    // @ts-expect-error: options of a message have no Java package
    assert.throws(() => getOption<MessageOptions, string>(own.messages[0]!, typed));
  });
});
