/** google/protobuf/any.proto: the declarations as published, the comments our own. */
export const anyProto = `syntax = "proto3";

package google.protobuf;

option go_package = "google.golang.org/protobuf/types/known/anypb";
option java_package = "com.google.protobuf";
option java_outer_classname = "AnyProto";
option java_multiple_files = true;
option objc_class_prefix = "GPB";
option csharp_namespace = "Google.Protobuf.WellKnownTypes";

// A message of any type, with the URL that says which.
message Any {
  // Ends in a slash and the full name of the type, as in \`type.googleapis.com/shop.Order\`.
  string type_url = 1;

  // The message, encoded as its type.
  bytes value = 2;
}
`;
