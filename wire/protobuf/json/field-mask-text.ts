/** Paths of a FieldMask, `user.display_name`, from and to their JSON form `user.displayName` (google/protobuf/field_mask.proto). */

/** `path` in lowerCamelCase; undefined where it could not be read back (ProtoJSON: Non-Round Trippable FieldMasks). */
export function camelPath(path: string): string | undefined {
  // What follows an underscore must be a letter that has an upper case, and what is upper case already came from nowhere.
  if (/[A-Z,]|_(?![a-z])/.test(path)) return undefined;
  return path.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** The path that `text` is the JSON form of; undefined where it is none. */
export function snakePath(text: string): string | undefined {
  if (text === '' || text.includes('_')) return undefined;
  return text.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
