/** Lengths: a child that runs past its parent, lengths beyond all there is, bytes that end too early. */
import { fixed32, fixed64, group, I64, int, LEN, len, longVarint, SGROUP, tag, text, VARINT, varint } from './bytes.js';
import { Group } from './group.js';

const NESTED = 'strictness.proto3.Nested';
const SCALARS = 'strictness.proto3.Scalars';
const LISTS = 'strictness.proto3.Lists';
const MAPS = 'strictness.proto3.Maps';
const CHOICE = 'strictness.proto3.Choice';
const GROUPS = 'strictness.proto2.Groups';
const EXTENDED = 'strictness.proto2.Extended';

const PAST = 'Protobuf encoding: Submessages. The length of a message bounds what is in it; a field that runs past it is malformed';

/** A child that claims two bytes and begins a field which is longer; the rest stands behind it, inside the parent. */
export function overrun(): Group {
  const made = new Group('overrun', 'A field inside a message ends behind the end of that message.');
  const child = (content: string, rest: string, field = 1): string => len(field, content) + rest;
  made.refuses('string', NESTED, child('1205', '48656c6c6f'), PAST);
  made.refuses('string, its last byte only', NESTED, child('120548656c6c', '6f'), PAST);
  made.refuses('varint', NESTED, child('08ff', 'ff01'), PAST);
  made.refuses('tag', NESTED, child('0801f8', '0101'), PAST);
  made.refuses('tag without a value', NESTED, child('08', '01'), PAST);
  made.refuses('length of two bytes', NESTED, child('1280', `01${'61'.repeat(128)}`), PAST);
  made.refuses('packed list', NESTED, child('1a05', '0102030405'), PAST);
  made.refuses(
    'element of a packed list',
    NESTED,
    child(len(3, '80'), int(3, 1)),
    'Protobuf encoding: Packed. A packed list holds whole elements',
  );
  made.refuses(
    'packed doubles that are no multiple of eight',
    LISTS,
    len(1, '00'.repeat(12)),
    'Protobuf encoding: Packed. A packed list holds whole elements',
  );
  made.refuses(
    'packed floats that are no multiple of four',
    LISTS,
    len(2, '00'.repeat(6)),
    'Protobuf encoding: Packed. A packed list holds whole elements',
  );
  made.refuses(
    'packed fixed32 that are no multiple of four',
    LISTS,
    len(9, '00'.repeat(5)),
    'Protobuf encoding: Packed. A packed list holds whole elements',
  );
  made.refuses(
    'packed fixed64 that are no multiple of eight',
    LISTS,
    len(10, '00'.repeat(9)),
    'Protobuf encoding: Packed. A packed list holds whole elements',
  );
  made.refuses(
    'packed bools, the last one cut',
    LISTS,
    len(13, '0180') + int(13, 1),
    'Protobuf encoding: Packed. A packed list holds whole elements',
  );
  made.refuses(
    'packed enum, the last one cut',
    LISTS,
    len(16, '0182') + int(16, 1),
    'Protobuf encoding: Packed. A packed list holds whole elements',
  );
  made.refuses('in a list of messages', NESTED, child('1205', '48656c6c6f', 2), PAST);
  made.refuses('in a map value', MAPS, len(5, `${text(1, 'k')}${len(2, '1205')}`) + '48656c6c6f', PAST);
  made.refuses('value of a map entry', MAPS, len(11, `${text(1, 'k')}1205`) + '48656c6c6f', PAST);
  made.refuses('key of a map entry', MAPS, `${len(11, '0a05')}48656c6c6f`, PAST);
  made.refuses('varint of a map entry', MAPS, `${len(1, `${text(1, 'k')}1080`)}01`, PAST);
  made.refuses('in a oneof', CHOICE, len(3, '1205') + '48656c6c6f', PAST);
  made.refuses('message two levels down', 'strictness.proto3.Tree', len(1, '0a05') + '2001200120', PAST);
  made.refuses('two levels, the inner one longer than the outer', 'strictness.proto3.Tree', `0a020a04${'20012001'}`, PAST);
  made.refuses('unknown LEN field', NESTED, child('3a05', '48656c6c6f'), PAST);
  made.refuses('unknown I64 field', NESTED, child(tag(7, I64) + '00', '00'.repeat(7)), PAST);
  made.refuses('unknown I32 field', NESTED, child('3d00', '000000'), PAST);
  made.refuses('unknown varint field', NESTED, child('3880', '01'), PAST);
  made.refuses('unknown group that ends outside', NESTED, child(tag(7, SGROUP), tag(7, 4)), PAST);
  made.refuses('fixed32', 'strictness.proto3.Known', len(12, '0900000000') + '00000000', PAST);
  made.refuses('group that ends outside its message', GROUPS, group(1, len(4, tag(1, SGROUP)) + tag(1, 4)), PAST);
  made.refuses('string in a group, past the end of all', GROUPS, `${tag(1, SGROUP)}1a05${tag(1, 4)}`, PAST);
  made.refuses('in an extension', EXTENDED, len(102, '1205') + '48656c6c6f', PAST);
  made.refuses('in a string extension', EXTENDED, `${tag(101, LEN)}05${'6161'}`, PAST);
  made.keeps('a child that ends exactly', NESTED, len(1, text(2, 'Hello')) + int(3, 1), PAST);
  made.keeps('an empty child', NESTED, len(1, '') + int(3, 1), PAST);
  return made;
}

