/** Maps and what may stand in one of their entries. */
import { fixed32, group, int, len, text, utf8, varint } from './bytes.js';
import { Group } from './group.js';

const MAPS = 'strictness.proto3.Maps';
const ENTRY = 'Protobuf encoding: Maps. An entry is a message with two fields: what may happen to a message may happen to it';
/** upb keeps an entry that has anything unknown in it as a whole, as an unknown field. */
const UNKNOWN_ENTRY = { json: {} };
const NAME = 'A key is data: names that mean something to objects of a language mean nothing as a key';

const entry = (field: number, ...parts: readonly string[]): string => len(field, parts.join(''));

export function maps(): Group {
  const made = new Group('maps', 'Entries with parts missing, doubled, unknown or in another order.');
  made.shows('no value', MAPS, entry(1, text(1, 'k')), ENTRY, { json: { byString: { k: 0 } } });
  made.shows('no key', MAPS, entry(1, int(2, 5)), ENTRY, { json: { byString: { '': 5 } } });
  made.shows('neither', MAPS, entry(1), ENTRY, { json: { byString: { '': 0 } } });
  made.shows('neither, int32 to string', MAPS, entry(2), ENTRY, { json: { byInt32: { 0: '' } } });
  made.shows('neither, bool to string', MAPS, entry(4), ENTRY, { json: { byBool: { false: '' } } });
  made.shows('no value of a message kind', MAPS, entry(5, text(1, 'k')), ENTRY, { json: { leaves: { k: {} } } });
  made.shows('no value of an enum kind', MAPS, entry(10, text(1, 'k')), ENTRY, { json: { colours: { k: 'COLOUR_UNSPECIFIED' } } });
  made.shows('value before key', MAPS, entry(1, int(2, 5), text(1, 'k')), ENTRY, { json: { byString: { k: 5 } } });
  made.shows('two keys', MAPS, entry(1, text(1, 'a'), int(2, 5), text(1, 'b')), ENTRY, { json: { byString: { b: 5 } } });
  made.shows('two values', MAPS, entry(1, text(1, 'a'), int(2, 5), int(2, 6)), ENTRY, { json: { byString: { a: 6 } } });
  made.shows(
    'two message values are merged',
    MAPS,
    entry(5, text(1, 'a'), len(2, int(1, 5) + int(3, 1)), len(2, text(2, 't') + int(3, 2))),
    'Protobuf encoding: Last One Wins. Singular messages are merged, and the value of an entry is one',
    {
      json: { leaves: { a: { number: 5, text: 't', numbers: [1, 2] } } },
    },
  );
  made.shows(
    'the same key twice',
    MAPS,
    entry(1, text(1, 'a'), int(2, 5)) + entry(1, text(1, 'a'), int(2, 6)),
    'Protobuf proto3: Maps. The last of duplicate keys is used',
    {
      json: { byString: { a: 6 } },
    },
  );
  made.shows(
    'the same key twice, with messages',
    MAPS,
    entry(5, text(1, 'a'), len(2, int(1, 5))) + entry(5, text(1, 'a'), len(2, text(2, 't'))),
    'Protobuf proto3: Maps. The last of duplicate keys is used; entries are not merged',
    {
      json: { leaves: { a: { text: 't' } } },
    },
  );
  made.shows(
    'an unknown field',
    MAPS,
    entry(1, text(1, 'a'), int(3, 9), int(2, 5)),
    ENTRY,
    { json: { byString: { a: 5 } } },
    UNKNOWN_ENTRY,
  );
  made.shows(
    'an unknown group',
    MAPS,
    entry(1, text(1, 'a'), group(3, int(1, 1)), int(2, 5)),
    ENTRY,
    { json: { byString: { a: 5 } } },
    UNKNOWN_ENTRY,
  );
  made.shows(
    'a key with another wire type',
    MAPS,
    entry(1, fixed32(1), int(2, 5)),
    `${ENTRY}; a field of another wire type is unknown`,
    {
      json: { byString: { '': 5 } },
    },
    UNKNOWN_ENTRY,
  );
  made.shows(
    'a value with another wire type',
    MAPS,
    entry(1, text(1, 'a'), fixed32(2)),
    `${ENTRY}; a field of another wire type is unknown`,
    { json: { byString: { a: 0 } } },
    UNKNOWN_ENTRY,
  );
  made.shows(
    'a value with another wire type before the right one',
    MAPS,
    entry(1, text(1, 'a'), fixed32(2), int(2, 5)),
    ENTRY,
    {
      json: { byString: { a: 5 } },
    },
    UNKNOWN_ENTRY,
  );
  made.refuses(
    'a field with number 0',
    MAPS,
    entry(1, text(1, 'a'), '0001'),
    'Protobuf encoding: Message Structure. Field numbers begin at 1',
  );
  made.refuses('an end of group', MAPS, entry(1, text(1, 'a'), '14'), 'Protobuf encoding: Groups. An end needs a beginning');
  made.shows('a bool key of 2', MAPS, entry(4, int(1, 2), text(2, 'v')), 'Protobuf encoding: Bools and Enums. What is not zero is true', {
    json: { byBool: { true: 'v' } },
  });
  made.shows('a negative int32 key', MAPS, entry(2, int(1, -5), text(2, 'v')), ENTRY, { json: { byInt32: { '-5': 'v' } } });
  made.shows(
    'an int32 key of more than 32 bits',
    MAPS,
    entry(2, int(1, 2n ** 32n + 7n), text(2, 'v')),
    'Protobuf proto3: Updating. A number that does not fit is cut to its low bits',
    {
      json: { byInt32: { 7: 'v' } },
    },
  );
  const wide: readonly [string, number, string, string][] = [
    ['the largest int64 key', 3, int(1, 2n ** 63n - 1n), '9223372036854775807'],
    ['the smallest int64 key', 3, int(1, -(2n ** 63n)), '-9223372036854775808'],
    ['an int64 key beyond 2^53', 3, int(1, 2n ** 53n + 1n), '9007199254740993'],
    ['the largest uint64 key', 7, int(1, 2n ** 64n - 1n), '18446744073709551615'],
    ['the smallest sint32 key', 8, int(1, 2n ** 32n - 1n), '-2147483648'],
    ['the largest fixed64 key', 9, `09${'ff'.repeat(8)}`, '18446744073709551615'],
  ];
  const jsonNames: Readonly<Record<number, string>> = { 3: 'byInt64', 7: 'byUint64', 8: 'bySint32', 9: 'byFixed64' };
  for (const [name, field, key, shown] of wide) {
    const bytes = entry(field, key, text(2, 'v'));
    made.keeps(name, MAPS, bytes, ENTRY);
    made.shows(`${name}, shown`, MAPS, bytes, ENTRY, { json: { [jsonNames[field]!]: { [shown]: 'v' } } });
  }
  made.shows(
    'two int64 keys that are one as doubles',
    MAPS,
    entry(3, int(1, 2n ** 53n), text(2, 'a')) + entry(3, int(1, 2n ** 53n + 1n), text(2, 'b')),
    ENTRY,
    { json: { byInt64: { '9007199254740992': 'a', '9007199254740993': 'b' } } },
  );
  made.shows(
    'an open enum value without a name',
    MAPS,
    entry(10, text(1, 'k'), int(2, 77)),
    'Protobuf enum: Definitions. An open enum keeps numbers without a name',
    { json: { colours: { k: 77 } } },
  );
  const closed = entry(4, text(1, 'k'), int(2, 77));
  made.keeps(
    'a closed enum value without a name',
    'strictness.proto2.Closed',
    closed,
    'Protobuf enum: Definitions. The whole entry is an unknown field',
  );
  made.shows(
    'a closed enum value without a name, shown',
    'strictness.proto2.Closed',
    closed,
    'Protobuf enum: Definitions. The whole entry is an unknown field',
    { json: {} },
  );
  made.refuses(
    'a required field of a message value is missing',
    'strictness.proto2.RequiredInside',
    entry(3, text(1, 'k')),
    'Protobuf proto2: Field Labels. A required field has to be there, in a value that is left out too',
  );
  return made;
}

