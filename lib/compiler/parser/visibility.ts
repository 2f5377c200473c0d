/** Protobuf edition-2024-spec: Symbol Visibility. */
import { describeToken } from '../tokens.js';
import type { VisibilityNode } from '../tree.js';
import type { Cursor } from './cursor.js';

/** Whether `export` or `local` stands before a message or an enum here: fields may have types of these names. */
export function isVisibility(cursor: Cursor): boolean {
  if (!cursor.at('export') && !cursor.at('local')) return false;
  return (cursor.at('message', 1) || cursor.at('enum', 1)) && cursor.peek(2).kind === 'identifier';
}

/** symbolVisibility = "export" | "local" */
export function parseVisibility(cursor: Cursor): VisibilityNode | undefined {
  if (!isVisibility(cursor)) return undefined;
  const token = cursor.take();
  return { word: token.text === 'export' ? 'export' : 'local', range: token };
}

/** The word at the top of a file, where nothing else can be meant; ends the statement unless a message or an enum follows. */
export function expectVisibility(cursor: Cursor): 'message' | 'enum' {
  const word = cursor.peek().text;
  const next = cursor.peek(1);
  if (next.kind === 'identifier' && (next.text === 'message' || next.text === 'enum')) return next.text;
  return cursor.fail(
    next,
    `expected "message" or "enum" after "${word}", found ${describeToken(next)}`,
    `only messages and enums are exported or local: remove "${word}"`,
  );
}
