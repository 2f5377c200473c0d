/** Protobuf proto3-spec: Enum Definition. */
import type { EnumNode, EnumValueNode, OptionNode, ReservedNode } from '../tree.js';
import type { Cursor } from './cursor.js';
import { parseBracketOptions, parseOptionStatement } from './option.js';
import { parseReserved } from './ranges.js';
import { parseVisibility } from './visibility.js';

export function parseEnum(cursor: Cursor): EnumNode {
  const mark = cursor.mark;
  const visibility = parseVisibility(cursor);
  cursor.take();
  const name = cursor.identifier("the enum's name", 'as in enum Status { … }');
  cursor.expect('{', "after the enum's name", `as in enum ${name.text} { … }`);
  const doc = cursor.doc(mark);
  const values: EnumValueNode[] = [];
  const reserved: ReservedNode[] = [];
  const options: OptionNode[] = [];
  const whole = cursor.block(`enum ${name.text}`, () => {
    if (cursor.tryTake(';')) return;
    if (cursor.at('option') && !cursor.at('=', 1)) options.push(parseOptionStatement(cursor));
    else if (cursor.at('reserved') && !cursor.at('=', 1)) reserved.push(parseReserved(cursor));
    else values.push(parseEnumValue(cursor));
  });
  return { kind: 'enum', whole, visibility, name, span: cursor.spanFrom(mark), values, reserved, options, doc };
}

/** enumField = ident "=" [ "-" ] intLit [ "[" enumValueOption { "," enumValueOption } "]" ] ";" */
function parseEnumValue(cursor: Cursor): EnumValueNode {
  const mark = cursor.mark;
  const name = cursor.identifier('the name of an enum value', 'as in OPEN = 1;');
  cursor.expect('=', "after the enum value's name", `write ${name.text} = N;`);
  const number = cursor.integer("the enum value's number", `write ${name.text} = N;`);
  const { options, range: bracketRange } = parseBracketOptions(cursor);
  cursor.expectSemicolon('after the enum value');
  return { kind: 'enum-value', name, number, options, bracketRange, span: cursor.spanFrom(mark), doc: cursor.doc(mark) };
}
