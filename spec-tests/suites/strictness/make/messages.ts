/** Required fields, merging, unknown fields and enums, input that changes afterwards. */
import { fixed32, fixed64, group, int, len, longVarint, tag, text, VARINT, varint } from './bytes.js';
import { Group } from './group.js';

const REQUIRED = 'strictness.proto2.Required';
const INSIDE = 'strictness.proto2.RequiredInside';
const MISSING = 'Protobuf proto2: Field Labels. A message without its required fields is neither read nor written';

export function required(): Group {
  const made = new Group(
    'required',
    'Required fields that are missing are found when a message is read and when it is written; both can be told not to look.',
  );
  const whole = int(1, 5);
  made.refuses('missing', REQUIRED, text(2, 'x'), MISSING);
  made.refuses('missing in no bytes at all', REQUIRED, '', MISSING);
  made.refuses('there with another wire type', REQUIRED, fixed32(1), MISSING);
  made.keeps('there', REQUIRED, whole, MISSING);
  made.keeps('there, and zero', REQUIRED, int(1, 0), MISSING);
  const places: readonly [string, (content: string) => string][] = [
    ['a nested message', (content) => len(1, content)],
    ['a list', (content) => len(2, whole) + len(2, content)],
    ['a map value', (content) => len(3, text(1, 'k') + len(2, content))],
    ['a oneof', (content) => len(6, content)],
    ['an extension', (content) => len(100, content)],
  ];
  for (const [name, put] of places) {
    made.refuses(`missing in ${name}`, INSIDE, put(text(2, 'x')), MISSING);
    made.keeps(`there in ${name}`, INSIDE, put(whole), MISSING);
    made.keeps(
      `missing in ${name}, and allowed`,
      INSIDE,
      put(text(2, 'x')),
      'Partial messages can be asked for, as in C++, Java and Go',
      undefined,
      { allowMissingRequired: true },
    );
  }
  made.refuses('missing in a group', INSIDE, group(4, ''), MISSING);
  made.keeps('there in a group', INSIDE, group(4, int(5, 1)), MISSING);
  made.refuses('missing with LEGACY_REQUIRED', 'strictness.editions.Features', text(1, 'x'), 'Protobuf features: field_presence');
  made.keeps('there with LEGACY_REQUIRED', 'strictness.editions.Features', int(3, 1), 'Protobuf features: field_presence');
  made.keeps('missing, and allowed', REQUIRED, text(2, 'x'), 'Partial messages can be asked for, as in C++, Java and Go', undefined, {
    allowMissingRequired: true,
  });
  made.keeps(
    'brought by a later part of the same message',
    INSIDE,
    len(1, text(2, 'x')) + len(1, whole),
    'Protobuf encoding: Last One Wins. The parts are merged before anybody looks for what is missing',
    len(1, whole + text(2, 'x')),
  );
  made.keeps(
    'missing in a oneof member that another one replaces',
    INSIDE,
    len(6, text(2, 'x')) + int(7, 1),
    'Protobuf encoding: Last One Wins',
    int(7, 1),
  );
  made.assign('missing in a message that is written', REQUIRED, { field: 'text', as: 'string', text: '"x"' }, MISSING, 'reject');
  made.json('missing in JSON', REQUIRED, '{"text":"x"}', MISSING, 'reject');
  made.json('missing in an empty object', REQUIRED, '{}', MISSING, 'reject');
  made.json('there in JSON', REQUIRED, '{"number":5}', MISSING, whole);
  made.json('null in JSON', REQUIRED, '{"number":null}', 'ProtoJSON: Null Values. A null leaves the field unset', 'reject');
  made.json('missing in JSON, nested', INSIDE, '{"one":{}}', MISSING, 'reject');
  made.json('missing in JSON, in a list', INSIDE, '{"many":[{"number":1},{}]}', MISSING, 'reject');
  made.json('missing in JSON, in a map', INSIDE, '{"named":{"k":{}}}', MISSING, 'reject');
  made.json('missing in JSON, in an extension', INSIDE, '{"[strictness.proto2.required_extension]":{}}', MISSING, 'reject');
  made.text('missing in text', REQUIRED, 'text: "x"', 'Protobuf text format: Fields. A required field is given once', 'reject');
  made.text('there in text', REQUIRED, 'number: 5', MISSING, whole);
  made.text('missing in text, nested', INSIDE, 'one {}', MISSING, 'reject');
  made.text('missing in text, in an extension', INSIDE, '[strictness.proto2.required_extension] {}', MISSING, 'reject');
  return made;
}

