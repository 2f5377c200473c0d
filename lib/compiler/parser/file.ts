/** Protobuf proto3-spec: Proto File. */
import { MAX_PACKAGE_LENGTH } from '../../limits.js';
import type { Diagnostics } from '../diagnostics.js';
import { tokenize } from '../lexer.js';
import type { SourceFile } from '../source.js';
import { suggest } from '../suggest.js';
import { describeToken } from '../tokens.js';
import type { EnumNode, ExtendNode, FileNode, ImportNode, MessageNode, OptionNode, PackageNode, ServiceNode, SyntaxNode } from '../tree.js';
import { Cursor } from './cursor.js';
import { parseEnum } from './enum.js';
import { parseExtend, parseMessage } from './message.js';
import { parseOptionStatement } from './option.js';
import { parseService } from './service.js';
import { expectVisibility } from './visibility.js';

const topLevelWords = ['syntax', 'edition', 'import', 'package', 'option', 'message', 'enum', 'extend', 'service', 'export', 'local'];
/** Of these, what more a file holds. */
const declarationWords = topLevelWords.slice(2, 9);

export interface ParseOptions {
  /** Whether the nodes get the comments around them. Default true. */
  readonly comments?: boolean | undefined;
  /** Whether the file keeps its tokens. Default false. */
  readonly tokens?: boolean | undefined;
}

/** Never throws for what stands in the text; what could be read is returned beside the errors. */
export function parseFile(source: SourceFile, diagnostics: Diagnostics, wanted: ParseOptions = {}): FileNode {
  const tokens = tokenize(source, diagnostics);
  const cursor = new Cursor(source, tokens, diagnostics, wanted.comments !== false);
  let syntax: SyntaxNode | undefined;
  let isBroken = false;
  let packageNode: PackageNode | undefined;
  const imports: ImportNode[] = [];
  const options: OptionNode[] = [];
  const messages: MessageNode[] = [];
  const enums: EnumNode[] = [];
  const services: ServiceNode[] = [];
  const extend: ExtendNode[] = [];

  const statement = (): void => {
    if (cursor.tryTake(';')) return;
    const token = cursor.peek();
    switch (token.kind === 'identifier' ? token.text : '') {
      case 'syntax':
      case 'edition': {
        const isFirst = cursor.mark === 0;
        isBroken ||= isFirst;
        const node = parseSyntax(cursor);
        if (isFirst) isBroken = false;
        if (!isFirst)
          cursor.error(
            token,
            `"${token.text}" stands behind other statements`,
            'it has to be the first statement of the file, and stands there once',
          );
        syntax ??= node;
        return;
      }
      case 'package': {
        const node = parsePackage(cursor);
        if (node === undefined) return;
        if (packageNode !== undefined)
          cursor.error(node.name.range, 'the file has more than one package statement', `the first one says "${packageNode.name.text}"`);
        packageNode ??= node;
        return;
      }
      case 'import':
        imports.push(parseImport(cursor));
        return;
      case 'option':
        options.push(parseOptionStatement(cursor));
        return;
      case 'message':
        messages.push(parseMessage(cursor));
        return;
      case 'enum':
        enums.push(parseEnum(cursor));
        return;
      case 'service':
        services.push(parseService(cursor));
        return;
      case 'extend':
        extend.push(parseExtend(cursor));
        return;
      case 'export':
      case 'local':
        if (expectVisibility(cursor) === 'message') messages.push(parseMessage(cursor));
        else enums.push(parseEnum(cursor));
        return;
      default: {
        const word = token.kind === 'identifier' ? suggest(token.text, topLevelWords) : undefined;
        const help = word === undefined ? `a file holds ${declarationWords.join(', ')}` : `did you mean "${word}"?`;
        if (token.text === '}') cursor.fail(token, 'this "}" closes nothing', 'remove it, or add the "{" it belongs to');
        cursor.fail(token, `expected a declaration, found ${describeToken(token)}`, help);
      }
    }
  };
  while (!cursor.atEnd) cursor.statement(statement);
  const kept = wanted.tokens === true ? tokens : undefined;
  return {
    source,
    tokens: kept,
    syntax,
    isSyntaxBroken: isBroken,
    package: packageNode,
    imports,
    options,
    messages,
    enums,
    services,
    extends: extend,
  };
}

/** syntax = "syntax" "=" ("'" "proto3" "'" | '"' "proto3" '"') ";", or edition = "edition" "=" … ";" */
function parseSyntax(cursor: Cursor): SyntaxNode {
  const mark = cursor.mark;
  const keyword = cursor.take();
  const help = keyword.text === 'syntax' ? 'write syntax = "proto3";' : 'write edition = "2023";';
  cursor.expect('=', `after "${keyword.text}"`, help);
  const value = cursor.textString(keyword.text === 'syntax' ? '"proto3" or "proto2" in quotes' : 'an edition in quotes', help);
  cursor.expectSemicolon(`after the ${keyword.text}`);
  return { edition: keyword.text === 'edition', value: value.text, range: value.range, span: cursor.spanFrom(mark), doc: cursor.doc(mark) };
}

/** package = "package" fullIdent ";" */
function parsePackage(cursor: Cursor): PackageNode | undefined {
  const mark = cursor.mark;
  cursor.take();
  const name = cursor.typeName("the package's name", 'as in package shop.orders;');
  if (name.text.startsWith('.')) cursor.error(name.range, "a package's name starts with no dot", 'remove it');
  const tooLong = name.text.length > MAX_PACKAGE_LENGTH;
  if (tooLong)
    cursor.error(
      name.range,
      `the package's name has ${name.text.length} characters, more than the ${MAX_PACKAGE_LENGTH} that are allowed`,
      'shorten it',
    );
  cursor.expectSemicolon("after the package's name");
  // Every name of the file would carry it.
  if (tooLong) return undefined;
  return { name, span: cursor.spanFrom(mark), doc: cursor.doc(mark) };
}

/** import = "import" [ "weak" | "public" | "option" ] strLit ";" */
function parseImport(cursor: Cursor): ImportNode {
  const mark = cursor.mark;
  cursor.take();
  let modifier: ImportNode['modifier'];
  const next = cursor.peek();
  for (const word of ['public', 'weak', 'option'] as const) if (modifier === undefined && cursor.tryTake(word)) modifier = word;
  const path = cursor.textString(
    'the path of a .proto file in quotes',
    'as in import "shop/order.proto"; or import public "shop/order.proto";',
  );
  cursor.expectSemicolon('after the import');
  const modifierRange = modifier === undefined ? undefined : next;
  return { path: path.text, modifier, modifierRange, range: path.range, span: cursor.spanFrom(mark) };
}
