/** google/protobuf/duration.proto: the declarations as published, the comments our own. */
export const durationProto = `syntax = "proto3";

package google.protobuf;

option cc_enable_arenas = true;
option go_package = "google.golang.org/protobuf/types/known/durationpb";
option java_package = "com.google.protobuf";
option java_outer_classname = "DurationProto";
option java_multiple_files = true;
option objc_class_prefix = "GPB";
option csharp_namespace = "Google.Protobuf.WellKnownTypes";

// A span of time, to the nanosecond; negative when it goes backwards.
message Duration {
  // From -315,576,000,000 to 315,576,000,000: about 10,000 years either way.
  int64 seconds = 1;

  // From -999,999,999 to 999,999,999, of the same sign as \`seconds\`.
  int32 nanos = 2;
}
`;
