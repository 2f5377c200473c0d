/** google/protobuf/descriptor.proto, FeatureSupport: the editions that an option, or a value of an enum, is for. */
import type { FieldOptions_FeatureSupport } from '../../../../wire/protobuf/generated/descriptor.js';
import type { Diagnostics } from '../../diagnostics.js';
import type { Range } from '../../source.js';
import type { OptionNode } from '../../tree.js';
import type { LinkedFile } from '../definitions.js';
import { editionName } from '../language.js';

export function checkFeatureSupport(file: LinkedFile, diagnostics: Diagnostics): void {
  // Published with removals that give no reason.
  if (file.name.startsWith('google/protobuf/')) return;
  const check = (support: FieldOptions_FeatureSupport | undefined, nodes: readonly OptionNode[], otherwise: Range): void => {
    const problem = support && problemOf(support);
    if (problem === undefined) return;
    const at = nodes.find(({ name }) => name[0]!.text === 'feature_support')?.nameRange ?? otherwise;
    diagnostics.error(file.source, at, problem[0], problem[1]);
  };
  for (const field of file.fields) check(field.proto.options?.featureSupport, field.node.options, field.range);
  for (const { proto, node } of file.enums) {
    for (const [index, value] of proto.value.entries()) {
      const valueNode = node.values[index]!;
      check(value.options?.featureSupport, valueNode.options, valueNode.name.range);
    }
  }
}

function problemOf(support: FieldOptions_FeatureSupport): readonly [string, string] | undefined {
  const { editionIntroduced: introduced, editionDeprecated: deprecated, editionRemoved: removed } = support;
  if (deprecated !== undefined) {
    if (support.deprecationWarning === undefined)
      return ['the support is deprecated in an edition and gives no reason', 'add deprecation_warning: "…"'];
    if (introduced !== undefined && deprecated < introduced)
      return [`the support is deprecated in ${editionName(deprecated)}, before it begins in ${editionName(introduced)}`, 'change either'];
    if (removed !== undefined && deprecated >= removed)
      return [
        `the support is deprecated in ${editionName(deprecated)}, and was removed in ${editionName(removed)}`,
        'deprecate it earlier',
      ];
  } else if (support.deprecationWarning !== undefined) {
    return ['the support warns of a deprecation, and names no edition for it', 'add edition_deprecated: …, or remove deprecation_warning'];
  }
  if (removed !== undefined) {
    if (support.removalError === undefined) return ['the support ends in an edition and gives no reason', 'add removal_error: "…"'];
    if (introduced !== undefined && removed < introduced)
      return [`the support ends in ${editionName(removed)}, before it begins in ${editionName(introduced)}`, 'change either'];
  } else if (support.removalError !== undefined) {
    return ['the support gives a reason for its removal, and names no edition for it', 'add edition_removed: …, or remove removal_error'];
  }
  return undefined;
}
