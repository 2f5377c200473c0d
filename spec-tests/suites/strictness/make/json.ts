/** ProtoJSON: numbers, bytes, members, and the forms of the well-known types. */
import { int, len, text, utf8 } from './bytes.js';
import { Group } from './group.js';

const SCALARS = 'strictness.proto3.Scalars';
const LISTS = 'strictness.proto3.Lists';
const MAPS = 'strictness.proto3.Maps';
const KNOWN = 'strictness.proto3.Known';
const CHOICE = 'strictness.proto3.Choice';
const NESTED = 'strictness.proto3.Nested';
const EITHER = ['reject', 'accept'] as const;

export function jsonValues(): Group {
  const made = new Group('json values', 'Numbers, booleans, text, bytes and enums in ProtoJSON.');
  const number = 'ProtoJSON: Out of range numeric values';
  const good: readonly [string, string, string][] = [
    ['f_int32: 1.0', '{"fInt32":1.0}', int(3, 1)],
    ['f_int32: 1e2', '{"fInt32":1e2}', int(3, 100)],
    ['f_int32: "1e2"', '{"fInt32":"1e2"}', int(3, 100)],
    ['f_int32: "7"', '{"fInt32":"7"}', int(3, 7)],
    ['f_int32: "7.0"', '{"fInt32":"7.0"}', int(3, 7)],
    ['f_int32: -0', '{"fInt32":-0}', int(3, 0)],
    ['f_int32: the smallest', '{"fInt32":-2147483648}', int(3, -(2n ** 31n))],
    ['f_uint32: the largest', '{"fUint32":4294967295}', int(5, 2n ** 32n - 1n)],
    ['f_int64: text', '{"fInt64":"9223372036854775807"}', int(4, 2n ** 63n - 1n)],
    ['f_int64: text beyond 2^53', '{"fInt64":"9007199254740993"}', int(4, 2n ** 53n + 1n)],
    ['f_int64: a number', '{"fInt64":-5}', int(4, -5)],
    ['f_uint64: the largest as text', '{"fUint64":"18446744073709551615"}', int(6, 2n ** 64n - 1n)],
    ['f_int64: "1e3"', '{"fInt64":"1e3"}', int(4, 1000)],
    ['f_int64: "-9223372036854775808"', '{"fInt64":"-9223372036854775808"}', int(4, -(2n ** 63n))],
    ['f_double: "1.5"', '{"fDouble":"1.5"}', '09000000000000f83f'],
    ['f_double: "NaN"', '{"fDouble":"NaN"}', '09000000000000f87f'],
    ['f_double: "-Infinity"', '{"fDouble":"-Infinity"}', '09000000000000f0ff'],
    ['f_double: -0', '{"fDouble":-0.0}', '090000000000000080'],
    ['f_bool: true', '{"fBool":true}', int(13, 1)],
    ['f_colour: a name', '{"fColour":"COLOUR_RED"}', int(16, 1)],
    ['f_colour: a number', '{"fColour":2}', int(16, 2)],
    ['f_colour: a number without a name', '{"fColour":77}', int(16, 77)],
    ['f_colour: a negative name', '{"fColour":"COLOUR_BELOW"}', int(16, -1)],
  ];
  for (const [name, json, bytes] of good) made.json(name, SCALARS, json, number, bytes);
  made.json(
    'f_int64: a number beyond 2^53 is a double',
    SCALARS,
    '{"fInt64":9007199254740993}',
    'ProtoJSON: Strings for int64s. A bare number is read as a double, in every language',
    int(4, 2n ** 53n),
  );
  made.json(
    'f_float: 3.4028235e38',
    SCALARS,
    '{"fFloat":3.4028235e38}',
    'ProtoJSON: Out of range numeric values. The shortest decimal of the largest float, as printers write it; its nearest float is in range',
    '15ffff7f7f',
  );
  const bad: readonly [string, string][] = [
    ['f_int32: 1.5', '{"fInt32":1.5}'],
    ['f_int32: "1.5"', '{"fInt32":"1.5"}'],
    ['f_int32: 2^31', '{"fInt32":2147483648}'],
    ['f_int32: "2147483648"', '{"fInt32":"2147483648"}'],
    ['f_int32: -2^31 - 1', '{"fInt32":-2147483649}'],
    ['f_int32: 1e10', '{"fInt32":1e10}'],
    ['f_int32: ""', '{"fInt32":""}'],
    ['f_int32: " "', '{"fInt32":" "}'],
    ['f_int32: " 7"', '{"fInt32":" 7"}'],
    ['f_int32: "7 "', '{"fInt32":"7 "}'],
    ['f_int32: "7\\n"', '{"fInt32":"7\\n"}'],
    ['f_int32: "0x10"', '{"fInt32":"0x10"}'],
    ['f_int32: "0b1"', '{"fInt32":"0b1"}'],
    ['f_int32: "1_000"', '{"fInt32":"1_000"}'],
    ['f_int32: "1n"', '{"fInt32":"1n"}'],
    ['f_int32: "seven"', '{"fInt32":"seven"}'],
    ['f_int32: "NaN"', '{"fInt32":"NaN"}'],
    ['f_int32: "Infinity"', '{"fInt32":"Infinity"}'],
    ['f_int32: true', '{"fInt32":true}'],
    ['f_int32: []', '{"fInt32":[]}'],
    ['f_int32: [7]', '{"fInt32":[7]}'],
    ['f_int32: {}', '{"fInt32":{}}'],
    ['f_uint32: -1', '{"fUint32":-1}'],
    ['f_uint32: 2^32', '{"fUint32":4294967296}'],
    ['f_uint32: "-1"', '{"fUint32":"-1"}'],
    ['f_fixed32: -1', '{"fFixed32":-1}'],
    ['f_int64: 2^63 as text', '{"fInt64":"9223372036854775808"}'],
    ['f_int64: -2^63 - 1 as text', '{"fInt64":"-9223372036854775809"}'],
    ['f_int64: 2^63 as a number', '{"fInt64":9223372036854775808}'],
    ['f_int64: 1e30', '{"fInt64":1e30}'],
    ['f_int64: "1.5"', '{"fInt64":"1.5"}'],
    ['f_int64: ""', '{"fInt64":""}'],
    ['f_int64: " 1"', '{"fInt64":" 1"}'],
    ['f_int64: "0x1"', '{"fInt64":"0x1"}'],
    ['f_int64: true', '{"fInt64":true}'],
    ['f_uint64: 2^64 as text', '{"fUint64":"18446744073709551616"}'],
    ['f_uint64: "-1"', '{"fUint64":"-1"}'],
    ['f_fixed64: "-1"', '{"fFixed64":"-1"}'],
    ['f_sfixed64: 2^63 as text', '{"fSfixed64":"9223372036854775808"}'],
    ['f_double: "nan"', '{"fDouble":"nan"}'],
    ['f_double: "inf"', '{"fDouble":"inf"}'],
    ['f_double: "+Infinity"', '{"fDouble":"+Infinity"}'],
    ['f_double: "infinity"', '{"fDouble":"infinity"}'],
    ['f_double: ""', '{"fDouble":""}'],
    ['f_double: " 1"', '{"fDouble":" 1"}'],
    ['f_double: "1 "', '{"fDouble":"1 "}'],
    ['f_double: "0x1"', '{"fDouble":"0x1"}'],
    ['f_double: "1e400"', '{"fDouble":"1e400"}'],
    ['f_double: true', '{"fDouble":true}'],
    ['f_double: NaN without quotes', '{"fDouble":NaN}'],
    ['f_double: Infinity without quotes', '{"fDouble":Infinity}'],
    ['f_float: 3.5e38', '{"fFloat":3.5e38}'],
    ['f_float: "3.5e38"', '{"fFloat":"3.5e38"}'],
    ['f_float: -1e39', '{"fFloat":-1e39}'],
    ['f_bool: "true"', '{"fBool":"true"}'],
    ['f_bool: 1', '{"fBool":1}'],
    ['f_bool: 0', '{"fBool":0}'],
    ['f_bool: ""', '{"fBool":""}'],
    ['f_string: 5', '{"fString":5}'],
    ['f_string: true', '{"fString":true}'],
    ['f_string: []', '{"fString":[]}'],
    ['f_string: ["a"]', '{"fString":["a"]}'],
    ['f_string: {}', '{"fString":{}}'],
    ['f_colour: a name nobody knows', '{"fColour":"COLOUR_BLUE"}'],
    ['f_colour: a name in lower case', '{"fColour":"colour_red"}'],
    ['f_colour: ""', '{"fColour":""}'],
    ['f_colour: 1.5', '{"fColour":1.5}'],
    ['f_colour: 2^31', '{"fColour":2147483648}'],
    ['f_colour: true', '{"fColour":true}'],
    ['f_bytes: 5', '{"fBytes":5}'],
  ];
  for (const [name, json] of bad) made.json(name, SCALARS, json, number, 'reject');
  const base64: readonly [string, string, string][] = [
    ['padded', '+/8=', 'fbff'],
    ['not padded', '+/8', 'fbff'],
    ['URL-safe', '-_8=', 'fbff'],
    ['URL-safe and not padded', '-_8', 'fbff'],
    ['empty', '', ''],
    ['two padding characters', 'AA==', '00'],
  ];
  for (const [name, written, bytes] of base64)
    made.json(`f_bytes: ${name}`, SCALARS, `{"fBytes":"${written}"}`, 'ProtoJSON: bytes', len(15, bytes));
  for (const [name, written] of [
    ['one character', 'A'],
    ['five characters', 'AAAAA'],
    ['a star', 'AA*A'],
    ['a letter beyond ASCII', 'AAé='],
    ['padding first', '=AAA'],
    ['padding inside', 'A=AA'],
    ['three padding characters', 'A==='],
    ['hex with a percent sign', '%00'],
  ] as const) {
    made.json(
      `f_bytes: ${name}`,
      SCALARS,
      `{"fBytes":"${written}"}`,
      'ProtoJSON: bytes, RFC 4648. What is no base64 is refused, not decoded in part',
      'reject',
    );
  }
  made.json('list: null inside', LISTS, '{"int32s":[1,null]}', 'ProtoJSON: Null Values. Lists have no nulls', 'reject');
  made.json('list of messages: null inside', LISTS, '{"leaves":[null]}', 'ProtoJSON: Null Values. Lists have no nulls', 'reject');
  made.json('list of strings: null inside', LISTS, '{"strings":[null]}', 'ProtoJSON: Null Values. Lists have no nulls', 'reject');
  made.json('list: null', LISTS, '{"int32s":null}', 'ProtoJSON: Null Values', '');
  made.json('list: a single value', LISTS, '{"int32s":1}', 'ProtoJSON: repeated V is an array', 'reject');
  made.json('list: an object', LISTS, '{"int32s":{"0":1}}', 'ProtoJSON: repeated V is an array', 'reject');
  made.json('list: a list in a list', LISTS, '{"int32s":[[1]]}', 'ProtoJSON: repeated V is an array', 'reject');
  made.json('map: null inside', MAPS, '{"byString":{"k":null}}', 'ProtoJSON: Null Values', 'reject');
  made.json('map: null', MAPS, '{"byString":null}', 'ProtoJSON: Null Values', '');
  made.json('map: an array', MAPS, '{"byString":[1]}', 'ProtoJSON: map<K,V> is an object', 'reject');
  for (const [name, key] of [
    ['a fraction', '1.5'],
    ['empty', ''],
    ['too large', '2147483648'],
    ['a word', 'one'],
    ['a space before it', ' 1'],
    ['hexadecimal', '0x1'],
  ] as const)
    made.json(
      `map: an int32 key that is ${name}`,
      MAPS,
      `{"byInt32":{${JSON.stringify(key)}:"v"}}`,
      'ProtoJSON: map keys are their kind as text',
      'reject',
    );
  for (const key of ['True', '1', '', 'yes'])
    made.json(
      `map: a bool key ${JSON.stringify(key)}`,
      MAPS,
      `{"byBool":{"${key}":"v"}}`,
      'ProtoJSON: map keys are their kind as text',
      'reject',
    );
  made.json('map: a uint64 key that is negative', MAPS, '{"byUint64":{"-1":"v"}}', 'ProtoJSON: map keys are their kind as text', 'reject');
  made.json('map: two spellings of one key', MAPS, '{"byInt32":{"1":"a","1.0":"b"}}', 'ProtoJSON: Duplicate values', [...EITHER]);
  made.json('enum: an unknown name, passed over', SCALARS, '{"fColour":"COLOUR_BLUE","fInt32":1}', 'ProtoJSON: JSON Options', int(3, 1), {
    ignoreUnknown: true,
  });
  made.json(
    'enum: an unknown name in a list, passed over',
    LISTS,
    '{"colours":["COLOUR_RED","COLOUR_BLUE","COLOUR_GREEN"]}',
    'ProtoJSON: JSON Options',
    len(16, '0102'),
    { ignoreUnknown: true },
  );
  made.json(
    'enum: an unknown name in a map, passed over',
    MAPS,
    '{"colours":{"a":"COLOUR_RED","b":"COLOUR_BLUE"}}',
    'ProtoJSON: JSON Options',
    len(10, text(1, 'a') + int(2, 1)),
    { ignoreUnknown: true },
  );
  return made;
}

