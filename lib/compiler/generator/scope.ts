/**
 * Which names stand for what. One suffix, `$`, settles every clash: no name of the protobuf language has a `$`, so a name that
 * got one can only meet another that got one, and then a second is added.
 */

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

/** What JavaScript modules do not take as a name, and globals that nobody should hide. */
const RESERVED = words(
  'arguments await break case catch class const continue debugger default delete do else enum eval export extends false finally for ' +
    'function globalThis if implements import in Infinity instanceof interface let NaN new null package private protected public ' +
    'return static super switch this throw true try typeof undefined var void while with yield',
);

/** What TypeScript does not take as the name of a type, or takes only in some places. */
const RESERVED_TYPES = words(
  'abstract any as asserts async bigint boolean constructor declare from get infer is keyof module namespace never number object of ' +
    'out override readonly require satisfies set string symbol type unique unknown using',
);

/** The names of one module or one function. */
export class Scope {
  readonly #taken = new Set<string>();
  readonly #parent: Scope | undefined;

  constructor(parent?: Scope) {
    this.#parent = parent;
  }

  /** Takes `wanted`, or `wanted$` where that is gone. */
  take(wanted: string): string {
    let name = wanted;
    while (this.has(name)) name += '$';
    this.#taken.add(name);
    return name;
  }

  /** Keeps names from being taken, whoever they belong to. */
  reserve(names: Iterable<string>): void {
    for (const name of names) this.#taken.add(name);
  }

  has(name: string): boolean {
    return RESERVED.has(name) || this.#taken.has(name) || (this.#parent?.has(name) ?? false);
  }

  /** As `take`, for a name that is a type too. */
  takeType(wanted: string): string {
    return this.take(RESERVED_TYPES.has(wanted) ? `${wanted}$` : wanted);
  }
}