const LAST = 'Protobuf encoding: Last One Wins';

export function merging(): Group {
  const made = new Group(
    'merging',
    'Fields that come more than once: the last scalar holds, messages are merged, lists are joined, oneofs change their mind.',
  );
  const nested = 'strictness.proto3.Nested';
  const choice = 'strictness.proto3.Choice';
  made.keeps('a scalar', 'strictness.proto3.Scalars', int(3, 1) + int(3, 2), LAST, int(3, 2));
  made.keeps('a scalar that becomes zero', 'strictness.proto3.Scalars', int(3, 1) + int(3, 0), LAST, int(3, 0));
  made.keeps('a scalar without presence that becomes zero', 'strictness.proto3.Implicit', int(3, 1) + int(3, 0), LAST, '');
  made.keeps('a string without presence that becomes empty', 'strictness.proto3.Implicit', text(14, 'x') + text(14, ''), LAST, '');
  made.keeps(
    'a message',
    nested,
    len(1, int(1, 1) + int(3, 7)) + len(1, text(2, 'x') + int(3, 8)),
    LAST,
    len(1, int(1, 1) + text(2, 'x') + len(3, '0708')),
  );
  made.keeps('a message, then an empty one', nested, len(1, int(1, 1)) + len(1, ''), LAST, len(1, int(1, 1)));
  made.keeps(
    'a message with unknown fields in both parts',
    nested,
    len(1, int(9, 1)) + len(1, int(9, 2)),
    LAST,
    len(1, int(9, 1) + int(9, 2)),
  );
  made.keeps('a group', 'strictness.proto2.Groups', group(1, int(2, 1)) + group(1, text(3, 'x')), LAST, group(1, int(2, 1) + text(3, 'x')));
  made.keeps(
    'a delimited message',
    'strictness.editions.Delimited',
    group(1, int(3, 1)) + group(1, group(2, int(1, 5))),
    LAST,
    group(1, group(2, int(1, 5)) + int(3, 1)),
  );
  made.keeps('a message extension', 'strictness.proto2.Extended', len(102, int(1, 1)) + len(102, text(2, 'x')), LAST, [
    { binary: len(102, int(1, 1) + text(2, 'x')) },
    { binary: len(102, int(1, 1)) + len(102, text(2, 'x')) },
  ]);
  made.shows('a message extension, shown', 'strictness.proto2.Extended', len(102, int(1, 1)) + len(102, text(2, 'x')), LAST, {
    json: { '[strictness.proto2.message_extension]': { number: 1, text: 'x' } },
  });
  made.keeps(
    'lists, elsewhere in between',
    nested,
    len(2, int(1, 1)) + int(3, 5) + len(2, int(1, 2)),
    LAST,
    len(2, int(1, 1)) + len(2, int(1, 2)) + int(3, 5),
  );
  made.keeps(
    'packed and not packed, mixed',
    'strictness.proto3.Lists',
    len(3, '0102') + int(3, 3) + len(3, '') + len(3, '04'),
    'Protobuf encoding: Packed. Both forms are read, and joined',
    len(3, '01020304'),
  );
  made.keeps(
    'packed where it is declared expanded',
    'strictness.editions.Features',
    int(3, 1) + len(4, '0102'),
    'Protobuf encoding: Packed. Both forms are read',
    int(3, 1) + int(4, 1) + int(4, 2),
  );
  made.keeps(
    'a oneof: the second member holds',
    choice,
    int(1, 5) + text(2, 'x'),
    'Protobuf proto3: Oneof. Only the last member seen is kept',
    text(2, 'x'),
  );
  made.keeps(
    'a oneof: the first member comes back',
    choice,
    int(1, 5) + text(2, 'x') + int(1, 6),
    'Protobuf proto3: Oneof. Only the last member seen is kept',
    int(1, 6),
  );
  made.keeps(
    'a oneof: a message twice is merged',
    choice,
    len(3, int(1, 1)) + len(3, text(2, 'x')),
    LAST,
    len(3, int(1, 1) + text(2, 'x')),
  );
  made.keeps(
    'a oneof: a message, another member, the message again',
    choice,
    len(3, int(1, 1)) + int(1, 5) + len(3, text(2, 'x')),
    'Protobuf proto3: Oneof. The other member has cleared it, nothing is left to merge with',
    len(3, text(2, 'x')),
  );
  made.keeps(
    'a oneof: a member with its default value',
    choice,
    int(1, 0),
    'Protobuf proto3: Oneof. A member that was set to its default is set',
    int(1, 0),
  );
  made.keeps(
    'a oneof: an empty string',
    choice,
    text(2, ''),
    'Protobuf proto3: Oneof. A member that was set to its default is set',
    text(2, ''),
  );
  made.keeps('a oneof: a NullValue', choice, int(5, 0), 'Protobuf proto3: Oneof. A member that was set to its default is set', int(5, 0));
  made.keeps(
    'a oneof of proto2: a closed enum without a name does not clear the other',
    'strictness.proto2.Closed',
    int(6, 5) + int(5, 99),
    'Protobuf enum: Definitions. The value is an unknown field, the member was not seen',
    int(5, 99) + int(6, 5),
  );
  return made;
}