export function jsonMembers(): Group {
  const made = new Group('json members', 'JSON text itself, and members that come twice, under two names, or are unknown.');
  const syntax: readonly [string, string][] = [
    ['nothing', ''],
    ['white space', '  \n'],
    ['a comma behind the last member', '{"fInt32":1,}'],
    ['a comma behind the last element', '{"x":[1,]}'],
    ['a comment', '{"fInt32":1 /* one */}'],
    ['single quotes', "{'fInt32':1}"],
    ['a name without quotes', '{fInt32:1}'],
    ['a leading zero', '{"fInt32":01}'],
    ['a plus sign', '{"fInt32":+1}'],
    ['a point without a digit behind it', '{"fInt32":1.}'],
    ['a point without a digit before it', '{"fDouble":.5}'],
    ['hexadecimal', '{"fInt32":0x10}'],
    ['a control character in text', '{"fString":"a\u0001b"}'],
    ['a line break in text', '{"fString":"a\nb"}'],
    ['an escape that does not exist', '{"fString":"\\x41"}'],
    ['half an escape', '{"fString":"\\u12"}'],
    ['text behind the object', '{"fInt32":1} x'],
    ['two objects', '{}{}'],
    ['no closing brace', '{"fInt32":1'],
    ['no closing quote', '{"fString":"a'],
    ['undefined', '{"fInt32":undefined}'],
  ];
  for (const [name, json] of syntax) made.json(`text: ${name}`, SCALARS, json, 'RFC 8259', 'reject');
  for (const [name, json] of [
    ['null', 'null'],
    ['an array', '[]'],
    ['a number', '1'],
    ['a string', '"{}"'],
    ['true', 'true'],
  ] as const)
    made.json(`the message is ${name}`, SCALARS, json, 'ProtoJSON: a message is an object', 'reject');
  made.json('a nested message is an array', NESTED, '{"leaf":[]}', 'ProtoJSON: a message is an object', 'reject');
  made.json('a nested message is text', NESTED, '{"leaf":"{}"}', 'ProtoJSON: a message is an object', 'reject');
  made.json('the name of the schema', SCALARS, '{"f_int32":1}', 'ProtoJSON: Field Names. Both are read', int(3, 1));
  made.json('a name in another case', SCALARS, '{"FINT32":1}', 'ProtoJSON: Field Names', 'reject');
  made.json('an unknown name', SCALARS, '{"nobody":1}', 'ProtoJSON: Null Values, JSON Options. Unknown names are refused', 'reject');
  made.json('an unknown name with null', SCALARS, '{"nobody":null}', 'ProtoJSON: Null Values. Names are checked all the same', 'reject');
  made.json('an unknown name, passed over', SCALARS, '{"nobody":{"a":[1]},"fInt32":1}', 'ProtoJSON: JSON Options', int(3, 1), {
    ignoreUnknown: true,
  });
  made.json('a field number', SCALARS, '{"3":1}', 'ProtoJSON: Field Names', 'reject');
  made.json('an extension nobody knows', 'strictness.proto2.Extended', '{"[nobody.knows]":1}', 'ProtoJSON: Field Names', 'reject');
  made.json(
    'an extension',
    'strictness.proto2.Extended',
    '{"[strictness.proto2.int32_extension]":7}',
    'ProtoJSON: extensions, as all implementations write them',
    int(100, 7),
  );
  made.json(
    'an extension without brackets',
    'strictness.proto2.Extended',
    '{"strictness.proto2.int32_extension":7}',
    'ProtoJSON: Field Names',
    'reject',
  );
  made.json(
    'an extension of another message',
    'strictness.proto2.Payload',
    '{"[strictness.proto2.int32_extension]":7}',
    'ProtoJSON: Field Names',
    'reject',
  );
  const twice = 'ProtoJSON: Duplicate values. The last one is kept, or the object is refused; no other value wins';
  made.json('a member twice', SCALARS, '{"fInt32":1,"fInt32":2}', twice, ['reject', { binary: int(3, 2) }]);
  made.json('a member under both names', SCALARS, '{"fInt32":1,"f_int32":2}', twice, ['reject', { binary: int(3, 2) }]);
  made.json('a member under both names, the other way round', SCALARS, '{"f_int32":1,"fInt32":2}', twice, [
    'reject',
    { binary: int(3, 2) },
  ]);
  made.json('a message twice', NESTED, '{"leaf":{"number":1},"leaf":{"text":"x"}}', `${twice}; JSON does not merge`, [
    'reject',
    { binary: len(1, text(2, 'x')) },
  ]);
  made.json('a list twice', LISTS, '{"int32s":[1],"int32s":[2]}', `${twice}; JSON does not join`, ['reject', { binary: len(3, '02') }]);
  made.json('a map key twice', MAPS, '{"byString":{"k":1,"k":2}}', twice, ['reject', { binary: len(1, text(1, 'k') + int(2, 2)) }]);
  made.json(
    'two members of a oneof',
    CHOICE,
    '{"number":1,"text":"x"}',
    'ProtoJSON: Duplicate values, upstream conformance OneofFieldDuplicate',
    'reject',
  );
  made.json(
    'two members of a oneof, one of them null',
    CHOICE,
    '{"number":null,"text":"x"}',
    'ProtoJSON: Null Values. A null leaves the member unset',
    text(2, 'x'),
  );
  made.json('a NullValue in a oneof', CHOICE, '{"nothing":null}', 'ProtoJSON: Null Values. A NullValue is set by null', int(5, 0));
  made.json(
    'a NullValue and another member',
    CHOICE,
    '{"nothing":null,"number":1}',
    'ProtoJSON: Null Values. A NullValue is set by null',
    'reject',
  );
  made.json('a member with null', NESTED, '{"leaf":null,"number":null}', 'ProtoJSON: Null Values', '');
  return made;
}

