/** Text in UTF-8, and what is none. */
import { byte, int, len, text, utf8 } from './bytes.js';
import { Group } from './group.js';

const SCALARS = 'strictness.proto3.Scalars';
const RULE = 'Protobuf features: utf8_validation. A string of proto3 and of editions is valid UTF-8 (RFC 3629), or the message is refused';
const KEPT = 'RFC 3629: this is valid UTF-8, and comes out as it went in';

const string = (digits: string): string => len(14, digits);

const VALID: readonly [string, string][] = [
  ['U+0000', '00'],
  ['U+007F', '7f'],
  ['U+0080', 'c280'],
  ['U+07FF', 'dfbf'],
  ['U+0800', 'e0a080'],
  ['U+D7FF', 'ed9fbf'],
  ['U+E000', 'ee8080'],
  ['U+FFFD, the replacement character', 'efbfbd'],
  ['U+FFFE', 'efbfbe'],
  ['U+FFFF', 'efbfbf'],
  ['U+10000', 'f0908080'],
  ['U+10FFFF', 'f48fbfbf'],
  ['U+FEFF at the beginning, a byte order mark', 'efbbbf'],
  ['a byte order mark and text', `efbbbf${utf8('text')}`],
  ['two byte order marks', 'efbbbfefbbbf'],
  ['a byte order mark inside', `${utf8('a')}efbbbf${utf8('b')}`],
  ['combining marks', utf8('e\u0301')],
];

const INVALID: readonly [string, string][] = [
  ['a continuation byte alone', '80'],
  ['the last continuation byte alone', 'bf'],
  ['a first byte without the second', 'c2'],
  ['a first byte and a letter', 'c261'],
  ['two of three bytes', 'e2 82'.replace(' ', '')],
  ['three of four bytes', 'f09f98'],
  ['three of four bytes and a letter', 'f09f9861'],
  ['NUL in two bytes', 'c080'],
  ['U+007F in two bytes', 'c1bf'],
  ['U+07FF in three bytes', 'e09fbf'],
  ['U+FFFF in four bytes', 'f08fbfbf'],
  ['the first surrogate', 'eda080'],
  ['the last surrogate', 'edbfbf'],
  ['a pair of surrogates (CESU-8)', 'eda0bdedb880'],
  ['U+110000', 'f4908080'],
  ['U+1FFFFF', 'f7bfbfbf'],
  ['five bytes', 'f888808080'],
  ['six bytes', 'fc8480808080'],
  ['0xfe', 'fe'],
  ['0xff', 'ff'],
  ['a whole character and a half one', 'c3a9c3'],
];

/** Lengths at which implementations change from one way of decoding to another. */
const LENGTHS = [
  1, 2, 3, 4, 5, 7, 8, 11, 12, 13, 15, 16, 17, 23, 24, 31, 32, 33, 39, 40, 63, 64, 65, 100, 127, 128, 129, 200, 256, 1000, 4096,
];

export function strings(): Group {
  const made = new Group('utf-8', 'Strings are valid UTF-8 wherever they stand and however long they are, and nothing of them is changed.');
  for (const [name, digits] of VALID) {
    made.keeps(name, SCALARS, string(digits), KEPT);
    made.keeps(`${name}, behind 40 letters`, SCALARS, string(utf8('x'.repeat(40)) + digits), KEPT);
  }
  for (const [name, digits] of INVALID) {
    made.refuses(name, SCALARS, string(digits), RULE);
    made.refuses(`${name}, behind 40 letters`, SCALARS, string(utf8('x'.repeat(40)) + digits), RULE);
  }
  for (const length of LENGTHS) {
    for (const [where, at] of [
      ['first', 0],
      ['middle', length >> 1],
      ['last', length - 1],
    ] as const) {
      if (where === 'middle' && (at === 0 || at === length - 1)) continue;
      if (where === 'last' && length === 1) continue;
      made.refuses(
        `length ${length}, the ${where} byte is 0xff`,
        SCALARS,
        string('61'.repeat(at) + 'ff' + '61'.repeat(length - at - 1)),
        RULE,
      );
    }
    if (length >= 3) {
      made.keeps(`length ${length}, a byte order mark first`, SCALARS, string(`efbbbf${'61'.repeat(length - 3)}`), KEPT);
      made.keeps(`length ${length}, a replacement character last`, SCALARS, string(`${'61'.repeat(length - 3)}efbfbd`), KEPT);
    }
  }
  const bad = 'c328';
  const places: readonly [string, string, string][] = [
    ['a list', 'strictness.proto3.Lists', text(14, 'good') + len(14, bad)],
    ['a map key', 'strictness.proto3.Maps', len(1, len(1, bad) + int(2, 1))],
    ['a map value', 'strictness.proto3.Maps', len(11, text(1, 'k') + len(2, bad))],
    ['a oneof', 'strictness.proto3.Choice', len(2, bad)],
    ['a nested message', 'strictness.proto3.Nested', len(1, len(2, bad))],
    ['a field without presence', 'strictness.proto3.Implicit', len(14, bad)],
    ['a field of an edition', 'strictness.editions.Features', int(3, 1) + len(1, bad)],
    ['a delimited message of an edition', 'strictness.editions.Delimited', `13${len(2, bad)}14`],
    ['a StringValue', 'strictness.proto3.Known', len(10, len(1, bad))],
    ['a FieldMask', 'strictness.proto3.Known', len(3, len(1, bad))],
    ['a key of a Struct', 'strictness.proto3.Known', len(4, len(1, len(1, bad)))],
    ['the type of an Any', 'strictness.proto3.Known', len(1, len(1, bad))],
  ];
  for (const [name, type, bytes] of places) made.refuses(`invalid in ${name}`, type, bytes, RULE);
  for (const [name, digits] of INVALID) made.keeps(`bytes: ${name}`, SCALARS, len(15, digits), 'Protobuf encoding: bytes are any bytes');
  made.keeps('an unknown field that is no text', SCALARS, len(99, bad), 'Protobuf proto3: Unknown Fields. Nobody knows whether it is text');
  made.keeps(
    'bytes: all of them',
    SCALARS,
    len(15, Array.from({ length: 256 }, (_, index) => byte(index)).join('')),
    'Protobuf encoding: bytes are any bytes',
  );
  const lone: readonly [string, string][] = [
    ['a high surrogate', '"\\ud83d"'],
    ['a low surrogate', '"\\ude00"'],
    ['a pair in the wrong order', '"\\ude00\\ud83d"'],
    ['a high surrogate and a letter', '"\\ud83dx"'],
    ['a high surrogate behind 50 letters', `"${'x'.repeat(50)}\\ud83d"`],
  ];
  for (const [name, json] of lone) {
    made.json(
      `JSON: ${name} alone`,
      SCALARS,
      `{"fString":${json}}`,
      'ProtoJSON: strings. A lone surrogate has no UTF-8, and is not replaced in silence',
      'reject',
    );
    made.assign(
      `assigned: ${name} alone`,
      SCALARS,
      { field: 'f_string', as: 'string', text: json },
      'RFC 3629. A lone surrogate has no UTF-8, and is not replaced in silence',
      'reject',
    );
  }
  made.json('JSON: a pair', SCALARS, '{"fString":"\\ud83d\\ude00"}', 'RFC 8259 §7', text(14, '\u{1f600}'));
  made.json(
    'JSON: a lone surrogate in a map key',
    'strictness.proto3.Maps',
    '{"byString":{"\\ud83d":1}}',
    'RFC 3629. A lone surrogate has no UTF-8',
    'reject',
  );
  return made;
}
