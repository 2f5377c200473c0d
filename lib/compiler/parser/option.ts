/** Protobuf proto3-spec: Option. */
import { MAX_OPTION_NAME_PARTS } from '../../limits.js';
import type { Range } from '../source.js';
import { describeToken } from '../tokens.js';
import type { OptionNamePart, OptionNode } from '../tree.js';
import type { Cursor } from './cursor.js';
import { parseOptionValue } from './value.js';

/** option = "option" optionName "=" constant ";" */
export function parseOptionStatement(cursor: Cursor): OptionNode {
  const mark = cursor.mark;
  cursor.take();
  const option = parseOption(cursor);
  cursor.expectSemicolon('after the option');
  return { ...option, span: cursor.spanFrom(mark) };
}

/** What stands in brackets behind a declaration, and where. */
export interface BracketOptions {
  readonly options: readonly OptionNode[];
  /** Undefined where there are no brackets. */
  readonly range: Range | undefined;
}

const noOptions: BracketOptions = { options: [], range: undefined };

/** "[" fieldOption { "," fieldOption } "]", or nothing. */
export function parseBracketOptions(cursor: Cursor): BracketOptions {
  const { mark } = cursor;
  if (!cursor.tryTake('[')) return noOptions;
  const options: OptionNode[] = [];
  if (cursor.at(']')) cursor.fail(cursor.peek(), `expected an option's name, found "]"`, 'remove the brackets');
  do options.push(parseOption(cursor));
  while (cursor.tryTake(','));
  if (cursor.tryTake(']') || cursor.isBroken) return { options, range: cursor.spanFrom(mark) };
  const found = describeToken(cursor.peek());
  return cursor.fail(cursor.peek(), `expected "," or "]" after the option, found ${found}`, 'as in [deprecated = true, json_name = "id"]');
}

function parseOption(cursor: Cursor): OptionNode {
  const first = cursor.peek();
  const name: OptionNamePart[] = [];
  do {
    if (name.length >= MAX_OPTION_NAME_PARTS)
      cursor.fail(cursor.peek(), `the option's name has more than ${MAX_OPTION_NAME_PARTS} parts`, 'set a message in braces { … }');
    name.push(parseNamePart(cursor));
  } while (cursor.tryTake('.'));
  const nameRange = cursor.rangeFrom(first);
  cursor.expect('=', "after the option's name", 'each option has a value, as in deprecated = true');
  const value = parseOptionValue(cursor);
  return { name, nameRange, value, span: cursor.rangeFrom(first) };
}

function parseNamePart(cursor: Cursor): OptionNamePart {
  const first = cursor.peek();
  if (cursor.tryTake('(')) {
    const { text } = cursor.typeName('the name of an extension', 'as in (shop.note)');
    cursor.expect(')', "after the extension's name", 'as in (shop.note)');
    return { text, isExtension: true, range: cursor.rangeFrom(first) };
  }
  const { text, range } = cursor.identifier("an option's name", 'as in deprecated, features.field_presence or (shop.note).text');
  return { text, isExtension: false, range };
}
