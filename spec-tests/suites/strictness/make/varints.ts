/** Varints, tags and groups that are longer, larger or other than they should be. */
import { byte, group, int, len, longVarint, tag, text, VARINT, varint } from './bytes.js';
import { Group } from './group.js';

const SCALARS = 'strictness.proto3.Scalars';
const LISTS = 'strictness.proto3.Lists';
const GROUPS = 'strictness.proto2.Groups';
const TEN = 'Protobuf encoding: Varints. A varint is an unsigned 64-bit integer in one to ten bytes';
const TENTH = `${TEN}; the tenth byte has one bit, and what does not fit is refused, as Go does, not dropped`;
const TAG = 'Protobuf encoding: Condensed Reference Card. A tag is a uint32 varint';
const ZERO = 'Protobuf encoding: Message Structure, proto3: Assigning Field Numbers. Field numbers begin at 1';
const CUT = 'Protobuf proto3: Updating A Message Type. A number that does not fit its type is treated as if it had been cast to it';

export function varints(): Group {
  const made = new Group('varints', 'Overlong and too large varints, values that do not fit their field, and tags.');
  const fields: readonly [string, number][] = [
    ['int32', 3],
    ['int64', 4],
    ['uint32', 5],
    ['uint64', 6],
    ['sint32', 7],
    ['sint64', 8],
    ['bool', 13],
    ['enum', 16],
  ];
  const ones = 'ff'.repeat(9);
  for (const [name, field] of fields) {
    made.refuses(`${name}: eleven bytes`, SCALARS, tag(field, VARINT) + 'ff'.repeat(10) + '01', TEN);
    made.refuses(`${name}: a tenth byte of 2`, SCALARS, `${tag(field, VARINT)}${ones}02`, TENTH);
    made.refuses(`${name}: a tenth byte of 0x7f`, SCALARS, `${tag(field, VARINT)}${ones}7f`, TENTH);
    made.refuses(`${name}: ten bytes that go on`, SCALARS, `${tag(field, VARINT)}${ones}81`, TEN);
    made.keeps(`${name}: 1 in ten bytes`, SCALARS, tag(field, VARINT) + longVarint(1, 10), TEN, int(field, 1));
    made.keeps(`${name}: 1 in two bytes`, SCALARS, tag(field, VARINT) + longVarint(1, 2), TEN, int(field, 1));
    made.refuses(`a list of ${name}: a tenth byte of 2`, LISTS, len(field, `01${ones}02`), TENTH);
  }
  made.refuses('unknown field: eleven bytes', SCALARS, tag(99, VARINT) + 'ff'.repeat(10) + '01', TEN);
  made.refuses('unknown field: a tenth byte of 2', SCALARS, `${tag(99, VARINT)}${ones}02`, TENTH);
  made.refuses('in an unknown group: a tenth byte of 2', SCALARS, group(99, `${tag(1, VARINT)}${ones}02`), TENTH);
  made.keeps('uint64: the largest', SCALARS, int(6, 2n ** 64n - 1n), TEN);
  made.keeps('int64: -1', SCALARS, int(4, -1), TEN);
  made.keeps('int32: 2^32 + 7', SCALARS, int(3, 2n ** 32n + 7n), CUT, int(3, 7));
  made.keeps('int32: 2^31', SCALARS, int(3, 2n ** 31n), CUT, int(3, -(2n ** 31n)));
  made.keeps('int32: 2^63', SCALARS, int(3, 2n ** 63n), CUT, int(3, 0));
  made.keeps('int32: -1 in five bytes', SCALARS, `${tag(3, VARINT)}ffffffff0f`, CUT, int(3, -1));
  made.keeps('uint32: 2^40 + 5', SCALARS, int(5, 2n ** 40n + 5n), CUT, int(5, 5));
  made.keeps('uint32: -1', SCALARS, int(5, -1), CUT, int(5, 2n ** 32n - 1n));
  made.keeps('sint32: 2^32 + 3', SCALARS, int(7, 2n ** 32n + 3n), CUT, int(7, 3));
  made.keeps('enum: 2^32 + 1', SCALARS, int(16, 2n ** 32n + 1n), CUT, int(16, 1));
  made.keeps('enum: -1', SCALARS, int(16, -1), CUT);
  made.keeps('bool: 2', SCALARS, int(13, 2), 'Protobuf encoding: Bools and Enums. What is not zero is true', int(13, 1));
  made.keeps(
    'bool: 2^32, of which the low half is zero',
    SCALARS,
    int(13, 2n ** 32n),
    'Protobuf encoding: Bools and Enums. What is not zero is true',
    int(13, 1),
  );
  made.keeps('bool: 2^63', SCALARS, int(13, 2n ** 63n), 'Protobuf encoding: Bools and Enums. What is not zero is true', int(13, 1));
  made.keeps('bool: 0 in ten bytes', SCALARS, tag(13, VARINT) + longVarint(0, 10), TEN, int(13, 0));
  made.keeps('a tag in two bytes', SCALARS, longVarint(3 << 3, 2) + varint(5), TAG, int(3, 5));
  made.keeps('a tag in five bytes', SCALARS, longVarint(3 << 3, 5) + varint(5), TAG, int(3, 5));
  made.refuses('a tag in six bytes', SCALARS, longVarint(3 << 3, 6) + varint(5), TAG);
  made.refuses('a tag in ten bytes', SCALARS, longVarint(3 << 3, 10) + varint(5), TAG);
  made.refuses('a tag of 2^32 + field 3', SCALARS, varint(2n ** 32n + 24n) + varint(5), TAG);
  made.refuses('a tag of 2^35', SCALARS, varint(2n ** 35n) + varint(5), TAG);
  made.refuses('a tag of 2^64 - 8', SCALARS, varint(2n ** 64n - 8n) + varint(5), TAG);
  made.keeps(
    'the largest field number',
    SCALARS,
    int(2 ** 29 - 1, 5),
    'Protobuf proto3: Assigning Field Numbers. The largest is 536,870,911',
  );
  made.refuses('the largest field number and one', SCALARS, int(2 ** 29, 5), TAG);
  for (const wireType of [0, 1, 2, 3, 4, 5]) {
    const rest = ['00', '00'.repeat(8), '00', '04', '', '00000000'][wireType]!;
    made.refuses(`field number 0, wire type ${wireType}`, SCALARS, byte(wireType) + rest, ZERO);
  }
  made.refuses('field number 0 in a tag of five bytes', SCALARS, '808080800000', ZERO);
  made.refuses('field number 0 in a nested message', 'strictness.proto3.Nested', len(1, '0001'), ZERO);
  made.refuses('field number 0 in an unknown group', SCALARS, group(99, '0001'), ZERO);
  return made;
}

