/** google/protobuf/field_mask.proto: the declarations as published, the comments our own. */
export const fieldMaskProto = `syntax = "proto3";

package google.protobuf;

option java_package = "com.google.protobuf";
option java_outer_classname = "FieldMaskProto";
option java_multiple_files = true;
option objc_class_prefix = "GPB";
option csharp_namespace = "Google.Protobuf.WellKnownTypes";
option go_package = "google.golang.org/protobuf/types/known/fieldmaskpb";
option cc_enable_arenas = true;

// Which fields of a message are meant.
message FieldMask {
  // Field names joined by dots, as in \`user.display_name\`.
  repeated string paths = 1;
}
`;
