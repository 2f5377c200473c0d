/** Fields that come with another wire type than their kind has. */
import { fixed32, fixed64, group, I32, I64, int, LEN, len, SGROUP, tag, text, VARINT } from './bytes.js';
import { Group } from './group.js';

const SCALARS = 'strictness.proto3.Scalars';
const LISTS = 'strictness.proto3.Lists';
const NESTED = 'strictness.proto3.Nested';
const GROUPS = 'strictness.proto2.Groups';

const UNKNOWN =
  'Protobuf proto3: Unknown Fields. A field that does not fit its schema is kept as an unknown one and written again, as upb, C++, Java and Go do; it is never read as something it is not';

const WIRE_TYPES: readonly [string, number, (field: number) => string][] = [
  ['VARINT', VARINT, (field) => int(field, 1)],
  ['I64', I64, (field) => fixed64(field)],
  ['LEN', LEN, (field) => len(field, '0a0b0c')],
  ['SGROUP', SGROUP, (field) => group(field, int(1, 5))],
  ['I32', I32, (field) => fixed32(field)],
];

const SCALAR_FIELDS: readonly [string, number, number][] = [
  ['double', 1, I64],
  ['float', 2, I32],
  ['int32', 3, VARINT],
  ['int64', 4, VARINT],
  ['uint32', 5, VARINT],
  ['uint64', 6, VARINT],
  ['sint32', 7, VARINT],
  ['sint64', 8, VARINT],
  ['fixed32', 9, I32],
  ['fixed64', 10, I64],
  ['sfixed32', 11, I32],
  ['sfixed64', 12, I64],
  ['bool', 13, VARINT],
  ['string', 14, LEN],
  ['bytes', 15, LEN],
  ['enum', 16, VARINT],
];

export function wireTypes(): Group {
  const made = new Group(
    'wire types',
    'A known field with another wire type is an unknown field: it is kept, and comes out again byte by byte.',
  );
  for (const [kind, field, own] of SCALAR_FIELDS) {
    for (const [name, wireType, write] of WIRE_TYPES) {
      if (wireType !== own) made.keeps(`${kind} as ${name}`, SCALARS, write(field), UNKNOWN);
    }
  }
  for (const [kind, field, own] of SCALAR_FIELDS) {
    for (const [name, wireType, write] of WIRE_TYPES) {
      // A packed list is what LEN means for a number, and the only thing it means for text and bytes.
      if (wireType !== own && wireType !== LEN) made.keeps(`repeated ${kind} as ${name}`, LISTS, write(field), UNKNOWN);
    }
  }
  for (const [name, wireType, write] of WIRE_TYPES) {
    if (wireType === LEN) continue;
    made.keeps(`message as ${name}`, NESTED, write(1), UNKNOWN);
    made.keeps(`repeated message as ${name}`, NESTED, write(2), UNKNOWN);
    made.keeps(`map as ${name}`, 'strictness.proto3.Maps', write(1), UNKNOWN);
    made.keeps(`oneof member as ${name}`, 'strictness.proto3.Choice', write(2), UNKNOWN);
    made.keeps(`delimited message as ${name}`, 'strictness.editions.Delimited', wireType === SGROUP ? len(1, '1801') : write(1), UNKNOWN);
  }
  for (const [name, wireType, write] of WIRE_TYPES) {
    if (wireType !== SGROUP) made.keeps(`group as ${name}`, GROUPS, write(1), UNKNOWN);
    if (wireType !== SGROUP) made.keeps(`repeated group as ${name}`, GROUPS, write(5), UNKNOWN);
    if (wireType !== VARINT) made.keeps(`int32 extension as ${name}`, 'strictness.proto2.Extended', write(100), UNKNOWN);
    if (wireType !== LEN) made.keeps(`message extension as ${name}`, 'strictness.proto2.Extended', write(102), UNKNOWN);
  }
  made.shows('an int32 as I32 is not its value', SCALARS, fixed32(3, '07000000'), UNKNOWN, { json: {} });
  made.shows('a string as VARINT is not its length', SCALARS, int(14, 2) + int(3, 5), UNKNOWN, { json: { fInt32: 5 } });
  made.shows('a message as SGROUP is not its content', NESTED, group(1, int(1, 5)), UNKNOWN, { json: {} });
  made.shows('a oneof member as LEN leaves the other one', 'strictness.proto3.Choice', text(2, 'a') + len(1, '05'), UNKNOWN, {
    json: { text: 'a' },
  });
  made.keeps('first wrong, then right', SCALARS, fixed32(3) + int(3, 7), UNKNOWN, [
    { binary: int(3, 7) + fixed32(3) },
    { binary: fixed32(3) + int(3, 7) },
  ]);
  made.refuses('wire type 6', SCALARS, `${tag(3, 6)}00`, 'Protobuf encoding: Message Structure. There are six wire types');
  made.refuses('wire type 7', SCALARS, `${tag(3, 7)}00`, 'Protobuf encoding: Message Structure. There are six wire types');
  made.refuses(
    'wire type 6 on an unknown field',
    SCALARS,
    `${tag(99, 6)}00`,
    'Protobuf encoding: Message Structure. There are six wire types',
  );
  made.refuses(
    'wire type 7 on an unknown field',
    SCALARS,
    `${tag(99, 7)}00`,
    'Protobuf encoding: Message Structure. There are six wire types',
  );
  return made;
}
