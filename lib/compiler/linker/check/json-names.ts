import { jsonName } from '../../../../wire/protobuf/names.js';
import type { Diagnostics } from '../../diagnostics.js';
import type { FieldDefinition, LinkedFile, MessageDefinition } from '../definitions.js';

/** Two fields of one JSON name could not be told apart in ProtoJSON. */
export function checkJsonNames(file: LinkedFile, diagnostics: Diagnostics): void {
  for (const message of file.messages) {
    if (message.proto.options?.deprecatedLegacyJsonFieldConflicts === true) continue;
    checkNames(message, false, diagnostics);
    checkNames(message, true, diagnostics);
  }
}

/** Once by the names that fields have by themselves, once by those that the file gives them. */
function checkNames(message: MessageDefinition, given: boolean, diagnostics: Diagnostics): void {
  const { file } = message;
  const seen = new Map<string, { field: FieldDefinition; custom: boolean }>();
  for (const field of message.fields) {
    const byItself = jsonName(field.name);
    const name = given ? (field.proto.jsonName ?? byItself) : byItself;
    const custom = given && name !== byItself;
    const other = seen.get(name);
    if (other === undefined) {
      seen.set(name, { field, custom });
      continue;
    }
    // Conflicts between names that nobody gave were told in the first round.
    if (given && !custom && !other.custom) continue;
    if (other.field.name === field.name) continue;
    const text = `"${field.name}" has the JSON name "${name}" of "${other.field.name}"`;
    const help = `rename one of them, or give it another JSON name with [json_name = "…"]`;
    if (message.features.jsonFormat === 'allow' || (custom && other.custom)) diagnostics.error(file.source, field.range, text, help);
    else diagnostics.warning(file.source, field.range, text, help);
  }
}
