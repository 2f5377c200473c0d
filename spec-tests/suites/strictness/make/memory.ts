/** Small inputs that become large messages. */
import type { Outcome } from '../case.js';
import { group, int, len, text } from './bytes.js';
import { Group } from './group.js';

const CROWD = 'strictness.proto3.Crowd';
const LISTS = 'strictness.proto3.Lists';
const EITHER: readonly Outcome[] = ['reject', 'accept'];
const BOUND = 'A few bytes of a stranger may make a large object: memory stays within a multiple of the input, or the input is refused';
const COUNT = 1_000_000;

export function memory(): Group {
  const made = new Group(
    'memory',
    'Bytes, JSON and text of a few megabytes that would become gigabytes: taken or refused, in bounded memory.',
  );
  const bytes: readonly [string, string, string][] = [
    ['empty messages of sixteen fields', CROWD, len(1, '').repeat(COUNT)],
    ['empty messages of seventeen lists', CROWD, len(2, '').repeat(COUNT)],
    ['empty well-known types', CROWD, len(4, '').repeat(COUNT)],
    ['empty Values', CROWD, len(5, '').repeat(COUNT)],
    ['empty Structs in Values', CROWD, len(5, len(5, '')).repeat(COUNT / 2)],
    ['empty strings', LISTS, len(14, '').repeat(COUNT)],
    ['empty bytes', LISTS, len(15, '').repeat(COUNT)],
    ['empty packed lists', LISTS, len(3, '').repeat(COUNT)],
    ['empty groups', 'strictness.proto2.Groups', group(5, '').repeat(COUNT)],
    ['unknown fields', CROWD, int(99, 1).repeat(COUNT)],
    ['unknown fields between known ones', LISTS, (int(99, 1) + int(3, 1)).repeat(COUNT / 2)],
    ['unknown groups', CROWD, group(99, '').repeat(COUNT)],
    ['a message merged from many parts', 'strictness.proto3.Nested', len(1, int(99, 1)).repeat(COUNT / 2)],
    ['a oneof that changes its mind', 'strictness.proto3.Choice', (len(3, '') + text(2, '')).repeat(COUNT / 2)],
    ['a packed list of bools', LISTS, len(13, '01'.repeat(4 * COUNT))],
    ['a packed list of a closed enum, none with a name', 'strictness.proto2.Closed', len(3, '4d'.repeat(COUNT))],
  ];
  for (const [name, type, input] of bytes) made.keeps(name, type, input, BOUND, EITHER);
  const json: readonly [string, string, string][] = [
    ['JSON: empty messages of sixteen fields', CROWD, `{"scalars":[${'{},'.repeat(COUNT / 2)}{}]}`],
    ['JSON: empty messages of seventeen lists', CROWD, `{"lists":[${'{},'.repeat(COUNT / 2)}{}]}`],
    ['JSON: empty Values', CROWD, `{"values":[${'[],'.repeat(COUNT / 2)}[]]}`],
    ['JSON: a list of zeros', LISTS, `{"int32s":[${'0,'.repeat(COUNT)}0]}`],
    ['JSON: spaces', LISTS, `{"int32s":[${' '.repeat(4 * COUNT)}0]}`],
    ['JSON: a number of a million digits', LISTS, `{"int32s":[0.${'0'.repeat(COUNT)}]}`],
    ['JSON: an exponent beyond all', LISTS, `{"int64s":["1e${'9'.repeat(1000)}"]}`],
    ['JSON: a long exponent in text', LISTS, '{"int64s":["1e1000000000"]}'],
    ['JSON: a string of escapes', LISTS, `{"strings":["${'\\u0041'.repeat(COUNT / 2)}"]}`],
  ];
  for (const [name, type, input] of json) made.json(name, type, input, BOUND, EITHER);
  const texts: readonly [string, string, string][] = [
    ['text: empty messages of seventeen lists', CROWD, 'lists{}'.repeat(COUNT / 4)],
    ['text: empty messages in a list', CROWD, `lists[${'{},'.repeat(COUNT / 2)}{}]`],
    ['text: a comment of megabytes', CROWD, `#${'x'.repeat(4 * COUNT)}`],
    ['text: parts of a string', LISTS, `strings: ${'""'.repeat(COUNT)}`],
    ['text: separators', LISTS, `int32s: [${'0,'.repeat(COUNT)}0]`],
    ['text: a number of a million digits', LISTS, `doubles: 0.${'0'.repeat(COUNT)}1`],
    ['text: reserved fields', 'strictness.proto2.Reserved', 'gone{}'.repeat(COUNT / 4)],
  ];
  for (const [name, type, input] of texts) made.text(name, type, input, BOUND, EITHER);
  return made;
}
