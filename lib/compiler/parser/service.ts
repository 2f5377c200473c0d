/** Protobuf proto3-spec: Service Definition. */
import type { Range } from '../source.js';
import { describeToken } from '../tokens.js';
import type { MethodNode, OptionNode, ServiceNode, TypeName } from '../tree.js';
import type { Cursor } from './cursor.js';
import { parseOptionStatement } from './option.js';

export function parseService(cursor: Cursor): ServiceNode {
  const mark = cursor.mark;
  cursor.take();
  const name = cursor.identifier("the service's name", 'as in service Greeter { … }');
  cursor.expect('{', "after the service's name", `as in service ${name.text} { … }`);
  const doc = cursor.doc(mark);
  const methods: MethodNode[] = [];
  const options: OptionNode[] = [];
  cursor.block(`service ${name.text}`, () => {
    if (cursor.tryTake(';')) return;
    if (cursor.at('option')) options.push(parseOptionStatement(cursor));
    else if (cursor.at('rpc')) methods.push(parseMethod(cursor));
    else {
      const token = cursor.peek();
      cursor.fail(
        token,
        `expected "rpc" or "option" in a service, found ${describeToken(token)}`,
        'as in rpc SayHello (HelloRequest) returns (HelloReply);',
      );
    }
  });
  return { kind: 'service', name, span: cursor.spanFrom(mark), methods, options, doc };
}

const methodHelp = 'as in rpc SayHello (HelloRequest) returns (HelloReply);';

/** rpc = "rpc" rpcName "(" [ "stream" ] messageType ")" "returns" "(" [ "stream" ] messageType ")" ( "{" … "}" | ";" ) */
function parseMethod(cursor: Cursor): MethodNode {
  const mark = cursor.mark;
  cursor.take();
  const name = cursor.identifier("the method's name", methodHelp);
  const input = parseMethodType(cursor, 'request');
  if (!cursor.tryTake('returns')) {
    cursor.fail(
      cursor.peek(),
      `expected "returns" after the request type, found ${describeToken(cursor.peek())}`,
      `as in rpc ${name.text} (Request) returns (Reply);`,
    );
  }
  const output = parseMethodType(cursor, 'reply');
  const options: OptionNode[] = [];
  const braces = cursor.tryTake('{');
  if (!braces) cursor.expectSemicolon('after the method');
  const doc = cursor.doc(mark);
  if (braces) {
    cursor.block(`method ${name.text}`, () => {
      if (cursor.tryTake(';')) return;
      if (!cursor.at('option'))
        cursor.fail(
          cursor.peek(),
          `expected "option" in a method, found ${describeToken(cursor.peek())}`,
          'the braces of a method hold options alone',
        );
      options.push(parseOptionStatement(cursor));
    });
  }
  return {
    kind: 'method',
    name,
    input: input.type,
    output: output.type,
    clientStreaming: input.stream !== undefined,
    serverStreaming: output.stream !== undefined,
    inputStreamRange: input.stream,
    outputStreamRange: output.stream,
    span: cursor.spanFrom(mark),
    options: braces ? options : undefined,
    doc,
  };
}

function parseMethodType(cursor: Cursor, what: string): { type: TypeName; stream: Range | undefined } {
  cursor.expect('(', `before the ${what} type`, methodHelp);
  // A message may be called `stream`: then `)` follows the word.
  const stream = cursor.at('stream') && !cursor.at(')', 1) ? cursor.take() : undefined;
  const type = cursor.typeName(`the ${what} type`, methodHelp);
  cursor.expect(
    ')',
    `after the ${what} type`,
    'a method takes one message and gives one, each perhaps a stream: (Request) or (stream Request)',
  );
  return { type, stream };
}
