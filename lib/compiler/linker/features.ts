/**
 * The features of an element while it is linked (Protobuf features). They are read from the source, before options are interpreted:
 * declaring and interpreting both need them. Whether what is set may be set is for the interpreter to say.
 */
import type { FeatureSet } from '../../../wire/protobuf/descriptor.js';
import { resolveFeatures } from '../../../wire/protobuf/features.js';
import type { FeatureSet as FeatureSetProto } from '../../../wire/protobuf/generated/descriptor.js';
import type { OptionNode, ValueNode } from '../tree.js';
import type { LinkedFile } from './definitions.js';

type Settings = { -readonly [Name in keyof FeatureSetProto]?: number };

/** The fields of google.protobuf.FeatureSet and the numbers of their enums' values. */
const features: ReadonlyMap<string, { readonly key: keyof FeatureSetProto; readonly numbers: ReadonlyMap<string, number> }> = new Map([
  ['field_presence', feature('fieldPresence', 'EXPLICIT', 'IMPLICIT', 'LEGACY_REQUIRED')],
  ['enum_type', feature('enumType', 'OPEN', 'CLOSED')],
  ['repeated_field_encoding', feature('repeatedFieldEncoding', 'PACKED', 'EXPANDED')],
  ['utf8_validation', feature('utf8Validation', '', 'VERIFY', 'NONE')],
  ['message_encoding', feature('messageEncoding', 'LENGTH_PREFIXED', 'DELIMITED')],
  ['json_format', feature('jsonFormat', 'ALLOW', 'LEGACY_BEST_EFFORT')],
  ['enforce_naming_style', feature('enforceNamingStyle', 'STYLE2024', 'STYLE_LEGACY', 'STYLE2026')],
  ['enforce_proto_limits', feature('enforceProtoLimits', 'LEGACY_NO_EXPLICIT_LIMITS', 'PROTO_LIMITS2026')],
  ['default_symbol_visibility', feature('defaultSymbolVisibility', 'EXPORT_ALL', 'EXPORT_TOP_LEVEL', 'LOCAL_ALL', 'STRICT')],
]);

function feature(key: keyof FeatureSetProto, ...words: string[]): { key: keyof FeatureSetProto; numbers: ReadonlyMap<string, number> } {
  return { key, numbers: new Map(words.map((word, index) => [word, index + 1])) };
}

/** The features of an element of `file` with the options `nodes`, inside an element that has `inherited`. */
export function featuresOf(file: Pick<LinkedFile, 'language'>, inherited: FeatureSet, nodes: readonly OptionNode[]): FeatureSet {
  if (!file.language.isEdition || nodes.length === 0) return inherited;
  const settings: Settings = {};
  let any = false;
  for (const { name, value } of nodes) {
    if (!isFeature(name)) continue;
    const second = name[1];
    if (second === undefined) {
      if (value.kind !== 'aggregate') continue;
      for (const field of value.fields) if (field.kind === 'field') any = set(settings, field.name, field.value) || any;
    } else if (name.length === 2 && !second.isExtension) {
      any = set(settings, second.text, value) || any;
    }
  }
  return any ? resolveFeatures(inherited, settings as FeatureSetProto) : inherited;
}

/** Whether an option sets features: `features.x` or `features = { … }`. */
export function isFeature(name: OptionNode['name']): boolean {
  return !name[0]!.isExtension && name[0]!.text === 'features';
}

function set(settings: Settings, name: string, value: ValueNode): boolean {
  const known = features.get(name);
  if (known === undefined) return false;
  const number =
    value.kind === 'identifier' ? known.numbers.get(value.text) : value.kind === 'integer' ? Number(value.magnitude) : undefined;
  if (number === undefined) return false;
  settings[known.key] = number;
  return true;
}

/** The numbers of google.protobuf.SymbolVisibility. */
export const visibilities = { local: 1, export: 2 } as const;

/** Whether other files may name a message or an enum (Protobuf symbol_visibility). */
export function isExported(file: Pick<LinkedFile, 'features'>, word: 'export' | 'local' | undefined, nested: boolean): boolean {
  if (word !== undefined) return word === 'export';
  const { defaultSymbolVisibility } = file.features;
  return defaultSymbolVisibility === 'export-all' || (defaultSymbolVisibility === 'export-top-level' && !nested);
}
