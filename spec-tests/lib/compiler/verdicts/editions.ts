import { edition2023, edition2024, edition2026, proto2, proto3, type Verdict, verdict } from './verdict.js';

const m23 = (body: string): string => edition2023(`message M { ${body} }`);
const m24 = (body: string): string => edition2024(`message M { ${body} }`);
const set = (feature: string, field = 'int32 a = 1'): string => m23(`${field} [features.${feature}];`);
const strict = (body: string): string => edition2024(`option features.default_symbol_visibility = STRICT;\n${body}`);
const style2026 = (body: string): string => edition2024(`option features.enforce_naming_style = STYLE2026;\nmessage M { ${body} }`);

const go = 'import "google/protobuf/go_features.proto";';
const java = 'import option "google/protobuf/java_features.proto";';
const support = (fields: string): string => proto2(`message M { optional int32 a = 1 [feature_support = { ${fields} }]; }`);

const symbols = {
  '$/symbols.proto': `edition = "2024"; package $.symbols;
message Open { message Nested { } export message Exported { } }
local message Closed { }
local enum Kind { KIND_UNSPECIFIED = 0; }
local message Extended { extensions 1 to 10; }
message OpenToExtensions { extensions 1 to 10; }`,
  '$/all_local.proto': `edition = "2024"; package $.local; option features.default_symbol_visibility = LOCAL_ALL;
message Plain { } export message Exported { }`,
};
const use = (body: string): string => edition2024(`import "$/symbols.proto"; ${body}`);

const list = (count: number, one: (number: number) => string): string =>
  Array.from({ length: count }, (_, index) => one(index + 1)).join('\n');
const fields = (count: number): string => list(count, (number) => `int32 f${number} = ${number};`);
const oneofs = (count: number): string => list(count, (number) => `oneof o${number} { int32 f${number} = ${number}; }`);
const values = (count: number): string => list(count, (number) => `E_X${number} = ${number - 1};`);

