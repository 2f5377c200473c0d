/** `default` and `json_name`: written as options of a field, kept in the field's descriptor itself. */
import type { Diagnostics } from '../diagnostics.js';
import { type FieldDefinition, hasImplicitPresence, type LinkedFile } from '../linker/definitions.js';
import type { OptionNode } from '../tree.js';
import { formatCFloat } from './float-text.js';
import { enumOf } from './option-message.js';
import { convertScalar } from './scalar.js';

export function interpretPseudoOptions(file: LinkedFile, diagnostics: Diagnostics): void {
  for (const field of file.fields) {
    const seen = new Set<string>();
    for (const node of field.node.options) {
      if (node.name.length !== 1 || node.name[0]!.isExtension) continue;
      const { text } = node.name[0]!;
      if (text !== 'default' && text !== 'json_name') continue;
      if (seen.has(text)) diagnostics.error(file.source, node.nameRange, `"${text}" is set twice`, 'remove one of them');
      else if (text === 'default') setDefault(field, node, diagnostics);
      else setJsonName(field, node, diagnostics);
      seen.add(text);
    }
  }
}

function setJsonName(field: FieldDefinition, node: OptionNode, diagnostics: Diagnostics): void {
  const { source } = field.file;
  if (node.value.kind !== 'string') {
    diagnostics.error(source, node.value.range, 'a JSON name is a string in quotes', 'as in [json_name = "id"]');
    return;
  }
  let name: string;
  try {
    name = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(node.value.bytes);
  } catch {
    diagnostics.error(source, node.value.range, 'this JSON name is no UTF-8', 'write its characters as they are, or as \\u escapes');
    return;
  }
  if (field.extend !== undefined)
    diagnostics.error(
      source,
      node.nameRange,
      'an extension has no JSON name of its own',
      'JSON writes extensions by their full name in brackets',
    );
  else if (name.includes('\0')) diagnostics.error(source, node.value.range, 'a JSON name holds no NUL', 'remove it');
  else if (name.startsWith('[') && name.endsWith(']'))
    diagnostics.error(source, node.value.range, `the JSON name "${name}" stands in brackets`, 'names in brackets are those of extensions');
  field.proto.jsonName = name;
}

function setDefault(field: FieldDefinition, node: OptionNode, diagnostics: Diagnostics): void {
  const { source } = field.file;
  const refusal = whyNoDefault(field);
  if (refusal !== undefined) {
    diagnostics.error(source, node.nameRange, refusal.message, refusal.help);
    return;
  }
  if (field.proto.type === undefined) return;
  const { value, mismatch } = convertScalar(field, node.value, false);
  if (mismatch !== undefined) {
    diagnostics.error(
      source,
      node.value.range,
      mismatch.message.replace('this option is of type', `"${field.name}" is of type`),
      mismatch.help,
    );
    return;
  }
  const type = field.proto.type;
  if (type === 9) field.proto.defaultValue = new TextDecoder('utf-8', { ignoreBOM: true }).decode(value as Uint8Array);
  else if (type === 12) field.proto.defaultValue = escapeBytes(value as Uint8Array);
  else if (type === 1 || type === 2) field.proto.defaultValue = formatCFloat(value as number, type === 2);
  else if (enumOf(field) !== undefined) field.proto.defaultValue = node.value.kind === 'identifier' ? node.value.text : undefined;
  else field.proto.defaultValue = String(value);
}

function whyNoDefault(field: FieldDefinition): { message: string; help?: string } | undefined {
  const { language } = field.file;
  if (!language.allowsDefaults) {
    const help = "a field that was not set holds 0, the empty string or the enum's first value";
    return { message: `${language.name} has no defaults of its own`, help };
  }
  if (language.isEdition && hasImplicitPresence(field)) {
    return {
      message: `"${field.name}" has implicit presence, and no default of its own`,
      help: 'remove the default, or write features.field_presence = EXPLICIT beside it',
    };
  }
  if (field.repeated) return { message: 'a repeated field has no default: it starts empty', help: 'remove the default' };
  if (field.type?.kind === 'message') return { message: 'a message field has no default: it starts absent', help: 'remove the default' };
  return undefined;
}

const named = new Map([
  [0x0a, '\\n'],
  [0x0d, '\\r'],
  [0x09, '\\t'],
  [0x22, '\\"'],
  [0x27, "\\'"],
  [0x5c, '\\\\'],
]);

/** Bytes as descriptor.proto wants them in `default_value`: C-escaped. */
function escapeBytes(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) {
    text += named.get(byte) ?? (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : `\\${byte.toString(8).padStart(3, '0')}`);
  }
  return text;
}
