/**
 * The linked descriptors: what a schema means, with every name resolved and every feature decided.
 *
 * Generator, closures, JSON, text and reflection read these and nothing else; nobody below looks at `syntax` or `edition`.
 */
import type {
  DescriptorProto,
  EnumDescriptorProto,
  EnumValueDescriptorProto,
  FieldDescriptorProto,
  FileDescriptorProto,
  MethodDescriptorProto,
  OneofDescriptorProto,
  ServiceDescriptorProto,
} from './generated/descriptor.js';
import type { Int64Representation } from './int64-representation.js';

/** The scalar types of the language, by their names there. */
export type ScalarKind =
  | 'double'
  | 'float'
  | 'int32'
  | 'int64'
  | 'uint32'
  | 'uint64'
  | 'sint32'
  | 'sint64'
  | 'fixed32'
  | 'fixed64'
  | 'sfixed32'
  | 'sfixed64'
  | 'bool'
  | 'string'
  | 'bytes';

/** What one value of a field is. A map field's value type; a repeated field's element type. */
export type ValueType =
  | { readonly kind: 'scalar'; readonly scalar: ScalarKind }
  | { readonly kind: 'enum'; readonly enum: EnumDescriptor }
  | { readonly kind: 'message'; readonly message: MessageDescriptor };

/** Protobuf features. The resolved features of one element. */
export interface FeatureSet {
  readonly fieldPresence: 'explicit' | 'implicit' | 'legacy-required';
  readonly enumType: 'open' | 'closed';
  readonly repeatedFieldEncoding: 'packed' | 'expanded';
  readonly utf8Validation: 'verify' | 'none';
  readonly messageEncoding: 'length-prefixed' | 'delimited';
  readonly jsonFormat: 'allow' | 'legacy-best-effort';
  /** For compilers: options that only they need are left out of many descriptors, so that what is told here may be the default. */
  readonly enforceNamingStyle: 'style2024' | 'style2026' | 'style-legacy';
  /** For compilers, as above. */
  readonly defaultSymbolVisibility: 'export-all' | 'export-top-level' | 'local-all' | 'strict';
  /** For compilers, as above. */
  readonly enforceProtoLimits: 'legacy-no-explicit-limits' | 'proto-limits2026';
}

/** A file: what it declares, in what it imports. */
export interface FileDescriptor {
  readonly kind: 'file';
  /** The path it was imported by, such as `google/protobuf/any.proto`. */
  readonly name: string;
  /** Empty where the file names none. */
  readonly package: string;
  /** What it was built from; so on every descriptor. */
  readonly proto: FileDescriptorProto;
  readonly features: FeatureSet;
  /** What 64-bit integers are in messages of this file unless a field's `jstype` says otherwise; undefined: bigints. */
  readonly int64: Int64Representation | undefined;
  readonly dependencies: readonly FileDescriptor[];
  readonly publicDependencies: readonly FileDescriptor[];
  /** Top-level declarations in source order. */
  readonly messages: readonly MessageDescriptor[];
  readonly enums: readonly EnumDescriptor[];
  readonly services: readonly ServiceDescriptor[];
  readonly extensions: readonly FieldDescriptor[];
  /** By index, then by index inside it: `message(0, 1)` is the second message nested in the file's first. */
  message(index: number, ...nested: number[]): MessageDescriptor;
  /** By path as above; the last index is the enum's own. */
  enum(...path: number[]): EnumDescriptor;
  service(index: number): ServiceDescriptor;
}

/** A message type. */
export interface MessageDescriptor {
  readonly kind: 'message';
  readonly name: string;
  /** The full name, without a leading dot. */
  readonly typeName: string;
  readonly file: FileDescriptor;
  readonly parent: MessageDescriptor | undefined;
  readonly proto: DescriptorProto;
  readonly features: FeatureSet;
  /** In source order, members of oneofs among them. */
  readonly fields: readonly FieldDescriptor[];
  /** In source order, synthetic ones (of proto3 `optional`) left out. */
  readonly oneofs: readonly OneofDescriptor[];
  readonly messages: readonly MessageDescriptor[];
  readonly enums: readonly EnumDescriptor[];
  readonly extensions: readonly FieldDescriptor[];
  /** The synthetic message behind a `map<K, V>`. */
  readonly isMapEntry: boolean;
  /**
   * Properties of the message shape, in the one fixed order every literal has: a field that stands alone or a whole oneof,
   * each where its first member is declared.
   */
  readonly members: readonly (FieldDescriptor | OneofDescriptor)[];
  fieldByNumber(number: number): FieldDescriptor | undefined;
  fieldByName(name: string): FieldDescriptor | undefined;
}

