/** Protobuf proto3-spec: Constant; Protobuf textformat-spec for what stands in braces. */
import { MAX_VALUE_NESTING } from '../../limits.js';
import { describeToken } from '../tokens.js';
import type { AggregateFieldNode, AggregateNode, ListNode, ValueNode } from '../tree.js';
import type { Cursor } from './cursor.js';

/** The value of an option. */
export function parseOptionValue(cursor: Cursor): ValueNode {
  if (cursor.at('{')) return parseAggregate(cursor, '}', MAX_VALUE_NESTING);
  if (cursor.at('[')) {
    cursor.fail(cursor.peek(), 'an option takes one value, not a list', 'repeat the option once for each element of a repeated field');
  }
  return parseScalar(cursor, "an option's value");
}

const valueHelp = 'a value is a number, a string in quotes, true or false, the name of an enum value, or a message in braces';

function parseScalar(cursor: Cursor, what: string): ValueNode {
  const first = cursor.peek();
  if (first.kind === 'string') return { kind: 'string', ...cursor.string(what, valueHelp) };
  const negative = cursor.at('-');
  const token = cursor.peek(negative ? 1 : 0);
  if (token.kind === 'integer') return cursor.integer(what, valueHelp);
  if (token.kind === 'float') {
    if (negative) cursor.take();
    cursor.take();
    const value = Number(token.text);
    return { kind: 'float', value: negative ? -value : value, range: cursor.rangeFrom(first) };
  }
  if (token.kind === 'identifier') {
    if (negative && !isSignedWord(token.text)) {
      cursor.fail(token, `expected a number after "-", found ${describeToken(token)}`, 'only numbers, inf and nan have a sign');
    }
    if (negative) cursor.take();
    const { text } = cursor.typeName(what, valueHelp);
    return { kind: 'identifier', text, negative, range: cursor.rangeFrom(first) };
  }
  return cursor.fail(token, `expected ${what}, found ${describeToken(token)}`, valueHelp);
}

function isSignedWord(text: string): boolean {
  const word = text.toLowerCase();
  return word === 'inf' || word === 'infinity' || word === 'nan';
}

/** Its opening bracket is the next token. `depth` is the number of levels left. */
function parseAggregate(cursor: Cursor, close: '}' | '>', depth: number): AggregateNode {
  const open = cursor.take();
  if (depth <= 0) cursor.fail(open, `values nest deeper than ${MAX_VALUE_NESTING} levels`, 'flatten the value');
  const fields: AggregateFieldNode[] = [];
  while (!cursor.tryTake(close)) {
    if (cursor.atEnd) cursor.fail(open, `this "${open.text}" is never closed`, `add the missing "${close}"`);
    fields.push(parseField(cursor, depth));
    if (!cursor.tryTake(',')) cursor.tryTake(';');
  }
  return { kind: 'aggregate', fields, range: cursor.rangeFrom(open) };
}

function parseField(cursor: Cursor, depth: number): AggregateFieldNode {
  const first = cursor.peek();
  let kind: AggregateFieldNode['kind'] = 'field';
  let name: string;
  let typeUrl: string | undefined;
  if (cursor.tryTake('[')) {
    const written = bracketed(cursor);
    const slash = written.lastIndexOf('/');
    kind = slash < 0 ? 'extension' : 'any';
    name = written.slice(slash + 1);
    typeUrl = slash < 0 ? undefined : written;
  } else {
    name = cursor.identifier(
      'the name of a field',
      `as in { text: "…" }; what opens with { or < closes with } or >, and one comma stands between fields`,
    ).text;
  }
  const nameRange = cursor.rangeFrom(first);
  const colon = cursor.tryTake(':');
  const next = cursor.peek();
  if (!colon && !cursor.at('{') && !cursor.at('<') && !cursor.at('[')) {
    cursor.fail(next, `expected ":" after the field's name, found ${describeToken(next)}`, `write ${name}: before the value`);
  }
  const value = parseFieldValue(cursor, depth - 1);
  return { kind, name, typeUrl, colon, nameRange, value };
}

/** What stands in the brackets of `[shop.ext]` or `[type.googleapis.com/shop.Order]`. */
function bracketed(cursor: Cursor): string {
  const open = cursor.peek();
  let written = '';
  while (!cursor.tryTake(']')) {
    const token = cursor.peek();
    const allowed =
      token.kind === 'identifier' || token.kind === 'integer' || token.text === '.' || token.text === '/' || token.text === '-';
    if (!allowed)
      cursor.fail(
        token,
        `expected the full name of an extension or a type in the brackets, found ${describeToken(token)}`,
        'as in [shop.note]',
      );
    written += cursor.take().text;
  }
  if (!/^(?:[A-Za-z0-9_.-]+\/)?[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*$/.test(written)) {
    cursor.fail(
      cursor.rangeFrom(open),
      `"${written}" names neither an extension nor a type`,
      'as in [shop.ext] or [type.googleapis.com/shop.Order]',
    );
  }
  return written;
}

function parseFieldValue(cursor: Cursor, depth: number): ValueNode {
  if (cursor.at('{')) return parseAggregate(cursor, '}', depth);
  if (cursor.at('<')) return parseAggregate(cursor, '>', depth);
  if (cursor.at('[')) return parseList(cursor, depth);
  return parseScalar(cursor, "a field's value");
}

function parseList(cursor: Cursor, depth: number): ListNode {
  const open = cursor.take();
  const values: ValueNode[] = [];
  if (!cursor.tryTake(']')) {
    do {
      if (cursor.at('[')) cursor.fail(cursor.peek(), 'a list holds no lists', 'put the elements into one list');
      values.push(parseFieldValue(cursor, depth));
    } while (cursor.tryTake(','));
    cursor.expect(']', 'or "," in the list', 'as in [1, 2]');
  }
  return { kind: 'list', values, range: cursor.rangeFrom(open) };
}
