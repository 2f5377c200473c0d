import type { Case, Outcome, Pieces } from '../case.js';

/** Below this a text is written as it is. */
const MIN_LENGTH = 600;
const MAX_UNIT = 64;
const MIN_SAVED = 100;

/** The same text with what it repeats written once. */
function folded(text: string): Pieces {
  if (text.length < MIN_LENGTH) return text;
  const pieces: (string | { repeat: string; times: number })[] = [];
  let plain = '';
  for (let at = 0; at < text.length; ) {
    const found = repeatAt(text, at);
    if (found === undefined) {
      plain += text[at++];
      continue;
    }
    if (plain !== '') pieces.push(plain);
    plain = '';
    pieces.push(found);
    at += found.repeat.length * found.times;
  }
  if (plain !== '') pieces.push(plain);
  return pieces.length === 1 && typeof pieces[0] === 'string' ? text : pieces;
}

/** The shortest unit that comes so often from here that writing it once pays. */
function repeatAt(text: string, at: number): { repeat: string; times: number } | undefined {
  for (let length = 1; length <= MAX_UNIT; length++) {
    const repeat = text.slice(at, at + length);
    if (repeat.length < length || !text.startsWith(repeat, at + length)) continue;
    let times = 2;
    while (text.startsWith(repeat, at + times * length)) times++;
    if ((times - 1) * length >= MIN_SAVED) return { repeat, times };
  }
  return undefined;
}

export function foldedCase(one: Case): Case {
  const input = Object.fromEntries(
    Object.entries(one.input).map(([key, value]) => [key, typeof value === 'string' ? folded(value) : value]),
  );
  const expect = one.expect.map(
    (outcome): Outcome =>
      typeof outcome === 'object' && 'binary' in outcome && typeof outcome.binary === 'string'
        ? { binary: folded(outcome.binary) }
        : outcome,
  );
  return { ...one, input: input as Case['input'], expect };
}
