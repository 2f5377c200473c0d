/** google/protobuf/api.proto: the declarations as published, the comments our own. */
export const apiProto = `syntax = "proto3";

package google.protobuf;

import "google/protobuf/source_context.proto";
import "google/protobuf/type.proto";

option java_package = "com.google.protobuf";
option java_outer_classname = "ApiProto";
option java_multiple_files = true;
option objc_class_prefix = "GPB";
option csharp_namespace = "Google.Protobuf.WellKnownTypes";
option go_package = "google.golang.org/protobuf/types/known/apipb";

// A service as data.
message Api {
  // The full name, or for a method its own name.
  string name = 1;

  repeated Method methods = 2;

  repeated Option options = 3;

  string version = 4;

  SourceContext source_context = 5;

  // Services taken in.
  repeated Mixin mixins = 6;

  Syntax syntax = 7;

  string edition = 8;
}

// A method of a service as data.
message Method {
  string name = 1;

  string request_type_url = 2;

  bool request_streaming = 3;

  string response_type_url = 4;

  bool response_streaming = 5;

  repeated Option options = 6;

  Syntax syntax = 7 [deprecated = true];

  string edition = 8 [deprecated = true];
}

// Another service whose methods are part of this one.
message Mixin {
  string name = 1;

  string root = 2;
}
`;
