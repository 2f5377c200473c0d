/**
 * Where this compiler and `buf build` (1.75) part, each with the document or, where the documents are silent, the implementation that
 * they name as the source of truth (Protobuf proto3-spec, first note: "the C++ protoc compiler implementation"; seen with protoc 35.1).
 * The files stand in the corpus folders of the same names. A test asserts each of them on both sides, so that an entry goes when its reason goes.
 */
export interface Disagreement {
  /** The file's name in its folder, without `.proto`. */
  readonly file: string;
  readonly reason: string;
}

/** buf refuses them. */
export const acceptedHere: readonly Disagreement[] = [
  { file: 'bool_number_in_braces', reason: 'Protobuf textformat-spec: Value Types: any unsigned representation of 0 or 1 is a bool.' },
  {
    file: 'extension_declaration_empty',
    reason: 'protoc takes a range that asks for declarations and has none: nothing may extend it yet.',
  },
  { file: 'message_set_in_option', reason: 'protoc writes extensions of message sets in options as everywhere else.' },
  {
    file: 'reserved_name_in_braces',
    reason: 'Protobuf textformat-spec: Fields: reserved fields, in any form, are ignored by text format.',
  },
  {
    file: 'extension_range_implementation_number',
    reason: 'Protobuf proto3: Assigning Field Numbers: 19000 to 19999 are kept from fields; protoc lets ranges name them.',
  },
  {
    file: 'float_option_in_hex',
    reason:
      'Protobuf proto3-spec: Constant: a constant is an intLit, and an intLit may be hexadecimal or octal; protoc reads them for float and double.',
  },
  { file: 'group_in_text', reason: "Protobuf textformat-spec: Fields: a group is called by its message's name." },
  {
    file: 'json_name_of_default_in_proto2',
    reason: 'protoc only warns in proto2 when a given JSON name meets one that a field has by itself.',
  },
  {
    file: 'json_names_legacy',
    reason: 'google/protobuf/descriptor.proto, deprecated_legacy_json_field_conflicts: the option is there to switch this check off.',
  },
  {
    file: 'jstype_normal',
    reason: 'google/protobuf/descriptor.proto, JSType: JS_NORMAL is the default, and a default may be written down.',
  },
  {
    file: 'message_set_without_range',
    reason: 'protoc takes a message set that declares no extension range: nothing extends it, and nothing breaks.',
  },
  {
    file: 'oneof_option_scope',
    reason:
      "Protobuf proto3: Packages and Name Resolution: the innermost scope is searched first, and a oneof's is the message it stands in; protoc looks there.",
  },
  {
    file: 'reserved_implementation_number',
    reason: 'Protobuf proto3: Reserved Field Numbers: any field number can be reserved; protoc takes 19000 to 19999 too.',
  },
  {
    file: 'repeated_encoding_of_map',
    reason: 'Protobuf proto3: Maps: a map is a repeated field on the wire, and EXPANDED is how it is written; protoc takes it.',
  },
  {
    file: 'string_surrogate_pair',
    reason: 'Protobuf textformat-spec: String Literals: \\u escapes of a surrogate pair are one character; protoc reads them so.',
  },
];

