/** Protobuf features: which element takes which, beyond what the targets of each feature say. */
import { Edition } from '../../../../wire/protobuf/features.js';
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

/** Of google.protobuf.FieldOptions.CType. */
const CORD = 1;

const stringType = 9;
const bytesType = 12;
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
  if (file.proto.options?.javaStringCheckUtf8 === true) {
    const node = file.node.options.find(({ name }) => name[0]!.text === 'java_string_check_utf8');
    diagnostics.error(
      file.source,
      node?.nameRange,
      `${file.language.name} has no option "java_string_check_utf8"`,
      'write option features.(pb.java).utf8_validation = VERIFY; with import "google/protobuf/java_features.proto";',
    );
  }
  for (const field of file.fields) {
    if (field.container !== undefined && field.container.node === undefined && field.extend === undefined) continue;
    const { options } = field.proto;
    if (options?.features !== undefined) checkField(field, options.features, diagnostics);
    if (options?.ctype !== undefined) checkCtype(field, options.ctype, diagnostics);
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

/** Protobuf features: string_type, which stands for the option ctype. */
function checkCtype(field: FieldDefinition, ctype: number, diagnostics: Diagnostics): void {
  const { file, proto } = field;
  const at = field.node.options.find(({ name }) => name[0]!.text === 'ctype')?.nameRange ?? field.range;
  const error = (message: string, help: string): void => diagnostics.error(file.source, at, message, help);
  if (file.language.edition >= Edition.EDITION_2024) {
    error(
      `${file.language.name} has no option "ctype"`,
      'write features.(pb.cpp).string_type, with import option "google/protobuf/cpp_features.proto";',
    );
  } else if (proto.type !== stringType && proto.type !== bytesType) {
    error(`"${field.name}" is neither string nor bytes, and takes no ctype`, 'remove it');
  } else if (ctype === CORD && field.extend !== undefined) {
    error(`"${field.name}" is an extension, and cannot be a CORD`, 'remove ctype');
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
