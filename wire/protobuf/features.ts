/**
 * The one place that knows `syntax` and `edition` (Protobuf features). Everything behind it reads resolved
 * features.
 */
import type { FeatureSet } from './descriptor.js';
import { DescriptorError } from './errors.js';
import type { FeatureSet as FeatureSetProto, FileDescriptorProto } from './generated/descriptor.js';

/** The numbers of `google.protobuf.Edition` that are in use. */
export const Edition = { LEGACY: 900, PROTO2: 998, PROTO3: 999, EDITION_2023: 1000, EDITION_2024: 1001, EDITION_2026: 1002 } as const;

const PROTO2: FeatureSet = {
  fieldPresence: 'explicit',
  enumType: 'closed',
  repeatedFieldEncoding: 'expanded',
  utf8Validation: 'none',
  messageEncoding: 'length-prefixed',
  jsonFormat: 'legacy-best-effort',
  enforceNamingStyle: 'style-legacy',
  defaultSymbolVisibility: 'export-all',
  enforceProtoLimits: 'legacy-no-explicit-limits',
};

const PROTO3: FeatureSet = {
  fieldPresence: 'implicit',
  enumType: 'open',
  repeatedFieldEncoding: 'packed',
  utf8Validation: 'verify',
  messageEncoding: 'length-prefixed',
  jsonFormat: 'allow',
  enforceNamingStyle: 'style-legacy',
  defaultSymbolVisibility: 'export-all',
  enforceProtoLimits: 'legacy-no-explicit-limits',
};

const EDITION_2023: FeatureSet = { ...PROTO3, fieldPresence: 'explicit' };

const EDITION_2024: FeatureSet = { ...EDITION_2023, enforceNamingStyle: 'style2024', defaultSymbolVisibility: 'export-top-level' };

const EDITION_2026: FeatureSet = {
  ...EDITION_2024,
  enforceNamingStyle: 'style2026',
  defaultSymbolVisibility: 'strict',
  enforceProtoLimits: 'proto-limits2026',
};

/** The edition a file is written in; proto2 and proto3 count as editions of their own. */
export function editionOf(file: FileDescriptorProto): number {
  switch (file.syntax) {
    case undefined:
    case '':
    case 'proto2':
      return Edition.PROTO2;
    case 'proto3':
      return Edition.PROTO3;
    case 'editions':
      return file.edition ?? 0;
    default:
      throw new DescriptorError(`${file.name}: syntax "${file.syntax}" is not known; expected proto2, proto3 or editions`);
  }
}

/** What holds where a file sets nothing. */
export function defaultFeatures(edition: number, file = 'the file'): FeatureSet {
  switch (edition) {
    case Edition.PROTO2:
      return PROTO2;
    case Edition.PROTO3:
      return PROTO3;
    case Edition.EDITION_2023:
      return EDITION_2023;
    case Edition.EDITION_2024:
      return EDITION_2024;
    case Edition.EDITION_2026:
      return EDITION_2026;
    default:
      throw new DescriptorError(`${file}: edition ${edition} is not known; the newest known one is 2026`);
  }
}

/** The features of an element whose surroundings have `inherited` and which sets `set` itself. */
export function resolveFeatures(inherited: FeatureSet, set: FeatureSetProto | undefined): FeatureSet {
  if (set === undefined) return inherited;
  return {
    fieldPresence: choose(inherited.fieldPresence, set.fieldPresence, fieldPresence),
    enumType: choose(inherited.enumType, set.enumType, enumType),
    repeatedFieldEncoding: choose(inherited.repeatedFieldEncoding, set.repeatedFieldEncoding, repeatedFieldEncoding),
    utf8Validation: choose(inherited.utf8Validation, set.utf8Validation, utf8Validation),
    messageEncoding: choose(inherited.messageEncoding, set.messageEncoding, messageEncoding),
    jsonFormat: choose(inherited.jsonFormat, set.jsonFormat, jsonFormat),
    enforceNamingStyle: choose(inherited.enforceNamingStyle, set.enforceNamingStyle, enforceNamingStyle),
    defaultSymbolVisibility: choose(inherited.defaultSymbolVisibility, set.defaultSymbolVisibility, defaultSymbolVisibility),
    enforceProtoLimits: choose(inherited.enforceProtoLimits, set.enforceProtoLimits, enforceProtoLimits),
  };
}

/** Unknown numbers and the UNKNOWN of each (0) set nothing. */
function choose<T>(inherited: T, number: number | undefined, words: { readonly [number: number]: T }): T {
  return (number === undefined ? undefined : words[number]) ?? inherited;
}

// The numbers of the enums inside google.protobuf.FeatureSet.
const fieldPresence = { 1: 'explicit', 2: 'implicit', 3: 'legacy-required' } as const;
const enumType = { 1: 'open', 2: 'closed' } as const;
const repeatedFieldEncoding = { 1: 'packed', 2: 'expanded' } as const;
const utf8Validation = { 2: 'verify', 3: 'none' } as const;
const messageEncoding = { 1: 'length-prefixed', 2: 'delimited' } as const;
const jsonFormat = { 1: 'allow', 2: 'legacy-best-effort' } as const;
const enforceNamingStyle = { 1: 'style2024', 2: 'style-legacy', 3: 'style2026' } as const;
const defaultSymbolVisibility = { 1: 'export-all', 2: 'export-top-level', 3: 'local-all', 4: 'strict' } as const;
const enforceProtoLimits = { 1: 'legacy-no-explicit-limits', 2: 'proto-limits2026' } as const;