const END = 'Protobuf encoding: Groups. Each end has its beginning, and each beginning its end, in the same message';

export function groups(): Group {
  const made = new Group('groups', 'Ends without a beginning, beginnings without an end, and groups that nobody knows.');
  made.refuses('an end alone', SCALARS, tag(1, 4), END);
  made.refuses('an end alone, of a field nobody knows', SCALARS, tag(99, 4), END);
  made.refuses('an end alone, behind a whole message', SCALARS, int(3, 5) + tag(3, 4), END);
  made.refuses('an end in a nested message', 'strictness.proto3.Nested', len(1, int(1, 5) + tag(1, 4)), END);
  made.refuses('an end of a known group alone', GROUPS, tag(1, 4), END);
  made.refuses('the end of another group', GROUPS, tag(1, 3) + int(2, 5) + tag(5, 4), END);
  made.refuses('the end of another unknown group', SCALARS, tag(98, 3) + tag(99, 4), END);
  made.refuses('crossing unknown groups', SCALARS, tag(98, 3) + tag(99, 3) + tag(98, 4) + tag(99, 4), END);
  made.refuses('no end', GROUPS, tag(1, 3) + int(2, 5), END);
  made.refuses('no end of an unknown group', SCALARS, tag(99, 3) + int(2, 5), END);
  made.refuses('the end stands behind the parent', 'strictness.proto3.Nested', len(1, tag(99, 3)) + tag(99, 4), END);
  made.refuses('no end of a delimited message', 'strictness.editions.Delimited', tag(1, 3) + int(3, 5), END);
  made.refuses('the end of a list element of a delimited message', 'strictness.editions.Delimited', tag(1, 3) + tag(2, 4), END);
  made.keeps('an empty group', GROUPS, group(1, ''), END);
  made.keeps('an unknown group', SCALARS, group(99, int(1, 5) + text(2, 'x')), 'Protobuf proto3: Unknown Fields');
  made.keeps('an unknown group in an unknown group', SCALARS, group(99, group(98, int(1, 5))), 'Protobuf proto3: Unknown Fields');
  made.keeps('an unknown group in a known one', GROUPS, group(1, int(2, 5) + group(9, '')), 'Protobuf proto3: Unknown Fields');
  made.keeps('an unknown field in a group', GROUPS, group(1, int(2, 5) + int(9, 6)), 'Protobuf proto3: Unknown Fields');
  made.keeps('known groups nested', GROUPS, group(1, int(2, 5) + len(4, group(1, int(2, 6)))), END);
  made.keeps(
    'a delimited message',
    'strictness.editions.Delimited',
    group(1, group(1, int(3, 6)) + int(3, 5)),
    'Protobuf features: message_encoding',
  );
  made.keeps(
    'a list of delimited messages',
    'strictness.editions.Delimited',
    group(2, int(1, 5)) + group(2, text(2, 'x')),
    'Protobuf features: message_encoding',
  );
  made.keeps(
    'a tag of an end in two bytes',
    GROUPS,
    tag(1, 3) + int(2, 5) + longVarint(12, 2),
    'Protobuf encoding: Varints',
    group(1, int(2, 5)),
  );
  return made;
}
