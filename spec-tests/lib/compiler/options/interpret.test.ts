import assert from 'node:assert/strict';
import { compileSources, formatDiagnostic, schemaOf } from '../../../../lib/compiler/index.js';
import { type UnknownFields, unknownFields } from '../../../../wire/protobuf/unknown.js';

const head = `syntax = "proto3";
package p;
import "google/protobuf/descriptor.proto";
message Policy { string name = 1; repeated int32 codes = 2; Policy next = 3; oneof how { bool soft = 4; bool hard = 5; } }
enum Level { LOW = 0; HIGH = 1; }
extend google.protobuf.MessageOptions { int32 number = 51501; Policy policy = 51502; Level level = 51503; repeated string words = 51504; sint32 zigzag = 51505; double real = 51506; fixed32 fixed = 51507; bytes raw = 51508; bool flag = 51509; }
`;

function compileMessage(options: string): { options: Record<PropertyKey, unknown> | undefined; errors: string[] } {
  const { files, diagnostics } = compileSources(['x.proto'], (name) =>
    name === 'x.proto' ? `${head}message M { ${options} }` : undefined,
  );
  const message = files.at(-1)?.proto.messageType.find(({ name }) => name === 'M');
  return { options: message?.options as Record<PropertyKey, unknown> | undefined, errors: diagnostics.map(({ message: text }) => text) };
}

/** The extensions as one hexadecimal text. */
function extensionsOf(options: string): string {
  const result = compileMessage(options);
  assert.deepEqual(result.errors, []);
  return Buffer.concat([...(result.options![unknownFields] as Uint8Array[])]).toString('hex');
}

