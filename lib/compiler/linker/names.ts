/** Names that descriptors derive from other names. */
import { jsonName } from '../../../wire/protobuf/names.js';

/** The message behind `map<K, V> items`: ItemsEntry. */
export function mapEntryNameOf(fieldName: string): string {
  return `${jsonName(`_${fieldName}`)}Entry`;
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
