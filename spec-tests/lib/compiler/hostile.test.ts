import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { type CompileResult, compileSources, schemaOf } from '../../../lib/compiler/index.js';
import { repositoryPath } from '../../support/repository.js';

const SEED = Number(process.env.BAREWIRE_SEED ?? 20_260_916);
const RUNS = 400;

const corpus = repositoryPath('spec-tests/lib/compiler/corpus');
const texts = ['valid', 'invalid'].flatMap((folder) =>
  readdirSync(join(corpus, folder))
    .filter((name) => name.endsWith('.proto'))
    .sort()
    .map((name) => readFileSync(join(corpus, folder, name), 'utf8')),
);

function compileText(text: string | Uint8Array): CompileResult {
  return compileSources(['x.proto'], (name) => (name === 'x.proto' ? text : undefined));
}

/** Either there are descriptors, or there is an error that says where and why: nothing in between, and no exception. */
function checkResult(result: CompileResult): void {
  const errors = result.diagnostics.filter(({ severity }) => severity === 'error');
  assert.equal(errors.length === 0, result.files.length > 0);
  for (const { message, file, line, column } of errors) {
    assert.ok(message.length > 0 && file.length > 0);
    assert.equal(line === undefined, column === undefined);
    assert.ok(line === undefined || (line >= 1 && column! >= 1));
  }
  // What was accepted has to be something that the codec can link.
  if (errors.length === 0) schemaOf(result);
}

