/** Messages inside messages: a hundred levels are taken, more are not, and no number of them breaks anything. */
import { EGROUP, group, int, len, SGROUP, tag, text } from './bytes.js';
import { Group } from './group.js';

const TREE = 'strictness.proto3.Tree';
const KNOWN = 'strictness.proto3.Known';
const LIMIT = 'Protobuf proto-limits and the default of C++, Java and Python: a hundred levels of messages inside the outermost one';
const SAFE = 'However deep bytes of a stranger nest, they are refused or taken, and the process lives';

function nest(levels: number, wrap: (content: string) => string, innermost = ''): string {
  let content = innermost;
  for (let level = 0; level < levels; level++) content = wrap(content);
  return content;
}

/** `levels` groups of one field inside each other, without the cost of building them one by one. */
function groupsInside(levels: number, field: number): string {
  return tag(field, SGROUP).repeat(levels) + tag(field, EGROUP).repeat(levels);
}

export function depth(): Group {
  const made = new Group('depth', 'How deep messages may nest: in bytes, JSON, text, groups, Struct, Any.');
  for (const levels of [1, 50, 99, 100]) {
    made.keeps(
      `messages: ${levels} levels`,
      TREE,
      nest(levels, (content) => len(1, content)),
      LIMIT,
    );
    made.keeps(
      `lists of messages: ${levels} levels`,
      TREE,
      nest(levels, (content) => len(2, content)),
      LIMIT,
    );
  }
  for (const levels of [101, 102, 200, 1000]) {
    made.refuses(
      `messages: ${levels} levels`,
      TREE,
      nest(levels, (content) => len(1, content)),
      LIMIT,
    );
    made.refuses(
      `lists of messages: ${levels} levels`,
      TREE,
      nest(levels, (content) => len(2, content)),
      LIMIT,
    );
    made.refuses(`delimited messages: ${levels} levels`, 'strictness.editions.Delimited', groupsInside(levels, 1), LIMIT);
  }
  for (const levels of [99, 100])
    made.keeps(`delimited messages: ${levels} levels`, 'strictness.editions.Delimited', groupsInside(levels, 1), LIMIT);
  made.refuses(
    'messages: 1,500 levels',
    TREE,
    nest(1_500, (content) => len(1, content)),
    LIMIT,
  );
  made.refuses(
    'maps of messages: 200 levels',
    TREE,
    nest(200, (content) => len(3, text(1, 'k') + len(2, content))),
    LIMIT,
  );
  made.refuses(
    'groups: 200 levels',
    'strictness.proto2.GroupTree',
    nest(200, (content) => group(1, len(2, content))),
    LIMIT,
  );
  made.refuses('delimited messages: 50,000 levels', 'strictness.editions.Delimited', groupsInside(50_000, 1), LIMIT);
  for (const levels of [99, 100]) made.keeps(`unknown groups: ${levels} levels`, TREE, groupsInside(levels, 99), LIMIT);
  made.keeps('unknown groups: 50,000 levels', TREE, groupsInside(50_000, 99), SAFE, ['reject', 'accept']);
  made.refuses('unknown groups: 50,000 levels without an end', TREE, tag(99, SGROUP).repeat(50_000), 'Protobuf encoding: Groups');
  made.refuses('a wrong wire type as deep: 200,000 levels', TREE, tag(4, SGROUP).repeat(200_000), 'Protobuf encoding: Groups');

  const tree = (levels: number): string => '{"child":'.repeat(levels) + '{}' + '}'.repeat(levels);
  made.json(
    'JSON: 100 levels',
    TREE,
    tree(100),
    LIMIT,
    nest(100, (content) => len(1, content)),
  );
  made.json('JSON: 101 levels', TREE, tree(101), LIMIT, 'reject');
  made.json('JSON: 10,000 levels', TREE, tree(10_000), LIMIT, 'reject');
  made.json('JSON: 100,000 levels', TREE, tree(100_000), LIMIT, 'reject');
  made.json('JSON: 100,000 beginnings', TREE, '{"child":'.repeat(100_000), LIMIT, 'reject');
  made.json('JSON: 100,000 brackets', TREE, '['.repeat(100_000), LIMIT, 'reject');
  made.json(
    'JSON: unknown members of 10,000 levels, passed over',
    TREE,
    `{"x":${'['.repeat(10_000)}${']'.repeat(10_000)}}`,
    SAFE,
    ['reject', 'accept'],
    { ignoreUnknown: true },
  );
  const list = (levels: number): string => `{"value":${'['.repeat(levels)}${']'.repeat(levels)}}`;
  const struct = (levels: number): string => `{"struct":${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}}`;
  made.json('JSON: lists in a Value, 20 levels', KNOWN, list(20), LIMIT, 'accept');
  made.json('JSON: lists in a Value, 10,000 levels', KNOWN, list(10_000), LIMIT, 'reject');
  made.json('JSON: lists in a Value, 100,000 levels', KNOWN, list(100_000), LIMIT, 'reject');
  made.json('JSON: objects in a Struct, 20 levels', KNOWN, struct(20), LIMIT, 'accept');
  made.json('JSON: objects in a Struct, 10,000 levels', KNOWN, struct(10_000), LIMIT, 'reject');
  made.json('JSON: objects in a Struct, 100,000 levels', KNOWN, struct(100_000), LIMIT, 'reject');
  const any = (levels: number): string =>
    `{"any":${'{"@type":"type.googleapis.com/google.protobuf.Any","value":'.repeat(levels)}{}${'}'.repeat(levels)}}`;
  made.json('JSON: Any in Any, 20 levels', KNOWN, any(20), LIMIT, 'accept');
  made.json('JSON: Any in Any, 1,000 levels', KNOWN, any(1000), LIMIT, 'reject');
  made.json('JSON: Any in Any, 20,000 levels', KNOWN, any(20_000), LIMIT, 'reject');
  const packed = (levels: number): string =>
    len(
      1,
      nest(levels, (content) => text(1, 'type.googleapis.com/google.protobuf.Any') + len(2, content)),
    );
  made.keeps('Any in Any, 1,000 levels: bytes that are not looked into', KNOWN, packed(1000), 'Protobuf proto3: Any. Its value is bytes');
  made.shows('Any in Any, 1,000 levels, to JSON', KNOWN, packed(1000), SAFE, 'reject', 'accept');
  made.keeps(
    'Values in bytes, 20 levels',
    KNOWN,
    len(
      5,
      nest(20, (content) => len(6, len(1, content)), int(4, 1)),
    ),
    LIMIT,
  );
  made.refuses(
    'Values in bytes, 200 levels',
    KNOWN,
    len(
      5,
      nest(200, (content) => len(6, len(1, content)), int(4, 1)),
    ),
    LIMIT,
  );

  const text1 = (levels: number): string => 'child {'.repeat(levels) + '}'.repeat(levels);
  made.text(
    'text: 100 levels',
    TREE,
    text1(100),
    LIMIT,
    nest(100, (content) => len(1, content)),
  );
  made.text('text: 101 levels', TREE, text1(101), LIMIT, 'reject');
  made.text('text: 10,000 levels', TREE, text1(10_000), LIMIT, 'reject');
  made.text('text: 100,000 beginnings', TREE, 'child {'.repeat(100_000), LIMIT, 'reject');
  made.text('text: 100,000 angles', TREE, 'child <'.repeat(100_000), LIMIT, 'reject');
  made.text('text: 50,000 brackets', TREE, `children ${'['.repeat(50_000)}`, LIMIT, 'reject');
  made.text(
    'text: reserved fields of 50,000 levels',
    'strictness.proto2.Reserved',
    `gone ${'{ x '.repeat(50_000)}${'}'.repeat(50_000)}`,
    SAFE,
    ['reject', 'accept'],
  );
  const expanded = (levels: number): string =>
    `any { ${'[type.googleapis.com/google.protobuf.Any] {'.repeat(levels)}${'}'.repeat(levels)} }`;
  made.text('text: Any in Any, 20 levels', KNOWN, expanded(20), LIMIT, 'accept');
  made.text('text: Any in Any, 1,000 levels', KNOWN, expanded(1000), LIMIT, 'reject');
  made.text('text: Any in Any, 20,000 levels', KNOWN, expanded(20_000), LIMIT, 'reject');
  return made;
}
