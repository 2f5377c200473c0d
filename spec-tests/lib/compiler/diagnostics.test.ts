import assert from 'node:assert/strict';
import { compileSources, formatDiagnostic } from '../../../lib/compiler/index.js';

function print(text: string | Uint8Array, name = 'shop.proto'): string {
  return compileSources([name], (wanted) => (wanted === name ? text : undefined))
    .diagnostics.map(formatDiagnostic)
    .join('\n\n');
}

describe('printed errors', () => {
  it('have a place, what is wrong, the line, a caret under the range, and a remedy', () => {
    assert.equal(
      print('syntax = "proto3";\nmessage Order {}\nmessage Cart {\n  repeated Ordr orders = 1;\n}\n'),
      [
        'shop.proto:4:12: "Ordr" is not defined',
        '    4 |   repeated Ordr orders = 1;',
        '      |            ^~~~',
        'help: did you mean "Order"?',
      ].join('\n'),
    );
  });

  it('come several in one run, from top to bottom', () => {
    const text = `syntax = "proto3";
message A {
  string a = 1
  int33 b = 2;
  string c = 2;
  optional = 4;
  string d = 0;
}
mesage B {
  string a = 1;
}
enum E {
  ONE = 1;
}
service S {
  rpc Call(A) return (A);
  rpc Other(Nothing) returns (A);
}
`;
    const printed = print(text);
    assert.deepEqual(
      printed.split('\n').filter((line) => line.startsWith('shop.proto:')),
      [
        'shop.proto:3:15: expected ";" after the field',
        'shop.proto:4:3: "int33" is not defined',
        'shop.proto:5:14: the number 2 of "c" is taken by "b"',
        'shop.proto:6:12: expected a type, found "="',
        'shop.proto:7:14: field numbers go from 1 to 536870911, "d" has 0',
        'shop.proto:9:1: expected a declaration, found "mesage"',
        'shop.proto:13:9: the first value of "E" has the number 1, and has to have 0',
        'shop.proto:16:15: expected "returns" after the request type, found "return"',
        'shop.proto:17:13: "Nothing" is not defined',
      ],
    );
    assert.match(printed, /help: did you mean "int32"\?/);
    assert.match(printed, /help: did you mean "message"\?/);
  });

  it('leave what stands around a broken statement in peace', () => {
    const text = `syntax = "proto3";
message A { string = }
message B { message C { oneof o { int32 } } string a = 0; }
service S { rpc Call(A) returns { } rpc Other(Nope) returns (A); }
enum E { ZERO = ; ONE = 0x; }
message D { option (x) = { a: { b: } }; Nope a = 1; }
`;
    assert.deepEqual(
      print(text)
        .split('\n')
        .filter((line) => line.startsWith('shop.proto:')),
      [
        'shop.proto:2:20: expected the field\'s name, found "="',
        'shop.proto:3:41: expected the field\'s name, found "}"',
        'shop.proto:3:56: field numbers go from 1 to 536870911, "a" has 0',
        'shop.proto:4:33: expected "(" before the reply type, found "{"',
        'shop.proto:4:47: "Nope" is not defined',
        'shop.proto:5:17: expected the enum value\'s number, found ";"',
        'shop.proto:5:25: "0x" is not a number',
        'shop.proto:6:36: expected a field\'s value, found "}"',
        'shop.proto:6:41: "Nope" is not defined',
      ],
    );
  });

  it('point right behind tabs, wide characters and marks that take no room', () => {
    const lines = print('syntax = "proto3";\nmessage M {\n\t/* 漢字 e\u0301 😀 */ Nope a = 1;\n}\n').split('\n');
    assert.deepEqual(lines, [
      'shop.proto:3:16: "Nope" is not defined',
      '    3 | \t/* 漢字 e\u0301 😀 */ Nope a = 1;',
      '      | \t                ^~~~',
      'help: declare it, or import the file that does',
    ]);
  });

  it('show control characters and directions of writing as one sign each', () => {
    const printed = print('syntax = "proto3";\nmessage M {\n  /* \u001b[31m \u202e */ Nope a = 1;\n}\n');
    assert.ok(!printed.includes('\u001b') && !printed.includes('\u202e'));
  });

  it('cut a line of a megabyte around the place', () => {
    const printed = print(
      `syntax = "proto3"; message M { ${'/* padding */ '.repeat(80_000)} Nope a = 1; ${'/* padding */ '.repeat(10_000)} }`,
    );
    const [first, line, caret] = printed.split('\n') as [string, string, string];
    assert.match(first, /^shop\.proto:1:\d+: "Nope" is not defined$/);
    assert.ok(line.length < 300);
    assert.equal(line.slice(caret.indexOf('^'), caret.length), 'Nope');
  });

  it('count columns in characters', () => {
    assert.match(print('syntax = "proto3"; /* 😀😀 */ message M { Nope a = 1; }'), /^shop\.proto:1:41: /);
  });

  const scalars: readonly [string, string][] = [
    ['int', 'int32'],
    ['long', 'int64'],
    ['boolean', 'bool'],
    ['float64', 'double'],
    ['strng', 'string'],
    ['byte', 'bytes'],
    ['sfixed46', 'sfixed64'],
  ];
  for (const [written, meant] of scalars) {
    it(`take ${written} for ${meant}`, () =>
      assert.match(print(`syntax = "proto3"; message M { ${written} a = 1; }`), new RegExp(`help: did you mean "${meant}"\\?`)));
  }

  it('name the import that a well-known type needs', () => {
    assert.match(
      print('syntax = "proto3"; message M { google.protobuf.Duration a = 1; }'),
      /help: add import "google\/protobuf\/duration\.proto"; to this file/,
    );
    assert.match(
      print('syntax = "proto3"; message M { Timestamp a = 1; }'),
      /help: did you mean "google\.protobuf\.Timestamp", with import "google\/protobuf\/timestamp\.proto"; at the top\?/,
    );
  });

  it('name the file of a type that is there and not imported', () => {
    const sources: Record<string, string> = {
      'a.proto': 'syntax = "proto3"; import "b.proto"; message A { c.C c = 1; b.B b = 2; }',
      'b.proto': 'syntax = "proto3"; package b; import "c.proto"; message B { c.C c = 1; }',
      'c.proto': 'syntax = "proto3"; package c; message C {}',
    };
    const { diagnostics } = compileSources(['a.proto'], (name) => sources[name]);
    assert.deepEqual(
      diagnostics.map(({ message, help }) => [message, help]),
      [['"c.C" is declared in "c.proto", which is not imported', 'add import "c.proto"; to this file']],
    );
  });

  it('do not multiply by what a missing import was to bring', () => {
    const printed = print('syntax = "proto3"; import "gone.proto"; message M { gone.A a = 1; gone.B b = 2; string c = 1; }');
    assert.deepEqual(
      printed.split('\n').filter((line) => line.startsWith('shop.proto:')),
      ['shop.proto:1:27: cannot find "gone.proto"', 'shop.proto:1:92: the number 1 of "c" is taken by "a"'],
    );
  });

  it('show a circle of imports with all of its files', () => {
    const { diagnostics } = compileSources(['a.proto'], (name) => {
      const next = { 'a.proto': 'b.proto', 'b.proto': 'c.proto', 'c.proto': 'a.proto' }[name];
      return next === undefined ? undefined : `syntax = "proto3"; import "${next}";`;
    });
    assert.equal(diagnostics.filter(({ severity }) => severity === 'error').length, 1);
    assert.equal(diagnostics[0]!.message, 'these files import each other in a circle: a.proto -> b.proto -> c.proto -> a.proto');
  });

  it('warn of an import that nothing needs, and compile all the same', () => {
    const { files, diagnostics } = compileSources(['a.proto'], (name) =>
      name === 'a.proto' ? 'syntax = "proto3"; import "google/protobuf/any.proto"; message A {}' : undefined,
    );
    assert.equal(files.length, 2);
    assert.deepEqual(diagnostics.map(formatDiagnostic), [
      [
        'a.proto:1:27: warning: the import "google/protobuf/any.proto" is not used',
        '    1 | syntax = "proto3"; import "google/protobuf/any.proto"; message A {}',
        '      |                           ^~~~~~~~~~~~~~~~~~~~~~~~~~~',
        'help: remove it',
      ].join('\n'),
    ]);
  });

  it('do not warn of a public import, which is for those who import the file', () => {
    const { diagnostics } = compileSources(['a.proto'], (name) =>
      name === 'a.proto' ? 'syntax = "proto3"; import public "google/protobuf/any.proto";' : undefined,
    );
    assert.deepEqual(diagnostics, []);
  });

  it('end at a hundred', () => {
    const { diagnostics } = compileSources(['a.proto'], () => `syntax = "proto3"; message M { ${'Nope a = 1; '.repeat(5_000)} }`);
    assert.equal(diagnostics.length, 100);
  });
});

