/**
 * The helpers that generated functions call. No local variable takes one of these names, whether or not the file at hand imports
 * the helper already.
 */
const SCALARS = [
  'Double',
  'Float',
  'Int32',
  'Int64',
  'Uint32',
  'Uint64',
  'Sint32',
  'Sint64',
  'Fixed32',
  'Fixed64',
  'Sfixed32',
  'Sfixed64',
  'Bool',
  'Enum',
];

export const RUNTIME_VALUES: readonly string[] = [
  ...SCALARS.flatMap((scalar) => [`read${scalar}`, `write${scalar}`, `readPacked${scalar}`, `writePacked${scalar}`]),
  ...['Int64', 'Uint64', 'Sint64', 'Fixed64', 'Sfixed64'].flatMap((kind) => [`read${kind}As`, `write${kind}As`]),
  'readPackedAs',
  'readPackedFixedAs',
  'writePackedAs',
  'int64String',
  'int64Number',
  'int64AsLong',
  'isNotZero',
  'Long',
  'readPrefixedString',
  'readPrefixedStringUnchecked',
  'readPrefixedBytes',
  'emptyBytes',
  'checkEmpty',
  'noteMissing',
  'unknownFields',
  'truncated',
  'readPackedClosedEnum',
  'readTag',
  'readLength',
  'varintEnd',
  'groupContentEnd',
  'skipField',
  'skipUnknown',
  'noteUnknown',
  'keepUnknown',
  'writeString',
  'writeBytes',
  'writeUnknown',
  'closeLength',
  'checkList',
  'checkUnset',
  'hasBytes',
  'mapEntries',
  'stringMapEntries',
  'notA',
  'missingField',
  'takeMemory',
  'tooDeep',
  'Map',
  'Object',
  'Symbol',
  'Uint8Array',
];

/** Parameters and variables of the encode and decode functions: a message of another file may have one of these names. */
export const FUNCTION_VARIABLES: ReadonlySet<string> = new Set(
  'message buffer position depth element key value start end into unknown tag fieldStart stop before map index entry content byte'.split(
    ' ',
  ),
);
