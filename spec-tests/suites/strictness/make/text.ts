/** Protobuf's text format. */
import { group, int, len, text, utf8 } from './bytes.js';
import { Group } from './group.js';

const SCALARS = 'strictness.proto3.Scalars';
const LISTS = 'strictness.proto3.Lists';
const MAPS = 'strictness.proto3.Maps';
const NESTED = 'strictness.proto3.Nested';
const CHOICE = 'strictness.proto3.Choice';
const KNOWN = 'strictness.proto3.Known';
const EXTENDED = 'strictness.proto2.Extended';
const GROUPS = 'strictness.proto2.Groups';
const RESERVED = 'strictness.proto2.Reserved';

export function textValues(): Group {
  const made = new Group('text values', 'Literals of the text format: numbers, strings with escapes, names.');
  const numeric = 'Protobuf text format: Numeric Literals, Value Types';
  const good: readonly [string, string][] = [
    ['f_int32: 7', int(3, 7)],
    ['f_int32: -7', int(3, -7)],
    ['f_int32: - 7', int(3, -7)],
    ['f_int32: -\n# a comment\n7', int(3, -7)],
    ['f_int32: 0x1F', int(3, 31)],
    ['f_int32: -0x80000000', int(3, -(2n ** 31n))],
    ['f_int32: 017', int(3, 15)],
    ['f_int32: 0', int(3, 0)],
    ['f_int32: -0', int(3, 0)],
    ['f_uint32: 0xFFFFFFFF', int(5, 2n ** 32n - 1n)],
    ['f_uint64: 0xFFFFFFFFFFFFFFFF', int(6, 2n ** 64n - 1n)],
    ['f_int64: -9223372036854775808', int(4, -(2n ** 63n))],
    ['f_int64: 9007199254740993', int(4, 2n ** 53n + 1n)],
    ['f_bool: true', int(13, 1)],
    ['f_bool: t', int(13, 1)],
    ['f_bool: True', int(13, 1)],
    ['f_bool: 1', int(13, 1)],
    ['f_bool: 0x0', int(13, 0)],
    ['f_bool: False', int(13, 0)],
    ['f_double: 1.5', '09000000000000f83f'],
    ['f_double: .5', '09000000000000e03f'],
    ['f_double: 1.', '09000000000000f03f'],
    ['f_double: 1f', '09000000000000f03f'],
    ['f_double: 1.5F', '09000000000000f83f'],
    ['f_double: 1e2', '090000000000005940'],
    ['f_double: 1', '09000000000000f03f'],
    ['f_double: -0', '090000000000000080'],
    ['f_double: inf', '09000000000000f07f'],
    ['f_double: -inf', '09000000000000f0ff'],
    ['f_double: - Infinity', '09000000000000f0ff'],
    ['f_double: NaN', '09000000000000f87f'],
    ['f_double: 1e400', '09000000000000f07f'],
    ['f_float: 1e39', '150000807f'],
    ['f_colour: COLOUR_RED', int(16, 1)],
    ['f_colour: 2', int(16, 2)],
    ['f_colour: -1', int(16, -1)],
    ['f_colour: 77', int(16, 77)],
  ];
  for (const [written, bytes] of good) made.text(written, SCALARS, written, numeric, bytes);
  const bad = [
    'f_int32: 1.5',
    'f_int32: 1.0',
    'f_int32: 1e2',
    'f_int32: 7f',
    'f_int32: 2147483648',
    'f_int32: -2147483649',
    'f_int32: 0x80000000',
    'f_int32: 08',
    'f_int32: 09',
    'f_int32: 0x',
    'f_int32: 0xG',
    'f_int32: "7"',
    'f_int32: true',
    'f_int32: +7',
    'f_int32: --7',
    'f_int32: 1_000',
    'f_int32: 0b1',
    'f_int32: 0o7',
    'f_int32: 7n',
    'f_int32: inf',
    'f_int32: {}',
    'f_int32:',
    'f_uint32: -1',
    'f_uint32: -0',
    'f_uint32: 4294967296',
    'f_uint64: -0',
    'f_uint64: 18446744073709551616',
    'f_int64: 9223372036854775808',
    'f_int64: -9223372036854775809',
    'f_double: 0x1',
    'f_double: 01',
    'f_double: 017',
    'f_double: "1"',
    'f_double: 1e',
    'f_double: 1e+',
    'f_double: .',
    'f_double: 1.5.5',
    'f_double: 2 . 0',
    'f_double: in',
    'f_double: -true',
    'f_double: +inf',
    'f_bool: 2',
    'f_bool: -1',
    'f_bool: TRUE',
    'f_bool: "true"',
    'f_bool: yes',
    'f_bool: 1.0',
    'f_bool: -0',
    'f_colour: COLOUR_BLUE',
    'f_colour: colour_red',
    'f_colour: "COLOUR_RED"',
    'f_colour: 1.0',
    'f_colour: 2147483648',
    'f_colour: -COLOUR_RED',
    'f_string: 5',
    'f_string: word',
    'f_string: true',
    'f_bytes: 5',
    'f_string: {}',
    'f_int32: 10f_int64: 20',
    'f_int32: 10bar: 20',
    'f_int32: 0x1Fg: 1',
  ];
  for (const written of bad) made.text(written, SCALARS, written, numeric, 'reject');
  made.text(
    'numbers apart by a comma',
    SCALARS,
    'f_int32: 10,f_int64: 20',
    'Protobuf text format: Parsing Overview',
    int(3, 10) + int(4, 20),
  );
  made.text(
    'a number, then a bracket at once',
    EXTENDED,
    'number: 10[strictness.proto2.int32_extension]: 20',
    'Protobuf text format: Parsing Overview',
    int(1, 10) + int(100, 20),
  );

  const quote = 'Protobuf text format: String Literals';
  const strings: readonly [string, string, string][] = [
    ['double quotes', '"a"', utf8('a')],
    ['single quotes', "'a'", utf8('a')],
    ['a quote in other quotes', `'"'`, '22'],
    ['parts', `"a" 'b'"c"`, utf8('abc')],
    ['parts apart by a comment', '"a" # and\n "b"', utf8('ab')],
    ['simple escapes', String.raw`"\a\b\f\n\r\t\v\?\\\'\""`, '07080c0a0d090b3f5c2722'],
    ['octal', String.raw`"\1\12\123\1234"`, `010a53${utf8('S4')}`],
    ['hexadecimal', String.raw`"\x4\x41\x414"`, `04${utf8('AA4')}`],
    ['\\u', String.raw`"\u00e9"`, 'c3a9'],
    ['\\U', String.raw`"\U0001F600"`, 'f09f9880'],
    ['\\U0010FFFF', String.raw`"\U0010FFFF"`, 'f48fbfbf'],
    ['bytes that make a character', String.raw`"\xc3\xa9"`, 'c3a9'],
    ['UTF-8 as it is', '"é"', 'c3a9'],
    ['a NUL by escape', String.raw`"\000"`, '00'],
  ];
  for (const [name, written, bytes] of strings) {
    made.text(`string: ${name}`, SCALARS, `f_string: ${written}`, quote, len(14, bytes));
    made.text(`bytes: ${name}`, SCALARS, `f_bytes: ${written}`, quote, len(15, bytes));
  }
  const wrong: readonly [string, string][] = [
    ['no closing quote', '"a'],
    ['the other quote', `"a'`],
    ['a line break inside', '"a\nb"'],
    ['an escape nobody knows', String.raw`"\q"`],
    ['a backslash last', '"\\'],
    ['hexadecimal without digits', String.raw`"\x"`],
    ['hexadecimal with a letter', String.raw`"\xg"`],
    ['\\u with three digits', String.raw`"\u123"`],
    ['\\U with seven digits', String.raw`"\U0000123"`],
    ['\\U00110000', String.raw`"\U00110000"`],
    ['\\UFFFFFFFF', String.raw`"\UFFFFFFFF"`],
    ['a lone high surrogate', String.raw`"\ud83d"`],
    ['a lone low surrogate', String.raw`"\ude00"`],
    ['a NUL as it is', '"a\0b"'],
    ['parts apart by a comma', '"a", "b"'],
  ];
  for (const [name, written] of wrong) {
    made.text(`string: ${name}`, SCALARS, `f_string: ${written}`, quote, 'reject');
    made.text(`bytes: ${name}`, SCALARS, `f_bytes: ${written}`, quote, 'reject');
  }
  made.text(
    'string: bytes that are no UTF-8',
    SCALARS,
    String.raw`f_string: "\xff"`,
    `${quote}. Escapes of a string form valid UTF-8`,
    'reject',
  );
  made.text('string: half a character', SCALARS, String.raw`f_string: "\xc3"`, `${quote}. Escapes of a string form valid UTF-8`, 'reject');
  made.text('bytes: bytes that are no UTF-8', SCALARS, String.raw`f_bytes: "\xff\xc3"`, quote, len(15, 'ffc3'));
  made.text('bytes: octal 377', SCALARS, String.raw`f_bytes: "\377"`, quote, len(15, 'ff'));
  made.text('bytes: octal 400', SCALARS, String.raw`f_bytes: "\400"`, quote, 'reject');
  return made;
}