describe('files that are no .proto text', () => {
  const cases: readonly [string, Uint8Array | string, RegExp][] = [
    [
      'a file with NUL bytes',
      Uint8Array.of(0x0a, 0x05, 0x00, 0x41),
      /^shop\.proto: the file is binary: it has a NUL byte in it\nhelp: a \.proto file is text/,
    ],
    ['UTF-16', Uint8Array.of(0xff, 0xfe, 0x73, 0x00), /^shop\.proto: the file is UTF-16\nhelp: save it as UTF-8/],
    [
      'bytes that are no UTF-8',
      Uint8Array.of(...new TextEncoder().encode('syntax = "proto3";\n// caf'), 0xe9, 0x0a),
      /^shop\.proto:2:7: from here on the file is no UTF-8/,
    ],
    ['an overlong encoding', Uint8Array.of(0x2f, 0x2f, 0xc0, 0x80), /^shop\.proto:1:3: from here on the file is no UTF-8/],
    ['a surrogate in UTF-8', Uint8Array.of(0x2f, 0x2f, 0xed, 0xa0, 0x80), /^shop\.proto:1:3: from here on/],
    ['a character cut off at the end', Uint8Array.of(0x2f, 0x2f, 0xe2, 0x9c), /^shop\.proto:1:3: from here on/],
    ['a NUL character in a text at hand', 'syntax = "proto3";\0', /^shop\.proto: the file is binary/],
    ['a compiled descriptor', Uint8Array.of(0x0a, 0x0a, 0x73, 0x68, 0x6f, 0x70), /shop\.proto:3:1: expected a declaration/],
  ];
  for (const [what, content, expected] of cases) it(`${what} is refused`, () => assert.match(print(content), expected));

  it('a byte order mark is skipped', () => {
    assert.equal(print('\ufeffsyntax = "proto3";'), '');
    const bytes = [...new TextEncoder().encode('syntax = "proto3";')];
    const mark = [0xef, 0xbb, 0xbf];
    assert.equal(print(Uint8Array.of(...mark, ...bytes)), '');
    assert.match(print(Uint8Array.of(...mark, ...mark, ...bytes)), /^shop\.proto:1:1: the invisible character U\+FEFF has no meaning here/);
    assert.match(print('\ufeffsyntax = proto3;'), /^shop\.proto:1:10: .*\n {4}1 \| syntax = proto3;\n/);
  });

  it('a file that says nothing is one in proto2', () => {
    const { files } = compileSources(['a.proto'], () => '');
    assert.equal(files[0]!.proto.syntax, undefined);
  });

  it('an edition that nobody knows is refused by name, once', () => {
    assert.equal(
      print('edition = "2077";\nlocal message M { reserved foo; string a = 1; }\n'),
      [
        'shop.proto:1:11: the edition "2077" is not known',
        '    1 | edition = "2077";',
        '      |           ^~~~~~',
        'help: write edition = "2023", "2024" or "2026"',
      ].join('\n'),
    );
  });
});
