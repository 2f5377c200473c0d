/** Protobuf proto3-spec: Message Definition, Oneof; Protobuf proto2-spec: Extend. */
import { MAX_MESSAGE_NESTING } from '../../limits.js';
import { describeToken } from '../tokens.js';
import type {
  EnumNode,
  ExtendNode,
  ExtensionsNode,
  FieldNode,
  MessageBody,
  MessageNode,
  OneofNode,
  OptionNode,
  ReservedNode,
} from '../tree.js';
import type { Cursor } from './cursor.js';
import { parseEnum } from './enum.js';
import { parseField } from './field.js';
import { parseOptionStatement } from './option.js';
import { parseExtensions, parseReserved } from './ranges.js';
import { isVisibility, parseVisibility } from './visibility.js';

/** Arrays that the statements of a body are put into. */
interface OpenBody {
  fields: FieldNode[];
  oneofs: OneofNode[];
  messages: MessageNode[];
  enums: EnumNode[];
  extends: ExtendNode[];
  extensionRanges: ExtensionsNode[];
  reserved: ReservedNode[];
  options: OptionNode[];
}

/** `depth` is the number of levels left, this message's own included. */
export function parseMessage(cursor: Cursor, depth: number = MAX_MESSAGE_NESTING): MessageNode {
  const mark = cursor.mark;
  const visibility = parseVisibility(cursor);
  const keyword = cursor.take();
  if (depth <= 0) {
    cursor.fail(keyword, `messages nest deeper than ${MAX_MESSAGE_NESTING} levels`, 'move inner messages to the top of the file');
  }
  const name = cursor.identifier("the message's name", 'as in message Order { … }');
  cursor.expect('{', "after the message's name", `as in message ${name.text} { … }`);
  const doc = cursor.doc(mark);
  const body = parseBody(cursor, `message ${name.text}`, depth);
  return { kind: 'message', visibility, name, span: cursor.spanFrom(mark), doc, body };
}

/** A group's braces; the `{` was taken. */
export function parseGroupBody(cursor: Cursor, name: string, depth: number): MessageBody {
  if (depth <= 1)
    cursor.fail(cursor.peek(), `messages nest deeper than ${MAX_MESSAGE_NESTING} levels`, 'move inner messages to the top of the file');
  return parseBody(cursor, `group ${name}`, depth - 1);
}

function parseBody(cursor: Cursor, what: string, depth: number): MessageBody {
  const body: OpenBody = { fields: [], oneofs: [], messages: [], enums: [], extends: [], extensionRanges: [], reserved: [], options: [] };
  cursor.block(what, () => parseElement(cursor, body, depth));
  return body;
}

function parseElement(cursor: Cursor, body: OpenBody, depth: number): void {
  const token = cursor.peek();
  if (cursor.tryTake(';')) return;
  if (token.kind === 'identifier' && !isTypeName(cursor)) {
    switch (isVisibility(cursor) ? cursor.peek(1).text : token.text) {
      case 'message':
        body.messages.push(parseMessage(cursor, depth - 1));
        return;
      case 'enum':
        body.enums.push(parseEnum(cursor));
        return;
      case 'oneof':
        parseOneof(cursor, body, depth);
        return;
      case 'extend':
        body.extends.push(parseExtend(cursor, depth));
        return;
      case 'extensions':
        body.extensionRanges.push(parseExtensions(cursor));
        return;
      case 'reserved':
        body.reserved.push(parseReserved(cursor));
        return;
      case 'option':
        body.options.push(parseOptionStatement(cursor));
        return;
      default:
    }
  }
  if (token.kind !== 'identifier' && token.text !== '.') {
    cursor.fail(
      token,
      `expected a field or a declaration in the message, found ${describeToken(token)}`,
      'as in string name = 1; or message Order { … }',
    );
  }
  body.fields.push(parseField(cursor, undefined, depth));
}

/** Whether a word that starts statements is a message's name here: `message a = 1;`, `enum.Kind b = 2;`. */
function isTypeName(cursor: Cursor): boolean {
  if (cursor.at('.', 1)) return !cursor.at('extend');
  return cursor.peek(1).kind === 'identifier' && cursor.at('=', 2) && !cursor.at('option');
}

/** oneof = "oneof" oneofName "{" { option | oneofField } "}" */
function parseOneof(cursor: Cursor, body: OpenBody, depth: number): void {
  const mark = cursor.mark;
  cursor.take();
  const name = cursor.identifier("the oneof's name", 'as in oneof payment { … }');
  cursor.expect('{', "after the oneof's name", `as in oneof ${name.text} { … }`);
  const options: OptionNode[] = [];
  const oneof: OneofNode = { kind: 'oneof', whole: true, name, span: name.range, options, doc: cursor.doc(mark) };
  body.oneofs.push(oneof);
  oneof.whole = cursor.block(`oneof ${name.text}`, () => {
    if (cursor.tryTake(';')) return;
    if (cursor.at('option')) options.push(parseOptionStatement(cursor));
    else body.fields.push(parseField(cursor, oneof, depth));
  });
  oneof.span = cursor.spanFrom(mark);
}

/** extend = "extend" messageType "{" { field | group } "}" */
export function parseExtend(cursor: Cursor, depth: number = MAX_MESSAGE_NESTING): ExtendNode {
  const mark = cursor.mark;
  const keyword = cursor.take();
  const extendee = cursor.typeName('the name of the message to extend', 'as in extend shop.Order { … }');
  cursor.expect('{', "after the message's name", `as in extend ${extendee.text} { … }`);
  const fields: FieldNode[] = [];
  const whole = cursor.block(`extend ${extendee.text}`, () => {
    if (cursor.tryTake(';')) return;
    fields.push(parseField(cursor, undefined, depth));
  });
  if (whole && fields.length === 0) cursor.error(extendee.range, `the extend block of "${extendee.text}" has no fields`, 'remove it');
  return { kind: 'extend', extendee, fields, range: keyword, span: cursor.spanFrom(mark) };
}