describe('options', () => {
  it("that are protobuf's own are properties", () => {
    assert.equal(compileMessage('option deprecated = true;').options!.deprecated, true);
  });

  it('are absent where none is set', () => assert.equal(compileMessage('').options, undefined));

  it('that are custom stand among the unknown fields, as their bytes', () => {
    assert.equal(extensionsOf('option (number) = -1;'), 'e89219ffffffffffffffffff01');
    assert.equal(extensionsOf('option (level) = HIGH;'), 'f8921901');
    assert.equal(extensionsOf('option (words) = "a"; option (words) = "b";'), '8293190161829319' + '0162');
    assert.equal(extensionsOf('option (zigzag) = -2;'), '88931903');
    assert.equal(extensionsOf('option (real) = 1;'), '919319000000000000f03f');
    assert.equal(extensionsOf('option (fixed) = 258;'), '9d931902010000');
    assert.equal(extensionsOf('option (raw) = "\\xff";'), 'a2931901ff');
    assert.equal(extensionsOf('option (flag) = true;'), 'a8931901');
  });

  it('by path and as a value in braces are the same bytes', () => {
    const byPath = extensionsOf(
      'option (policy).name = "a"; option (policy).codes = 1; option (policy).codes = 2; option (policy).next.soft = true;',
    );
    assert.equal(extensionsOf('option (policy) = { name: "a" codes: [1, 2] next { soft: true } };'), byPath);
    assert.equal(extensionsOf('option (p.policy) = { name: "a", codes: 1; codes: 2 next: < soft: true > };'), byPath);
  });

  it('beside each other keep both kinds', () => {
    const { options } = compileMessage('option (number) = 1; option deprecated = true;');
    assert.equal(options!.deprecated, true);
    assert.equal((options![unknownFields] as Uint8Array[]).length, 1);
  });

  // buf build (1.75) writes them with a length under the tag of a group, so that nobody reads them; protoc 35.1 writes these bytes.
  it('of DELIMITED messages are groups (Protobuf features: message_encoding)', () => {
    const { files, diagnostics } = compileSources(['x.proto'], (name) =>
      name === 'x.proto'
        ? `edition = "2023"; import "google/protobuf/descriptor.proto"; option features.message_encoding = DELIMITED;
           message Policy { int32 code = 1; Policy next = 2; map<int32, Policy> by = 3; Policy prefixed = 4 [features.message_encoding = LENGTH_PREFIXED]; extensions 10; }
           extend Policy { Policy more = 10; }
           extend google.protobuf.FileOptions { Policy policy = 50000; }
           option (policy) = { code: 1 next { code: 2 } by { key: 3 value { code: 4 } } prefixed { code: 5 } [more] { code: 6 } };`
        : undefined,
    );
    assert.deepEqual(diagnostics, []);
    const bytes = Buffer.concat((files.at(-1)!.proto.options as { [unknownFields]?: readonly Uint8Array[] })[unknownFields]!);
    assert.equal(bytes.toString('hex'), `83b518${'0801'}${'13080214'}${'1a06080312020804'}${'22020805'}${'53080654'}84b518`);
  });

  const refused: readonly [string, string][] = [
    ['option (number) = 2147483648;', 'int32 goes from -2147483648 to 2147483647, this is 2147483648'],
    ['option (number) = 1.0;', 'this option is of type int32 and takes a whole number, found the number 1'],
    ['option (number) = "1";', 'this option is of type int32 and takes a whole number, found a string'],
    ['option (number) = {};', 'this option is of type int32 and takes a whole number, found a message in braces'],
    ['option (number) = 1; option (number) = 2;', '"number" is set twice'],
    ['option (level) = HIGHER;', 'the enum "p.Level" has no value "HIGHER"'],
    [
      'option (level) = 1;',
      'this option is of type the enum "p.Level" and takes the name of one of its values, without quotes, found the number 1',
    ],
    ['option (flag) = 1;', 'this option is of type bool and takes true or false, found the number 1'],
    ['option (flag) = True;', 'this option is of type bool and takes true or false, found "True"'],
    ['option (raw) = 5;', 'this option is of type bytes and takes a string in quotes, found the number 5'],
    ['option (words) = "\\xff";', 'this string is no UTF-8'],
    ['option (fixed) = -1;', 'fixed32 goes from 0 to 4294967295, this is -1'],
    ['option (real) = -foo;', 'expected a number after "-", found "foo"'],
    ['option (policy).soft = true; option (policy).hard = true;', '"hard" and "soft" are of one oneof, and "soft" is set already'],
    ['option (policy).(number) = 1;', 'the option "p.number" extends "google.protobuf.MessageOptions", not "p.Policy"'],
    ['option (policy) = { codes: { } };', '"codes" is of type int32 and takes a whole number, found a message in braces'],
    ['option (policy) = { next: 1 };', '"next" is a message ("p.Policy") and takes one in braces, found the number 1'],
    ['option (policy) = { name: "a" } ; option (policy) = {};', '"policy" is set twice'],
    ['option (policy) = { [p.nothing]: 1 };', 'the option "p.nothing" is not defined'],
    ['option (policy) = { [a/b.C] { } };', '"p.Policy" is no google.protobuf.Any'],
    ['option (Policy) = {};', '"Policy" is a message, not an option'],
    ['option number = 1;', 'a message has no option "number"'],
  ];
  for (const [option, message] of refused) it(`refuse ${option}`, () => assert.equal(compileMessage(option).errors[0], message));

  it('write an extension of a message set as an item, and load', () => {
    const text = `import "google/protobuf/descriptor.proto";
      message Set { option message_set_wire_format = true; extensions 4 to max; }
      message In { optional int32 a = 1; extend Set { optional In low = 100; optional In last = 2147483646; } }
      extend google.protobuf.FileOptions { optional Set set = 50000; }
      option (set) = { [In.low] { a: 5 } [In.last] { a: 6 } };`;
    const result = compileSources(['a.proto'], (name) => (name === 'a.proto' ? text : undefined));
    assert.deepEqual(result.diagnostics, []);
    const low = '0b10641a0208050c';
    const last = '0b10feffffff071a0208060c';
    const options = result.files.at(-1)!.proto.options as object as UnknownFields;
    const written = options[unknownFields]!.map((run) => Buffer.from(run).toString('hex')).join();
    assert.equal(written, `82b518${((low.length + last.length) / 2).toString(16)}${low}${last}`);
    assert.equal(schemaOf(result).files.at(-1)!.messages[1]!.extensions[1]!.number, 2_147_483_646);
  });

  it('that are custom and written without parentheses are shown how', () => {
    const { diagnostics } = compileSources(['x.proto'], (name) =>
      name === 'x.proto' ? `${head}message M { option policy = {}; }` : undefined,
    );
    assert.match(diagnostics.map(formatDiagnostic).join(), /help: custom options stand in parentheses: \(policy\)/);
  });
});
