import assert from 'node:assert/strict';
import { compileSources } from '../../../../lib/compiler/index.js';

/** The comments of each place that has some, by its path; what is there twice counts once. */
function commentsOf(text: string): Record<string, { leading?: string; trailing?: string; detached?: string[] }> {
  const { files, diagnostics } = compileSources(['x.proto'], (name) => (name === 'x.proto' ? text : undefined), { sourceInfo: true });
  assert.deepEqual(
    diagnostics.filter(({ severity }) => severity === 'error').map(({ message }) => message),
    [],
  );
  const found: ReturnType<typeof commentsOf> = {};
  for (const location of files.at(-1)!.proto.sourceCodeInfo!.location) {
    const { leadingComments: leading, trailingComments: trailing, leadingDetachedComments: detached } = location;
    if (leading === undefined && trailing === undefined && detached.length === 0) continue;
    found[location.path.join('.')] = {
      ...(leading === undefined ? {} : { leading }),
      ...(trailing === undefined ? {} : { trailing }),
      ...(detached.length === 0 ? {} : { detached }),
    };
  }
  return found;
}

// Every expectation here is what protoc 35.1 says, but for the comments of extend blocks, which it drops.
describe('comments in source info', () => {
  it('are left out, and places too, unless they are asked for', () => {
    const { files } = compileSources(['x.proto'], () => '// A.\nmessage M {}\n');
    assert.equal(files[0]!.proto.sourceCodeInfo, undefined);
  });

  it('follow the example of google/protobuf/descriptor.proto', () => {
    const comments = commentsOf(`message M {
  optional int32 foo = 1;  // Comment attached to foo.
  // Comment attached to bar.
  optional int32 bar = 2;

  optional string baz = 3;
  // Comment attached to baz.
  // Another line attached to baz.

  // Comment attached to moo.
  //
  // Another line attached to moo.
  optional double moo = 4;

  // Detached comment for corge. This is not leading or trailing comments
  // to moo or corge because there are blank lines separating it from
  // both.

  // Detached comment for corge paragraph 2.

  optional string corge = 5;
  /* Block comment attached
   * to corge.  Leading asterisks
   * will be removed. */
  /* Block comment attached to
   * grault. */
  optional int32 grault = 6;

  // ignored detached comments.
}
`);
    assert.deepEqual(comments, {
      '4.0.2.0': { trailing: ' Comment attached to foo.\n' },
      '4.0.2.1': { leading: ' Comment attached to bar.\n' },
      '4.0.2.2': { trailing: ' Comment attached to baz.\n Another line attached to baz.\n' },
      '4.0.2.3': { leading: ' Comment attached to moo.\n\n Another line attached to moo.\n' },
      '4.0.2.4': {
        trailing: ' Block comment attached\n to corge.  Leading asterisks\n will be removed. ',
        detached: [
          ' Detached comment for corge. This is not leading or trailing comments\n to moo or corge because there are blank lines separating it from\n both.\n',
          ' Detached comment for corge paragraph 2.\n',
        ],
      },
      '4.0.2.5': { leading: ' Block comment attached to\n grault. ' },
    });
  });

  it('stand at syntax, package, imports, options, blocks and their elements', () => {
    const comments = commentsOf(`// Licence.

// S.
syntax = "proto2"; // s
// P.
package p; /* p */

// I.
import "google/protobuf/descriptor.proto"; // i
// J.
option java_package = "j"; // j
// X.
extend google.protobuf.FileOptions { // x
  // F.
  optional M f = 51221; // f
}
// O.
option (f) = { a: 1 }; // o
// M.
message M { // m
  // A.
  optional int32 a = 1; // a
  // One.
  oneof one { // one
    // B.
    int32 b = 2; // b
  }
  // G.
  optional group G = 3 { // g
  }
  // E.
  enum E { // e
    // Z.
    Z = 0; // z
  }
  // R.
  reserved 8, 9; // r
  // N.
  reserved "n"; // n
  // T.
  extensions 100 to 200; // t
  // K.
  option deprecated = true; // k
} // Nobody's.
// V.
service V { // v
  // C.
  rpc C(M) returns (M); // c
  // D.
  rpc D(M) returns (stream M) { // d
    // L.
    option deprecated = true; // l
  }
}
`);
    const of = (letter: string): object => ({ leading: ` ${letter.toUpperCase()}.\n`, trailing: ` ${letter}\n` });
    assert.deepEqual(comments, {
      '12': { ...of('s'), detached: [' Licence.\n'] },
      '2': { leading: ' P.\n', trailing: ' p ' },
      '3.0': of('i'),
      '8.1': of('j'),
      '7': of('x'),
      '7.0': of('f'),
      '8.51221': of('o'),
      '4.0': of('m'),
      '4.0.2.0': of('a'),
      '4.0.8.0': { leading: ' One.\n', trailing: ' one\n' },
      '4.0.2.1': of('b'),
      '4.0.3.0': of('g'),
      '4.0.4.0': of('e'),
      '4.0.4.0.2.0': of('z'),
      '4.0.9': of('r'),
      '4.0.10': of('n'),
      '4.0.5': of('t'),
      '4.0.7.3': of('k'),
      '6.0': of('v'),
      '6.0.2.0': of('c'),
      '6.0.2.1': of('d'),
      '6.0.2.1.4.33': of('l'),
    });
  });

  it('between two declarations of one line belong to neither', () => {
    const comments = commentsOf(`syntax = "proto3";
message M {
  int32 a = 1; /* one */ int32 b = 2;
  int32 c = 3; /* one */ /* two */ int32 d = 4;
  int32 e = 5; /* one
   */ int32 f = 6;
  int32 g = 7; /* one */ /* two */
  // three

  // four
  int32 h = 8 /* in h */;
  /* one */ int32 i = 9; }
`);
    assert.deepEqual(comments, {
      '4.0.2.1': { detached: [' one '] },
      '4.0.2.2': { trailing: ' one ' },
      '4.0.2.3': { leading: ' two ' },
      '4.0.2.5': { detached: [' one\n'] },
      '4.0.2.6': { trailing: ' one ' },
      '4.0.2.7': { leading: ' four\n', detached: [' two ', ' three\n'] },
      '4.0.2.8': { leading: ' one ' },
    });
  });

  it('keep carriage returns, and lose the indentation of block comments', () => {
    const comments = commentsOf(
      '// one\r\n// two\r\nmessage M {\r\n  /* a\r\n   * b\r\n\tc\r\n   **/\r\n  optional int32 a = 1; // t\r\n}\r\n',
    );
    assert.deepEqual(comments, { '4.0': { leading: ' one\r\n two\r\n' }, '4.0.2.0': { leading: ' a\r\n b\r\nc\r\n', trailing: ' t\r\n' } });
  });
});
