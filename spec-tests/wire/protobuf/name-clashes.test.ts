/** Schemas made so that very many of their names become one in JavaScript. */
import assert from 'node:assert/strict';
import { buildFile } from '../../../wire/protobuf/build.js';
import { FileDescriptorProto, type FileDescriptorProtoInit } from '../../../wire/protobuf/generated/descriptor.js';

/** `count` ways to write `xAbcdefghij…` with an underscore, or a capital letter, in front of each letter. */
function variants(count: number, underscore: (letter: string) => string, otherwise: (letter: string) => string): string[] {
  return Array.from({ length: count }, (_, index) => {
    let name = 'x';
    for (let bit = 0; bit < 10; bit++) {
      const letter = String.fromCharCode(97 + bit);
      name += (index >> bit) & 1 ? underscore(letter) : otherwise(letter);
    }
    return name;
  });
}

const camel = (count: number): string[] =>
  variants(
    count,
    (letter) => `_${letter}`,
    (letter) => letter.toUpperCase(),
  );

const build = (init: FileDescriptorProtoInit) => buildFile(FileDescriptorProto.create({ name: 'x.proto', syntax: 'proto2', ...init }), []);

const withFields = (count: number) =>
  build({ messageType: [{ name: 'M', field: camel(count).map((name, index) => ({ name, number: index + 1, label: 1, type: 5 })) }] });

const withMethods = (count: number) =>
  build({
    messageType: [{ name: 'M' }],
    service: [{ name: 'S', method: camel(count).map((name) => ({ name, inputType: '.M', outputType: '.M' })) }],
  });

const withValues = (count: number) => {
  const prefixes = variants(
    count,
    (letter) => `_${letter}`,
    (letter) => letter,
  );
  return build({ enumType: [{ name: 'Xabcdefghij', value: prefixes.map((name, index) => ({ name: `${name}_Z`, number: index })) }] });
};

describe('names that become one in JavaScript', () => {
  it('get a $ each, up to a hundred', () => {
    const names = withFields(101)
      .message(0)
      .fields.map((field) => field.localName);
    assert.deepEqual(names.slice(0, 3), ['xABCDEFGHIJ', 'xABCDEFGHIJ$', 'xABCDEFGHIJ$$']);
    assert.equal(new Set(names).size, 101);
    assert.equal(new Set(withMethods(101).services[0]!.methods.map((method) => method.localName)).size, 101);
    assert.equal(new Set(withValues(101).enums[0]!.values.map((value) => value.localName)).size, 101);
  });

  for (const [what, make] of Object.entries({ fields: withFields, methods: withMethods, 'enum values': withValues }))
    it(`are refused beyond that, for ${what}`, () => {
      assert.throws(() => make(102), { name: 'DescriptorError', message: /^more than 100 names of one place become "\w+" in JavaScript$/ });
    });

  it('make way for a name that has a $ itself', () => {
    const names = ['a_b', 'aB$', 'aB', 'a__b', 'aB$$'];
    const field = names.map((name, index) => ({ name, number: index + 1, label: 1 as const, type: 5 as const }));
    const fields = build({ messageType: [{ name: 'M', field }] }).message(0).fields;
    assert.deepEqual(
      fields.map(({ localName }) => localName),
      ['aB', 'aB$', 'aB$$', 'aB$$$', 'aB$$$$'],
    );
  });
});
