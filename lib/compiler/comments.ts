/**
 * Which declaration a comment belongs to, by the rules that descriptor.proto's `SourceCodeInfo.Location` lays down: right above it,
 * with no empty line between, it leads; on the same line behind it, or right below and followed by an empty line, it trails; with an
 * empty line after it, it stands by itself (detached).
 */
import type { SourceFile } from './source.js';
import type { Comment, Token } from './tokens.js';

/** One block comment, or the line comments of consecutive lines. */
export type CommentGroup = readonly Comment[];

/** What stands between two tokens. */
export interface AttributedComments {
  /** It trails the first of the two. */
  readonly trailing: CommentGroup | undefined;
  /** Between the two, belonging to neither. */
  readonly detached: readonly CommentGroup[];
  /** It leads the second one. */
  readonly leading: CommentGroup | undefined;
}

const none: AttributedComments = { trailing: undefined, detached: [], leading: undefined };

/** Splits what stands between `previous` and `next` into what trails the one, what leads the other, and the rest. */
export function attributeComments(source: SourceFile, previous: Token | undefined, next: Token): AttributedComments {
  const comments = next.comments;
  if (comments === undefined) return none;
  const text = source.text;
  let trailing: CommentGroup | undefined;
  const detached: CommentGroup[] = [];
  let attachable = previous !== undefined;
  let pending: Comment[] = [];
  const flush = (): void => {
    if (pending.length > 0) {
      if (attachable) trailing = pending;
      else detached.push(pending);
      attachable = false;
    }
    pending = [];
  };

  let position = previous?.end ?? 0;
  /** Where what belongs to the line of `previous` ends. */
  let sameLineEnd = position;
  for (const [index, comment] of comments.entries()) {
    const lines = countLines(text, position, comment.start);
    if (lines >= 2) {
      flush();
      attachable = false;
    }
    const last = pending.at(-1);
    if (last !== undefined && (last.block || comment.block)) flush();
    pending.push(comment);
    position = comment.end;
    if (lines === 0 && index === 0 && previous !== undefined) {
      sameLineEnd = position;
      flush();
    }
  }
  const closes = next.kind === 'end' || next.text === '}' || next.text === ']' || next.text === ')';
  if (closes || countLines(text, position, next.start) >= 2) flush();
  // One comment between two tokens of one line belongs to nobody in particular.
  if (trailing !== undefined && detached.length === 0 && pending.length === 0 && countLines(text, sameLineEnd, next.start) === 0)
    return { trailing: undefined, detached: [trailing], leading: undefined };
  return { trailing, detached, leading: pending.length === 0 ? undefined : pending };
}

function countLines(text: string, start: number, end: number): number {
  let lines = 0;
  for (let at = start; at < end; at++) if (text.charCodeAt(at) === 0x0a) lines++;
  return lines;
}

/**
 * As `SourceCodeInfo.Location` holds it: without the marks, white space and an asterisk left out where a block comment's further lines
 * begin, line breaks kept, that behind a line comment too.
 */
export function commentText(text: string, group: CommentGroup): string {
  let out = '';
  for (const { start, end, block } of group) {
    if (!block) {
      out += text.slice(start + 2, Math.min(end + 1, text.length));
      continue;
    }
    const inner = text.slice(start + 2, end - 2);
    const [first, ...rest] = inner.split('\n');
    out += first!;
    for (const line of rest) {
      const at = skipIndent(line);
      out += `\n${line.slice(line[at] === '*' ? at + 1 : at)}`;
    }
  }
  return out;
}

/** The words alone: no marks, no common indentation of one space, no empty lines around. */
export function plainText(text: string, group: CommentGroup): string | undefined {
  const lines = commentText(text, group).split('\n');
  if (group[0]!.block && lines[0]!.startsWith('*')) lines[0] = lines[0]!.slice(1);
  const cleaned = lines.map((line) => trimEnd(line.startsWith(' ') ? line.slice(1) : line));
  while (cleaned.length > 0 && cleaned[0] === '') cleaned.shift();
  while (cleaned.length > 0 && cleaned.at(-1) === '') cleaned.pop();
  return cleaned.length === 0 ? undefined : cleaned.join('\n');
}

function skipIndent(line: string): number {
  let at = 0;
  while (line[at] === ' ' || line[at] === '\t' || line[at] === '\v' || line[at] === '\f' || line[at] === '\r') at++;
  return at;
}

function trimEnd(line: string): string {
  let end = line.length;
  while (end > 0 && (line.charCodeAt(end - 1) === 0x20 || line.charCodeAt(end - 1) === 0x09 || line.charCodeAt(end - 1) === 0x0d)) end--;
  return line.slice(0, end);
}
