import { edition2023, proto2, proto3, type Verdict, verdict } from './verdict.js';

const m = 'message M { extensions 100 to 199; }';
const e = (body: string): string => proto2(`${m} ${body}`);
const declared = (declaration: string, extension: string): string =>
  proto2(`message M { extensions 100 to 199 [declaration = { ${declaration} }]; } ${extension === '' ? '' : `extend M { ${extension} }`}`);
const range = (options: string): string => proto2(`message M { extensions 100 to 199 [${options}]; }`);

/** Protobuf proto2: Extensions; extension declarations; defaults and JSON names. */
export const extensions: readonly Verdict[] = [
  verdict(
    'extend_unknown',
    'proto2: Extensions: a message',
    proto2('extend N { optional int32 a = 100; }'),
    e('extend M { optional int32 a = 100; }'),
  ),
  verdict(
    'extend_enum',
    'proto2: Extensions: a message',
    proto2('enum E { A = 0; } extend E { optional int32 a = 100; }'),
    e('enum E { A = 0; } extend M { optional E a = 100; }'),
  ),
  verdict(
    'extend_scalar',
    'proto2: Extensions: a message',
    proto2('extend string { optional int32 a = 100; }'),
    e('extend M { optional string a = 100; }'),
  ),
  verdict('extend_empty', 'protoc: an extend block has a field', e('extend M { }'), e('extend M { optional int32 a = 100; }')),
  verdict(
    'extend_outside_range',
    'proto2: Defining Extension Ranges',
    e('extend M { optional int32 a = 200; }'),
    e('extend M { optional int32 a = 199; }'),
  ),
  verdict(
    'extend_without_ranges',
    'proto2: Defining Extension Ranges',
    proto2('message M { } extend M { optional int32 a = 100; }'),
    e('extend M { optional int32 a = 100; }'),
  ),
  verdict(
    'extend_number_taken',
    'proto2: Choosing Extension Numbers',
    e('extend M { optional int32 a = 100; optional int32 b = 100; }'),
    e('extend M { optional int32 a = 100; optional int32 b = 101; }'),
  ),
  verdict(
    'extend_number_taken_elsewhere',
    'proto2: Choosing Extension Numbers',
    proto2('import "$/m.proto"; extend $.m.M { optional int32 b = 100; }'),
    proto2('import "$/m.proto"; extend $.m.M { optional int32 b = 101; }'),
    {
      '$/m.proto': `syntax = "proto2"; package $.m; ${m} extend M { optional int32 a = 100; }`,
    },
  ),
  verdict(
    'extend_name_twice',
    'proto2: Nested Extensions: a name means one thing',
    e('extend M { optional int32 a = 100; optional int32 a = 101; }'),
    e('extend M { optional int32 a = 100; } message N { extend M { optional int32 a = 101; } }'),
  ),
  verdict(
    'extend_named_as_field',
    'edition-2023-spec: Message Definition: no conflicting names inside a message',
    e('message N { optional string foo = 1; extend M { optional string foo = 100; } }'),
    e('message N { optional string foo = 1; extend M { optional string bar = 100; } }'),
  ),
  verdict(
    'extend_required',
    'proto2: Extensions: never required',
    e('extend M { required int32 a = 100; }'),
    e('extend M { repeated int32 a = 100; }'),
  ),
  verdict(
    'extend_map',
    'proto2: Specifying Extension Types: no maps',
    e('extend M { map<int32, int32> a = 100; }'),
    e('message N { map<int32, int32> a = 1; } extend M { optional N a = 100; }'),
  ),
  verdict(
    'extend_oneof',
    'proto2: Specifying Extension Types: no oneofs',
    e('extend M { oneof o { int32 a = 100; } }'),
    e('extend M { optional int32 a = 100; }'),
  ),
  verdict(
    'extend_without_label',
    'proto2-spec: Fields: label',
    e('extend M { int32 a = 100; }'),
    e('extend M { optional int32 a = 100; }'),
  ),
  verdict(
    'extend_message_in_third',
    'proto3: only custom options are extensions',
    proto3('import "$/m.proto"; extend $.m.M { int32 a = 100; }'),
    proto2('import "$/m.proto"; extend $.m.M { optional int32 a = 100; }'),
    {
      '$/m.proto': `syntax = "proto2"; package $.m; ${m}`,
    },
  ),
  verdict(
    'extend_json_name',
    'protoc: extensions have no json_name',
    e('extend M { optional int32 a = 100 [json_name = "b"]; }'),
    e('message N { optional int32 a = 100 [json_name = "b"]; }'),
  ),
  verdict(
    'extend_message_declared',
    'proto2-spec: Extend: fields and groups',
    e('extend M { message N { } }'),
    e('extend M { optional group N = 100 { } }'),
  ),
  verdict(
    'extend_option_statement',
    'proto2-spec: Extend: fields and groups',
    e('extend M { option deprecated = true; optional int32 a = 100; }'),
    e('extend M { optional int32 a = 100 [deprecated = true]; }'),
  ),
  verdict(
    'extend_number_of_implementation',
    'proto3: Assigning Field Numbers: 19000 to 19999 are reserved',
    proto2('message M { extensions 100 to max; } extend M { optional int32 a = 19500; }'),
    proto2('message M { extensions 100 to max; } extend M { optional int32 a = 20000; }'),
  ),
  verdict(
    'extend_type_unknown',
    'proto2: Specifying Extension Types',
    e('extend M { optional Nothing a = 100; }'),
    e('extend M { optional M a = 100; }'),
  ),
  verdict(
    'extend_optional_in_edition',
    'overview: Removing optional',
    edition2023(`${m} extend M { optional int32 a = 100; }`),
    edition2023(`${m} extend M { int32 a = 100; }`),
  ),

  verdict(
    'declaration_of_other_type',
    'google/protobuf/descriptor.proto, Declaration: type',
    declared('number: 100 full_name: ".$.a" type: "int32"', 'optional string a = 100;'),
    declared('number: 100 full_name: ".$.a" type: "string"', 'optional string a = 100;'),
  ),
  verdict(
    'declaration_of_other_name',
    'google/protobuf/descriptor.proto, Declaration: full_name',
    declared('number: 100 full_name: ".$.b" type: "int32"', 'optional int32 a = 100;'),
    declared('number: 100 full_name: ".$.a" type: "int32"', 'optional int32 a = 100;'),
  ),
  verdict(
    'declaration_not_repeated',
    'google/protobuf/descriptor.proto, Declaration: repeated',
    declared('number: 100 full_name: ".$.a" type: "int32"', 'repeated int32 a = 100;'),
    declared('number: 100 full_name: ".$.a" type: "int32" repeated: true', 'repeated int32 a = 100;'),
  ),
  verdict(
    'declaration_repeated',
    'google/protobuf/descriptor.proto, Declaration: repeated',
    declared('number: 100 full_name: ".$.a" type: "int32" repeated: true', 'optional int32 a = 100;'),
    declared('number: 100 full_name: ".$.a" type: "int32"', 'optional int32 a = 100;'),
  ),
  verdict(
    'declaration_reserved',
    'google/protobuf/descriptor.proto, Declaration: reserved',
    declared('number: 100 full_name: ".$.a" type: "int32" reserved: true', 'optional int32 a = 100;'),
    declared('number: 100 full_name: ".$.a" type: "int32" reserved: true', ''),
  ),
  verdict(
    'declaration_outside_range',
    'google/protobuf/descriptor.proto, Declaration: number',
    declared('number: 200 full_name: ".$.a" type: "int32"', ''),
    declared('number: 199 full_name: ".$.a" type: "int32"', ''),
  ),
  verdict(
    'declaration_without_type',
    'google/protobuf/descriptor.proto, Declaration: type',
    declared('number: 100 full_name: ".$.a"', ''),
    declared('number: 100 reserved: true', ''),
  ),
  verdict(
    'declaration_without_name',
    'google/protobuf/descriptor.proto, Declaration: full_name',
    declared('number: 100 type: "int32"', ''),
    declared('number: 100 full_name: ".$.a" type: "int32"', ''),
  ),
  verdict(
    'declaration_name_without_dot',
    'google/protobuf/descriptor.proto, Declaration: full_name starts with a dot',
    declared('number: 100 full_name: "$.a" type: "int32"', ''),
    declared('number: 100 full_name: ".$.a" type: "int32"', ''),
  ),
  verdict(
    'declaration_name_not_ident',
    'google/protobuf/descriptor.proto, Declaration: full_name is a name',
    declared('number: 100 full_name: ".$.a-b" type: "int32"', ''),
    declared('number: 100 full_name: ".$.a_b" type: "int32"', ''),
  ),
  verdict(
    'declaration_type_without_dot',
    'google/protobuf/descriptor.proto, Declaration: type starts with a dot',
    declared('number: 100 full_name: ".$.a" type: "$.M"', ''),
    declared('number: 100 full_name: ".$.a" type: ".$.M"', ''),
  ),
  verdict(
    'declaration_unverified',
    'google/protobuf/descriptor.proto, VerificationState',
    range('verification = UNVERIFIED, declaration = { number: 100 full_name: ".$.a" type: "int32" }'),
    range('verification = DECLARATION, declaration = { number: 100 full_name: ".$.a" type: "int32" }'),
  ),
  verdict(
    'range_option_unknown',
    'google/protobuf/descriptor.proto, ExtensionRangeOptions',
    range('deprecated = true'),
    range('verification = UNVERIFIED'),
  ),
  verdict(
    'range_options_empty',
    'proto2-spec: Fields: fieldOptions has at least one',
    range(''),
    proto2('message M { extensions 100 to 199; }'),
  ),

  verdict(
    'default_in_third',
    'proto3: Default Field Values: no defaults of its own',
    proto3('message M { int32 a = 1 [default = 1]; }'),
    proto2('message M { optional int32 a = 1 [default = 1]; }'),
  ),
  verdict(
    'default_of_repeated',
    'proto2: Default Field Values: a list is empty',
    proto2('message M { repeated int32 a = 1 [default = 1]; }'),
    proto2('message M { optional int32 a = 1 [default = 1]; }'),
  ),
  verdict(
    'default_of_message',
    'proto2: Default Field Values: for scalars',
    proto2('message M { optional M a = 1 [default = { }]; }'),
    proto2('message M { optional M a = 1; }'),
  ),
  verdict(
    'default_of_map',
    'proto2: Default Field Values: for scalars',
    proto2('message M { map<int32, int32> a = 1 [default = 1]; }'),
    proto2('message M { map<int32, int32> a = 1; }'),
  ),
  verdict(
    'default_twice',
    'protoc: an option is set once',
    proto2('message M { optional int32 a = 1 [default = 1, default = 1]; }'),
    proto2('message M { optional int32 a = 1 [default = 1, deprecated = true]; }'),
  ),
  verdict(
    'default_of_another_type',
    'proto2: Explicit Default Values',
    proto2('message M { optional int32 a = 1 [default = "1"]; }'),
    proto2('message M { optional string a = 1 [default = "1"]; }'),
  ),
  verdict(
    'default_out_of_range',
    'proto2: Explicit Default Values',
    proto2('message M { optional uint32 a = 1 [default = -1]; }'),
    proto2('message M { optional sint32 a = 1 [default = -1]; }'),
  ),
  verdict(
    'default_bool_by_number',
    'proto2: Explicit Default Values',
    proto2('message M { optional bool a = 1 [default = 1]; }'),
    proto2('message M { optional bool a = 1 [default = true]; }'),
  ),
  verdict(
    'default_enum_unknown',
    'proto2: Explicit Default Values',
    proto2('enum E { A = 1; } message M { optional E a = 1 [default = B]; }'),
    proto2('enum E { A = 1; } message M { optional E a = 1 [default = A]; }'),
  ),
  verdict(
    'default_enum_in_quotes',
    'proto2: Explicit Default Values',
    proto2('enum E { A = 1; } message M { optional E a = 1 [default = "A"]; }'),
    proto2('enum E { A = 1; } message M { optional E a = 1 [default = A]; }'),
  ),
  verdict(
    'default_enum_with_scope',
    'proto2: Explicit Default Values',
    proto2('enum E { A = 1; } message M { optional E a = 1 [default = E.A]; }'),
    proto2('enum E { A = 1; } message M { optional E a = 1 [default = A]; }'),
  ),
  verdict(
    'default_of_group',
    'proto2: Default Field Values: for scalars',
    proto2('message M { optional group G = 1 [default = 1] { } }'),
    proto2('message M { optional group G = 1 [deprecated = true] { } }'),
  ),
  verdict(
    'default_as_statement',
    'proto2: Explicit Default Values: an option of a field',
    proto2('message M { option default = 1; }'),
    proto2('message M { option deprecated = true; }'),
  ),

  verdict(
    'json_names_same',
    'proto3: JSON Mapping: one field of a name',
    proto3('message M { int32 foo_bar = 1; int32 fooBar = 2; }'),
    proto3('message M { int32 foo_bar = 1; int32 foobar = 2; }'),
  ),
  verdict(
    'json_names_same_by_underscore',
    'proto3: JSON Mapping: one field of a name',
    proto3('message M { int32 foo = 1; int32 foo_ = 2; }'),
    proto3('message M { int32 foo = 1; int32 foo_a = 2; }'),
  ),
  verdict(
    'json_names_given_same',
    'proto3: JSON Mapping: one field of a name',
    proto3('message M { int32 a = 1 [json_name = "c"]; int32 b = 2 [json_name = "c"]; }'),
    proto3('message M { int32 a = 1 [json_name = "c"]; int32 b = 2 [json_name = "d"]; }'),
  ),
  verdict(
    'json_name_given_as_other',
    'proto3: JSON Mapping: one field of a name',
    proto3('message M { int32 a = 1 [json_name = "b"]; int32 b = 2; }'),
    proto3('message M { int32 a = 1 [json_name = "c"]; int32 b = 2; }'),
  ),
  verdict(
    'json_names_given_same_in_second',
    'proto2: JSON Mapping: one field of a name',
    proto2('message M { optional int32 a = 1 [json_name = "c"]; optional int32 b = 2 [json_name = "c"]; }'),
    proto2('message M { optional int32 foo_bar = 1; optional int32 fooBar = 2; }'),
  ),
  verdict(
    'json_names_same_in_edition',
    'features: json_format: ALLOW',
    edition2023('message M { int32 foo_bar = 1; int32 fooBar = 2; }'),
    edition2023('message M { option features.json_format = LEGACY_BEST_EFFORT; int32 foo_bar = 1; int32 fooBar = 2; }'),
  ),
  verdict(
    'json_name_by_number',
    'proto3: JSON Mapping: a string',
    proto3('message M { int32 a = 1 [json_name = 5]; }'),
    proto3('message M { int32 a = 1 [json_name = "5"]; }'),
  ),
  verdict(
    'json_name_without_quotes',
    'proto3: JSON Mapping: a string',
    proto3('message M { int32 a = 1 [json_name = b]; }'),
    proto3('message M { int32 a = 1 [json_name = "b"]; }'),
  ),
  verdict(
    'json_name_twice',
    'protoc: an option is set once',
    proto3('message M { int32 a = 1 [json_name = "b", json_name = "b"]; }'),
    proto3('message M { int32 a = 1 [json_name = "b"]; }'),
  ),

  verdict(
    'scope_inner_hides_outer',
    'proto3: Packages and Name Resolution: the innermost scope decides',
    proto3('message A { message B { } } message M { message A { } A.B b = 1; }'),
    proto3('message A { message B { } } message M { message A { } .$.A.B b = 1; }'),
  ),
  verdict(
    'scope_nested_without_parent',
    'proto3: Nested Types: Parent.Type',
    proto3('message A { message B { } } message M { B b = 1; }'),
    proto3('message A { message B { } } message M { A.B b = 1; }'),
  ),
  verdict(
    'scope_dot_means_outermost',
    'proto3: Packages and Name Resolution: a leading dot',
    proto3('message A { } message M { .A a = 1; }'),
    proto3('message A { } message M { .$.A a = 1; }'),
  ),
  verdict(
    'scope_type_not_imported',
    'proto3: Importing Definitions',
    proto3('message M { google.protobuf.Any a = 1; }'),
    proto3('import "google/protobuf/any.proto"; message M { google.protobuf.Any a = 1; }'),
  ),
  verdict(
    'scope_of_oneof',
    'edition-2023-spec: Message Definition: a oneof is no scope',
    proto3('message M { oneof o { int32 a = 1; } message N { } o.N n = 2; }'),
    proto3('message M { oneof o { int32 a = 1; } message N { } M.N n = 2; }'),
  ),
  verdict(
    'scope_enum_value_by_enum',
    'style: Enum Value Prefixing: values stand beside their enum',
    proto3('enum E { A = 0; } message M { E.A a = 1; }'),
    proto3('enum E { A = 0; } message M { E a = 1; }'),
  ),
];
