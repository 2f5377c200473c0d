/** How fields are called in text: mostly by their names, groups by their types. */
import type { FieldDescriptor, MessageDescriptor } from '../descriptor.js';

/**
 * Whether `field` is a group, or a delimited field of an edition that looks like one: named like its type in lower case, and its
 * type declared where the field is (Protobuf textformat-spec: group Fields).
 */
export function isGroupLike(field: FieldDescriptor): boolean {
  if (!field.delimited || field.value.kind !== 'message' || field.extensionName !== undefined) return false;
  const type = field.value.message;
  return field.name === type.name.toLowerCase() && type.parent === field.message && type.file === field.message.file;
}

/** What a field, no extension, is printed as. */
export function textName(field: FieldDescriptor): string {
  return isGroupLike(field) ? (field.value as { message: MessageDescriptor }).message.name : field.name;
}
