/** How the files under make/ write cases down. */
import type { Assignment, Case, CaseFile, CaseOptions, Outcome } from '../case.js';

/** What a case expects, in short: its input comes out again, some bytes or JSON come out, or it is refused. */
export type Expected = Outcome | readonly Outcome[];

export class Group {
  readonly #group: string;
  readonly #about: string;
  readonly #cases: Case[] = [];
  readonly #names = new Set<string>();

  constructor(group: string, about: string) {
    this.#group = group;
    this.#about = about;
  }

  /** Bytes that are refused. */
  refuses(name: string, type: string, binary: string, why: string, options?: CaseOptions): this {
    return this.#add({ name, why, type, input: { binary }, ...opt(options), output: 'binary', expect: ['reject'] });
  }

  /** Bytes that come out as `expected`; as they went in where nothing is given. */
  keeps(
    name: string,
    type: string,
    binary: string,
    why: string,
    expected: string | readonly Outcome[] = binary,
    options?: CaseOptions,
  ): this {
    const expect = typeof expected === 'string' ? [{ binary: expected }] : expected;
    return this.#add({ name, why, type, input: { binary }, ...opt(options), output: 'binary', expect });
  }

  /** Bytes that come out as some JSON. */
  shows(name: string, type: string, binary: string, why: string, ...expect: readonly Outcome[]): this {
    return this.#add({ name, why, type, input: { binary }, output: 'json', expect });
  }

  json(name: string, type: string, json: string, why: string, expected: string | Expected, options?: CaseOptions): this {
    return this.#add({ name, why, type, input: { json }, ...opt(options), output: 'binary', expect: outcomes(expected) });
  }

  /** JSON that comes out as JSON. */
  jsonAsJson(name: string, type: string, json: string, why: string, value: unknown, options?: CaseOptions): this {
    return this.#add({ name, why, type, input: { json }, ...opt(options), output: 'json', expect: [{ json: value }] });
  }

  text(name: string, type: string, text: string, why: string, expected: string | Expected): this {
    return this.#add({ name, why, type, input: { text }, output: 'binary', expect: outcomes(expected) });
  }

  assign(name: string, type: string, assign: Assignment, why: string, expected: string | Expected): this {
    return this.#add({ name, why, type, input: { assign }, output: 'binary', expect: outcomes(expected) });
  }

  file(): CaseFile {
    return { group: this.#group, about: this.#about, cases: this.#cases };
  }

  #add(one: Case): this {
    if (this.#names.has(one.name)) throw new Error(`two cases of ${this.#group} are called ${one.name}`);
    this.#names.add(one.name);
    this.#cases.push(one);
    return this;
  }
}

function opt(options: CaseOptions | undefined): { readonly options?: CaseOptions } {
  return options === undefined ? {} : { options };
}

/** `reject` and `accept` are words, other text is hex. */
function outcomes(expected: string | Expected): readonly Outcome[] {
  if (Array.isArray(expected)) return expected as readonly Outcome[];
  if (typeof expected !== 'string') return [expected as Outcome];
  return [expected === 'reject' || expected === 'accept' ? expected : { binary: expected }];
}
