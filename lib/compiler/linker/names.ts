/** Names that descriptors derive from other names. */

/** A field's JSON name (ProtoJSON: lowerCamelCase): underscores go, and the letter behind one is upper case. */
export function jsonNameOf(fieldName: string): string {
  return camelCase(fieldName, false);
}

/** The message behind `map<K, V> items`: ItemsEntry. */
export function mapEntryNameOf(fieldName: string): string {
  return `${camelCase(fieldName, true)}Entry`;
}

function camelCase(name: string, upperFirst: boolean): string {
  let out = '';
  let upper = upperFirst;
  for (const character of name) {
    if (character === '_') upper = true;
    else {
      out += upper && character >= 'a' && character <= 'z' ? character.toUpperCase() : character;
      upper = false;
    }
  }
  return out;
}

/** The oneof that stands for proto3's `optional`: the field's name with an underscore, and an X more for each name that is taken. */
export function syntheticOneofNameOf(fieldName: string, taken: ReadonlySet<string>): string {
  let name = fieldName.startsWith('_') ? fieldName : `_${fieldName}`;
  while (taken.has(name)) name = `X${name}`;
  return name;
}

export function join(scope: string, name: string): string {
  return scope === '' ? name : `${scope}.${name}`;
}