const CLAIM = 'Protobuf encoding: Length-Delimited Records. A length of more than is there is malformed, however large';

export function lengthClaims(): Group {
  const made = new Group('length claims', 'A length that is larger than what is there is refused, and no memory is taken for it.');
  const claims: [string, string][] = [
    ['one too many', varint(1)],
    ['2^28', varint(2 ** 28)],
    ['2^31 - 1', varint(2 ** 31 - 1)],
    ['2^31', varint(2 ** 31)],
    ['2^32 - 1', varint(2 ** 32 - 1)],
    ['2^32, of which the low half is zero', varint(2 ** 32)],
    ['2^53', varint(2n ** 53n)],
    ['2^63 - 1', varint(2n ** 63n - 1n)],
    ['2^63', varint(2n ** 63n)],
    ['2^64 - 1, which is -1', varint(-1)],
  ];
  const fields: [string, string, number][] = [
    ['string', SCALARS, 14],
    ['bytes', SCALARS, 15],
    ['message', NESTED, 1],
    ['packed varints', LISTS, 3],
    ['packed doubles', LISTS, 1],
    ['map', MAPS, 1],
    ['unknown field', SCALARS, 99],
  ];
  for (const [what, type, field] of fields) {
    for (const [much, length] of claims) made.refuses(`${what}: ${much}`, type, tag(field, LEN) + length, CLAIM);
  }
  made.refuses('a packed list of doubles that claims 2^31 - 8', LISTS, tag(1, LEN) + varint(2 ** 31 - 8) + '00'.repeat(16), CLAIM);
  made.refuses('a string whose length never ends', SCALARS, `72${'ff'.repeat(11)}`, 'Protobuf encoding: Varints. Ten bytes at most');
  made.keeps(
    'a length in two bytes where one would do',
    SCALARS,
    `72${longVarint(2, 2)}6869`,
    'Protobuf encoding: Varints',
    text(14, 'hi'),
  );
  return made;
}

const CUT = 'Protobuf encoding: Message Structure. A message ends behind a whole field';

export function truncated(): Group {
  const made = new Group('truncated', 'Bytes that end inside a field are refused.');
  const whole: [string, string, string][] = [
    ['double', SCALARS, fixed64(1)],
    ['float', SCALARS, fixed32(2)],
    ['int32', SCALARS, int(3, 300)],
    ['negative int64', SCALARS, int(4, -1)],
    ['fixed64', SCALARS, fixed64(10)],
    ['string', SCALARS, text(14, 'four')],
    ['bytes', SCALARS, len(15, '00ff')],
    ['nested string', NESTED, len(1, text(2, 'ab'))],
    ['group', GROUPS, group(1, int(2, 5))],
    ['unknown group', SCALARS, group(50, int(1, 5))],
    ['unknown I64', SCALARS, fixed64(99)],
    ['map entry', MAPS, len(1, text(1, 'k') + int(2, 7))],
    ['packed list', LISTS, len(3, '0102ac02')],
  ];
  for (const [what, type, bytes] of whole) {
    for (let length = 2; length < bytes.length; length += 2)
      made.refuses(`${what}: ${length / 2} of ${bytes.length / 2} bytes`, type, bytes.slice(0, length), CUT);
    made.keeps(`${what}: whole`, type, bytes, CUT);
  }
  made.refuses('a tag alone', SCALARS, tag(3, VARINT), CUT);
  made.keeps('no bytes at all', SCALARS, '', 'Protobuf encoding: Missing Elements');
  return made;
}
