/**
 * What a file's `syntax` or `edition` line decides for the linker, in one place. Nobody else in the compiler asks for them: what
 * editions let each element decide for itself stands in its features.
 */
import type { FeatureSet } from '../../../wire/protobuf/descriptor.js';
import { defaultFeatures, Edition } from '../../../wire/protobuf/features.js';
import type { SyntaxNode } from '../tree.js';

export interface Language {
  readonly name: 'proto2' | 'proto3' | 'edition 2023' | 'edition 2024' | 'edition 2026';
  /** The number of `google.protobuf.Edition`; proto2 and proto3 have theirs. */
  readonly edition: number;
  /** An edition: features may be set, and stand for labels, groups and `packed`. */
  readonly isEdition: boolean;
  /** `export`, `local` and `import option`, and no weak imports any more. */
  readonly hasVisibility: boolean;
  /** What elements have that set no features. */
  readonly features: FeatureSet;
  /** Each field outside a oneof starts with optional, required or repeated. */
  readonly needsLabels: boolean;
  readonly allowsRequired: boolean;
  readonly allowsGroups: boolean;
  readonly allowsDefaults: boolean;
  readonly allowsExtensionRanges: boolean;
  /** `extend` may have anything for its target, not only google.protobuf's options. */
  readonly extendsAnything: boolean;
  readonly allowsMessageSets: boolean;
  /** No field may hold a closed enum. */
  readonly openEnumsOnly: boolean;
  /** `optional` is kept as a oneof of one. */
  readonly syntheticOneofs: boolean;
}

const proto2: Language = {
  name: 'proto2',
  edition: Edition.PROTO2,
  isEdition: false,
  hasVisibility: false,
  features: defaultFeatures(Edition.PROTO2),
  needsLabels: true,
  allowsRequired: true,
  allowsGroups: true,
  allowsDefaults: true,
  allowsExtensionRanges: true,
  extendsAnything: true,
  allowsMessageSets: true,
  openEnumsOnly: false,
  syntheticOneofs: false,
};

const proto3: Language = {
  name: 'proto3',
  edition: Edition.PROTO3,
  isEdition: false,
  hasVisibility: false,
  features: defaultFeatures(Edition.PROTO3),
  needsLabels: false,
  allowsRequired: false,
  allowsGroups: false,
  allowsDefaults: false,
  allowsExtensionRanges: false,
  extendsAnything: false,
  allowsMessageSets: false,
  openEnumsOnly: true,
  syntheticOneofs: true,
};

const edition2023: Language = {
  name: 'edition 2023',
  edition: Edition.EDITION_2023,
  isEdition: true,
  hasVisibility: false,
  features: defaultFeatures(Edition.EDITION_2023),
  needsLabels: false,
  allowsRequired: false,
  allowsGroups: false,
  allowsDefaults: true,
  allowsExtensionRanges: true,
  extendsAnything: true,
  allowsMessageSets: true,
  openEnumsOnly: false,
  syntheticOneofs: false,
};

const edition2024: Language = {
  ...edition2023,
  name: 'edition 2024',
  edition: Edition.EDITION_2024,
  hasVisibility: true,
  features: defaultFeatures(Edition.EDITION_2024),
};

const edition2026: Language = {
  ...edition2024,
  name: 'edition 2026',
  edition: Edition.EDITION_2026,
  features: defaultFeatures(Edition.EDITION_2026),
};

const syntaxes: ReadonlyMap<string, Language> = new Map([
  ['proto2', proto2],
  ['proto3', proto3],
]);
const editions: ReadonlyMap<string, Language> = new Map([
  ['2023', edition2023],
  ['2024', edition2024],
  ['2026', edition2026],
]);

/** The rules of a file; undefined for a syntax or an edition that is not known. */
export function languageOf(syntax: SyntaxNode | undefined): Language | undefined {
  if (syntax === undefined) return proto2;
  return (syntax.edition ? editions : syntaxes).get(syntax.value);
}

/** What was likely meant by a line that names no language. */
export function suggestLanguage({ edition, value }: SyntaxNode): string {
  if (edition && syntaxes.has(value)) return `write syntax = "${value}";`;
  if (!edition && editions.has(value)) return `write edition = "${value}";`;
  return edition || value === 'editions' ? 'write edition = "2023", "2024" or "2026"' : 'write syntax = "proto3"; or syntax = "proto2";';
}

/** An edition's name as `google.protobuf.Edition` numbers it, for errors. */
export function editionName(edition: number): string {
  const name = [proto2, proto3, edition2023, edition2024, edition2026].find((one) => one.edition === edition)?.name;
  return name ?? `edition number ${edition}`;
}