export function textFields(): Group {
  const made = new Group(
    'text fields',
    'Fields of the text format: separators, lists, maps, groups, extensions, Any, reserved names, fields twice.',
  );
  const fields = 'Protobuf text format: Fields';
  made.text('nothing', SCALARS, '', 'Protobuf text format: Message', '');
  made.text('a comment alone, without a line break', SCALARS, '# nothing', 'Protobuf text format: Whitespace and Comments', '');
  made.text('all kinds of white space', SCALARS, '\tf_int32\v:\f1\r\n', 'Protobuf text format: Whitespace and Comments', int(3, 1));
  made.text('a space that is none of them', SCALARS, 'f_int32:\u00a01', 'Protobuf text format: Whitespace and Comments', 'reject');
  made.text('a comment of C', SCALARS, 'f_int32: 1 // one', 'Protobuf text format: Whitespace and Comments', 'reject');
  made.text('semicolons', SCALARS, 'f_int32: 1; f_int64: 2;', fields, int(3, 1) + int(4, 2));
  made.text('two separators', SCALARS, 'f_int32: 1,, f_int64: 2', fields, 'reject');
  made.text('a separator first', SCALARS, ', f_int32: 1', fields, 'reject');
  made.text('a separator alone', SCALARS, ';', fields, 'reject');
  made.text('a scalar without its colon', SCALARS, 'f_int32 1', fields, 'reject');
  made.text('two colons', SCALARS, 'f_int32:: 1', fields, 'reject');
  made.text('a list without its colon', LISTS, 'int32s [1, 2]', fields, 'reject');
  made.text('a message without a colon', NESTED, 'leaf { number: 1 }', fields, len(1, int(1, 1)));
  made.text('a message with a colon', NESTED, 'leaf: { number: 1 }', fields, len(1, int(1, 1)));
  made.text('angle brackets', NESTED, 'leaf < number: 1 >', fields, len(1, int(1, 1)));
  made.text('brackets that do not match', NESTED, 'leaf { number: 1 >', fields, 'reject');
  made.text('brackets that do not match, the other way', NESTED, 'leaf < number: 1 }', fields, 'reject');
  made.text('no closing brace', NESTED, 'leaf { number: 1', fields, 'reject');
  made.text('a closing brace alone', NESTED, 'number: 1 }', fields, 'reject');
  made.text('a message as a scalar', NESTED, 'leaf: 5', fields, 'reject');
  made.text('a message as a string', NESTED, 'leaf: "number: 1"', fields, 'reject');
  made.text('a singular field as a list', SCALARS, 'f_int32: [1]', fields, 'reject');
  made.text('a singular field as an empty list', SCALARS, 'f_int32: []', fields, 'reject');
  made.text('a singular message as a list', NESTED, 'leaf: [{}]', fields, 'reject');
  made.text('lists and single values, mixed', LISTS, 'int32s: 1 int32s: [2, 3] int32s: [] int32s: 4', fields, len(3, '01020304'));
  made.text('a list with a comma last', LISTS, 'int32s: [1, 2,]', fields, 'reject');
  made.text('a list without commas', LISTS, 'int32s: [1 2]', fields, 'reject');
  made.text('a list with semicolons', LISTS, 'int32s: [1; 2]', fields, 'reject');
  made.text('a list with a comma first', LISTS, 'int32s: [, 1]', fields, 'reject');
  made.text('a list in a list', LISTS, 'int32s: [[1]]', fields, 'reject');
  made.text('a list of messages', LISTS, 'leaves [{ number: 1 }, < number: 2 >]', fields, len(17, int(1, 1)) + len(17, int(1, 2)));
  made.text('a list that does not end', LISTS, 'int32s: [1', fields, 'reject');
  made.text('a scalar twice', SCALARS, 'f_int32: 1 f_int32: 2', `${fields}. A singular field is given once`, 'reject');
  made.text('a message twice', NESTED, 'leaf {} leaf {}', `${fields}. A singular field is given once`, 'reject');
  made.text('two members of a oneof', CHOICE, 'number: 1 text: "x"', 'Protobuf text format: oneof Fields', 'reject');
  made.text('a field nobody knows', SCALARS, 'nobody: 1', fields, 'reject');
  made.text('a field by its JSON name', SCALARS, 'fInt32: 1', 'Protobuf text format: Field Names', 'reject');
  made.text('a field by its number', SCALARS, '3: 1', 'Protobuf text format: Unknown Fields', 'reject');
  made.text('a field in capitals', SCALARS, 'F_INT32: 1', 'Protobuf text format: Field Names', 'reject');
  made.text('a field name with a point', SCALARS, 'f_int32.x: 1', 'Protobuf text format: Identifiers', 'reject');

  const map = 'Protobuf text format: map Fields';
  made.text('map: an entry', MAPS, 'by_string { key: "k" value: 5 }', map, len(1, text(1, 'k') + int(2, 5)));
  made.text('map: the value first', MAPS, 'by_string { value: 5 key: "k" }', map, len(1, text(1, 'k') + int(2, 5)));
  made.text('map: a list of entries', MAPS, 'by_string: [{ key: "k" value: 5 }]', map, len(1, text(1, 'k') + int(2, 5)));
  made.text(
    'map: one key twice',
    MAPS,
    'by_string { key: "k" value: 5 } by_string { key: "k" value: 6 }',
    map,
    len(1, text(1, 'k') + int(2, 6)),
  );
  made.text('map: neither key nor value', MAPS, 'by_string {}', map, [{ binary: len(1, text(1, '') + int(2, 0)) }, { binary: len(1, '') }]);
  made.text('map: a key in an entry twice', MAPS, 'by_string { key: "a" key: "b" }', `${fields}. A singular field is given once`, 'reject');
  made.text('map: an entry with another field', MAPS, 'by_string { key: "a" other: 1 }', fields, 'reject');
  made.text('map: as JSON writes it', MAPS, 'by_string { k: 5 }', map, 'reject');

  const grouped = 'Protobuf text format: group Fields';
  made.text('group: by its name', GROUPS, 'Part { number: 5 }', grouped, group(1, int(2, 5)));
  made.text('group: with a colon', GROUPS, 'Part: { number: 5 }', grouped, group(1, int(2, 5)));
  made.text('group: a list', GROUPS, 'Parts { number: 5 } Parts < number: 6 >', grouped, group(5, int(6, 5)) + group(5, int(6, 6)));
  made.text('group: in capitals', GROUPS, 'PART { number: 5 }', grouped, 'reject');
  made.text('delimited: by the name of its field', 'strictness.editions.Delimited', 'child { number: 5 }', grouped, group(1, int(3, 5)));
  made.text('delimited: by the name of its type', 'strictness.editions.Delimited', 'Delimited { number: 5 }', grouped, 'reject');

  const extension = 'Protobuf text format: Extension Fields, Field Names';
  made.text('extension', EXTENDED, '[strictness.proto2.int32_extension]: 7', extension, int(100, 7));
  made.text(
    'extension: white space and comments inside the brackets',
    EXTENDED,
    '[ strictness . # here\n proto2.int32_extension ]: 7',
    extension,
    int(100, 7),
  );
  made.text('extension: a message', EXTENDED, '[strictness.proto2.message_extension] { text: "x" }', extension, len(102, text(2, 'x')));
  made.text('extension: a list', EXTENDED, '[strictness.proto2.packed_extension]: [1, 2]', extension, len(104, '0102'));
  made.text('extension: a group', EXTENDED, '[strictness.proto2.groupextension] { number: 1 }', extension, group(106, int(1, 1)));
  made.text(
    'extension: twice',
    EXTENDED,
    '[strictness.proto2.int32_extension]: 7 [strictness.proto2.int32_extension]: 8',
    fields,
    'reject',
  );
  made.text('extension: nobody knows it', EXTENDED, '[nobody.knows]: 7', extension, 'reject');
  made.text('extension: without brackets', EXTENDED, 'strictness.proto2.int32_extension: 7', extension, 'reject');
  made.text('extension: empty brackets', EXTENDED, '[]: 7', extension, 'reject');
  made.text('extension: a point first', EXTENDED, '[.strictness.proto2.int32_extension]: 7', extension, 'reject');
  made.text('extension: a point last', EXTENDED, '[strictness.proto2.int32_extension.]: 7', extension, 'reject');
  made.text('extension: two points', EXTENDED, '[strictness..proto2.int32_extension]: 7', extension, 'reject');
  made.text('extension: of another message', 'strictness.proto2.Payload', '[strictness.proto2.int32_extension]: 7', extension, 'reject');

  const any = 'Protobuf text format: Any Fields';
  const leaf = 'type.googleapis.com/strictness.proto3.Leaf';
  const packed = len(1, text(1, leaf) + len(2, int(1, 5)));
  made.text('Any: expanded', KNOWN, `any { [${leaf}] { number: 5 } }`, any, packed);
  made.text('Any: expanded, with a colon', KNOWN, `any: < [${leaf}]: { number: 5 } >`, any, packed);
  made.text('Any: as its two fields', KNOWN, String.raw`any { type_url: "${leaf}" value: "\x08\x05" }`, any, packed);
  made.text('Any: a type nobody knows', KNOWN, 'any { [type.googleapis.com/nobody.Knows] {} }', any, 'reject');
  made.text('Any: no host', KNOWN, 'any { [strictness.proto3.Leaf] { number: 5 } }', any, 'reject');
  made.text('Any: nothing before the slash', KNOWN, 'any { [/strictness.proto3.Leaf] { number: 5 } }', any, 'reject');
  made.text('Any: nothing behind the slash', KNOWN, 'any { [type.googleapis.com/] {} }', any, 'reject');
  made.text('Any: expanded twice', KNOWN, `any { [${leaf}] {} [${leaf}] {} }`, any, 'reject');
  made.text('Any: expanded, and its type besides', KNOWN, `any { [${leaf}] {} type_url: "x" }`, any, 'reject');
  made.text('Any: expanded where there is no Any', NESTED, `leaf { [${leaf}] {} }`, any, 'reject');
  made.text('Any: a scalar inside', KNOWN, `any { [${leaf}]: 5 }`, any, 'reject');
  made.text('Any: required fields missing inside', KNOWN, 'any { [type.googleapis.com/strictness.proto2.Required] {} }', any, 'reject');
  made.text('Any: a fault inside', KNOWN, `any { [${leaf}] { nobody: 1 } }`, any, 'reject');

  const reserved = 'Protobuf text format: Fields. Reserved names are passed over in any form';
  made.text('reserved: a scalar', RESERVED, 'gone: 1 number: 5', reserved, int(1, 5));
  made.text('reserved: a message', RESERVED, 'gone { deep { er: [1, 2] } } number: 5', reserved, int(1, 5));
  made.text('reserved: a list', RESERVED, 'lost: ["a" "b", \'c\'] number: 5', reserved, int(1, 5));
  made.text('reserved: twice', RESERVED, 'lost: -inf gone: 1 lost: { }', reserved, '');
  made.text('reserved: with a fault inside', RESERVED, 'gone { deep: }', 'Protobuf text format: syntax holds there too', 'reject');
  made.text('reserved: a brace that does not match', RESERVED, 'gone { deep < }', 'Protobuf text format: syntax holds there too', 'reject');
  made.text('reserved: a string that does not end', RESERVED, 'gone: "a', 'Protobuf text format: syntax holds there too', 'reject');
  made.text('reserved: nothing behind it', RESERVED, 'gone', 'Protobuf text format: syntax holds there too', 'reject');
  made.text(
    'well-known types are ordinary messages',
    KNOWN,
    'timestamp { seconds: 5 nanos: 6 } int32_value { value: 7 }',
    'Protobuf text format: no special forms but Any',
    len(7, int(1, 5) + int(2, 6)) + len(8, int(1, 7)),
  );
  made.text(
    'a Timestamp as JSON has it',
    KNOWN,
    'timestamp: "1970-01-01T00:00:00Z"',
    'Protobuf text format: no special forms but Any',
    'reject',
  );
  made.text('a byte order mark first', SCALARS, '\ufefff_int32: 1', 'Protobuf text format: Characters', ['reject', { binary: int(3, 1) }]);

  return made;
}
