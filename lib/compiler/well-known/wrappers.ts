/** google/protobuf/wrappers.proto: the declarations as published, the comments our own. */
export const wrappersProto = `syntax = "proto3";

package google.protobuf;

option cc_enable_arenas = true;
option go_package = "google.golang.org/protobuf/types/known/wrapperspb";
option java_package = "com.google.protobuf";
option java_outer_classname = "WrappersProto";
option java_multiple_files = true;
option objc_class_prefix = "GPB";
option csharp_namespace = "Google.Protobuf.WellKnownTypes";

// A double that can be absent. ProtoJSON writes it as the bare value.
message DoubleValue {
  double value = 1;
}

// A float that can be absent. ProtoJSON writes it as the bare value.
message FloatValue {
  float value = 1;
}

// A int64 that can be absent. ProtoJSON writes it as the bare value.
message Int64Value {
  int64 value = 1;
}

// A uint64 that can be absent. ProtoJSON writes it as the bare value.
message UInt64Value {
  uint64 value = 1;
}

// A int32 that can be absent. ProtoJSON writes it as the bare value.
message Int32Value {
  int32 value = 1;
}

// A uint32 that can be absent. ProtoJSON writes it as the bare value.
message UInt32Value {
  uint32 value = 1;
}

// A bool that can be absent. ProtoJSON writes it as the bare value.
message BoolValue {
  bool value = 1;
}

// A string that can be absent. ProtoJSON writes it as the bare value.
message StringValue {
  string value = 1;
}

// A bytes value that can be absent. ProtoJSON writes it as the bare value.
message BytesValue {
  bytes value = 1;
}
`;
