/**
 * Which characters names and values may have (RFC 9113 §8.2.1; RFC 9110 §5.1 and RFC 9110 §5.5, which are stricter, and which
 * RFC 9113 says one should hold to). Every character stands for one byte.
 *
 *   field-name    -> 1*tchar without A-Z
 *   field-value   -> [ vchar *( SP / HTAB / vchar ) vchar ]     ; vchar: %x21-7E / %x80-FF
 */

const TOKEN = 1;
const NAME = 2;
const PATH = 4;
const AUTHORITY = 8;

/** What each byte may be part of. */
const classes = new Uint8Array(256);
for (const character of "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyz") classes[character.charCodeAt(0)]! |= TOKEN | NAME;
for (const character of 'ABCDEFGHIJKLMNOPQRSTUVWXYZ') classes[character.charCodeAt(0)]! |= TOKEN | AUTHORITY;
// RFC 3986 §3.2: unreserved, sub-delims, percent-encoding, colon and the brackets of IPv6, without userinfo's @.
for (const character of "0123456789abcdefghijklmnopqrstuvwxyz-._~!$&'()*+,;=:[]%") classes[character.charCodeAt(0)]! |= AUTHORITY;
for (let byte = 0x21; byte < 0x100; byte++) if (byte !== 0x7f) classes[byte]! |= PATH;

/** Names seen before: 6 ns for one of them, 2 ns a character for others. Full is full: a peer of many names gains nothing by it. */
const knownNames = new Set<string>();
const MAX_KNOWN_NAMES = 512;
const MAX_KNOWN_NAME_LENGTH = 64;

/** A name of a regular field, in lower case. */
export function isFieldName(name: string): boolean {
  if (knownNames.has(name)) return true;
  if (name.length === 0 || !consistsOf(name, NAME)) return false;
  if (knownNames.size < MAX_KNOWN_NAMES && name.length <= MAX_KNOWN_NAME_LENGTH) knownNames.add(name);
  return true;
}

/** A method (RFC 9110 §9.1): a token, whose case matters. */
export function isMethod(value: string): boolean {
  return value.length > 0 && consistsOf(value, TOKEN);
}

/** A character that no value has. */
const NOT_IN_VALUE = /[^\t\x20-\x7e\x80-\xff]/;
/** From this length on the regular expression is faster: 12 characters take 28 and 26 ns, 64 take 132 and 77. */
const REGEXP_LENGTH = 12;

/** A value of any field; with white space at its ends only where `allowsWhitespace`. */
export function isFieldValue(value: string, allowsWhitespace = false): boolean {
  const length = value.length;
  if (length === 0) return true;
  if (!allowsWhitespace && (isBlank(value.charCodeAt(0)) || isBlank(value.charCodeAt(length - 1)))) return false;
  if (length >= REGEXP_LENGTH) return !NOT_IN_VALUE.test(value);
  for (let index = 0; index < length; index++) {
    const unit = value.charCodeAt(index);
    if ((unit < 0x20 && unit !== 0x09) || unit === 0x7f || unit > 0xff) return false;
  }
  return true;
}

const NOT_IN_PATH = /[^\x21-\x7e\x80-\xff]/;

/** An absolute path with its query: nothing that would end a request line (RFC 9112 §3). */
export function isAbsolutePath(value: string): boolean {
  if (value.charCodeAt(0) !== 0x2f) return false;
  return value.length >= REGEXP_LENGTH ? !NOT_IN_PATH.test(value) : consistsOf(value, PATH);
}

/** An authority without userinfo; an empty one too. */
export function isAuthority(value: string): boolean {
  return consistsOf(value, AUTHORITY);
}

/** RFC 3986 §3.1. */
export function isScheme(value: string): boolean {
  return /^[A-Za-z][A-Za-z0-9+.-]*$/.test(value);
}

function consistsOf(text: string, wanted: number): boolean {
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit > 0xff || (classes[unit]! & wanted) === 0) return false;
  }
  return true;
}

/** SP and HTAB. */
function isBlank(unit: number): boolean {
  return unit === 0x20 || unit === 0x09;
}

/** What is wrong with a name that is none, for a message. */
export function nameFault(name: string): string {
  if (name.length === 0) return 'is empty';
  if (/[A-Z]/.test(name)) return 'has upper case';
  return `has the character ${characterName([...name].find((character) => !isFieldName(character))!)}`;
}

/** What is wrong with a value that is none, for a message; the value itself may be a secret. */
export function valueFault(value: string): string {
  const index = [...value].findIndex((character) => !isFieldValue(`x${character}x`));
  if (index < 0) return 'begins or ends with white space';
  return `has the character ${characterName([...value][index]!)} at ${index}`;
}

function characterName(character: string): string {
  return `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`;
}