export function jsonKnown(): Group {
  const made = new Group('json well-known', 'Timestamp, Duration, FieldMask, Any, Struct, Value and wrappers in ProtoJSON.');
  const time = 'ProtoJSON: Timestamp, RFC 3339';
  const stamp = (seconds: bigint | number, nanos = 0): string =>
    len(7, (BigInt(seconds) === 0n ? '' : int(1, seconds)) + (nanos === 0 ? '' : int(2, nanos)));
  const goodTimes: readonly [string, string][] = [
    ['1970-01-01T00:00:00Z', stamp(0)],
    ['0001-01-01T00:00:00Z', stamp(-62135596800n)],
    ['9999-12-31T23:59:59.999999999Z', stamp(253402300799n, 999999999)],
    ['1970-01-01T00:00:00.000000001Z', stamp(0, 1)],
    ['1970-01-01T00:00:01.5Z', stamp(1, 500000000)],
    ['1969-12-31T23:59:59.9Z', stamp(-1, 900000000)],
    ['1970-01-01T01:00:00+01:00', stamp(0)],
    ['1969-12-31T16:00:00-08:00', stamp(0)],
    ['2024-02-29T00:00:00Z', stamp(1709164800)],
    ['2000-02-29T00:00:00Z', stamp(951782400)],
  ];
  for (const [written, bytes] of goodTimes) made.json(`Timestamp ${written}`, KNOWN, `{"timestamp":"${written}"}`, time, bytes);
  const badTimes = [
    '0000-01-01T00:00:00Z',
    '10000-01-01T00:00:00Z',
    '2023-02-29T00:00:00Z',
    '1900-02-29T00:00:00Z',
    '2023-02-30T00:00:00Z',
    '2023-04-31T00:00:00Z',
    '2023-00-01T00:00:00Z',
    '2023-13-01T00:00:00Z',
    '2023-01-00T00:00:00Z',
    '2023-01-32T00:00:00Z',
    '2023-01-01T24:00:00Z',
    '2023-01-01T00:60:00Z',
    '2023-01-01T00:00:61Z',
    '2023-01-01T00:00:00',
    '2023-01-01T00:00:00.Z',
    '2023-01-01T00:00:00.1234567890Z',
    '2023-01-01T00:00:00,5Z',
    '2023-01-01 00:00:00Z',
    '2023-01-01t00:00:00Z',
    '2023-01-01T00:00:00z',
    '2023-1-1T00:00:00Z',
    '2023-01-01',
    '2023-01-01T00:00Z',
    '20230101T000000Z',
    '2023-01-01T00:00:00+0100',
    '2023-01-01T00:00:00+24:00',
    '2023-01-01T00:00:00+01:60',
    '2023-01-01T00:00:00Z ',
    ' 2023-01-01T00:00:00Z',
    '2023-01-01T00:00:00ZZ',
    '',
    'now',
    '0001-01-01T00:00:00+00:01',
    '9999-12-31T23:59:59-00:01',
    '-2023-01-01T00:00:00Z',
    '+2023-01-01T00:00:00Z',
    '2023-01-01T00:00:00.+1Z',
    '２023-01-01T00:00:00Z',
  ];
  for (const written of badTimes) made.json(`Timestamp "${written}"`, KNOWN, `{"timestamp":"${written}"}`, time, 'reject');
  made.json('Timestamp: a number', KNOWN, '{"timestamp":0}', time, 'reject');
  made.json('Timestamp: an object', KNOWN, '{"timestamp":{"seconds":"1"}}', time, 'reject');
  for (const [name, bytes] of [
    ['before year 1', stamp(-62135596801n)],
    ['after year 9999', stamp(253402300800n)],
    ['negative nanoseconds', stamp(1, -1)],
    ['a second of nanoseconds', stamp(1, 1000000000)],
  ] as const)
    made.shows(`Timestamp: ${name} is not printed`, KNOWN, bytes, time, 'reject');
  made.shows('Timestamp: nanoseconds are printed whole', KNOWN, stamp(0, 1), time, {
    json: { timestamp: '1970-01-01T00:00:00.000000001Z' },
  });
  made.shows('Timestamp: three digits where they do', KNOWN, stamp(0, 10000000), time, { json: { timestamp: '1970-01-01T00:00:00.010Z' } });
  made.shows('Timestamp: the first second of year 1', KNOWN, stamp(-62135596800n), time, { json: { timestamp: '0001-01-01T00:00:00Z' } });

  const span = 'ProtoJSON: Duration';
  const duration = (seconds: bigint | number, nanos: bigint | number = 0): string =>
    len(2, (BigInt(seconds) === 0n ? '' : int(1, seconds)) + (BigInt(nanos) === 0n ? '' : int(2, nanos)));
  for (const [written, bytes] of [
    ['0s', duration(0)],
    ['1.5s', duration(1, 500000000)],
    ['-1.5s', duration(-1, -500000000)],
    ['-0.5s', duration(0, -500000000)],
    ['0.000000001s', duration(0, 1)],
    ['315576000000s', duration(315576000000n)],
    ['-315576000000.999999999s', duration(-315576000000n, -999999999)],
  ] as const)
    made.json(`Duration ${written}`, KNOWN, `{"duration":"${written}"}`, span, bytes);
  for (const written of [
    '1',
    '',
    's',
    '1 s',
    ' 1s',
    '1s ',
    '1.s.',
    '1,5s',
    '1m',
    '1e3s',
    '0x1s',
    '1.0000000001s',
    '315576000001s',
    '-315576000001s',
    '--1s',
    '+-1s',
    '1s1s',
    'NaNs',
    'Infinitys',
    '1.-5s',
    '１s',
  ])
    made.json(`Duration "${written}"`, KNOWN, `{"duration":"${written}"}`, span, 'reject');
  made.json('Duration: a number', KNOWN, '{"duration":1}', span, 'reject');
  for (const [name, bytes] of [
    ['too long', duration(315576000001n)],
    ['signs that differ', duration(1, -1)],
    ['signs that differ, the other way', duration(-1, 1)],
    ['a second of nanoseconds', duration(0, 1000000000)],
  ] as const)
    made.shows(`Duration: ${name} is not printed`, KNOWN, bytes, span, 'reject');
  made.shows('Duration: less than a second before zero', KNOWN, duration(0, -1), span, { json: { duration: '-0.000000001s' } });

  const mask = 'ProtoJSON: FieldMask';
  made.json('FieldMask: camel case', KNOWN, '{"mask":"fooBar,baz.quxQuux"}', mask, len(3, text(1, 'foo_bar') + text(1, 'baz.qux_quux')));
  made.json('FieldMask: nothing', KNOWN, '{"mask":""}', mask, len(3, ''));
  made.json('FieldMask: an underscore', KNOWN, '{"mask":"foo_bar"}', mask, 'reject');
  made.json('FieldMask: an array', KNOWN, '{"mask":["foo"]}', mask, 'reject');
  for (const [name, path] of [
    ['capitals', 'fooBar'],
    ['an underscore before a digit', 'foo_3'],
    ['two underscores', 'foo__bar'],
    ['an underscore last', 'foo_'],
  ] as const)
    made.shows(`FieldMask: ${name} cannot be printed`, KNOWN, len(3, text(1, path)), `${mask}: Round-trip Limitations`, 'reject');

  const any = 'ProtoJSON: Any';
  const leaf = 'type.googleapis.com/strictness.proto3.Leaf';
  const packed = (url: string, content: string): string => len(1, text(1, url) + (content === '' ? '' : len(2, content)));
  made.json('Any: a message', KNOWN, `{"any":{"@type":"${leaf}","number":5}}`, any, packed(leaf, int(1, 5)));
  made.json('Any: the type last', KNOWN, `{"any":{"number":5,"@type":"${leaf}"}}`, any, packed(leaf, int(1, 5)));
  made.json(
    'Any: another host',
    KNOWN,
    '{"any":{"@type":"example.org/a/strictness.proto3.Leaf","number":5}}',
    any,
    packed('example.org/a/strictness.proto3.Leaf', int(1, 5)),
  );
  made.json('Any: nothing', KNOWN, '{"any":{}}', any, len(1, ''));
  made.json('Any: no type', KNOWN, '{"any":{"number":5}}', any, 'reject');
  made.json('Any: an empty type', KNOWN, '{"any":{"@type":""}}', any, 'reject');
  made.json('Any: no slash', KNOWN, '{"any":{"@type":"strictness.proto3.Leaf"}}', any, 'reject');
  made.json('Any: nothing behind the slash', KNOWN, '{"any":{"@type":"type.googleapis.com/"}}', any, 'reject');
  made.json('Any: a type nobody knows', KNOWN, '{"any":{"@type":"type.googleapis.com/nobody.Knows"}}', any, 'reject');
  made.json('Any: a type that is a number', KNOWN, '{"any":{"@type":5}}', any, 'reject');
  made.json('Any: two types', KNOWN, `{"any":{"@type":"${leaf}","@type":"type.googleapis.com/strictness.proto3.Nested"}}`, any, [
    'reject',
    { binary: packed('type.googleapis.com/strictness.proto3.Nested', '') },
  ]);
  made.json('Any: an unknown member', KNOWN, `{"any":{"@type":"${leaf}","nobody":5}}`, any, 'reject');
  made.json(
    'Any: a Duration',
    KNOWN,
    '{"any":{"@type":"type.googleapis.com/google.protobuf.Duration","value":"1s"}}',
    any,
    packed('type.googleapis.com/google.protobuf.Duration', int(1, 1)),
  );
  made.json('Any: a Duration without its value', KNOWN, '{"any":{"@type":"type.googleapis.com/google.protobuf.Duration"}}', any, [
    ...EITHER,
  ]);
  made.json(
    'Any: a Duration as a message',
    KNOWN,
    '{"any":{"@type":"type.googleapis.com/google.protobuf.Duration","seconds":"1"}}',
    any,
    'reject',
  );
  made.json(
    'Any: a Duration and more',
    KNOWN,
    '{"any":{"@type":"type.googleapis.com/google.protobuf.Duration","value":"1s","seconds":"1"}}',
    any,
    'reject',
  );
  made.json(
    'Any: an Empty is no special case',
    KNOWN,
    '{"any":{"@type":"type.googleapis.com/google.protobuf.Empty"}}',
    any,
    packed('type.googleapis.com/google.protobuf.Empty', ''),
  );
  made.json(
    'Any: required fields missing inside',
    KNOWN,
    '{"any":{"@type":"type.googleapis.com/strictness.proto2.Required"}}',
    any,
    'reject',
  );
  made.shows('Any: a type nobody knows is not printed', KNOWN, packed('type.googleapis.com/nobody.Knows', '0801'), any, 'reject');
  made.shows('Any: bytes that are no such message are not printed', KNOWN, packed(leaf, '0a05'), any, 'reject');
  made.shows('Any: no type but bytes is not printed', KNOWN, len(1, len(2, '0801')), any, 'reject');

  const value = 'ProtoJSON: Value, Struct';
  const named = (json: string): string => `{"value":${json}}`;
  for (const [json, bytes] of [
    ['null', int(1, 0)],
    ['true', int(4, 1)],
    ['""', text(3, '')],
    ['0', '110000000000000000'],
    ['[]', len(6, '')],
    ['{}', len(5, '')],
  ] as const)
    made.json(`Value ${json}`, KNOWN, named(json), value, len(5, bytes));
  made.json('Value: text that looks like a number stays text', KNOWN, named('"NaN"'), value, len(5, text(3, 'NaN')));
  made.json('Value: a number beyond doubles', KNOWN, named('1e400'), value, 'reject');
  made.json('Struct: null', KNOWN, '{"struct":null}', 'ProtoJSON: Null Values', '');
  made.json('Struct: an array', KNOWN, '{"struct":[]}', value, 'reject');
  made.json('Struct: a number', KNOWN, '{"struct":1}', value, 'reject');
  made.json('ListValue: an object', KNOWN, '{"list":{}}', value, 'reject');
  made.json('ListValue: null inside', KNOWN, '{"list":[null]}', value, len(6, len(1, int(1, 0))));
  made.json('list of Values: null inside', KNOWN, '{"values":[null]}', value, len(14, int(1, 0)));
  made.shows('Value: NaN is not printed', KNOWN, len(5, '11000000000000f87f'), value, 'reject');
  made.shows('Value: Infinity is not printed', KNOWN, len(5, '11000000000000f07f'), value, 'reject');
  made.shows('Value: one without a kind is not printed', KNOWN, len(5, ''), value, 'reject');
  made.shows('Struct: a field without a kind is not printed', KNOWN, len(4, len(1, text(1, 'k') + len(2, ''))), value, 'reject');

  const wrapper = 'ProtoJSON: wrappers are written as what they wrap';
  made.json('Int32Value', KNOWN, '{"int32Value":5}', wrapper, len(8, int(1, 5)));
  made.json('Int32Value: zero', KNOWN, '{"int32Value":0}', wrapper, len(8, ''));
  made.json('Int32Value: null', KNOWN, '{"int32Value":null}', wrapper, '');
  made.json('Int32Value: an object', KNOWN, '{"int32Value":{"value":5}}', wrapper, 'reject');
  made.json('Int32Value: 1.5', KNOWN, '{"int32Value":1.5}', wrapper, 'reject');
  made.json('Int64Value: text', KNOWN, '{"int64Value":"9007199254740993"}', wrapper, len(9, int(1, 2n ** 53n + 1n)));
  made.json('StringValue: a number', KNOWN, '{"stringValue":5}', wrapper, 'reject');
  made.json('BoolValue: text', KNOWN, '{"boolValue":"true"}', wrapper, 'reject');
  made.json('BytesValue', KNOWN, '{"bytesValue":"AP8"}', wrapper, len(11, len(1, '00ff')));
  made.json('DoubleValue: "NaN"', KNOWN, '{"doubleValue":"NaN"}', wrapper, len(12, '09000000000000f87f'));
  made.shows('a string that has to be escaped', KNOWN, len(10, len(1, utf8('"\\\u0000\u2028'))), 'RFC 8259 §7', {
    json: { stringValue: '"\\\u0000\u2028' },
  });
  return made;
}
