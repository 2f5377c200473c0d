import type { Diagnostics } from '../../diagnostics.js';
import { maxFieldNumber } from '../declare/field.js';
import type { FieldDefinition, LinkedFile, MessageDefinition } from '../definitions.js';

/** What a file may extend that has no extension ranges of its own (Protobuf proto3: Custom Options). */
const optionMessages = new Set(
  ['File', 'Message', 'Field', 'Oneof', 'Enum', 'EnumValue', 'Service', 'Method', 'ExtensionRange'].map(
    (kind) => `google.protobuf.${kind}Options`,
  ),
);

export function checkExtensions(file: LinkedFile, diagnostics: Diagnostics): void {
  for (const field of file.fields) {
    if (field.extend !== undefined && field.container !== undefined) checkExtension(field, field.container, diagnostics);
  }
  for (const message of file.messages) {
    for (const range of message.proto.extensionRange) {
      for (const declaration of range.options?.declaration ?? []) {
        const { number } = declaration;
        if (number !== undefined && (number < range.start! || number >= range.end!)) {
          const at = message.extensionRanges.find((one) => one.start === range.start)!.range;
          diagnostics.error(file.source, at, `the declaration of number ${number} stands outside its extension range`);
        }
      }
    }
  }
}

function checkExtension(field: FieldDefinition, extended: MessageDefinition, diagnostics: Diagnostics): void {
  const { source, language } = field.file;
  if (!language.extendsAnything && !optionMessages.has(extended.fullName)) {
    diagnostics.error(
      source,
      field.extend!.extendee.range,
      `${language.name} extends only the options of google/protobuf/descriptor.proto, not "${extended.fullName}"`,
      'use google.protobuf.Any, or write this file in proto2',
    );
    return;
  }
  const inRange = extended.extensionRanges.some((range) => field.number >= range.start && field.number < range.end);
  if (!inRange && field.number > 0) {
    const ranges = extended.extensionRanges.map((range) => `${range.start} to ${range.end - 1 === maxFieldNumber ? 'max' : range.end - 1}`);
    diagnostics.error(
      source,
      field.node.number.range,
      `"${extended.fullName}" has no extension number ${field.number}`,
      ranges.length === 0 ? 'it declares no extension ranges' : `its numbers for extensions are ${ranges.slice(0, 8).join(', ')}`,
    );
  }
  const isMessageSet = extended.proto.options?.messageSetWireFormat === true;
  if (isMessageSet && (field.repeated || field.proto.type !== 11)) {
    diagnostics.error(source, field.range, `"${field.name}" extends a message set`, 'an extension of a message set is an optional message');
  }
  const other = extended.extensionsByNumber.get(field.number);
  if (other === undefined) {
    extended.extensionsByNumber.set(field.number, field);
  } else if (field.number > 0) {
    diagnostics.error(
      source,
      field.node.number.range,
      `the number ${field.number} of "${extended.fullName}" is taken by the extension "${other.fullName}"`,
      `that one is in ${other.file.source.displayName}; choose another number`,
    );
  }
}
