/**
 * What a file's `syntax` line decides for the linker, in one place. Nobody else in the compiler asks for the syntax; an edition
 * is one more set of these rules, told per element by its features.
 */
import type { SyntaxNode } from '../tree.js';

export interface Language {
  readonly name: 'proto2' | 'proto3';
  /** Each field outside a oneof starts with optional, required or repeated. */
  readonly needsLabels: boolean;
  readonly allowsRequired: boolean;
  readonly allowsGroups: boolean;
  readonly allowsDefaults: boolean;
  readonly allowsExtensionRanges: boolean;
  /** `extend` may have anything for its target, not only google.protobuf's options. */
  readonly extendsAnything: boolean;
  readonly allowsMessageSets: boolean;
  /** Enums take numbers without a name, and start at 0 therefore. */
  readonly openEnums: boolean;
  /** A singular scalar without `optional` has no presence, so that its enum has to be open. */
  readonly implicitPresence: boolean;
  /** `optional` is kept as a oneof of one. */
  readonly syntheticOneofs: boolean;
  readonly packsByDefault: boolean;
  /** Two fields of one JSON name are an error, though neither name was given in the file. */
  readonly checksJsonNames: boolean;
}

const proto2: Language = {
  name: 'proto2',
  needsLabels: true,
  allowsRequired: true,
  allowsGroups: true,
  allowsDefaults: true,
  allowsExtensionRanges: true,
  extendsAnything: true,
  allowsMessageSets: true,
  openEnums: false,
  implicitPresence: false,
  syntheticOneofs: false,
  packsByDefault: false,
  checksJsonNames: false,
};

const proto3: Language = {
  name: 'proto3',
  needsLabels: false,
  allowsRequired: false,
  allowsGroups: false,
  allowsDefaults: false,
  allowsExtensionRanges: false,
  extendsAnything: false,
  allowsMessageSets: false,
  openEnums: true,
  implicitPresence: true,
  syntheticOneofs: true,
  packsByDefault: true,
  checksJsonNames: true,
};

/** The rules of a file; undefined for a syntax that is not known. */
export function languageOf(syntax: SyntaxNode | undefined): Language | undefined {
  if (syntax === undefined) return proto2;
  if (syntax.edition) return undefined;
  return syntax.value === 'proto3' ? proto3 : syntax.value === 'proto2' ? proto2 : undefined;
}
