/** google/protobuf/empty.proto: the declarations as published, the comments our own. */
export const emptyProto = `syntax = "proto3";

package google.protobuf;

option go_package = "google.golang.org/protobuf/types/known/emptypb";
option java_package = "com.google.protobuf";
option java_outer_classname = "EmptyProto";
option java_multiple_files = true;
option objc_class_prefix = "GPB";
option csharp_namespace = "Google.Protobuf.WellKnownTypes";
option cc_enable_arenas = true;

// Nothing: the request or reply of a method that needs none.
message Empty {}
`;