const UNKNOWN = 'Protobuf proto3: Unknown Fields. They are kept and written again';

export function unknown(): Group {
  const made = new Group(
    'unknown fields',
    'What a schema does not know is kept as it came: each wire type, in order, in every message, and enum values without a name.',
  );
  const scalars = 'strictness.proto3.Scalars';
  made.keeps('a varint', scalars, int(99, 300), UNKNOWN);
  made.keeps('the largest varint', scalars, int(99, -1), UNKNOWN);
  made.keeps('64 bits', scalars, fixed64(99), UNKNOWN);
  made.keeps('64 bits that are a NaN with a payload', scalars, fixed64(99, '010000000000f47f'), UNKNOWN);
  made.keeps('32 bits', scalars, fixed32(99), UNKNOWN);
  made.keeps('bytes', scalars, len(99, '00ff80'), UNKNOWN);
  made.keeps('no bytes', scalars, len(99, ''), UNKNOWN);
  made.keeps('a group', scalars, group(99, int(1, 1) + fixed32(2) + group(3, '')), UNKNOWN);
  made.keeps('several of one number, in order', scalars, int(99, 3) + int(99, 1) + fixed32(99) + int(99, 2), UNKNOWN);
  made.keeps('field 2^29 - 1', scalars, len(2 ** 29 - 1, 'aa'), UNKNOWN);
  made.keeps('numbers that are reserved for the implementation', scalars, int(19_000, 1), UNKNOWN);
  made.keeps('between known fields', scalars, int(3, 5) + int(50, 6) + text(14, 'x'), UNKNOWN);
  made.keeps('in a nested message', 'strictness.proto3.Nested', len(1, int(1, 5) + int(50, 6)), UNKNOWN);
  made.keeps('in a list of messages', 'strictness.proto3.Nested', len(2, int(50, 6)) + len(2, int(51, 7)), UNKNOWN);
  made.keeps('in a oneof', 'strictness.proto3.Choice', len(3, int(50, 6)), UNKNOWN);
  made.keeps('in a map value', 'strictness.proto3.Maps', len(5, text(1, 'k') + len(2, int(50, 6))), UNKNOWN);
  made.keeps('in a well-known type', 'strictness.proto3.Known', len(7, int(1, 5) + int(50, 6)), UNKNOWN);
  made.keeps('in a delimited message', 'strictness.editions.Delimited', group(1, int(50, 6)), UNKNOWN);
  made.keeps('an extension nobody knows', 'strictness.proto2.Extended', len(5000, 'c328'), UNKNOWN);
  made.keeps('a varint in more bytes than it needs', scalars, tag(99, VARINT) + longVarint(1, 3), UNKNOWN, [
    { binary: tag(99, VARINT) + longVarint(1, 3) },
    { binary: int(99, 1) },
  ]);
  made.keeps('a thousand of them', scalars, int(99, 1).repeat(1000), UNKNOWN);
  made.keeps(
    'an open enum: a number without a name',
    scalars,
    int(16, 77),
    'Protobuf enum: Definitions. An open enum keeps it in the field',
  );
  made.shows(
    'an open enum: a number without a name, shown',
    scalars,
    int(16, 77),
    'ProtoJSON: Enums. A number without a name is printed as a number',
    { json: { fColour: 77 } },
  );
  const closed = 'strictness.proto2.Closed';
  const rule = 'Protobuf enum: Definitions. A closed enum keeps numbers without a name among the unknown fields';
  made.keeps('a closed enum: a number without a name', closed, int(1, 77), rule);
  made.shows('a closed enum: a number without a name, shown', closed, int(1, 77), rule, { json: {} });
  made.keeps('a closed enum: known, then without a name', closed, int(1, 2) + int(1, 77), rule, [
    { binary: int(1, 2) + int(1, 77) },
    { binary: int(1, 77) + int(1, 2) },
  ]);
  made.keeps(
    'a closed enum: a list with one without a name',
    closed,
    int(2, 1) + int(2, 77) + int(2, 2),
    rule,
    int(2, 1) + int(2, 2) + int(2, 77),
  );
  made.shows('a closed enum: a packed list with one without a name', closed, len(3, '014d02'), rule, {
    json: { packedLevels: ['LOW', 'HIGH'] },
  });
  made.keeps('a closed enum: a packed list with one without a name, kept', closed, len(3, '014d02'), rule, [
    { binary: len(3, '0102') + int(3, 77) },
    { binary: int(3, 77) + len(3, '0102') },
    { binary: len(3, '0102') + len(3, '4d') },
  ]);
  made.keeps('a closed enum: a negative value with a name', closed, int(1, -3), rule);
  made.keeps(
    'a closed enum: a value that is a name when cut to 32 bits',
    closed,
    int(1, 2n ** 32n + 1n),
    'Protobuf proto2: Updating. Enum values are 32 bits',
    [{ binary: int(1, 1) }, { binary: int(1, 2n ** 32n + 1n) }],
  );
  made.keeps('a closed enum in an extension', 'strictness.proto2.Extended', int(105, 77), rule);
  return made;
}

