/** Protobuf proto3-spec: Reserved; Protobuf proto2-spec: Extensions. */
import { describeToken } from '../tokens.js';
import type { ExtensionsNode, NumberRangeNode, ReservedNode } from '../tree.js';
import type { Cursor } from './cursor.js';
import { parseBracketOptions } from './option.js';

/** reserved = "reserved" ( ranges | strFieldNames ) ";", in editions with names that have no quotes. */
export function parseReserved(cursor: Cursor): ReservedNode {
  const mark = cursor.mark;
  cursor.take();
  const token = cursor.peek();
  if (token.kind === 'string') {
    const names: ReservedNode['names'][number][] = [];
    do names.push(cursor.textString('a name in quotes', 'as in reserved "foo", "bar";'));
    while (cursor.tryTake(','));
    cursor.expectSemicolon('after the reserved names');
    return { ranges: [], names, quoted: true, span: cursor.spanFrom(mark) };
  }
  if (token.kind === 'identifier') {
    const names: ReservedNode['names'][number][] = [];
    do names.push(cursor.identifier('a name', 'as in reserved foo, bar;'));
    while (cursor.tryTake(','));
    cursor.expectSemicolon('after the reserved names');
    return { ranges: [], names, quoted: false, span: cursor.spanFrom(mark) };
  }
  if (token.kind !== 'integer' && token.text !== '-') {
    cursor.fail(
      token,
      `expected numbers or names after "reserved", found ${describeToken(token)}`,
      'as in reserved 2, 9 to 11; or reserved "foo", "bar";',
    );
  }
  const ranges = parseRanges(cursor);
  cursor.expectSemicolon('after the reserved numbers');
  return { ranges, names: [], quoted: false, span: cursor.spanFrom(mark) };
}

/** extensions = "extensions" ranges [ "[" options "]" ] ";" */
export function parseExtensions(cursor: Cursor): ExtensionsNode {
  const mark = cursor.mark;
  cursor.take();
  const ranges = parseRanges(cursor);
  const { options, range: bracketRange } = parseBracketOptions(cursor);
  cursor.expectSemicolon('after the extension range');
  return { ranges, options, bracketRange, span: cursor.spanFrom(mark) };
}

/** range = intLit [ "to" ( intLit | "max" ) ] */
function parseRanges(cursor: Cursor): NumberRangeNode[] {
  const ranges: NumberRangeNode[] = [];
  do {
    const first = cursor.peek();
    const isName = cursor.peek().kind === 'string';
    const start = cursor.integer('a number', isName ? 'names stand in a statement of their own' : 'as in 2, 9 to 11, 100 to max');
    let end: NumberRangeNode['end'] = start;
    if (cursor.tryTake('to'))
      end = cursor.tryTake('max') ? 'max' : cursor.integer('a number or "max" after "to"', 'as in 9 to 11 or 100 to max');
    if (cursor.at('-')) cursor.fail(cursor.peek(), 'a range has no "-"', `write ${start.text} to ${cursor.peek(1).text}`);
    ranges.push({ start, end, range: cursor.rangeFrom(first) });
  } while (cursor.tryTake(','));
  return ranges;
}