/** What JavaScript, Python and Ruby have on objects, and what other things are called. */
const NAMES = [
  '__proto__',
  'constructor',
  'toString',
  'valueOf',
  'hasOwnProperty',
  'prototype',
  '__defineGetter__',
  '__lookupSetter__',
  'toJSON',
  'then',
  'length',
  '__class__',
  '$typeName',
  '',
];

export function names(): Group {
  const made = new Group('names', 'Keys and members called __proto__, constructor, toString and the like.');
  for (const name of NAMES) {
    const shown = name === '' ? 'the empty key' : name;
    const number = entry(1, text(1, name), int(2, 5));
    const leaf = entry(5, text(1, name), len(2, int(1, 5)));
    made.keeps(`${shown}: bytes to bytes`, MAPS, number, NAME);
    made.keeps(`${shown}: bytes to bytes, with a message`, MAPS, leaf, NAME);
    made.shows(`${shown}: bytes to JSON`, MAPS, number, NAME, { json: own('byString', own(name, 5)) });
    made.shows(`${shown}: bytes to JSON, with a message`, MAPS, leaf, NAME, { json: own('leaves', own(name, { number: 5 })) });
    made.json(`${shown}: JSON to bytes`, MAPS, JSON.stringify(own('byString', own(name, 5))), NAME, number);
    made.json(`${shown}: JSON to bytes, with a message`, MAPS, JSON.stringify(own('leaves', own(name, { number: 5 }))), NAME, leaf);
    made.json(
      `${shown}: in a Struct`,
      'strictness.proto3.Known',
      JSON.stringify(own('struct', own(name, true))),
      NAME,
      len(4, len(1, text(1, name) + len(2, int(4, 1)))),
    );
    made.text(`${shown}: text to bytes`, MAPS, `by_string { key: ${JSON.stringify(name)} value: 5 }`, NAME, number);
  }
  for (const name of NAMES.filter((one) => one !== '')) {
    if (name === 'length')
      made.json(
        'length: no member of a message',
        MAPS,
        '{"length":5}',
        'ProtoJSON: Field Names. What the schema does not have is refused',
        'reject',
      );
    else
      made.json(
        `${name}: no member of a message`,
        MAPS,
        `{${JSON.stringify(name)}:5}`,
        'ProtoJSON: Field Names. What the schema does not have is refused',
        'reject',
      );
    made.json(
      `${name}: passed over`,
      MAPS,
      `{${JSON.stringify(name)}:{"byString":{"k":5}},"byString":{"a":1}}`,
      'ProtoJSON: JSON Options. Unknown members are passed over, and nothing of them is taken',
      entry(1, text(1, 'a'), int(2, 1)),
      {
        ignoreUnknown: true,
      },
    );
    made.json(
      `${name}: no name of an enum's value`,
      'strictness.proto3.Scalars',
      `{"fColour":${JSON.stringify(name)}}`,
      'ProtoJSON: Enums. Only names of the enum are',
      'reject',
    );
    made.json(
      `${name}: no type of an Any`,
      'strictness.proto3.Known',
      `{"any":{"@type":"type.googleapis.com/${name}"}}`,
      'ProtoJSON: Any. The type has to be known',
      'reject',
    );
    if (/^\w+$/.test(name))
      made.text(
        `${name}: no field in a text`,
        MAPS,
        `${name}: 5`,
        'Protobuf text format: Fields. What the schema does not have is refused',
        'reject',
      );
    if (/^\w+$/.test(name))
      made.text(
        `${name}: no name of an enum's value in a text`,
        'strictness.proto3.Scalars',
        `f_colour: ${name}`,
        'Protobuf text format: Value Types. Only names of the enum are',
        'reject',
      );
  }
  made.keeps('fields with such names', 'strictness.names.Names', [1, 2, 3, 4, 5, 7, 8].map((field) => int(field, field)).join(''), NAME);
  made.shows(
    'fields with such names, as JSON',
    'strictness.names.Names',
    [1, 2, 3, 4, 5, 7, 8].map((field) => int(field, field)).join(''),
    NAME,
    {
      json: JSON.parse('{"constructor":1,"toString":2,"valueOf":3,"hasOwnProperty":4,"prototype":5,"toJson":7,"then":8}'),
    },
  );
  made.json(
    'fields with such names, from JSON',
    'strictness.names.Names',
    '{"constructor":1,"toString":2,"valueOf":3,"hasOwnProperty":4,"prototype":5}',
    NAME,
    [1, 2, 3, 4, 5].map((field) => int(field, field)).join(''),
  );
  made.json('a field whose json_name is __proto__', 'strictness.names.Names', '{"__proto__":{"number":5}}', NAME, len(6, int(1, 5)));
  made.shows('a field whose json_name is __proto__, shown', 'strictness.names.Names', len(6, int(1, 5)), NAME, {
    json: own('__proto__', { number: 5 }),
  });
  made.shows('a key with a zero byte', MAPS, entry(1, `0a03${utf8('a\0b')}`, int(2, 5)), NAME, { json: { byString: { 'a\0b': 5 } } });
  made.keeps('a key of 300 characters', MAPS, entry(1, `0a${varint(300)}${utf8('k'.repeat(300))}`, int(2, 5)), NAME);
  return made;
}

/** An object with one own member, whatever its name. */
function own(name: string, value: unknown): object {
  return JSON.parse(`{${JSON.stringify(name)}:${JSON.stringify(value)}}`) as object;
}
