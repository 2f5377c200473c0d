import assert from 'node:assert/strict';
import { compileSources } from '../../../lib/compiler/compile.js';
import { withoutSourceOptions } from '../../../lib/compiler/source-options.js';
import { buildFile } from '../../../wire/protobuf/build.js';
import { dynamicExtension, getExtension, hasExtension } from '../../../wire/protobuf/extension.js';
import { FieldOptions, FileDescriptorProto, MessageOptions } from '../../../wire/protobuf/generated/descriptor.js';

const source = `syntax = "proto2"; package t; import "google/protobuf/descriptor.proto";
message Rules {
  optional int32 kept = 1;
  optional int32 dropped = 2 [retention = RETENTION_SOURCE];
  repeated Rules more = 3;
}
extend google.protobuf.MessageOptions {
  optional string for_compilers = 50001 [retention = RETENTION_SOURCE];
  optional string for_all = 50002 [retention = RETENTION_RUNTIME];
}
extend google.protobuf.FieldOptions {
  optional Rules rules = 50003;
}
message M {
  option (for_compilers) = "a";
  option (for_all) = "b";
  optional int32 x = 1 [(rules) = { kept: 1 dropped: 2 more: { kept: 3 dropped: 4 } }, deprecated = true];
  optional int32 y = 2 [(rules) = { kept: 5 }];
  extensions 100 to 200 [declaration = { number: 100 full_name: ".t.one" type: "int32" }];
}
`;

describe('the descriptors for plugins', () => {
  const { files, diagnostics } = compileSources(['t.proto'], (name) => (name === 't.proto' ? source : undefined), { sourceInfo: true });
  assert.deepEqual(diagnostics, []);
  const protos = files.map((file) => file.proto);
  const before = FileDescriptorProto.encode(protos.at(-1)!);
  const stripped = withoutSourceOptions(protos, new Set(['t.proto']));
  const file = buildFile(
    protos.at(-1)!,
    protos.slice(0, -1).map((proto) => buildFile(proto, [])),
  );
  const extension = (name: string) => dynamicExtension(file.extensions.find((one) => one.name === name)!);

  it('have no options that are for compilers alone', () => {
    const m = stripped.at(-1)!.messageType[1]!;
    assert.equal(hasExtension(MessageOptions, m.options!, extension('for_compilers')), false);
    assert.equal(getExtension(MessageOptions, m.options!, extension('for_all')), 'b');
    const rules = (index: number) => getExtension(FieldOptions, m.field[index]!.options!, extension('rules'));
    assert.deepEqual(rules(0), { kept: 1, dropped: undefined, more: [{ kept: 3, dropped: undefined, more: [] }] });
    assert.equal(m.field[0]!.options!.deprecated, true);
    assert.deepEqual(rules(1), { kept: 5, dropped: undefined, more: [] });
    assert.equal(m.extensionRange[0]!.options, undefined, 'options of which nothing is left');
  });

  it('have no places of options that are not there', () => {
    const paths = (all: readonly FileDescriptorProto[]) => new Set(all.at(-1)!.sourceCodeInfo!.location.map(({ path }) => path.join()));
    const [all, left] = [paths(protos), paths(stripped)];
    assert.deepEqual([...all].filter((path) => !left.has(path)).sort(), ['4,1,2,0,8,50003,2', '4,1,5,0,3', '4,1,5,0,3,2,0', '4,1,7,50001']);
    assert.ok(all.has('4,1,7,50001') && left.has('4,1,7,50002'));
  });

  it('are whole where no code is asked for', () => {
    assert.deepEqual(withoutSourceOptions(protos, new Set()), protos);
  });

  it('are copies', () => {
    assert.deepEqual(FileDescriptorProto.encode(protos.at(-1)!), before);
  });
});