/** buf accepts them. */
export const refusedHere: readonly Disagreement[] = [
  { file: 'allow_alias_false', reason: 'protoc: allow_alias = false has no effect, and is to be removed.' },
  {
    file: 'closed_enum_in_map_without_presence',
    reason:
      'Protobuf enum: a field without presence starts at 0, which a closed enum may not have; protoc refuses it for the values of maps too.',
  },
  {
    file: 'default_without_presence',
    reason:
      "Protobuf field_presence: a field without presence cannot tell that it was not set; protoc: implicit presence fields can't specify defaults.",
  },
  {
    file: 'enum_number_unknown_in_braces',
    reason: 'Protobuf textformat-spec: Value Types: the numbers of closed enums have to be known; protoc refuses others.',
  },
  { file: 'extensions_of_a_name', reason: 'Protobuf proto2-spec: Extensions: range = intLit [ "to" ( intLit | "max" ) ]; a name is none.' },
  { file: 'feature_of_a_service', reason: 'Protobuf features: message_encoding: applicable to file and field.' },
  { file: 'feature_of_an_extension_range', reason: 'Protobuf features: json_format: applicable to file, message and enum.' },
  { file: 'hex_without_digits', reason: 'Protobuf proto3-spec: Integer Literals: hexLit = "0" ( "x" | "X" ) hexDigit { hexDigit }.' },
  {
    file: 'visibility_twice',
    reason: 'Protobuf edition-2024-spec: message = [ symbolVisibility ] "message" messageName messageBody: one word of both.',
  },
  { file: 'default_enum_by_number', reason: 'protoc: the default of an enum field is the name of a value ("Expected enum identifier").' },
  { file: 'default_no_utf8', reason: 'Protobuf proto2: Scalar Value Types: a string must always contain UTF-8.' },
  { file: 'extensions_max', reason: 'Protobuf proto2-spec: Reserved: range = intLit [ "to" ( intLit | "max" ) ]; max begins none.' },
  { file: 'field_named_group_type', reason: 'protoc: "group" begins a group, whose name starts with a capital letter.' },
  { file: 'field_number_with_exponent', reason: 'Protobuf proto3-spec: Fields: fieldNumber = intLit, and 1e1 is a floatLit.' },
  {
    file: 'float_in_braces_in_octal',
    reason: 'Protobuf textformat-spec: Value Types: octal and hexadecimal values are not valid for float and double.',
  },
  { file: 'line_separator', reason: 'protoc: outside of strings and comments the text is ASCII.' },
  {
    file: 'message_twice_in_braces',
    reason:
      'Protobuf textformat-spec: Repetition: a field marked optional can be omitted or specified once; protoc holds members of oneofs to it.',
  },
  {
    file: 'option_integer_with_exponent',
    reason: 'Protobuf textformat-spec: Value Types: an int32 is an integer; protoc: "Value must be integer".',
  },
  { file: 'option_no_utf8', reason: 'Protobuf textformat-spec: Value Types: escape sequences of a string must form valid UTF-8.' },
  { file: 'scope_of_enum', reason: 'protoc: an enum is a scope, so that the first part of a dotted name that means it decides.' },
  { file: 'scope_of_service', reason: 'protoc: a service is a scope, so that the first part of a dotted name that means it decides.' },
  { file: 'comment_in_comment', reason: 'protoc: block comments cannot be nested, and one that opens inside another is an error.' },
  { file: 'enum_alias_false', reason: "protoc: 'option allow_alias = false;' has no effect and has to be removed." },
  {
    file: 'enum_number_unknown_to_closed_enum',
    reason: 'Protobuf enum: Definitions: a closed enum has no values but its own; protoc refuses the number.',
  },
  {
    file: 'enum_option_by_number',
    reason:
      'Protobuf proto3: Custom Options: an enum option is set by the name of a value; protoc: "Value must be identifier for enum-valued option".',
  },
  {
    file: 'enum_value_names_clash_in_proto2',
    reason: 'protoc refuses values that are one name without the prefix in proto2 as in proto3.',
  },
  { file: 'extension_declared_twice', reason: 'protoc: an extension number is declared once.' },
  { file: 'extension_undeclared', reason: 'Protobuf extension declarations: a range that declares extensions has to declare all of them.' },
  {
    file: 'extensions_nothing',
    reason: 'Protobuf proto2-spec: Extensions: extensions = "extensions" ranges ";", and ranges has at least one range.',
  },
  {
    file: 'field_json_name_in_brackets',
    reason: 'protoc: JSON names may not start with "[" and end with "]", which is how ProtoJSON writes extensions.',
  },
  { file: 'json_name_with_nul', reason: 'Protobuf json: Field names as JSON keys: \\0 is not allowed within a json_name value.' },
  {
    file: 'option_required_missing',
    reason:
      'Protobuf proto2: Specifying Field Cardinality: a message without its required fields is not well-formed; protoc refuses such an option.',
  },
  {
    file: 'reserved_nothing',
    reason: 'Protobuf proto3-spec: Reserved: reserved = "reserved" ( ranges | strFieldNames ) ";", and both have at least one element.',
  },
  { file: 'scalar_list_without_colon', reason: 'Protobuf textformat-spec: Fields: only message values go without the colon.' },
  {
    file: 'option_required_missing_by_path',
    reason:
      'Protobuf proto2: Specifying Field Cardinality: a message without its required fields is not well-formed, however it was set; protoc refuses it.',
  },
  { file: 'syntax_with_two_words', reason: 'Protobuf proto3-spec: Syntax: syntax = "syntax" "=" …; protoc: Expected "=".' },
  {
    file: 'synthetic_oneof_name_taken',
    reason: 'protoc: the oneof behind "optional" has a name of its own in the descriptor, and one name is declared once.',
  },
];

/** Both accept them, and build different descriptors. */
export const different: readonly (Disagreement & { readonly buf: string; readonly here: string })[] = [
  {
    file: 'default_by_alias',
    reason:
      "google/protobuf/descriptor.proto, default_value: it holds the default's original text; protoc keeps the name that was written.",
    buf: 'ONE',
    here: 'UNO',
  },
  {
    file: 'float_default_text',
    reason:
      "google/protobuf/descriptor.proto, default_value: it holds the number's original text; protoc writes a float by the digits that tell it from its neighbours.",
    buf: '0.10000000149011612',
    here: '0.1',
  },
  {
    file: 'import_option_of_public',
    reason:
      'google/protobuf/descriptor.proto, option_dependency: files imported with "import option" are listed there; protoc keeps them apart from the others.',
    buf: '"dependency"',
    here: 'import_option_of_public/options.proto",',
  },
  {
    file: 'smallest_double',
    reason: 'IEEE 754: 4.9e-324 is the smallest subnormal double, not 0; protoc keeps it.',
    buf: '0',
    here: '5e-324',
  },
];

/** In the .proto files that npm packages ship, which the suite `compiler` reads. */
export const inPublicFiles: readonly (Disagreement & { readonly package: string })[] = ['google-proto-files', 'google-gax'].map((name) => ({
  package: name,
  file: 'google/protobuf/sample_messages_edition.proto',
  reason: 'As float_default_text: the default of a float is written by the digits that tell it from its neighbours, 9e+09.',
}));
