/** Named things, while they are linked: a descriptor under construction beside the node it comes from and what its names lead to. */
import type { FeatureSet } from '../../../wire/protobuf/descriptor.js';
import type {
  DescriptorProto,
  EnumDescriptorProto,
  FieldDescriptorProto,
  FileDescriptorProto,
  MethodDescriptorProto,
  ServiceDescriptorProto,
} from '../../../wire/protobuf/generated/descriptor.js';
import type { Range, SourceFile } from '../source.js';
import type { EnumNode, ExtendNode, FieldNode, FileNode, ImportNode, MessageNode, MethodNode, OptionNode, ServiceNode } from '../tree.js';
import { type NumberRange, NumberRanges } from './declare/number-ranges.js';
import type { FileSet } from './file-set.js';
import type { Language } from './language.js';

export interface LinkedFile {
  /** Which one of the compilation's files it is. */
  readonly index: number;
  readonly name: string;
  readonly source: SourceFile;
  readonly node: FileNode;
  readonly language: Language;
  readonly features: FeatureSet;
  /** The empty string where there is no package statement. */
  readonly package: string;
  readonly proto: FileDescriptorProto;
  readonly imports: readonly LinkedImport[];
  /** This file, what it imports, and what those import publicly. */
  readonly visible: FileSet;
  /** The same, and what it imports for its options alone: where names in options are looked up. */
  readonly visibleToOptions: FileSet;
  /** This file and what it imports publicly: what it lends to those who import it. */
  readonly exported: FileSet;
  /** An import of it could not be read, so that names may be missing without fault of its own. */
  readonly incomplete: boolean;
  /** All of them, nested ones after the one they stand in. */
  readonly messages: MessageDefinition[];
  readonly enums: EnumDefinition[];
  /** Fields of all messages, and extensions. */
  readonly fields: FieldDefinition[];
  readonly services: ServiceDefinition[];
  readonly methods: MethodDefinition[];
  readonly options: OptionOwner[];
  /** Files that a name of this one led to. */
  readonly used: FileSet;
  readonly comments: Map<string, string>;
}

export interface LinkedImport {
  readonly node: ImportNode;
  /** Undefined when it could not be read. */
  readonly file: LinkedFile | undefined;
}

interface Named {
  readonly name: string;
  /** Without a leading dot. */
  readonly fullName: string;
  readonly file: LinkedFile;
  /** The name's place in its file. */
  readonly range: Range;
}

export interface MessageDefinition extends Named {
  readonly kind: 'message';
  readonly proto: DescriptorProto;
  /** Undefined for map entries. */
  readonly node: MessageNode | undefined;
  readonly parent: MessageDefinition | undefined;
  readonly features: FeatureSet;
  /** Whether other files may name it. */
  readonly exported: boolean;
  /** In the order of `proto.field`. */
  readonly fields: FieldDefinition[];
  readonly fieldsByName: Map<string, FieldDefinition>;
  readonly oneofs: OneofDefinition[];
  /** Half open, as in the descriptor. */
  readonly extensionRanges: ExtensionRange[];
  /** The same, to be searched by number; made when first asked for. */
  extensionIndex: NumberRanges<ExtensionRange> | undefined;
  /** Extensions of it, whatever file declares them. */
  readonly extensionsByNumber: Map<number, FieldDefinition>;
}

export interface ExtensionRange extends NumberRange {
  readonly range: Range;
  readonly proto: DescriptorProto['extensionRange'][number];
}

/** The extension range of `message` that `number` stands in. */
export function extensionRangeOf(message: MessageDefinition, number: number): ExtensionRange | undefined {
  message.extensionIndex ??= new NumberRanges(message.extensionRanges);
  return message.extensionIndex.find(number);
}

export interface FieldDefinition extends Named {
  readonly kind: 'field';
  readonly proto: FieldDescriptorProto;
  readonly node: FieldNode;
  readonly number: number;
  readonly repeated: boolean;
  readonly features: FeatureSet;
  /** The message it is a field of; for extensions the one they extend, once resolved. */
  container: MessageDefinition | undefined;
  /** Set for extensions. */
  readonly extend: ExtendNode | undefined;
  /** Where its type's name is looked up from. */
  readonly scope: string;
  readonly oneof: OneofDefinition | undefined;
  /** What a message, group or enum field holds, once resolved; a map field's is its entry. */
  type: MessageDefinition | EnumDefinition | undefined;
}

/** Whether absent and default are one for it (Protobuf field_presence). */
export function hasImplicitPresence(field: FieldDefinition): boolean {
  const { repeated, features, oneof, extend, type, proto } = field;
  if (repeated || features.fieldPresence !== 'implicit' || proto.proto3Optional === true) return false;
  return oneof === undefined && extend === undefined && type?.kind !== 'message';
}

export interface OneofDefinition extends Named {
  readonly kind: 'oneof';
  readonly index: number;
  readonly features: FeatureSet;
  /** It stands for proto3's `optional`, and no file names it. */
  readonly synthetic: boolean;
}

export interface EnumDefinition extends Named {
  readonly kind: 'enum';
  readonly proto: EnumDescriptorProto;
  readonly node: EnumNode;
  readonly parent: MessageDefinition | undefined;
  readonly features: FeatureSet;
  /** Whether other files may name it. */
  readonly exported: boolean;
  readonly numbers: Map<string, number>;
  /** A value's number was reported already: what else there is to say of the values would only confuse. */
  broken: boolean;
}

export interface EnumValueDefinition extends Named {
  readonly kind: 'enum-value';
  readonly enum: EnumDefinition;
}

export interface ServiceDefinition extends Named {
  readonly kind: 'service';
  readonly proto: ServiceDescriptorProto;
  readonly node: ServiceNode;
}

export interface MethodDefinition extends Named {
  readonly kind: 'method';
  readonly proto: MethodDescriptorProto;
  readonly node: MethodNode;
}

/** A package and each of its prefixes: many files may have it. */
export interface PackageDefinition extends Named {
  readonly kind: 'package';
  readonly files: FileSet;
}

export type Definition =
  | MessageDefinition
  | FieldDefinition
  | OneofDefinition
  | EnumDefinition
  | EnumValueDefinition
  | ServiceDefinition
  | MethodDefinition
  | PackageDefinition;

/** An element with options, kept until every name it may need is known. */
export interface OptionOwner {
  readonly nodes: readonly OptionNode[];
  /** The options message, such as `google.protobuf.FieldOptions`. */
  readonly typeName: string;
  /** `google.protobuf.FieldOptions.OptionTargetType`. */
  readonly target: number;
  /** What errors call the element. */
  readonly what: string;
  /** Names of extensions are looked up from here. */
  readonly scope: string;
  readonly assign: (options: object) => void;
  /** The message behind a map, whose option says so. */
  readonly mapEntry?: boolean;
  /** There are options even if none is set. */
  readonly keepEmpty?: boolean;
}

const kindNames = {
  message: 'a message',
  field: 'a field',
  oneof: 'a oneof',
  enum: 'an enum',
  'enum-value': 'an enum value',
  service: 'a service',
  method: 'a method',
  package: 'a package',
} as const;

export function describeKind(definition: Definition): string {
  if (definition.kind === 'message' && definition.node === undefined) return 'the message behind a map';
  if (definition.kind === 'oneof' && definition.synthetic) return 'the oneof behind an optional field';
  return definition.kind === 'field' && definition.extend !== undefined ? 'an extension' : kindNames[definition.kind];
}
