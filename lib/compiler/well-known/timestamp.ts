/** google/protobuf/timestamp.proto: the declarations as published, the comments our own. */
export const timestampProto = `syntax = "proto3";

package google.protobuf;

option cc_enable_arenas = true;
option go_package = "google.golang.org/protobuf/types/known/timestamppb";
option java_package = "com.google.protobuf";
option java_outer_classname = "TimestampProto";
option java_multiple_files = true;
option objc_class_prefix = "GPB";
option csharp_namespace = "Google.Protobuf.WellKnownTypes";

// A point in time, to the nanosecond, independent of any time zone.
message Timestamp {
  // Seconds since 1970-01-01T00:00:00Z, leap seconds not counted; from 0001-01-01T00:00:00Z to 9999-12-31T23:59:59Z.
  int64 seconds = 1;

  // From 0 to 999,999,999, counted forward also before 1970.
  int32 nanos = 2;
}
`;
