/** Whether what an implementation did with a case is one of the things it may do. */
import { isDeepStrictEqual } from 'node:util';
import { type Case, joined, type Outcome } from './case.js';

/** What an implementation did. */
export type Reply =
  /** It took the input, and this came out: hex digits, or JSON text. */
  | { readonly output: string }
  /** It refused, and said why. */
  | { readonly rejected: string }
  /** It ran out of stack or memory, threw what is no error of its kind, changed what is not its own, or did not answer. */
  | { readonly crashed: string }
  /** It has no such function: no text format, no groups. */
  | { readonly unsupported: string };

/** Undefined where the reply will do, else what is wrong with it. */
export function complaint(one: Case, reply: Reply): string | undefined {
  if ('crashed' in reply) return `crashed: ${reply.crashed}`;
  if ('unsupported' in reply) return `not supported: ${reply.unsupported}`;
  if (one.expect.some((outcome) => suits(outcome, reply))) return undefined;
  const expected = one.expect.map(shown).join(' or ');
  return 'rejected' in reply ? `expected ${expected}, refused: ${reply.rejected}` : `expected ${expected}, got ${short(reply.output)}`;
}

function suits(outcome: Outcome, reply: { output: string } | { rejected: string }): boolean {
  if (outcome === 'reject') return 'rejected' in reply;
  if ('rejected' in reply) return false;
  if (outcome === 'accept') return true;
  if ('binary' in outcome) return sameFields(joined(outcome.binary), reply.output);
  try {
    return isDeepStrictEqual(JSON.parse(reply.output), outcome.json);
  } catch {
    return false;
  }
}

function shown(outcome: Outcome): string {
  if (typeof outcome === 'string') return outcome;
  return short('binary' in outcome ? joined(outcome.binary) : JSON.stringify(outcome.json));
}

function short(text: string): string {
  return text.length > 80 ? `${text.slice(0, 76)}... (${text.length})` : `"${text}"`;
}

/** The same outermost fields; the order of fields of different numbers is free (Protobuf encoding: Field Order). */
function sameFields(expected: string, got: string): boolean {
  return expected === got || (expected.length === got.length && inOrder(expected) === inOrder(got));
}

function inOrder(hex: string): string {
  const fields = fieldsOf(Buffer.from(hex, 'hex'));
  if (fields === undefined) return hex;
  return fields
    .sort((a, b) => a.number - b.number)
    .map(({ bytes }) => bytes)
    .join(' ');
}

/** The outermost fields in order; undefined where the bytes are no message. */
function fieldsOf(bytes: Buffer): { number: number; bytes: string }[] | undefined {
  const fields: { number: number; bytes: string }[] = [];
  let position = 0;
  let open = 0;
  const varint = (): number => {
    let value = 0;
    for (let factor = 1; position < bytes.length; factor *= 128) {
      const byte = bytes[position++]!;
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
    }
    return Number.NaN;
  };
  while (position < bytes.length) {
    const start = position;
    let number = 0;
    do {
      const tag = varint();
      if (open === 0) number = Math.floor(tag / 8);
      const wireType = tag % 8;
      if (wireType === 0) varint();
      else if (wireType === 1) position += 8;
      else if (wireType === 2) {
        const length = varint();
        position += length;
      } else if (wireType === 3) open++;
      else if (wireType === 4) open--;
      else if (wireType === 5) position += 4;
      else return undefined;
      if (!(position <= bytes.length) || open < 0) return undefined;
    } while (open > 0);
    fields.push({ number, bytes: bytes.toString('hex', start, position) });
  }
  return fields;
}