/** A field of a message, or an extension. */
export interface FieldDescriptor {
  readonly kind: 'field';
  readonly name: string;
  readonly number: number;
  /** The property's name in messages: lowerCamelCase, clashes settled with `$`. */
  readonly localName: string;
  /** Its key in ProtoJSON. */
  readonly jsonName: string;
  /** The message that declares it; for an extension, the message it extends. */
  readonly message: MessageDescriptor;
  readonly proto: FieldDescriptorProto;
  readonly features: FeatureSet;
  readonly cardinality: 'singular' | 'repeated' | 'map';
  /** Set for maps only. */
  readonly mapKey: Exclude<ScalarKind, 'double' | 'float' | 'bytes'> | undefined;
  readonly value: ValueType;
  /**
   * What its 64-bit integers are in messages, be they values or, as `int64.forKeys`, map keys; undefined: bigints, or it has none.
   * `int64FromBigint` and `int64ToBigint` go between the two.
   */
  readonly int64: Int64Representation | undefined;
  /** `implicit`: absent and default are one; `explicit`: absent is `undefined`; `required`: proto2. Lists and maps are `implicit`. */
  readonly presence: 'explicit' | 'implicit' | 'required';
  /** The encoding when written; both are read. */
  readonly packed: boolean;
  /** Groups and DELIMITED message fields. */
  readonly delimited: boolean;
  /** Whether a string is checked to be UTF-8 when read. */
  readonly validateUtf8: boolean;
  /** The real oneof it is a member of; a synthetic one counts as none. */
  readonly oneof: OneofDescriptor | undefined;
  /** The declared default (proto2, editions), else undefined. */
  readonly defaultValue: string | number | bigint | boolean | Uint8Array | undefined;
  /** Set for extensions only: the full name. */
  readonly extensionName: string | undefined;
}

/** A oneof that was written as one. */
export interface OneofDescriptor {
  readonly kind: 'oneof';
  readonly name: string;
  readonly localName: string;
  readonly message: MessageDescriptor;
  readonly proto: OneofDescriptorProto;
  readonly fields: readonly FieldDescriptor[];
}

/** An enum. */
export interface EnumDescriptor {
  readonly kind: 'enum';
  readonly name: string;
  readonly typeName: string;
  readonly file: FileDescriptor;
  readonly parent: MessageDescriptor | undefined;
  readonly proto: EnumDescriptorProto;
  readonly features: FeatureSet;
  /** Whether numbers without a name are kept in messages. */
  readonly open: boolean;
  readonly values: readonly EnumValueDescriptor[];
  /** Of several names for one number, the first declared. */
  valueByNumber(number: number): EnumValueDescriptor | undefined;
  valueByName(name: string): EnumValueDescriptor | undefined;
}

/** A value of an enum. */
export interface EnumValueDescriptor {
  readonly kind: 'enum-value';
  readonly name: string;
  /** Its key in the generated constant: without the enum's common prefix, kept where a digit would come first. */
  readonly localName: string;
  readonly number: number;
  readonly enum: EnumDescriptor;
  readonly proto: EnumValueDescriptorProto;
}

/** A service. */
export interface ServiceDescriptor {
  readonly kind: 'service';
  readonly name: string;
  readonly typeName: string;
  readonly file: FileDescriptor;
  readonly proto: ServiceDescriptorProto;
  readonly methods: readonly MethodDescriptor[];
}

/** A method of a service. */
export interface MethodDescriptor {
  readonly kind: 'method';
  readonly name: string;
  /** lowerCamelCase, as clients and handlers spell it. */
  readonly localName: string;
  /** `/package.Service/Method`, what goes into `:path`. */
  readonly path: string;
  readonly service: ServiceDescriptor;
  readonly shape: 'unary' | 'server-stream' | 'client-stream' | 'bidi';
  readonly input: MessageDescriptor;
  readonly output: MessageDescriptor;
  readonly idempotency: 'unknown' | 'no-side-effects' | 'idempotent';
  readonly proto: MethodDescriptorProto;
}
