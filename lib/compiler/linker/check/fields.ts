import { MAX_FIELD_NUMBER } from '../../../../wire/protobuf/tag.js';
import type { Diagnostics } from '../../diagnostics.js';
import type { Range } from '../../source.js';
import { type FieldDefinition, hasImplicitPresence, type LinkedFile } from '../definitions.js';

const mapKeyTypes = new Set([3, 4, 5, 6, 7, 8, 9, 13, 15, 16, 17, 18]);
const int64Types = new Set([3, 4, 6, 16, 18]);
/** string, group, message, bytes: what has a length of its own. */
const unpackableTypes = new Set([9, 10, 11, 12]);

export function checkFields(file: LinkedFile, diagnostics: Diagnostics): void {
  for (const field of file.fields) {
    const error = (range: Range, message: string, help?: string): void => diagnostics.error(file.source, range, message, help);
    const isMapEntry = field.container !== undefined && field.container.node === undefined && field.extend === undefined;
    if (isMapEntry && field.name === 'key') checkMapKey(field, error);
    if (!isMapEntry) {
      checkNumber(field, error);
      checkFieldOptions(field, error);
    }
    checkOpenEnum(field, isMapEntry, error);
  }
  for (const message of file.messages) {
    if (message.proto.options?.messageSetWireFormat !== true) continue;
    const error = (range: Range, text: string, help?: string): void => diagnostics.error(file.source, range, text, help);
    if (!file.language.allowsMessageSets)
      error(message.range, `${file.language.name} has no message sets`, 'remove message_set_wire_format');
    const first = message.fields[0];
    if (first !== undefined)
      error(first.range, `the message set "${message.fullName}" has a field of its own`, 'a message set has extensions only');
  }
}

type Report = (range: Range, message: string, help?: string) => void;

function checkMapKey(field: FieldDefinition, error: Report): void {
  if (field.proto.type === undefined || mapKeyTypes.has(field.proto.type)) return;
  const { text } = field.node.type;
  const what = field.type?.kind === 'enum' ? `the enum "${text}"` : field.type?.kind === 'message' ? `the message "${text}"` : text;
  error(field.range, `${what} cannot be the key of a map`, 'keys are whole numbers, bool or string');
}

/** Numbers above the usual ones are let through by the first pass for the extensions of message sets. */
function checkNumber(field: FieldDefinition, error: Report): void {
  if (field.number <= MAX_FIELD_NUMBER) return;
  if (field.extend !== undefined && field.container?.proto.options?.messageSetWireFormat === true) return;
  error(
    field.node.number.range,
    `field numbers go from 1 to ${MAX_FIELD_NUMBER}, "${field.name}" has ${field.number}`,
    'choose a number in that range',
  );
}

function checkFieldOptions(field: FieldDefinition, error: Report): void {
  const { options, type } = field.proto;
  if (options === undefined || type === undefined) return;
  const at = (name: string): Range => field.node.options.find((option) => option.name[0]?.text === name)?.nameRange ?? field.range;
  if (options.packed !== undefined && field.file.language.isEdition) {
    error(
      at('packed'),
      `${field.file.language.name} has no option "packed"`,
      `write features.repeated_field_encoding = ${options.packed ? 'PACKED' : 'EXPANDED'}`,
    );
  } else if (options.packed === true && (!field.repeated || unpackableTypes.has(type))) {
    error(at('packed'), `"${field.name}" cannot be packed`, 'only repeated numbers, enums and bools can');
  }
  if ((options.lazy === true || options.unverifiedLazy === true) && type !== 11 && type !== 10) {
    error(at(options.lazy === true ? 'lazy' : 'unverified_lazy'), `"${field.name}" cannot be lazy`, 'only messages can');
  }
  if (options.jstype !== undefined && options.jstype !== 0 && !int64Types.has(type)) {
    error(at('jstype'), `"${field.name}" takes no jstype`, 'it says how 64-bit whole numbers look in JavaScript, and this is none');
  }
}

/** Protobuf enum: a field without presence starts at 0, which a closed enum may not have. */
function checkOpenEnum(field: FieldDefinition, isMapEntry: boolean, error: Report): void {
  const { language } = field.file;
  if (field.type?.kind !== 'enum' || field.type.features.enumType === 'open') return;
  if (!language.openEnumsOnly) {
    if (!language.isEdition || !hasImplicitPresence(field)) return;
    error(
      isMapEntry ? field.range : field.node.type.range,
      `the enum "${field.type.fullName}" is closed, and "${field.name}" has implicit presence`,
      'write features.field_presence = EXPLICIT beside the field, or take an open enum',
    );
    return;
  }
  error(
    isMapEntry ? field.range : field.node.type.range,
    `the enum "${field.type.fullName}" is closed (${field.type.file.language.name}) and cannot stand in a ${field.file.language.name} message`,
    `declare an enum in a ${field.file.language.name} file, which keeps numbers it does not know`,
  );
}
