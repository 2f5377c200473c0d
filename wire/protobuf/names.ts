/** From the names of a schema to those in JavaScript. */
import { MAX_NAME_CLASHES } from '../limits.js';
import { DescriptorError } from './errors.js';

/** The default `json_name`: underscores go, and what follows one becomes upper case (Protobuf json: Field names as JSON keys). */
export function jsonName(name: string): string {
  return name.replace(/_+([^_]?)/g, (_, next: string) => next.toUpperCase());
}

/** A field's or oneof's property before clashes are settled: its name in lowerCamelCase. */
export function camelCase(name: string): string {
  const camel = jsonName(name);
  return camel === '' ? name : camel;
}

/** A method as clients and handlers spell it, before clashes are settled. */
export function methodName(name: string): string {
  const camel = camelCase(name);
  return camel.charAt(0).toLowerCase() + camel.slice(1);
}

/**
 * What every object has already. As a property of a message it would be found in a literal that leaves the field out; as a method
 * a handler class would seem to implement it. A list of its own, so that names do not depend on who changed Object.prototype.
 */
const OBJECT_NAMES: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'constructor',
  'hasOwnProperty',
  'isPrototypeOf',
  'propertyIsEnumerable',
  'toLocaleString',
  'toString',
  'valueOf',
  '__proto__',
  '__defineGetter__',
  '__defineSetter__',
  '__lookupGetter__',
  '__lookupSetter__',
]);

/** Names a method cannot have: `then` would make every client a promise. */
const TAKEN_METHOD_NAMES: ReadonlySet<string> = /* @__PURE__ */ new Set(['then', ...OBJECT_NAMES]);

/** Gives each name once; a later one that clashes, or one that is `taken`, gets `$` behind it until it does not. */
export class NameScope {
  readonly #used = new Set<string>();
  /** How many `$` the last one of a name got. */
  readonly #signs = new Map<string, number>();
  readonly #taken: ReadonlySet<string>;

  constructor(taken: ReadonlySet<string> = new Set()) {
    this.#taken = taken;
  }

  /** For the fields and oneofs of a message. */
  static forMembers(): NameScope {
    return new NameScope(OBJECT_NAMES);
  }

  static forMethods(): NameScope {
    return new NameScope(TAKEN_METHOD_NAMES);
  }

  /** Throws a `DescriptorError` where too many want the same name. */
  claim(wanted: string): string {
    let name = wanted;
    if (this.#used.has(name) || this.#taken.has(name)) {
      // Behind what the last one got: a schema may have been made so that thousands clash.
      let signs = this.#signs.get(wanted) ?? 0;
      do {
        if (++signs > MAX_NAME_CLASHES)
          throw new DescriptorError(`more than ${MAX_NAME_CLASHES} names of one place become ${JSON.stringify(wanted)} in JavaScript`);
        name = wanted + '$'.repeat(signs);
      } while (this.#used.has(name));
      this.#signs.set(wanted, signs);
    }
    this.#used.add(name);
    return name;
  }
}

/**
 * The keys of an enum's values: without the enum's name in front where all values have it (`STATUS_OPEN` of `Status` is `OPEN`),
 * kept where a digit would come first.
 */
export function enumValueKeys(enumName: string, valueNames: readonly string[]): string[] {
  const lengths = valueNames.map((name) => prefixLength(enumName, name));
  const common = lengths.length > 0 && lengths.every((length) => length > 0);
  const scope = new NameScope();
  return valueNames.map((name, index) => {
    const short = common ? name.slice(lengths[index]!) : name;
    return scope.claim(/^[0-9]/.test(short) ? name : short);
  });
}

/** How much of `valueName` is the enum's name and the underscore behind it; 0 for none. Case and underscores do not matter. */
function prefixLength(enumName: string, valueName: string): number {
  const letters = enumName.replaceAll('_', '').toLowerCase();
  let position = 0;
  for (const letter of letters) {
    while (valueName[position] === '_') position++;
    if (valueName[position]?.toLowerCase() !== letter) return 0;
    position++;
  }
  return valueName[position] === '_' && position + 1 < valueName.length ? position + 1 : 0;
}
