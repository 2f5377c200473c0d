/**
 * Which declaration a comment belongs to, by the rules that descriptor.proto's `SourceCodeInfo.Location` lays down:
 * right above it, with no empty line between, it leads; on the same line behind it, or right below and followed by an empty line, it trails.
 */
import type { SourceFile } from './source.js';
import type { Comment, Token } from './tokens.js';

/** Splits what stands between `previous` and `next` into what trails the one and what leads the other. */
export function attributeComments(
  source: SourceFile,
  previous: Token | undefined,
  next: Token,
): { trailing: string | undefined; leading: string | undefined } {
  const comments = next.comments;
  if (comments === undefined) return { trailing: undefined, leading: undefined };
  const text = source.text;
  let trailing: string | undefined;
  let attachable = previous !== undefined;
  let pending: Comment[] = [];
  const flush = (): void => {
    if (pending.length > 0 && attachable) {
      trailing = plainText(text, pending);
      attachable = false;
    }
    pending = [];
  };

  let position = previous?.end ?? 0;
  for (let index = 0; index < comments.length; index++) {
    const comment = comments[index]!;
    const lines = countLines(text, position, comment.start);
    const onPreviousLine = lines === 0 && index === 0 && previous !== undefined;
    if (lines >= 2) {
      flush();
      attachable = false;
    }
    const last = pending.at(-1);
    if (last !== undefined && (last.block || comment.block)) flush();
    pending.push(comment);
    position = comment.end;
    if (onPreviousLine) {
      const following = comments[index + 1]?.start ?? next.start;
      // A block comment between two tokens of one line belongs to nobody in particular.
      if (comment.block && countLines(text, comment.end, following) === 0 && next.kind !== 'end') {
        return { trailing: undefined, leading: undefined };
      }
      flush();
    }
  }
  const closes = next.kind === 'end' || next.text === '}' || next.text === ']' || next.text === ')';
  if (closes || countLines(text, position, next.start) >= 2) flush();
  return { trailing, leading: pending.length === 0 ? undefined : plainText(text, pending) };
}

function countLines(text: string, start: number, end: number): number {
  let lines = 0;
  for (let at = start; at < end; at++) if (text.charCodeAt(at) === 0x0a) lines++;
  return lines;
}

/** The words alone: no marks, no common indentation of one space, no empty lines around. */
function plainText(text: string, comments: readonly Comment[]): string | undefined {
  const lines: string[] = [];
  for (const comment of comments) {
    if (!comment.block) {
      lines.push(text.slice(comment.start + 2, comment.end));
      continue;
    }
    const inner = text.slice(comment.start + 2, comment.end - 2).split('\n');
    for (const [index, line] of inner.entries()) {
      let at = 0;
      if (index > 0) while (line[at] === ' ' || line[at] === '\t') at++;
      if (line[at] === '*') at++;
      lines.push(line.slice(at));
    }
  }
  const cleaned = lines.map((line) => trimEnd(line.startsWith(' ') ? line.slice(1) : line));
  while (cleaned.length > 0 && cleaned[0] === '') cleaned.shift();
  while (cleaned.length > 0 && cleaned.at(-1) === '') cleaned.pop();
  return cleaned.length === 0 ? undefined : cleaned.join('\n');
}

function trimEnd(line: string): string {
  let end = line.length;
  while (end > 0 && (line.charCodeAt(end - 1) === 0x20 || line.charCodeAt(end - 1) === 0x09 || line.charCodeAt(end - 1) === 0x0d)) end--;
  return line.slice(0, end);
}