/** Protobuf features, overview, symbol_visibility, style: editions 2023, 2024 and 2026. */
export const editions: readonly Verdict[] = [
  verdict(
    'features_in_third',
    'features: editions alone',
    proto3('option features.field_presence = EXPLICIT;'),
    edition2023('option features.field_presence = EXPLICIT;'),
  ),
  verdict(
    'features_in_second',
    'features: editions alone',
    proto2('message M { optional int32 a = 1 [features.field_presence = EXPLICIT]; }'),
    set('field_presence = EXPLICIT'),
  ),
  verdict(
    'feature_unknown',
    'features: names',
    edition2023('option features.presence = EXPLICIT;'),
    edition2023('option features.field_presence = EXPLICIT;'),
  ),
  verdict(
    'feature_value_unknown',
    'features: field_presence: values',
    edition2023('option features.field_presence = REQUIRED;'),
    edition2023('option features.field_presence = IMPLICIT;'),
  ),
  verdict(
    'feature_value_of_another',
    'features: field_presence: values',
    edition2023('option features.field_presence = OPEN;'),
    edition2023('option features.enum_type = OPEN;'),
  ),
  verdict(
    'feature_value_not_known',
    'features: a value that says something',
    edition2023('option features.field_presence = FIELD_PRESENCE_UNKNOWN;'),
    edition2023('option features.field_presence = EXPLICIT;'),
  ),
  verdict(
    'feature_value_zero',
    'features: a value that says something',
    edition2023('option features = { enum_type: 0 };'),
    edition2023('option features = { enum_type: 1 };'),
  ),
  verdict(
    'feature_by_bool',
    'features: values',
    edition2023('option features.utf8_validation = true;'),
    edition2023('option features.utf8_validation = VERIFY;'),
  ),
  verdict(
    'feature_twice',
    'protoc: an option is set once',
    edition2023('option features.enum_type = OPEN; option features.enum_type = CLOSED;'),
    edition2023('option features.enum_type = OPEN; option features.json_format = ALLOW;'),
  ),
  verdict(
    'features_as_scalar',
    'features: a message',
    edition2023('option features = EXPLICIT;'),
    edition2023('option features = { field_presence: EXPLICIT };'),
  ),
  verdict(
    'features_twice_in_braces',
    'textformat-spec: Fields: a singular field once',
    edition2023('option features = { enum_type: OPEN enum_type: OPEN };'),
    edition2023('option features = { enum_type: OPEN json_format: ALLOW };'),
  ),

  verdict(
    'target_presence_of_message',
    'features: field_presence: file, field',
    m23('option features.field_presence = IMPLICIT;'),
    set('field_presence = IMPLICIT'),
  ),
  verdict(
    'target_presence_of_enum',
    'features: field_presence: file, field',
    edition2023('enum E { option features.field_presence = IMPLICIT; A = 0; }'),
    edition2023('enum E { option features.enum_type = OPEN; A = 0; }'),
  ),
  verdict(
    'target_enum_type_of_field',
    'features: enum_type: file, enum',
    set('enum_type = CLOSED'),
    edition2023('option features.enum_type = CLOSED;'),
  ),
  verdict(
    'target_enum_type_of_message',
    'features: enum_type: file, enum',
    m23('option features.enum_type = CLOSED;'),
    edition2023('enum E { option features.enum_type = CLOSED; A = 0; }'),
  ),
  verdict(
    'target_enum_type_of_value',
    'features: enum_type: file, enum',
    edition2023('enum E { A = 0 [features.enum_type = CLOSED]; }'),
    edition2023('enum E { option features.enum_type = CLOSED; A = 0; }'),
  ),
  verdict(
    'target_repeated_encoding_of_message',
    'features: repeated_field_encoding: file, field',
    m23('option features.repeated_field_encoding = EXPANDED;'),
    edition2023('option features.repeated_field_encoding = EXPANDED;'),
  ),
  verdict(
    'target_utf8_of_oneof',
    'features: utf8_validation: file, field',
    m23('oneof o { option features.utf8_validation = NONE; string a = 1; }'),
    m23('oneof o { string a = 1 [features.utf8_validation = NONE]; }'),
  ),
  verdict(
    'target_encoding_of_message',
    'features: message_encoding: file, field',
    m23('option features.message_encoding = DELIMITED;'),
    m23('M m = 1 [features.message_encoding = DELIMITED];'),
  ),
  verdict(
    'target_json_of_field',
    'features: json_format: file, message, enum',
    set('json_format = ALLOW'),
    m23('option features.json_format = ALLOW;'),
  ),
  verdict(
    'target_visibility_of_message',
    'features: default_symbol_visibility: file',
    m24('option features.default_symbol_visibility = LOCAL_ALL;'),
    edition2024('option features.default_symbol_visibility = LOCAL_ALL;'),
  ),
  verdict(
    'target_go_of_field',
    'google/protobuf/go_features.proto, api_level: file, message',
    edition2023(`${go} message M { int32 a = 1 [features.(pb.go).api_level = API_OPEN]; }`),
    edition2023(`${go} message M { option features.(pb.go).api_level = API_OPEN; }`),
  ),

  verdict(
    'presence_required_of_file',
    'protoc: presence of a file is no requirement',
    edition2023('option features.field_presence = LEGACY_REQUIRED;'),
    set('field_presence = LEGACY_REQUIRED'),
  ),
  verdict(
    'presence_of_repeated',
    'implementation: repeated fields never have presence',
    set('field_presence = EXPLICIT', 'repeated int32 a = 1'),
    set('field_presence = EXPLICIT'),
  ),
  verdict(
    'presence_of_map',
    'implementation: repeated fields never have presence',
    set('field_presence = IMPLICIT', 'map<int32, int32> a = 1'),
    set('field_presence = IMPLICIT'),
  ),
  verdict(
    'presence_of_oneof_field',
    'implementation: oneof fields always have explicit presence',
    m23('oneof o { int32 a = 1 [features.field_presence = EXPLICIT]; }'),
    m23('oneof o { int32 a = 1; }'),
  ),
  verdict(
    'presence_of_extension',
    'implementation: extensions always have explicit presence',
    m23('extensions 5; extend M { int32 a = 5 [features.field_presence = EXPLICIT]; }'),
    m23('extensions 5; extend M { int32 a = 5; }'),
  ),
  verdict(
    'presence_required_of_extension',
    'proto2: Extensions: never required',
    m23('extensions 5; extend M { int32 a = 5 [features.field_presence = LEGACY_REQUIRED]; }'),
    m23('extensions 5; extend M { int32 a = 5; }'),
  ),
  verdict(
    'presence_implicit_of_message',
    'implementation: messages always have explicit presence',
    set('field_presence = IMPLICIT', 'M a = 1'),
    set('field_presence = EXPLICIT', 'M a = 1'),
  ),
  verdict(
    'presence_implicit_of_closed_enum',
    'enum: a field without presence holds an open enum',
    edition2023('enum E { option features.enum_type = CLOSED; A = 0; } message M { E e = 1 [features.field_presence = IMPLICIT]; }'),
    edition2023('enum E { A = 0; } message M { E e = 1 [features.field_presence = IMPLICIT]; }'),
  ),
  verdict(
    'presence_implicit_of_closed_enum_by_file',
    'enum: a field without presence holds an open enum',
    edition2023('option features.field_presence = IMPLICIT; enum E { option features.enum_type = CLOSED; A = 0; } message M { E e = 1; }'),
    edition2023(
      'option features.field_presence = IMPLICIT; enum E { option features.enum_type = CLOSED; A = 0; } message M { repeated E e = 1; }',
    ),
  ),
  verdict('label_optional', 'overview: Removing optional', m23('optional int32 a = 1;'), m23('int32 a = 1;')),
  verdict('label_required', 'overview: Required Label', m23('required int32 a = 1;'), set('field_presence = LEGACY_REQUIRED')),
  verdict(
    'encoding_of_singular',
    'features: repeated_field_encoding: repeated fields',
    set('repeated_field_encoding = EXPANDED'),
    set('repeated_field_encoding = EXPANDED', 'repeated int32 a = 1'),
  ),
  verdict(
    'encoding_packed_of_strings',
    'features: repeated_field_encoding: primitive types',
    set('repeated_field_encoding = PACKED', 'repeated string a = 1'),
    set('repeated_field_encoding = EXPANDED', 'repeated string a = 1'),
  ),
  verdict(
    'encoding_packed_of_messages',
    'features: repeated_field_encoding: primitive types',
    set('repeated_field_encoding = PACKED', 'repeated M a = 1'),
    set('repeated_field_encoding = PACKED', 'repeated bool a = 1'),
  ),
  verdict(
    'encoding_packed_of_map',
    'features: repeated_field_encoding: primitive types',
    set('repeated_field_encoding = PACKED', 'map<int32, int32> a = 1'),
    set('repeated_field_encoding = PACKED', 'repeated int32 a = 1'),
  ),
  verdict(
    'utf8_of_number',
    'features: utf8_validation: strings',
    set('utf8_validation = NONE'),
    set('utf8_validation = NONE', 'string a = 1'),
  ),
  verdict(
    'utf8_of_bytes',
    'features: utf8_validation: strings',
    set('utf8_validation = NONE', 'bytes a = 1'),
    set('utf8_validation = NONE', 'repeated string a = 1'),
  ),
  verdict(
    'utf8_of_map_of_numbers',
    'features: utf8_validation: strings',
    set('utf8_validation = NONE', 'map<int32, int32> a = 1'),
    set('utf8_validation = NONE', 'map<int32, string> a = 1'),
  ),
  verdict(
    'message_encoding_of_number',
    'features: message_encoding: messages',
    set('message_encoding = DELIMITED'),
    set('message_encoding = DELIMITED', 'M a = 1'),
  ),
  verdict(
    'message_encoding_prefixed_of_string',
    'features: message_encoding: messages',
    set('message_encoding = LENGTH_PREFIXED', 'string a = 1'),
    set('message_encoding = LENGTH_PREFIXED', 'repeated M a = 1'),
  ),
  verdict(
    'message_encoding_of_map',
    'features: message_encoding: messages',
    set('message_encoding = DELIMITED', 'map<int32, M> a = 1'),
    set('message_encoding = DELIMITED', 'repeated M a = 1'),
  ),
  verdict(
    'java_string_check',
    'features: utf8_validation of Java: stands for java_string_check_utf8',
    edition2023('option java_string_check_utf8 = true;'),
    proto2('option java_string_check_utf8 = true;'),
  ),
  verdict(
    'ctype_of_number',
    'google/protobuf/descriptor.proto, ctype: strings and bytes',
    m23('int32 a = 1 [ctype = CORD];'),
    m23('bytes a = 1 [ctype = CORD];'),
  ),
  verdict(
    'ctype_of_extension',
    'features: string_type: CORD is not for extensions',
    m23('extensions 5; extend M { string a = 5 [ctype = CORD]; }'),
    m23('extensions 5; extend M { string a = 5 [ctype = STRING]; }'),
  ),
  verdict(
    'ctype_in_second_edition',
    'overview: ctype: no more since edition 2024',
    m24('string a = 1 [ctype = STRING];'),
    m23('string a = 1 [ctype = STRING];'),
  ),

  verdict(
    'lifetime_naming_style',
    'features: enforce_naming_style: since edition 2024',
    edition2023('option features.enforce_naming_style = STYLE_LEGACY;'),
    edition2024('option features.enforce_naming_style = STYLE_LEGACY;'),
  ),
  verdict(
    'lifetime_visibility',
    'features: default_symbol_visibility: since edition 2024',
    edition2023('option features.default_symbol_visibility = EXPORT_ALL;'),
    edition2024('option features.default_symbol_visibility = EXPORT_ALL;'),
  ),
  verdict(
    'lifetime_proto_limits',
    'features: enforce_proto_limits: since edition 2026',
    m24('option features.enforce_proto_limits = LEGACY_NO_EXPLICIT_LIMITS;'),
    m24('option features.enforce_naming_style = STYLE2024;'),
  ),
  verdict(
    'lifetime_of_custom_feature',
    'features: strip_enum_prefix: since edition 2024',
    edition2023(`${go} option features.(pb.go).strip_enum_prefix = STRIP_ENUM_PREFIX_KEEP;`),
    edition2024(`${go} option features.(pb.go).strip_enum_prefix = STRIP_ENUM_PREFIX_KEEP;`),
  ),
  verdict(
    'lifetime_in_braces',
    'features: strip_enum_prefix: since edition 2024',
    edition2023(`${go} option features = { [pb.go] { strip_enum_prefix: STRIP_ENUM_PREFIX_KEEP } };`),
    edition2023(`${go} option features = { [pb.go] { api_level: API_OPAQUE } };`),
  ),
  verdict(
    'lifetime_of_value',
    'google/protobuf/java_features.proto, LEGACY: removed in edition 2024',
    edition2024(`${java} message M { option features.(pb.java).nest_in_file_class = LEGACY; }`),
    edition2024(`${java} message M { option features.(pb.java).nest_in_file_class = YES; }`),
  ),
  verdict(
    'lifetime_removed_feature',
    'google/protobuf/java_features.proto, use_old_outer_classname_default: removed in edition 2024',
    edition2024(`${java} option features.(pb.java).use_old_outer_classname_default = true;`),
    edition2024(`${java} option features.(pb.java).large_enum = true;`),
  ),
  verdict(
    'lifetime_removed_option',
    'overview: java_multiple_files: no more since edition 2024',
    edition2024('option java_multiple_files = true;'),
    edition2023('option java_multiple_files = true;'),
  ),
  verdict(
    'lifetime_of_custom_option',
    'google/protobuf/descriptor.proto, FeatureSupport: edition_introduced',
    proto3(
      'import "google/protobuf/descriptor.proto"; extend google.protobuf.FileOptions { int32 o = 50000 [feature_support = { edition_introduced: EDITION_2023 }]; } option (o) = 1;',
    ),
    edition2023(
      'import "google/protobuf/descriptor.proto"; extend google.protobuf.FileOptions { int32 o = 50000 [feature_support = { edition_introduced: EDITION_2023 }]; } option (o) = 1;',
    ),
  ),
  verdict(
    'lifetime_of_custom_value',
    'google/protobuf/descriptor.proto, FeatureSupport: edition_introduced',
    proto2(
      'import "google/protobuf/descriptor.proto"; enum E { A = 0; B = 1 [feature_support = { edition_introduced: EDITION_2023 }]; } extend google.protobuf.FileOptions { optional E o = 50000; } option (o) = B;',
    ),
    proto2(
      'import "google/protobuf/descriptor.proto"; enum E { A = 0; B = 1 [feature_support = { edition_introduced: EDITION_2023 }]; } extend google.protobuf.FileOptions { optional E o = 50000; } option (o) = A;',
    ),
  ),
  verdict(
    'support_deprecated_without_warning',
    'google/protobuf/descriptor.proto, FeatureSupport: deprecation_warning',
    support('edition_introduced: EDITION_2023 edition_deprecated: EDITION_2024'),
    support('edition_introduced: EDITION_2023 edition_deprecated: EDITION_2024 deprecation_warning: "a"'),
  ),
  verdict(
    'support_warning_without_edition',
    'google/protobuf/descriptor.proto, FeatureSupport: deprecation_warning',
    support('edition_introduced: EDITION_2023 deprecation_warning: "a"'),
    support('edition_introduced: EDITION_2023'),
  ),
  verdict(
    'support_removed_without_error',
    'google/protobuf/descriptor.proto, FeatureSupport: removal_error',
    support('edition_introduced: EDITION_2023 edition_removed: EDITION_2024'),
    support('edition_introduced: EDITION_2023 edition_removed: EDITION_2024 removal_error: "a"'),
  ),
  verdict(
    'support_error_without_edition',
    'google/protobuf/descriptor.proto, FeatureSupport: removal_error',
    support('edition_introduced: EDITION_2023 removal_error: "a"'),
    support('edition_introduced: EDITION_2023'),
  ),
  verdict(
    'support_removed_before_introduced',
    'implementation: Feature support: lifetimes run forward',
    support('edition_introduced: EDITION_2024 edition_removed: EDITION_2023 removal_error: "a"'),
    support('edition_introduced: EDITION_2023 edition_removed: EDITION_2024 removal_error: "a"'),
  ),
  verdict(
    'support_deprecated_before_introduced',
    'implementation: Feature support: lifetimes run forward',
    support('edition_introduced: EDITION_2024 edition_deprecated: EDITION_2023 deprecation_warning: "a"'),
    support('edition_introduced: EDITION_2024 edition_deprecated: EDITION_2024 deprecation_warning: "a"'),
  ),
  verdict(
    'support_deprecated_when_removed',
    'implementation: Feature support: lifetimes run forward',
    support('edition_deprecated: EDITION_2024 deprecation_warning: "a" edition_removed: EDITION_2024 removal_error: "a"'),
    support('edition_deprecated: EDITION_2023 deprecation_warning: "a" edition_removed: EDITION_2024 removal_error: "a"'),
  ),

  verdict(
    'export_in_third',
    'overview: export / local: since edition 2024',
    proto3('export message M { }'),
    edition2024('export message M { }'),
  ),
  verdict(
    'export_in_first_edition',
    'overview: export / local: since edition 2024',
    edition2023('export enum E { A = 0; }'),
    edition2024('export enum E { A = 0; }'),
  ),
  verdict(
    'local_in_first_edition',
    'overview: export / local: since edition 2024',
    edition2023('message M { local message N { } }'),
    edition2024('message M { local message N { } }'),
  ),
  verdict(
    'export_service',
    'edition-2024-spec: Symbol Visibility: messages and enums',
    edition2024('export service S { }'),
    edition2024('service S { }'),
  ),
  verdict(
    'export_extend',
    'edition-2024-spec: Symbol Visibility: messages and enums',
    edition2024('message M { extensions 5; } local extend M { int32 a = 5; }'),
    edition2024('message M { extensions 5; } extend M { int32 a = 5; }'),
  ),
  verdict(
    'export_oneof',
    'edition-2024-spec: Symbol Visibility: messages and enums',
    m24('export oneof o { int32 a = 1; }'),
    m24('oneof o { int32 a = 1; }'),
  ),
  verdict('export_field', 'edition-2024-spec: Symbol Visibility: messages and enums', m24('export int32 a = 1;'), m24('int32 a = 1;')),
  verdict(
    'export_import',
    'edition-2024-spec: Symbol Visibility: messages and enums',
    edition2024('export import "google/protobuf/any.proto";'),
    edition2024('import public "google/protobuf/any.proto";'),
  ),
  verdict(
    'local_nested_of_other_file',
    'symbol_visibility: EXPORT_TOP_LEVEL: nested ones are local',
    use('message M { $.symbols.Open.Nested a = 1; }'),
    use('message M { $.symbols.Open.Exported a = 1; }'),
    symbols,
  ),
  verdict(
    'local_field_type',
    'symbol_visibility: local',
    use('message M { $.symbols.Closed a = 1; }'),
    use('message M { $.symbols.Open a = 1; }'),
    symbols,
  ),
  verdict(
    'local_enum_type',
    'symbol_visibility: local',
    use('message M { repeated $.symbols.Kind a = 1; }'),
    use('message M { repeated $.symbols.Open a = 1; }'),
    symbols,
  ),
  verdict(
    'local_map_value',
    'symbol_visibility: local',
    use('message M { map<int32, $.symbols.Closed> a = 1; }'),
    use('message M { map<int32, $.symbols.Open> a = 1; }'),
    symbols,
  ),
  verdict(
    'local_in_oneof',
    'symbol_visibility: local',
    use('message M { oneof o { $.symbols.Closed a = 1; } }'),
    use('message M { oneof o { $.symbols.Open a = 1; } }'),
    symbols,
  ),
  verdict(
    'local_request',
    'symbol_visibility: request and response types',
    use('service S { rpc R($.symbols.Closed) returns ($.symbols.Open); }'),
    use('service S { rpc R($.symbols.Open) returns ($.symbols.Open); }'),
    symbols,
  ),
  verdict(
    'local_reply',
    'symbol_visibility: request and response types',
    use('service S { rpc R($.symbols.Open) returns ($.symbols.Closed); }'),
    use('service S { rpc R($.symbols.Open) returns (stream $.symbols.Open); }'),
    symbols,
  ),
  verdict(
    'local_extended',
    'symbol_visibility: extend',
    use('extend $.symbols.Extended { int32 a = 1; }'),
    use('extend $.symbols.OpenToExtensions { int32 a = 1; }'),
    symbols,
  ),
  verdict(
    'local_extension_type',
    'symbol_visibility: extend field definitions',
    use('extend $.symbols.OpenToExtensions { $.symbols.Closed a = 2; }'),
    use('extend $.symbols.OpenToExtensions { $.symbols.Open a = 2; }'),
    symbols,
  ),
  verdict(
    'local_to_third',
    'symbol_visibility: whoever imports',
    proto3('import "$/symbols.proto"; message M { $.symbols.Closed a = 1; }'),
    proto3('import "$/symbols.proto"; message M { $.symbols.Open a = 1; }'),
    symbols,
  ),
  verdict(
    'local_by_file',
    'symbol_visibility: LOCAL_ALL',
    edition2024('import "$/all_local.proto"; message M { $.local.Plain a = 1; }'),
    edition2024('import "$/all_local.proto"; message M { $.local.Exported a = 1; }'),
    symbols,
  ),
  verdict(
    'local_through_public_import',
    'symbol_visibility: its own file',
    edition2024('import "$/through.proto"; message M { $.symbols.Closed a = 1; }'),
    edition2024('import "$/through.proto"; message M { $.symbols.Open a = 1; }'),
    {
      ...symbols,
      '$/through.proto': 'syntax = "proto3"; import public "$/symbols.proto";',
    },
  ),
  verdict(
    'strict_nested_message',
    'symbol_visibility: STRICT: nested ones are local',
    strict('message M { export message N { } }'),
    strict('export message M { message N { } }'),
  ),
  verdict(
    'strict_nested_enum',
    'symbol_visibility: STRICT: nested ones are local',
    strict('message M { export enum E { E_UNSPECIFIED = 0; } }'),
    strict('message M { enum E { E_UNSPECIFIED = 0; } }'),
  ),
  verdict(
    'strict_namespace_exported',
    'symbol_visibility: STRICT: the message is local',
    strict('export message M { export enum E { E_UNSPECIFIED = 0; } reserved 1 to max; }'),
    strict('local message M { export enum E { E_UNSPECIFIED = 0; } reserved 1 to max; }'),
  ),
  verdict(
    'strict_namespace_with_fields',
    'symbol_visibility: STRICT: all fields are reserved',
    strict('local message M { export enum E { E_UNSPECIFIED = 0; } reserved 2 to max; }'),
    strict('local message M { export enum E { E_UNSPECIFIED = 0; } reserved 1 to 536870911; }'),
  ),
  verdict(
    'strict_namespace_of_message',
    'symbol_visibility: STRICT: an enum',
    strict('local message M { export message N { } reserved 1 to max; }'),
    strict('local message M { local message N { } reserved 1 to max; }'),
  ),
  verdict(
    'strict_namespace_nested',
    'symbol_visibility: STRICT: the message is at the top',
    strict('local message M { message N { export enum E { E_UNSPECIFIED = 0; } reserved 1 to max; } }'),
    strict('local message M { message N { enum E { E_UNSPECIFIED = 0; } reserved 1 to max; } }'),
  ),

  verdict(
    'style_package',
    'style: Packages: lower_snake_case',
    'edition = "2024"; package $.Upper;',
    'edition = "2024"; package $.lower_case;',
  ),
  verdict(
    'style_package_underscore_first',
    'style: Underscores in Identifiers',
    'edition = "2024"; package $._a;',
    'edition = "2024"; package $.a;',
  ),
  verdict(
    'style_package_underscore_digit',
    'style: Underscores in Identifiers',
    'edition = "2024"; package $.a_1;',
    'edition = "2024"; package $.a1;',
  ),
  verdict('style_message', 'style: Message Names: TitleCase', edition2024('message lower { }'), edition2024('message Upper { }')),
  verdict(
    'style_message_underscore',
    'style: Message Names: TitleCase',
    edition2024('message Order_Line { }'),
    edition2024('message OrderLine2 { }'),
  ),
  verdict(
    'style_message_nested',
    'style: Message Names: TitleCase',
    m24('message lower { }'),
    m24('option features.enforce_naming_style = STYLE_LEGACY; message lower { }'),
  ),
  verdict('style_field', 'style: Field Names: lower_snake_case', m24('int32 fooBar = 1;'), m24('int32 foo_bar = 1;')),
  verdict(
    'style_field_capital',
    'style: Field Names: lower_snake_case',
    m24('int32 Foo = 1;'),
    m24('int32 foo = 1 [features.enforce_naming_style = STYLE2024];'),
  ),
  verdict('style_field_underscore_first', 'style: Underscores in Identifiers', m24('int32 _foo = 1;'), m24('int32 foo = 1;')),
  verdict(
    'style_field_underscore_last',
    'style: Underscores in Identifiers',
    m24('int32 foo_ = 1;'),
    m24('int32 foo_ = 1 [features.enforce_naming_style = STYLE_LEGACY];'),
  ),
  verdict('style_field_two_underscores', 'style: Underscores in Identifiers', m24('int32 foo__bar = 1;'), m24('int32 foo_bar = 1;')),
  verdict('style_field_underscore_digit', 'style: Underscores in Identifiers', m24('int32 foo_1 = 1;'), m24('int32 foo1 = 1;')),
  verdict('style_field_of_oneof', 'style: Field Names: lower_snake_case', m24('oneof o { int32 A = 1; }'), m24('oneof o { int32 a = 1; }')),
  verdict(
    'style_extension',
    'style: Field Names: extensions too',
    m24('extensions 5; extend M { int32 A = 5; }'),
    m24('extensions 5; extend M { int32 a = 5; }'),
  ),
  verdict(
    'style_oneof',
    'style: Oneof Names: lower_snake_case',
    m24('oneof Choice { int32 a = 1; }'),
    m24('oneof choice { int32 a = 1; }'),
  ),
  verdict(
    'style_enum',
    'style: Enums: TitleCase',
    edition2024('enum lower { LOWER_UNSPECIFIED = 0; }'),
    edition2024('enum Upper { UPPER_UNSPECIFIED = 0; }'),
  ),
  verdict(
    'style_enum_value',
    'style: Enums: UPPER_SNAKE_CASE',
    edition2024('enum E { E_Unspecified = 0; }'),
    edition2024('enum E { E_UNSPECIFIED = 0; }'),
  ),
  verdict(
    'style_enum_value_underscore_digit',
    'style: Underscores in Identifiers',
    edition2024('enum E { E_UNSPECIFIED = 0; E_1 = 1; }'),
    edition2024('enum E { E_UNSPECIFIED = 0; E_1 = 1 [features.enforce_naming_style = STYLE_LEGACY]; }'),
  ),
  verdict('style_service', 'style: Services: TitleCase', edition2024('service greeter { }'), edition2024('service Greeter { }')),
  verdict(
    'style_method',
    'style: Services: TitleCase',
    edition2024('message M { } service S { rpc sayHello(M) returns (M); }'),
    edition2024('message M { } service S { rpc SayHello(M) returns (M); }'),
  ),
  verdict(
    'style_collision_has',
    'style: Avoid Field Names …: prefixes',
    style2026('int32 x = 1; int32 has_x = 2;'),
    style2026('int32 x = 1; int32 has_y = 2;'),
  ),
  verdict(
    'style_collision_get',
    'style: Avoid Field Names …: prefixes',
    style2026('int32 x = 1; int32 get_x = 2;'),
    style2026('int32 get_x = 2;'),
  ),
  verdict(
    'style_collision_set',
    'style: Avoid Field Names …: prefixes',
    style2026('int32 x = 1; int32 set_x = 2;'),
    style2026('int32 x = 1; int32 set_x = 2 [features.enforce_naming_style = STYLE2024];'),
  ),
  verdict(
    'style_collision_clear',
    'style: Avoid Field Names …: prefixes',
    style2026('oneof x { int32 a = 1; } int32 clear_x = 2;'),
    m24('oneof x { int32 a = 1; } int32 clear_x = 2;'),
  ),
  verdict(
    'style_collision_value',
    'style: Avoid Field Names …: suffixes',
    style2026('int32 x = 1; int32 x_value = 2;'),
    style2026('int32 x = 1; int32 y_value = 2;'),
  ),
  verdict(
    'style_collision_descriptor',
    'style: Avoid Field Names …: names',
    style2026('int32 descriptor = 1;'),
    style2026('int32 descriptors = 1;'),
  ),

  verdict(
    'later_style',
    'features: enforce_naming_style: STYLE2026 since edition 2026',
    edition2026('message M { int32 x = 1; int32 has_x = 2; }'),
    edition2024('message M { int32 x = 1; int32 has_x = 2; }'),
  ),
  verdict(
    'later_visibility',
    'features: default_symbol_visibility: STRICT since edition 2026',
    edition2026('message M { export message N { } }'),
    edition2026('export message M { message N { } }'),
  ),
  verdict(
    'later_local',
    'features: default_symbol_visibility: STRICT since edition 2026',
    edition2026('import "$/later.proto"; message M { $.later.Plain a = 1; }'),
    edition2026('import "$/later.proto"; message M { $.later.Exported a = 1; }'),
    { '$/later.proto': 'edition = "2026"; package $.later; message Plain { } export message Exported { }' },
  ),
  verdict(
    'later_arenas',
    'features: cc_enable_arenas: no more since edition 2026',
    edition2026('option cc_enable_arenas = true;'),
    edition2024('option cc_enable_arenas = true;'),
  ),
  verdict(
    'limit_of_fields',
    'features: enforce_proto_limits: 1,500 fields',
    edition2026(`message M { ${fields(1_501)} }`),
    edition2026(`message M { ${fields(1_500)} }`),
  ),
  verdict(
    'limit_of_fields_lifted',
    'features: enforce_proto_limits: not for nested messages alone',
    edition2026(`message M { message N { option features.enforce_proto_limits = LEGACY_NO_EXPLICIT_LIMITS; } ${fields(1_501)} }`),
    edition2026(`message M { option features.enforce_proto_limits = LEGACY_NO_EXPLICIT_LIMITS; ${fields(1_501)} }`),
  ),
  verdict(
    'limit_of_oneofs',
    'features: enforce_proto_limits: 1,000 oneofs',
    edition2026(`message M { ${oneofs(1_001)} }`),
    edition2026(`message M { ${oneofs(1_000)} }`),
  ),
  verdict(
    'limit_of_fields_of_oneof',
    'features: enforce_proto_limits: 1,200 fields of a oneof',
    edition2026(`message M { oneof o { ${fields(1_201)} } }`),
    edition2026(`message M { oneof o { ${fields(1_200)} } }`),
  ),
  verdict(
    'limit_of_values',
    'features: enforce_proto_limits: 1,700 values',
    edition2026(`enum E { ${values(1_701)} }`),
    edition2026(`enum E { ${values(1_700)} }`),
  ),
  verdict(
    'limit_of_file',
    'features: enforce_proto_limits: message, oneof, enum',
    edition2026('option features.enforce_proto_limits = LEGACY_NO_EXPLICIT_LIMITS;'),
    edition2026('enum E { option features.enforce_proto_limits = LEGACY_NO_EXPLICIT_LIMITS; E_X = 0; }'),
  ),
];
