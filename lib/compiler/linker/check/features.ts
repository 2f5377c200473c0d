/** Protobuf features: which element takes which, beyond what the targets of each feature say. */
import type { FeatureSet } from '../../../../wire/protobuf/generated/descriptor.js';
import type { Diagnostics } from '../../diagnostics.js';
import type { Range } from '../../source.js';
import type { OptionNode } from '../../tree.js';
import type { FieldDefinition, LinkedFile } from '../definitions.js';
import { isFeature } from '../features.js';

// Numbers of the enums inside google.protobuf.FeatureSet.
const IMPLICIT = 2;
const LEGACY_REQUIRED = 3;
const PACKED = 1;

const stringType = 9;
/** string, group, message, bytes: what has a length of its own. */
const unpackableTypes = new Set([9, 10, 11, 12]);

export function checkFeatures(file: LinkedFile, diagnostics: Diagnostics): void {
  if (!file.language.isEdition) return;
  if (file.features.fieldPresence === 'legacy-required') {
    diagnostics.error(
      file.source,
      placeOf(file.node.options, 'field_presence'),
      'a file cannot make all fields required',
      'write [features.field_presence = LEGACY_REQUIRED] behind the fields that are meant',
    );
  }
  for (const field of file.fields) {
    if (field.container !== undefined && field.container.node === undefined && field.extend === undefined) continue;
    const set = field.proto.options?.features;
    if (set !== undefined) checkField(field, set, diagnostics);
  }
}

function checkField(field: FieldDefinition, set: FeatureSet, diagnostics: Diagnostics): void {
  const { type } = field.proto;
  // The type was not found, which was reported.
  if (type === undefined) return;
  const error = (feature: string, message: string, help: string): void =>
    diagnostics.error(field.file.source, placeOf(field.node.options, feature) ?? field.range, message, help);
  if (set.fieldPresence !== undefined) checkPresence(field, set.fieldPresence, error);
  if (set.repeatedFieldEncoding !== undefined) {
    if (!field.repeated) {
      error('repeated_field_encoding', `"${field.name}" is not repeated, and has no repeated encoding`, 'remove repeated_field_encoding');
    } else if (set.repeatedFieldEncoding === PACKED && unpackableTypes.has(type)) {
      error('repeated_field_encoding', `"${field.name}" cannot be packed`, 'only repeated numbers, enums and bools can');
    }
  }
  if (set.utf8Validation !== undefined && type !== stringType && !isMapOfStrings(field)) {
    error('utf8_validation', `"${field.name}" is no string, and takes no utf8_validation`, 'remove it');
  }
  if (set.messageEncoding !== undefined && (field.type?.kind !== 'message' || field.type.node === undefined)) {
    error('message_encoding', `"${field.name}" is no message, and takes no message_encoding`, 'remove it');
  }
}

function checkPresence(field: FieldDefinition, presence: number, error: (feature: string, message: string, help: string) => void): void {
  const remove = 'remove field_presence';
  if (field.oneof !== undefined) {
    error('field_presence', `"${field.name}" is in a oneof, whose fields have explicit presence always`, remove);
  } else if (field.repeated) {
    error('field_presence', `"${field.name}" is repeated, and has no presence`, remove);
  } else if (field.extend !== undefined) {
    error(
      'field_presence',
      presence === LEGACY_REQUIRED
        ? 'an extension cannot be required'
        : `"${field.name}" is an extension, and has explicit presence always`,
      remove,
    );
  } else if (field.type?.kind === 'message' && presence === IMPLICIT) {
    error('field_presence', `"${field.name}" is a message, and cannot have implicit presence`, remove);
  }
}

function isMapOfStrings(field: FieldDefinition): boolean {
  const entry = field.type?.kind === 'message' && field.type.node === undefined ? field.type : undefined;
  return entry?.fields.some((half) => half.proto.type === stringType) === true;
}

/** Where a feature is set among `nodes`. */
export function placeOf(nodes: readonly OptionNode[], feature: string): Range | undefined {
  for (const { name, nameRange, value } of nodes) {
    if (!isFeature(name)) continue;
    if (name[1]?.text === feature) return nameRange;
    if (name.length === 1 && value.kind === 'aggregate') {
      const found = value.fields.find((field) => field.name === feature);
      if (found !== undefined) return found.nameRange;
    }
  }
  return undefined;
}