describe('hostile text', function () {
  this.timeout(60_000);

  it(`of any bytes leads to typed errors only (seed ${SEED})`, () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => checkResult(compileText(bytes))),
      { seed: SEED, numRuns: RUNS },
    );
  });

  it(`of any characters leads to typed errors only (seed ${SEED})`, () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => checkResult(compileText(text))),
      { seed: SEED, numRuns: RUNS },
    );
  });

  const words =
    'syntax = "proto3" ; package import option message enum oneof map < > , extend extensions reserved to max rpc returns stream service group repeated optional required ' +
    '{ } ( ) [ ] : . - + / 0 1 2 007 0x1F 1.5 1e9 "a" \'b\' "\\x" inf nan true string int32 M E a b _ __proto__ constructor google protobuf FileOptions deprecated default json_name // /* */ # \n';
  const word = fc.constantFrom(...words.split(' '));

  it(`of words in any order leads to typed errors only (seed ${SEED})`, () => {
    fc.assert(
      fc.property(fc.array(word, { maxLength: 80 }), fc.boolean(), (list, proto3) => {
        checkResult(compileText(`${proto3 ? 'syntax = "proto3"; ' : ''}${list.join(' ')}`));
      }),
      { seed: SEED, numRuns: RUNS * 2 },
    );
  });

  it(`of corpus files with pieces cut, swapped and put in leads to typed errors only (seed ${SEED})`, () => {
    const position = fc.double({ min: 0, max: 1, noNaN: true });
    const change = fc.record({ at: position, length: fc.nat(12), from: position, insert: fc.option(word) });
    fc.assert(
      fc.property(fc.nat(texts.length - 1), fc.array(change, { minLength: 1, maxLength: 4 }), (index, changes) => {
        let text = texts[index]!;
        for (const { at, length, from, insert } of changes) {
          const start = Math.floor(at * text.length);
          const piece = text.slice(Math.floor(from * text.length), Math.floor(from * text.length) + length);
          text = `${text.slice(0, start)}${insert ?? piece}${text.slice(start + length)}`;
        }
        checkResult(compileText(text));
      }),
      { seed: SEED, numRuns: RUNS * 2 },
    );
  });

  it('cut off anywhere leads to typed errors only', () => {
    for (const text of texts) {
      const step = Math.max(1, Math.floor(text.length / 12));
      for (let end = 0; end < text.length; end += step) checkResult(compileText(text.slice(0, end)));
    }
  });

  const depth = 10_000;
  const deep: readonly [string, string, RegExp][] = [
    ['messages', `syntax = "proto3"; ${'message M {'.repeat(depth)}${'}'.repeat(depth)}`, /messages nest deeper than 31 levels/],
    ['groups', `${'message M { optional group G = 1 {'.repeat(depth)}`, /messages nest deeper than 31 levels/],
    ['groups in groups', `message M { ${'optional group G = 1 {'.repeat(depth)}`, /messages nest deeper than 31 levels/],
    ['oneofs', `syntax = "proto3"; message M { ${'oneof o {'.repeat(depth)}`, /expected|opens no block/],
    ['values', `syntax = "proto3"; option (x) = ${'{ a '.repeat(depth)}${'}'.repeat(depth)};`, /values nest deeper than 100 levels/],
    ['values in angle brackets', `syntax = "proto3"; option (x) = { a ${'< a '.repeat(depth)}`, /values nest deeper than 100 levels/],
    ['lists', `syntax = "proto3"; option (x) = { a: ${'['.repeat(depth)}`, /a list holds no lists/],
    ['lists of messages', `syntax = "proto3"; option (x) = { a: ${'[{ a: '.repeat(depth)}`, /values nest deeper than 100 levels/],
    ['option names', `syntax = "proto3"; option (x)${'.a'.repeat(depth)} = 1;`, /more than 100 parts/],
    ['extension names', `syntax = "proto3"; option ${'(x).'.repeat(depth)}a = 1;`, /more than 100 parts/],
    ['packages', `syntax = "proto3"; package ${'a.'.repeat(depth)}a;`, /more than the 512/],
    ['type names', `syntax = "proto3"; message M { ${'a.'.repeat(depth)}a b = 1; }`, /is not defined/],
    ['brackets', `syntax = "proto3"; message M { int32 a = 1 ${'['.repeat(depth)}; }`, /expected an option's name/],
    ['parentheses', `syntax = "proto3"; service S { rpc A ${'('.repeat(depth)}; }`, /expected/],
    ['map types', `syntax = "proto3"; message M { ${'map<string, '.repeat(depth)} }`, /expected/],
    ['extends', `${'message M { extend M {'.repeat(depth)}`, /./],
    ['closing braces', `syntax = "proto3"; ${'}'.repeat(depth)}`, /closes nothing/],
  ];
  for (const [what, text, expected] of deep) {
    it(`of 10,000 levels of ${what} is refused`, () => {
      const result = compileText(text);
      checkResult(result);
      assert.ok(
        result.diagnostics.some(({ message }) => expected.test(message)),
        result.diagnostics[0]?.message,
      );
    });
  }

  it('of 31 levels of messages and 100 of values is accepted', () => {
    assert.ok(compileText(`syntax = "proto3"; ${'message M {'.repeat(31)}${'}'.repeat(31)}`).files.length > 0);
    const nested = (levels: number): string => `{ ${'a {'.repeat(levels - 1)}${'}'.repeat(levels - 1)} }`;
    const text = (levels: number): string =>
      `syntax = "proto3"; import "google/protobuf/descriptor.proto"; message X { X a = 1; } extend google.protobuf.FileOptions { X x = 51301; } option (x) = ${nested(levels)};`;
    assert.ok(compileText(text(99)).files.length > 0);
    assert.equal(compileText(text(101)).files.length, 0);
  });

  it('that is long is read in time that grows with its length alone', () => {
    const many = 20_000;
    const long: readonly string[] = [
      `syntax = "proto3"; message M { ${'int32 a = 1;'.repeat(many)} }`,
      `syntax = "proto3"; message M { reserved ${Array.from({ length: many }, (_, index) => index * 2 + 1).join(',')}; int32 a = 2; }`,
      `syntax = "proto3"; message M { reserved ${'1 to 5, '.repeat(many)} 6; }`,
      `syntax = "proto3"; enum E { ${Array.from({ length: many }, (_, index) => `V${index} = ${index};`).join('')} }`,
      `syntax = "proto3"; enum E { ${'A = 0;'.repeat(many)} }`,
      `syntax = "proto3"; message M { ${Array.from({ length: many / 4 }, (_, index) => `optional int32 f${index} = ${index < 18_000 ? index + 1 : index + 2_000};`).join('')} }`,
      `syntax = "proto3"; message M { ${Array.from({ length: many / 4 }, (_, index) => `oneof o${index} { int32 f${index} = ${index + 1}; }`).join('')} }`,
      `syntax = "proto3"; message M { int32 a = ${'9'.repeat(1_000_000)}; }`,
      `syntax = "proto3"; message M { int32 a = 0x${'f'.repeat(1_000_000)}; }`,
      `syntax = "proto3"; option java_package = ${'"a" '.repeat(many)};`,
      `syntax = "proto3"; option java_package = "${'\\n'.repeat(many * 5)}";`,
      `syntax = "proto3"; ${'/**/'.repeat(many * 4)}`,
      `syntax = "proto3"; ${'/**/;'.repeat(many * 4)}`,
      `syntax = "proto3"; ${'/**/message A{}'.repeat(many / 2)}`,
      `syntax = "proto3"; message M { ${'/**/int32 a=1;/**/'.repeat(many / 2)} }`,
      `syntax = "proto3"; ${'/*'.repeat(many * 4)}`,
      `syntax = "proto3"; ${'\n'.repeat(many * 10)}`,
      `${'#'.repeat(many * 10)}`,
      `${'# \n'.repeat(many)}`,
      `${'\u00e9'.repeat(many * 4)}`,
      `${'\u00a0'.repeat(many * 4)}`,
      `syntax = "proto3"; import "${'a/'.repeat(many)}b.proto";`,
      `syntax = "proto3"; ${Array.from({ length: 5_000 }, (_, index) => `import "f${index}.proto";`).join('')}`,
      `syntax = "proto3"; message M { ${Array.from({ length: 20_000 }, (_, index) => `Missing${index} f${index} = 1;`).join('')} }`,
      `syntax = "proto3"; ${Array.from({ length: 20_000 }, (_, index) => `message M${index} { M${index} m = 1; }`).join('')}`,
      `message M { extensions 1 to max; } extend M { ${Array.from({ length: 18_000 }, (_, index) => `optional M e${index} = ${index + 1};`).join('')} }`,
      `message M { ${Array.from({ length: 18_000 }, (_, index) => `extensions ${index + 1};`).join('')} } extend M { ${Array.from({ length: 18_000 }, (_, index) => `optional M e${index} = ${index + 1};`).join('')} }`,
    ];
    for (const text of long) checkResult(compileText(text));
  });

  it('that sets many features and options is read in time that grows with its length alone', () => {
    const many = 20_000;
    const long: readonly string[] = [
      `edition = "2023"; ${'option features.enum_type = OPEN;'.repeat(many)}`,
      `edition = "2023"; option features = { ${'enum_type: OPEN '.repeat(many)} };`,
      `edition = "2023"; message M { reserved ${Array.from({ length: many }, (_, index) => `n${index}`).join(',')}; }`,
      `edition = "2024"; ${Array.from({ length: many }, (_, index) => `bad_${index} `).join('')}`,
      `edition = "2024"; message M { ${Array.from({ length: many / 2 }, (_, index) => `int32 Bad_${index} = ${index + 1};`).join('')} }`,
      `edition = "2026"; local message M { ${Array.from({ length: many / 4 }, (_, index) => `export enum E${index} { E${index}_X = 0; } reserved ${index + 1};`).join('')} }`,
      `edition = "2026"; message M { ${Array.from({ length: many / 4 }, (_, index) => `oneof has_${'x'.repeat(index % 100)}${index}a { int32 f${index}a = ${index + 1}; }`).join('')} }`,
      `import "google/protobuf/descriptor.proto"; enum E { ${Array.from({ length: many / 4 }, (_, index) => `V${index} = ${index};`).join('')} } message O { repeated E e = 1; }
       extend google.protobuf.FileOptions { optional O o = 51302; } option (o) = { e: [${Array.from({ length: many }, (_, index) => index + many).join(',')}] };`,
      `import "google/protobuf/descriptor.proto"; enum E { ${Array.from({ length: many / 4 }, (_, index) => `V${index} = ${index};`).join('')} } message O { repeated E e = 1; }
       extend google.protobuf.FileOptions { optional O o = 51302; } option (o) = { e: [${Array.from({ length: many }, (_, index) => `W${index}`).join(',')}] };`,
      `import "google/protobuf/descriptor.proto"; message O { reserved ${Array.from({ length: many / 4 }, (_, index) => `"r${index}"`).join(',')}; }
       extend google.protobuf.FileOptions { optional O o = 51302; } option (o) = { ${Array.from({ length: many }, (_, index) => `r${index}: 1 `).join('')} };`,
      `message M { extensions 1 to max [declaration = { number: 1 reserved: true }${Array.from({ length: many / 4 }, (_, index) => `, declaration = { number: ${index + 2} reserved: true }`).join('')}]; }
       extend M { ${Array.from({ length: many / 4 }, (_, index) => `optional M e${index} = ${index + 2};`).join('')} }`,
    ];
    for (const text of long) checkResult(compileText(text));
  });

  it('of names that every object has leaves them alone', () => {
    const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf'];
    const text = `edition = "2023"; package p; import "google/protobuf/descriptor.proto";
      ${names.map((name, index) => `message ${name} { ${name} ${name}_ = 1; map<string, string> m${name} = 2; reserved ${name}; extensions 10; extend google.protobuf.FileOptions { ${name} ${name} = ${51_310 + index}; } }`).join('\n')}
      ${names.map((name, index) => `enum E${index} { ZERO${index} = 0; ${name}_v = 1; }`).join('\n')}
      ${names.map((name) => `option (p.${name}.${name}).${name}_ = { ${name}_ { m${name} { key: "__proto__" value: "constructor" } } };`).join('\n')}
      service S { ${names.map((name) => `rpc ${name}(.p.${name}) returns (.p.${name});`).join(' ')} }`;
    const { files, diagnostics } = compileText(text);
    assert.deepEqual(
      diagnostics.map(({ message }) => message),
      [],
    );
    assert.equal(files.at(-1)!.proto.messageType.length, names.length);
    for (const name of names) {
      for (const option of [`features.${name} = 1`, `${name} = 1`, `(${name}).${name} = 1`, `features = { ${name}: 1 }`]) {
        const result = compileText(`edition = "2023"; option ${option};`);
        checkResult(result);
        assert.equal(result.diagnostics.length, 1, option);
      }
    }
    assert.deepEqual(Object.keys(Object.prototype), []);
  });

  it('of more tokens than anybody writes is refused as a whole, before it fills the memory', () => {
    const result = compileText(`syntax = "proto3"; message M { ${';'.repeat(2_000_000)}`);
    assert.deepEqual(
      result.diagnostics.map(({ message }) => message),
      ['the file has more than the 2000000 words, numbers, strings and signs that are read'],
    );
  });

  it('of names without end is refused before each field carries them', () => {
    const fields = Array.from({ length: 5_000 }, (_, index) => `M f${index} = ${index + 1}; // ${index}\n`).join('');
    const name = 'M'.repeat(1_000_000);
    for (const [text, length] of [
      [`message ${name} { ${fields} }`, 1_000_000],
      [`enum ${name} { A = 0; // a\n B = 1; // b\n }`, 1_000_000],
      [`message M {} service ${name} { rpc A (M) returns (M); }`, 1_000_000],
      [`message M { message ${'N'.repeat(1_000)} { message ${'N'.repeat(1_100)} { ${fields} } } }`, 2_103],
    ] as const) {
      const result = compileText(`syntax = "proto3"; ${text}`);
      assert.deepEqual(
        result.diagnostics.map(({ message }) => message),
        [`the full name has ${length} characters, more than the 2048 that are read`],
      );
    }
    const result = compileText(`syntax = "proto3"; package ${'p.'.repeat(500_000)}p; message M { ${fields} }`);
    assert.deepEqual(
      result.diagnostics.map(({ message }) => message),
      ["the package's name has 1000001 characters, more than the 512 that are allowed"],
    );
  });

  it('leads to errors of a length that people read', () => {
    const name = 'a'.repeat(1_000_000);
    for (const text of [
      `import "${name}.proto";`,
      `message M { ${name} b = 1; }`,
      `option (${name}) = 1;`,
      `message M { int32 ${name} = 1; int32 ${name} = 2; }`,
      `option java_package = ${name};`,
      `message M { reserved "${name}", "${name}"; }`,
      `message M { int32 b = ${'1'.repeat(1_000_000)}; }`,
      `${name}`,
    ]) {
      const { diagnostics } = compileText(`syntax = "proto3"; ${text}`);
      assert.ok(diagnostics.length > 0);
      for (const { message, help, excerpt } of diagnostics) {
        assert.ok(message.length <= 1_000 && (help?.length ?? 0) <= 1_000 && (excerpt?.text.length ?? 0) <= 240, message.slice(0, 100));
      }
    }
  });

  it('with a number that none can have on an option is one error, however the option is used', () => {
    for (const number of ['0', '-1', '536870912', '2147483646', '99999999999999999999']) {
      const { diagnostics } = compileText(`import "google/protobuf/descriptor.proto";
        message O { optional int32 z = ${number}; }
        extend google.protobuf.FileOptions { optional int32 a = ${number}; optional O o = 50000; repeated int32 b = ${number} [packed = true]; }
        option (a) = 1; option (o) = { z: 1 }; option (o).z = 1; option (b) = 1;`);
      const messages = diagnostics.map(({ message }) => message);
      for (const field of ['a', 'b', 'z'])
        assert.equal(messages.filter((text) => text.includes(`"${field}" has`)).length, 1, messages.join());
      assert.equal(messages.length, 4, 'and "z" is set twice');
    }
  });

  it('of a long chain of imports is followed without recursion', () => {
    const length = 3_000;
    const result = compileSources(['f0.proto'], (name) => {
      const index = Number(/^f(\d+)\.proto$/.exec(name)?.[1]);
      return `syntax = "proto3"; ${index < length ? `import "f${index + 1}.proto";` : ''}`;
    });
    assert.equal(result.files.length, length + 1);
    assert.equal(result.files.at(-1)!.name, 'f0.proto');
  });

  it('of a long chain of public imports takes memory that grows with its length alone', () => {
    const links = 8_000;
    const sources = new Map<string, string>();
    for (let index = 0; index < links; index++) {
      const next = index + 1 < links ? `import public "f${index + 1}.proto";` : '';
      sources.set(`f${index}.proto`, `syntax = "proto3"; ${next} message F${index} {}`);
    }
    sources.set('x.proto', `syntax = "proto3"; import "f0.proto"; message M { F0 first = 1; F${links - 1} last = 2; }`);
    sources.set('y.proto', 'syntax = "proto3"; import "f1.proto"; message N { F0 hidden = 1; }');
    assert.deepEqual(compileSources(['x.proto'], (name) => sources.get(name)).diagnostics, []);
    const refused = compileSources(['x.proto', 'y.proto'], (name) => sources.get(name));
    const errors = refused.diagnostics.filter(({ severity }) => severity === 'error').map(({ message }) => message);
    assert.equal(errors.length, 1);
    assert.match(errors[0]!, /"F0"/);
    assert.equal(refused.files.length, 0);
  });

  it('names nothing outside the include paths', () => {
    const asked: string[] = [];
    for (const path of [
      '../x.proto',
      '/etc/passwd',
      'a/../../b.proto',
      './a.proto',
      'a//b.proto',
      'a\\\\..\\\\b.proto',
      '',
      'a/',
      'C:/x/../y',
    ]) {
      const result = compileSources(['x.proto'], (name) => {
        asked.push(name);
        return name === 'x.proto' ? `syntax = "proto3"; import "${path}";` : undefined;
      });
      assert.match(result.diagnostics[0]!.message, /is no import path$/, path);
    }
    assert.deepEqual([...new Set(asked)], ['x.proto']);
  });

  for (const name of ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf']) {
    it(`with the name ${name} in every place changes nothing of the process`, () => {
      const before = Object.getOwnPropertyNames(Object.prototype).join();
      checkResult(
        compileText(`syntax = "proto3"; package ${name};
          import "google/protobuf/descriptor.proto";
          message ${name} { string ${name}_ = 1; map<string, ${name}> a${name} = 2; oneof o${name} { int32 b${name} = 3; } enum e${name} { ${name}0 = 0; } }
          extend google.protobuf.FileOptions { ${name} opt${name} = 51401; ${name} x = 51402; }
          option (opt${name}) = { ${name}_: "x" a${name}: { key: "__proto__" value: {} } };
          option (x).${name}_ = "y";
          service S${name} { rpc ${name}(.${name}.${name}) returns (.${name}.${name}); }`),
      );
      checkResult(
        compileText(
          `syntax = "proto3"; option ${name} = 1; option (${name}) = 1; option a.${name}.b = { ${name}: 1 }; message M { ${name} a = 1; ${name}.${name} b = 2; }`,
        ),
      );
      assert.equal(Object.getOwnPropertyNames(Object.prototype).join(), before);
      assert.equal(({} as Record<string, unknown>).polluted, undefined);
    });
  }
});