export function aliasing(): Group {
  const made = new Group('input reused', 'The bytes that were decoded may be overwritten afterwards: a message keeps what it read.');
  const why = 'Sockets and pools reuse their buffers; a message that changes with them is a wrong message';
  const options = { overwriteInput: true } as const;
  const cases: readonly [string, string, string][] = [
    ['bytes', 'strictness.proto3.Scalars', len(15, '00010203')],
    ['long bytes', 'strictness.proto3.Scalars', len(15, 'ab'.repeat(5000))],
    ['a short string', 'strictness.proto3.Scalars', text(14, 'hello')],
    ['a long string', 'strictness.proto3.Scalars', text(14, 'hello '.repeat(500))],
    ['a string beyond ASCII', 'strictness.proto3.Scalars', text(14, 'grüße '.repeat(100))],
    ['a list of bytes', 'strictness.proto3.Lists', len(15, '0001') + len(15, '0203')],
    ['packed doubles', 'strictness.proto3.Lists', len(1, '000000000000f03f'.repeat(20))],
    ['packed fixed32', 'strictness.proto3.Lists', len(9, '01000000'.repeat(20))],
    ['an unknown field', 'strictness.proto3.Scalars', len(99, 'aabbcc')],
    ['an unknown group', 'strictness.proto3.Scalars', group(99, text(1, 'hello'))],
    ['unknown fields in a nested message', 'strictness.proto3.Nested', len(1, len(99, 'aabbcc'))],
    ['an extension', 'strictness.proto2.Extended', len(102, text(2, 'hello'))],
    ['a map of bytes', 'strictness.proto3.Maps', len(6, text(1, 'k') + len(2, 'aabbcc'))],
    ['the bytes of an Any', 'strictness.proto3.Known', len(1, text(1, 'type.googleapis.com/x') + len(2, 'aabbcc'))],
    ['a varint', 'strictness.proto3.Scalars', int(4, 2n ** 60n) + tag(99, VARINT) + varint(7)],
  ];
  for (const [name, type, bytes] of cases) made.keeps(name, type, bytes, why, undefined, options);
  return made;
}
