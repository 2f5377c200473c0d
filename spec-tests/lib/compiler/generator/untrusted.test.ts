import assert from 'node:assert/strict';
import { compileSources } from '../../../../lib/compiler/compile.js';
import { generate } from '../../../../lib/compiler/generator/generate.js';
import { generateAll } from '../../../../lib/compiler/generator/generate-all.js';
import { checkedIdentifier, GeneratorError, propertyKey, quote } from '../../../../lib/compiler/generator/literals.js';
import { outputStem } from '../../../../lib/compiler/generator/paths.js';
import { buildFile } from '../../../../wire/protobuf/build.js';
import { FileDescriptorProto, type FileDescriptorProtoInit } from '../../../../wire/protobuf/generated/descriptor.js';

/** The text printed for one file. */
function print(source: string, target: 'ts' | 'js' = 'ts'): string {
  const { files, diagnostics } = compileSources(['a.proto'], () => source);
  assert.deepEqual(diagnostics, []);
  return generateAll(files, { target })
    .map((file) => file.text)
    .join('');
}

/** `text` without its comments and strings: what is left is code. */
function codeOnly(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:[^'\\\n]|\\.)*'/g, '');
}

function printDescriptor(init: FileDescriptorProtoInit): string {
  return generate({ file: buildFile(FileDescriptorProto.create(init), []) })
    .map((file) => file.text)
    .join('');
}

describe('generated code from untrusted schemas', () => {
  it('keeps the text of comments inside comments', () => {
    const evil = [
      '*/ evil() /*',
      '* /*/ evil()',
      '*\\/ evil()',
      '\u2028 evil()',
      '\u0024{evil()}',
      "' + evil() + '",
      '<!-- evil()',
      '--> evil()',
    ];
    for (const text of evil) {
      for (const target of ['ts', 'js'] as const) {
        const printed = print(`syntax = "proto3";\n// ${text}\nmessage A {\n  // ${text}\n  string a = 1; // ${text}\n}\n`, target);
        assert.ok(printed.includes('evil'), 'the comment is carried into the docs');
        assert.ok(!codeOnly(printed).includes('evil'), text);
      }
    }
  });

  it('does not let comments speak to the compiler', () => {
    const printed = print('syntax = "proto3";\n// @ts-expect-error\nmessage A {\n  // @TS-ignore\n  string a = 1;\n}\n');
    assert.equal(printed.match(/@ts-/gi)?.length, 1, 'the first line alone');
  });

  it('prints no default value as code', () => {
    const printed = print(`syntax = "proto2";\nmessage A {\n  optional string a = 1 [default = "'; evil(); '*/\\n\\\\"];\n}\n`);
    assert.ok(!codeOnly(printed).includes('evil'));
  });

  it('quotes strings so that they end where they should', () => {
    for (const text of ["'", '\\', "\\'", '\n', '\r', '\u2028', '\u2029', '\0', '\ud800', '</script>', 'é', '`\u0024{x}`', '\u007f']) {
      const quoted = quote(text);
      assert.match(quoted, /^'[\x20-\x7e]*'$/);
      assert.equal(JSON.parse(`"${quoted.slice(1, -1).replaceAll("\\'", "'").replaceAll('"', '\\"')}"`), text);
    }
  });

  it('sets no prototype by a key', () => {
    assert.equal(propertyKey('__proto__'), "['__proto__']");
    assert.equal(propertyKey('constructor'), 'constructor');
    assert.equal(propertyKey('a b'), "'a b'");
  });

  it('refuses names that no .proto file can have', () => {
    for (const name of ['A {} evil(); class B', '', 'a-b', '1a', 'ä', 'A\n', '__proto__.x', 'a.b']) {
      assert.throws(() => printDescriptor({ name: 'a.proto', syntax: 'proto3', messageType: [{ name }] }), Error, name);
    }
    assert.equal(checkedIdentifier('A_1'), 'A_1');
    assert.throws(() => checkedIdentifier('a b'), GeneratorError);
  });

  it('prints no odd field, enum value, oneof or method name as code', () => {
    const evil = 'x; evil()';
    const field = { name: evil, number: 1, type: 9 as const, label: 1 as const };
    const schemas: FileDescriptorProtoInit[] = [
      { messageType: [{ name: 'A', field: [field] }] },
      { messageType: [{ name: 'A', field: [{ ...field, name: 'a', oneofIndex: 0 }], oneofDecl: [{ name: evil }] }] },
      { enumType: [{ name: 'A', value: [{ name: evil, number: 0 }] }] },
      { messageType: [{ name: 'A' }], service: [{ name: 'S', method: [{ name: evil, inputType: '.A', outputType: '.A' }] }] },
      { messageType: [{ name: 'A' }], service: [{ name: evil, method: [] }] },
      { package: `x'; evil(); '`, messageType: [{ name: 'A' }] },
    ];
    for (const schema of schemas) {
      let printed = '';
      try {
        printed = printDescriptor({ name: 'a.proto', syntax: 'proto3', ...schema });
      } catch (error) {
        // Refused is as good as quoted.
        assert.ok(error instanceof Error);
      }
      assert.ok(!codeOnly(printed).includes('evil'), JSON.stringify(schema));
    }
  });

  it('writes nothing outside the output folder', () => {
    for (const name of [
      '../a.proto',
      '/a.proto',
      'a/../../b.proto',
      'a//b.proto',
      './a.proto',
      'c:a.proto',
      'a\\..\\b.proto',
      'a\0.proto',
      // An import's specifier is a URL: './a#b.js' would load './a'.
      'a#b.proto',
      'a?b.proto',
      'a%62.proto',
      '',
    ]) {
      assert.throws(() => outputStem(name), GeneratorError, name);
    }
    assert.equal(outputStem('shop/v1/order.proto'), 'shop/v1/order');
    assert.equal(outputStem('..order.proto'), '..order');
  });
});
