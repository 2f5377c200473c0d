/** google/protobuf/struct.proto: the declarations as published, the comments our own. */
export const structProto = `syntax = "proto3";

package google.protobuf;

option cc_enable_arenas = true;
option go_package = "google.golang.org/protobuf/types/known/structpb";
option java_package = "com.google.protobuf";
option java_outer_classname = "StructProto";
option java_multiple_files = true;
option objc_class_prefix = "GPB";
option csharp_namespace = "Google.Protobuf.WellKnownTypes";

// A JSON object.
message Struct {
  // Its members, in no order.
  map<string, Value> fields = 1;
}

// A JSON value.
message Value {
  // One of these has to be set.
  oneof kind {
    // A JSON null.
    NullValue null_value = 1;

    // A JSON number; neither NaN nor infinite.
    double number_value = 2;

    // A JSON string.
    string string_value = 3;

    // A JSON true or false.
    bool bool_value = 4;

    // A JSON object.
    Struct struct_value = 5;

    // A JSON array.
    ListValue list_value = 6;
  }
}

// The one value of a JSON null.
enum NullValue {
  // null.
  NULL_VALUE = 0;
}

// A JSON array.
message ListValue {
  // Its elements.
  repeated Value values = 1;
}
`;
