import { MAX_FIELD_NUMBER } from '../../../../wire/protobuf/tag.js';
import type { Diagnostics } from '../../diagnostics.js';
import { extensionRangeOf, type FieldDefinition, type LinkedFile, type MessageDefinition } from '../definitions.js';
import { checkDeclarations, checkDeclared } from './extension-declarations.js';

/** What a file may extend that has no extension ranges of its own (Protobuf proto3: Custom Options). */
const optionMessages = new Set(
  ['File', 'Message', 'Field', 'Oneof', 'Enum', 'EnumValue', 'Service', 'Method', 'ExtensionRange'].map(
    (kind) => `google.protobuf.${kind}Options`,
  ),
);

export function checkExtensions(file: LinkedFile, diagnostics: Diagnostics): void {
  for (const message of file.messages) checkDeclarations(message, diagnostics);
  for (const field of file.fields) {
    if (field.extend !== undefined && field.container !== undefined) checkExtension(field, field.container, diagnostics);
  }
}

function checkExtension(field: FieldDefinition, extended: MessageDefinition, diagnostics: Diagnostics): void {
  const { source, language } = field.file;
  if (!language.extendsAnything && !optionMessages.has(extended.fullName)) {
    diagnostics.error(
      source,
      field.extend!.extendee.range,
      `${language.name} extends only the options of google/protobuf/descriptor.proto, not "${extended.fullName}"`,
      'use google.protobuf.Any, or write this file in an edition',
    );
    return;
  }
  const isMessageSet = extended.proto.options?.messageSetWireFormat === true;
  // Numbers that are none are reported by themselves.
  if (field.number > 0 && (field.number <= MAX_FIELD_NUMBER || isMessageSet)) {
    checkExtensionNumber(field, extended, diagnostics);
    checkDeclared(field, extended, diagnostics);
  }
  if (isMessageSet && (field.repeated || field.proto.type !== 11)) {
    diagnostics.error(source, field.range, `"${field.name}" extends a message set`, 'an extension of a message set is an optional message');
  }
}

function checkExtensionNumber(field: FieldDefinition, extended: MessageDefinition, diagnostics: Diagnostics): void {
  const { source } = field.file;
  const { number } = field;
  const place = field.node.number.range;
  if (extensionRangeOf(extended, number) === undefined) {
    diagnostics.error(source, place, `"${extended.fullName}" has no extension number ${number}`, () => {
      const ranges = extended.extensionRanges.map(({ start, end }) => `${start} to ${end - 1 === MAX_FIELD_NUMBER ? 'max' : end - 1}`);
      return ranges.length === 0 ? 'it declares no extension ranges' : `its numbers for extensions are ${ranges.slice(0, 8).join(', ')}`;
    });
  }
  const other = extended.extensionsByNumber.get(number);
  if (other === undefined) {
    extended.extensionsByNumber.set(number, field);
    return;
  }
  diagnostics.error(
    source,
    place,
    `the number ${number} of "${extended.fullName}" is taken by the extension "${other.fullName}"`,
    `that one is in ${other.file.source.displayName}; choose another number`,
  );
}
