/** Protobuf proto3-spec: Fields; Protobuf proto2-spec: Group field. */
import type { Range } from '../source.js';
import { suggest } from '../suggest.js';
import type { FieldNode, OneofNode, TypeName } from '../tree.js';
import type { Cursor } from './cursor.js';
import { parseGroupBody } from './message.js';
import { parseBracketOptions } from './option.js';

const labels = new Set(['optional', 'required', 'repeated']);
const statementWords = [
  'message',
  'enum',
  'oneof',
  'option',
  'reserved',
  'extensions',
  'extend',
  'optional',
  'repeated',
  'required',
  'map',
];

/** `depth` is the number of message levels left, which a group takes one of. */
export function parseField(cursor: Cursor, oneof: OneofNode | undefined, depth: number): FieldNode {
  const mark = cursor.mark;
  const first = cursor.peek();
  let label: FieldNode['label'];
  if (first.kind === 'identifier' && labels.has(first.text)) label = cursor.take().text as FieldNode['label'];
  const labelRange = label === undefined ? undefined : first;

  if (
    label !== undefined &&
    labels.has(cursor.peek().text) &&
    cursor.peek(1).kind === 'identifier' &&
    cursor.peek(2).kind === 'identifier'
  ) {
    cursor.fail(cursor.peek(), `a field has one label, found "${label}" and "${cursor.peek().text}"`, 'remove one of them');
  }

  let mapKey: TypeName | undefined;
  let type: TypeName;
  let typeRange: Range;
  if (cursor.at('map') && cursor.at('<', 1)) {
    const typeMark = cursor.mark;
    cursor.take();
    cursor.take();
    mapKey = cursor.typeName("the map's key type", mapHelp);
    cursor.expect(',', "after the map's key type", mapHelp);
    type = cursor.typeName("the map's value type", mapHelp);
    const isNested = cursor.at('<');
    cursor.expect('>', "after the map's value type", isNested ? 'a map holds no maps: put the inner one into a message' : mapHelp);
    typeRange = cursor.spanFrom(typeMark);
  } else {
    type = cursor.typeName('a type', 'a field is a type, a name and a number: string name = 1;');
    typeRange = type.range;
  }
  const isGroup = mapKey === undefined && type.text === 'group' && cursor.peek().kind === 'identifier';
  if (!isGroup) cursor.expectNoDeclaration("the field's name", `write ${type.text} name = N;`);
  const name = cursor.identifier(isGroup ? "the group's name" : "the field's name", () => nameHelp(cursor, type.text));
  if (cursor.at('{') && !isGroup) {
    cursor.fail(type.range, `"${type.text}" opens no block here`, () => blockHelp(type.text, oneof !== undefined));
  }
  const written = `${type.text} ${name.text}`;
  if (cursor.at(';'))
    cursor.fail(
      name.range,
      `the field "${name.text}" has no number`,
      `write ${written} = N; with a number that no other field of the message has`,
    );
  cursor.expect('=', "after the field's name", `write ${written} = N;`);
  const number = cursor.integer("the field's number", `write ${written} = N;`);
  const { options, range: bracketRange } = parseBracketOptions(cursor);
  const range = cursor.rangeFrom(first);
  if (isGroup) {
    if (!/^[A-Z]/.test(name.text))
      cursor.fail(name.range, "a group's name starts with a capital letter", 'its field has the same name in lower case');
    cursor.expect('{', "after the group's number", `as in group ${name.text} = N { … }`);
    const doc = cursor.doc(mark);
    const body = parseGroupBody(cursor, name.text, depth);
    const span = cursor.spanFrom(mark);
    const group = { kind: 'message', visibility: undefined, name, span, doc, body } as const;
    const fieldName = lowerCase(name);
    return {
      kind: 'field',
      label,
      labelRange,
      type: name,
      typeRange,
      mapKey,
      group,
      name: fieldName,
      number,
      options,
      bracketRange,
      oneof,
      range,
      span,
      doc,
    };
  }
  cursor.expectSemicolon('after the field');
  const span = cursor.spanFrom(mark);
  const doc = cursor.doc(mark);
  return {
    kind: 'field',
    label,
    labelRange,
    type,
    typeRange,
    mapKey,
    group: undefined,
    name,
    number,
    options,
    bracketRange,
    oneof,
    range,
    span,
    doc,
  };
}

/** What was likely meant by a block that cannot stand where it does. */
function blockHelp(word: string, inOneof: boolean): string {
  if (inOneof) return 'a oneof holds fields and options: move it out of the oneof';
  if (word === 'service') return 'services stand at the top of a file';
  if (statementWords.includes(word)) return 'an extend block holds fields, and a oneof has no label';
  const suggestion = suggest(word, statementWords);
  return suggestion === undefined ? 'a block starts with message, enum, oneof or extend' : `did you mean "${suggestion}"?`;
}

const mapHelp = 'as in map<string, Order>: a key type and a value type, without labels';

/** What was likely meant where a field's name is missing. */
function nameHelp(cursor: Cursor, type: string): string {
  if (cursor.at('[')) return `a list is written as repeated ${type} name = N;`;
  if (statementWords.includes(type) || type === 'import')
    return `"${type}" begins no statement here; a field is a type, a name and a number`;
  return 'a field is a type, a name and a number, as in string name = 1;';
}

/** A group's field is named as its message, in lower case. */
function lowerCase(name: TypeName): TypeName {
  return { text: name.text.toLowerCase(), range: name.range };
}
