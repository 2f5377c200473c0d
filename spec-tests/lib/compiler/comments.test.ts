import assert from 'node:assert/strict';
import { compileSources } from '../../../lib/compiler/index.js';

function commentsOf(text: string): { file: string | undefined; comments: Record<string, string> } {
  const { files, diagnostics } = compileSources(['x.proto'], () => text);
  assert.deepEqual(
    diagnostics.map(({ message }) => message),
    [],
  );
  const [file] = files;
  return { file: file!.comment, comments: Object.fromEntries(file!.comments) };
}

describe('doc comments', () => {
  it('stand above what they describe, or behind it on its line', () => {
    const { comments } = commentsOf(`syntax = "proto3";
package p;

// A message.
//
//   With an indented line.
message M {
  // A field.
  string a = 1;
  string b = 2; // Behind.
  /* A block. */
  string c = 3;
  /**
   * A starred block
   * of two lines.
   */
  string d = 4; // Not this one.
  string bare = 5;

  // An enum.
  enum E {
    // Zero.
    ZERO = 0;
    ONE = 1; // One.
  }
  // A oneof.
  oneof o {
    // In a oneof.
    int32 e = 6;
  }
  map<string, string> f = 7; // A map.
}

// A service.
service S {
  // A method.
  rpc Call(M) returns (M);
  // Another.
  rpc Other(M) returns (M) {
    option deprecated = true;
  }
}
`);
    assert.deepEqual(comments, {
      'p.M': 'A message.\n\n  With an indented line.',
      'p.M.a': 'A field.',
      'p.M.b': 'Behind.',
      'p.M.c': 'A block.',
      'p.M.d': 'A starred block\nof two lines.',
      'p.M.E': 'An enum.',
      'p.M.E.ZERO': 'Zero.',
      'p.M.E.ONE': 'One.',
      'p.M.o': 'A oneof.',
      'p.M.e': 'In a oneof.',
      'p.M.f': 'A map.',
      'p.S': 'A service.',
      'p.S.Call': 'A method.',
      'p.S.Other': 'Another.',
    });
  });

  it('are left alone by an empty line, and by what stands before them', () => {
    const { file, comments } = commentsOf(`// A licence.

// What the file is for.
syntax = "proto3";
package p;

// Detached.

// Also detached.

message M {
  // Of the message's inside, trailing its brace.

  string a = 1;
  string b = 2;
  // Below b, with an empty line behind: b's.

  string c = 3; /* between */ string d = 4;
  // At the end of the message.
}
message N { // Behind the brace.
}
// At the end of the file.
`);
    assert.equal(file, 'What the file is for.');
    assert.deepEqual(comments, {
      'p.M': "Of the message's inside, trailing its brace.",
      'p.M.b': "Below b, with an empty line behind: b's.",
      'p.M.d': 'At the end of the message.',
      'p.N': 'Behind the brace.',
    });
  });

  it('behind a declaration end with their line', () => {
    const { comments } = commentsOf(`message M {
  optional int32 a = 1; // Behind.
  // Of nobody.

  optional int32 b = 2; /* Behind too. */
  // Above c.
  optional int32 c = 3;

  // Of nobody either.

  // Nor this.

  optional int32 d = 4;
}
`);
    assert.deepEqual(comments, { 'M.a': 'Behind.', 'M.b': 'Behind too.', 'M.c': 'Above c.' });
  });

  it('keep a file comment above the package where there is no syntax', () => {
    assert.equal(commentsOf('// Old.\npackage p;\n').file, 'Old.');
    assert.equal(commentsOf('\n\n').file, undefined);
  });

  it('survive line breaks of either kind, and marks inside', () => {
    const { comments } = commentsOf(
      'syntax = "proto3";\r\n// One\r\n// two.\r\nmessage M {\r\n  /* a // b */\r\n  int32 a = 1;\r\n  /*\r\n   * c\r\n   */\r\n  int32 b = 2;\r\n}\r\n',
    );
    assert.deepEqual(comments, { M: 'One\ntwo.', 'M.a': 'a // b', 'M.b': 'c' });
  });
});
