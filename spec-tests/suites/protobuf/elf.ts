/**
 * A program that asks for a newer C library than the system has, made to run on an older one.
 *
 * The dynamic loader refuses a 64-bit ELF file whose `.gnu.version_r` names a version that a library does not have, though what the
 * program calls of it may be old: GLIBC_2.38 brought nothing but new names of strtol and its kin (`__isoc23_strtol`: C23's reading of
 * binary literals), GLIBCXX_3.4.32 an empty marker. In a copy of the file both versions are renamed to older ones of the same library, and
 * the symbols that were bound to them are bound to the old names.
 */

/** What has to be there; anything else than exactly this is refused, since then nobody knows what would be broken. */
const NEWER_VERSIONS = [
  { library: 'libc.so.6', version: 'GLIBC_2.38', older: 'GLIBC_2.2.5' },
  { library: 'libstdc++.so.6', version: 'GLIBCXX_3.4.32', older: 'GLIBCXX_3.4' },
];
const C23_PREFIX = '__isoc23_';
const C23_SYMBOLS = ['strtol', 'strtoll', 'strtoul', 'strtoull'].map((name) => C23_PREFIX + name);
const EMPTY_MARKER = '_ZSt21ios_base_library_initv';

const SYMBOL_BYTES = 24;
const WEAK = 2;
/** Version index of a symbol that any library may define (VER_NDX_GLOBAL). */
const ANY_VERSION = 1;
const INDEX_MASK = 0x7fff;

interface Section {
  readonly offset: number;
  readonly size: number;
  /** For `.gnu.version_r`: the number of its library records. */
  readonly info: number;
}

/** One version that the program asks a library for; an entry of `.gnu.version_r`. */
interface Version {
  readonly library: string;
  readonly name: string;
  /** What `.gnu.version` calls it by. */
  readonly index: number;
  /** Where its entry begins in the file. */
  readonly at: number;
}

/** A copy of the ELF file `original` that runs with older libraries. Throws where anything is not as expected. */
export function forOlderLibraries(original: Uint8Array): Uint8Array {
  const file = new ElfFile(Buffer.from(original));
  const versions = file.versions();
  const find = (library: string, name: string): Version => {
    const found = versions.find((one) => one.library === library && one.name === name);
    if (found === undefined) throw new Error(`the program asks ${library} for no version ${name}: it is not the one this was written for`);
    return found;
  };
  const renamed = new Set<number>();
  for (const { library, version, older } of NEWER_VERSIONS) {
    const entry = find(library, version);
    file.renameVersion(entry, find(library, older));
    renamed.add(entry.index);
  }
  const oldLibc = find('libc.so.6', 'GLIBC_2.2.5').index;
  const done: string[] = [];
  for (const symbol of file.symbols()) {
    if (!renamed.has(symbol.versionIndex)) continue;
    if (C23_SYMBOLS.includes(symbol.name)) file.dropPrefix(symbol, C23_PREFIX.length, oldLibc);
    else if (symbol.name === EMPTY_MARKER) file.makeOptional(symbol);
    else throw new Error(`the symbol ${symbol.name} needs a newer library, and there is no older one for it`);
    done.push(symbol.name);
  }
  const expected = [...C23_SYMBOLS, EMPTY_MARKER].sort();
  if (done.sort().join() !== expected.join()) throw new Error(`expected the symbols ${expected.join(', ')}, found ${done.join(', ')}`);
  return file.bytes;
}

interface SymbolEntry {
  readonly name: string;
  readonly versionIndex: number;
  /** Where its entry of `.dynsym` begins, and its entry of `.gnu.version`. */
  readonly at: number;
  readonly versionAt: number;
}

class ElfFile {
  readonly bytes: Buffer;
  readonly #sections = new Map<string, Section>();

  constructor(bytes: Buffer) {
    this.bytes = bytes;
    if (bytes.toString('latin1', 0, 4) !== '\x7fELF' || bytes[4] !== 2 || bytes[5] !== 1)
      throw new Error('expected a 64-bit little-endian ELF file');
    const tableAt = Number(bytes.readBigUInt64LE(0x28));
    const entryBytes = bytes.readUInt16LE(0x3a);
    const count = bytes.readUInt16LE(0x3c);
    const read = (index: number): Section & { readonly name: number } => {
      const at = tableAt + index * entryBytes;
      return {
        name: bytes.readUInt32LE(at),
        offset: Number(bytes.readBigUInt64LE(at + 0x18)),
        size: Number(bytes.readBigUInt64LE(at + 0x20)),
        info: bytes.readUInt32LE(at + 0x2c),
      };
    };
    const names = read(bytes.readUInt16LE(0x3e));
    for (let index = 0; index < count; index++) {
      const section = read(index);
      this.#sections.set(this.#text(names.offset + section.name), section);
    }
  }

  versions(): Version[] {
    const { offset, info } = this.#section('.gnu.version_r');
    const found: Version[] = [];
    let recordAt = offset;
    for (let record = 0; record < info; record++) {
      const library = this.#string(this.bytes.readUInt32LE(recordAt + 4));
      const entries = this.bytes.readUInt16LE(recordAt + 2);
      let at = recordAt + this.bytes.readUInt32LE(recordAt + 8);
      for (let entry = 0; entry < entries; entry++) {
        const name = this.#string(this.bytes.readUInt32LE(at + 8));
        found.push({ library, name, index: this.bytes.readUInt16LE(at + 6) & INDEX_MASK, at });
        at += this.bytes.readUInt32LE(at + 12);
      }
      recordAt += this.bytes.readUInt32LE(recordAt + 12);
    }
    return found;
  }

  /** The entry keeps its index, and asks for what `older` asks for. */
  renameVersion(entry: Version, older: Version): void {
    this.bytes.copy(this.bytes, entry.at, older.at, older.at + 4);
    this.bytes.copy(this.bytes, entry.at + 8, older.at + 8, older.at + 12);
  }

  *symbols(): Iterable<SymbolEntry> {
    const { offset, size } = this.#section('.dynsym');
    const versions = this.#section('.gnu.version').offset;
    for (let index = 0; index < size / SYMBOL_BYTES; index++) {
      const at = offset + index * SYMBOL_BYTES;
      const versionAt = versions + index * 2;
      const versionIndex = this.bytes.readUInt16LE(versionAt) & INDEX_MASK;
      yield { name: this.#string(this.bytes.readUInt32LE(at)), versionIndex, at, versionAt };
    }
  }

  /** The symbol's name begins `length` bytes later, and is asked for in the version with that index. */
  dropPrefix(symbol: SymbolEntry, length: number, versionIndex: number): void {
    this.bytes.writeUInt32LE(this.bytes.readUInt32LE(symbol.at) + length, symbol.at);
    this.bytes.writeUInt16LE(versionIndex, symbol.versionAt);
  }

  /** The symbol may be missing. */
  makeOptional(symbol: SymbolEntry): void {
    const info = this.bytes[symbol.at + 4]!;
    this.bytes[symbol.at + 4] = (WEAK << 4) | (info & 15);
    this.bytes.writeUInt16LE(ANY_VERSION, symbol.versionAt);
  }

  #section(name: string): Section {
    const section = this.#sections.get(name);
    if (section === undefined) throw new Error(`the program has no section ${name}`);
    return section;
  }

  #string(offset: number): string {
    return this.#text(this.#section('.dynstr').offset + offset);
  }

  #text(at: number): string {
    return this.bytes.toString('latin1', at, this.bytes.indexOf(0, at));
  }
}
