/** google/protobuf/compiler/plugin.proto: the declarations as published, the comments our own. */
export const pluginProto = `syntax = "proto2";

package google.protobuf.compiler;
option java_package = "com.google.protobuf.compiler";
option java_outer_classname = "PluginProtos";

import "google/protobuf/descriptor.proto";

option csharp_namespace = "Google.Protobuf.Compiler";
option go_package = "google.golang.org/protobuf/types/pluginpb";

// The version of a compiler.
message Version {
  optional int32 major = 1;
  optional int32 minor = 2;
  optional int32 patch = 3;

  // Such as "rc1"; empty for releases.
  optional string suffix = 4;
}

// What a compiler writes to the standard input of a plugin.
message CodeGeneratorRequest {
  // The files that code is asked for; others are there because they import them.
  repeated string file_to_generate = 1;

  // What was given on the command line for the plugin.
  optional string parameter = 2;

  // The files to generate and all that they import, each behind those it imports; options for compilers alone left out.
  repeated FileDescriptorProto proto_file = 15;

  // The files to generate with all of their options.
  repeated FileDescriptorProto source_file_descriptors = 17;

  optional Version compiler_version = 3;
}

// What a plugin writes to its standard output.
message CodeGeneratorResponse {
  // Set when the schema is at fault; faults of the plugin go to its exit status.
  optional string error = 1;

  // The sum of the values of Feature that the plugin knows to handle.
  optional uint64 supported_features = 2;

  enum Feature {
    FEATURE_NONE = 0;
    FEATURE_PROTO3_OPTIONAL = 1;
    FEATURE_SUPPORTS_EDITIONS = 2;
  }

  // The oldest edition that the plugin handles, a number of google.protobuf.Edition.
  optional int32 minimum_edition = 3;

  // The newest one.
  optional int32 maximum_edition = 4;

  // A file to write, or a piece to insert into one.
  message File {
    // Relative to the output folder, with forward slashes; left out to go on with the file before.
    optional string name = 1;

    // Where in a file that another plugin wrote the content goes.
    optional string insertion_point = 2;

    optional string content = 15;

    // Which declarations parts of the content come from.
    optional GeneratedCodeInfo generated_code_info = 16;
  }
  repeated File file = 15;
}
`;
