import { jsonNameClashes } from '../../../../wire/protobuf/linking/json-names.js';
import type { Diagnostics } from '../../diagnostics.js';
import type { LinkedFile } from '../definitions.js';

/** Two fields of one JSON name could not be told apart in ProtoJSON. */
export function checkJsonNames(file: LinkedFile, diagnostics: Diagnostics): void {
  for (const message of file.messages) {
    if (message.proto.options?.deprecatedLegacyJsonFieldConflicts === true) continue;
    for (const { field, other, name, bothGiven } of jsonNameClashes(message.fields)) {
      const text = `"${field.name}" has the JSON name "${name}" of "${other.name}"`;
      const help = `rename one of them, or give it another JSON name with [json_name = "…"]`;
      if (message.features.jsonFormat === 'allow' || bothGiven) diagnostics.error(file.source, field.range, text, help);
      else diagnostics.warning(file.source, field.range, text, help);
    }
  }
}
