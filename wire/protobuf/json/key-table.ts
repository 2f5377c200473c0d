/** Finds a field by the bytes of its name, so that no string is made of a name that the schema knows. */
import { utf8Length, writeUtf8 } from '../../bytes/utf8.js';
import type { ParseMember } from './parse-plan.js';

interface Entry {
  readonly hash: number;
  readonly bytes: Uint8Array;
  readonly member: ParseMember;
}

/** One step of a name's hash (FNV-1a). Names are the schema's own, so that nobody who sends JSON can make them collide. */
export function hashStep(hash: number, byte: number): number {
  return Math.imul(hash ^ byte, 0x0100_0193);
}

export const HASH_START = 0x811c_9dc5 | 0;

/** The names of a message's fields. */
export class KeyTable {
  /** The JSON names with their quotes, in the order of the fields: as a rule the next name is the next of these. */
  readonly quoted: readonly Uint8Array[];
  readonly members: readonly ParseMember[];
  readonly #slots: readonly (Entry | undefined)[];
  readonly #mask: number;

  constructor(members: readonly ParseMember[], byName: ReadonlyMap<string, ParseMember>) {
    this.members = members;
    this.quoted = members.map((member) => bytesOf(JSON.stringify(member.jsonName)));
    let size = 4;
    while (size < byName.size * 2) size *= 2;
    this.#mask = size - 1;
    const slots = Array.from({ length: size }, (): Entry | undefined => undefined);
    for (const [name, member] of byName) {
      const bytes = bytesOf(name);
      let hash = HASH_START;
      for (const byte of bytes) hash = hashStep(hash, byte);
      let slot = hash & this.#mask;
      while (slots[slot] !== undefined) slot = (slot + 1) & this.#mask;
      slots[slot] = { hash, bytes, member };
    }
    this.#slots = slots;
  }

  /** The field whose name is bytes `[start, end)`, with that hash. */
  find(buffer: Uint8Array, start: number, end: number, hash: number): ParseMember | undefined {
    for (let slot = hash & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const entry = this.#slots[slot];
      if (entry === undefined) return undefined;
      if (entry.hash === hash && isAt(entry.bytes, buffer, start, end)) return entry.member;
    }
  }
}

function isAt(bytes: Uint8Array, buffer: Uint8Array, start: number, end: number): boolean {
  if (bytes.length !== end - start) return false;
  for (let index = 0; index < bytes.length; index++) if (bytes[index] !== buffer[start + index]) return false;
  return true;
}

function bytesOf(text: string): Uint8Array {
  const bytes = new Uint8Array(Math.max(utf8Length(text), 0));
  writeUtf8(text, bytes.length, bytes, 0);
  return bytes;
}
