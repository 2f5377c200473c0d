/**
 * Text of a schema on its way into code. Schemas are untrusted: everything that is not an identifier checked here leaves as a
 * quoted string or as a comment that cannot be closed from inside.
 */

const identifier = /^[A-Za-z_$][A-Za-z0-9_$]*$/;

/** Thrown for descriptors that no .proto file could have made, such as a message named `a b`. */
export class GeneratorError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'GeneratorError';
  }
}

/** `name` itself; throws where it is not an identifier of the protobuf language. */
export function checkedIdentifier(name: string): string {
  if (identifier.test(name)) return name;
  throw new GeneratorError(`${quote(name)} cannot be the name of a declaration: expected a letter or _, then letters, digits and _`);
}

/** A string literal in single quotes. Everything outside printable ASCII is escaped, U+2028 and U+2029 among it. */
export function quote(text: string): string {
  let out = "'";
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit === 0x27 || unit === 0x5c) out += `\\${text[i]}`;
    else if (unit >= 0x20 && unit < 0x7f) out += text[i];
    else if (unit === 0x0a) out += '\\n';
    else out += `\\u${unit.toString(16).padStart(4, '0')}`;
  }
  return `${out}'`;
}

/** A property's key in an object literal or an interface; `__proto__` is computed, since plain it would set the prototype. */
export function propertyKey(name: string): string {
  if (name === '__proto__') return "['__proto__']";
  return identifier.test(name) ? name : quote(name);
}

/** `object.name`. */
export function memberAccess(object: string, name: string): string {
  return identifier.test(name) ? `${object}.${name}` : `${object}[${quote(name)}]`;
}

/** A number in hexadecimal, as tags are printed: `0x0a`. */
export function hex(value: number): string {
  return `0x${value.toString(16).padStart(2, '0')}`;
}

export function capitalised(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
