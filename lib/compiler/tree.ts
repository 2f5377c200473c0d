/**
 * What the parser makes of one file: the productions of Protobuf proto2-spec, proto3-spec, edition-2023-spec and edition-2024-spec as
 * plain data, nothing resolved, each node with the range that an error about it marks. What only some of them have is parsed in all; the
 * linker says where it does not belong.
 */
import type { Range, SourceFile } from './source.js';
import type { Token } from './tokens.js';

/** Comments around a declaration, marks taken off. */
export interface Doc {
  readonly leading: string | undefined;
  readonly trailing: string | undefined;
}

export interface Name {
  readonly text: string;
  readonly range: Range;
}

/** `Order`, `shop.Order` or `.shop.Order`, or a scalar's name, as written but for white space. */
export interface TypeName {
  readonly text: string;
  readonly range: Range;
}

export interface FileNode {
  readonly source: SourceFile;
  /** Kept where source info is asked for. */
  readonly tokens: readonly Token[] | undefined;
  readonly syntax: SyntaxNode | undefined;
  /** The first statement was to be one, and could not be read: what rules the file goes by is not known. */
  readonly isSyntaxBroken: boolean;
  readonly package: PackageNode | undefined;
  readonly imports: readonly ImportNode[];
  readonly options: readonly OptionNode[];
  readonly messages: readonly MessageNode[];
  readonly enums: readonly EnumNode[];
  readonly services: readonly ServiceNode[];
  readonly extends: readonly ExtendNode[];
}

export interface SyntaxNode {
  /** `edition = "2023"` rather than `syntax = "proto3"`. */
  readonly edition: boolean;
  readonly value: string;
  readonly range: Range;
  /** From its first word to its `;` or `}`. */
  readonly span: Range;
  readonly doc: Doc;
}

export interface PackageNode {
  readonly name: Name;
  /** From its first word to its `;` or `}`. */
  readonly span: Range;
  readonly doc: Doc;
}

export interface ImportNode {
  readonly path: string;
  readonly modifier: 'public' | 'weak' | 'option' | undefined;
  readonly modifierRange: Range | undefined;
  readonly range: Range;
  /** From its first word to its `;` or `}`. */
  readonly span: Range;
}

/** The word before a message or an enum that says whether other files may name it (Protobuf edition-2024-spec: Symbol Visibility). */
export interface VisibilityNode {
  readonly word: 'export' | 'local';
  readonly range: Range;
}

export interface MessageNode {
  readonly kind: 'message';
  readonly visibility: VisibilityNode | undefined;
  readonly name: Name;
  /** From its first word to its `;` or `}`. */
  readonly span: Range;
  readonly doc: Doc;
  readonly body: MessageBody;
}

export interface MessageBody {
  /** Fields, maps and groups, those in oneofs among them, in source order. */
  readonly fields: readonly FieldNode[];
  readonly oneofs: readonly OneofNode[];
  readonly messages: readonly MessageNode[];
  readonly enums: readonly EnumNode[];
  readonly extends: readonly ExtendNode[];
  readonly extensionRanges: readonly ExtensionsNode[];
  readonly reserved: readonly ReservedNode[];
  readonly options: readonly OptionNode[];
}

export interface FieldNode {
  readonly kind: 'field';
  readonly label: 'optional' | 'required' | 'repeated' | undefined;
  readonly labelRange: Range | undefined;
  /** For a map, its value type; for a group, the group's name. */
  readonly type: TypeName;
  /** `map<K, V>` as a whole, the word `group`, or else the type's name. */
  readonly typeRange: Range;
  /** Set for maps: the key type. */
  readonly mapKey: TypeName | undefined;
  /** Set for groups: what stands in its braces. */
  readonly group: MessageNode | undefined;
  readonly name: Name;
  readonly number: IntegerNode;
  readonly options: readonly OptionNode[];
  /** `[ … ]`, where there are options. */
  readonly bracketRange: Range | undefined;
  /** The oneof it stands in. */
  readonly oneof: OneofNode | undefined;
  /** Without what ends it: its `;` or the braces of a group. */
  readonly range: Range;
  /** From its first word to its `;` or `}`. */
  readonly span: Range;
  readonly doc: Doc;
}

export interface OneofNode {
  readonly kind: 'oneof';
  /** Every statement of it was read. */
  whole: boolean;
  readonly name: Name;
  /** From its first word to its `}`, once that was read. */
  span: Range;
  readonly options: readonly OptionNode[];
  readonly doc: Doc;
}

export interface EnumNode {
  readonly kind: 'enum';
  /** Every statement of it was read. */
  readonly whole: boolean;
  readonly visibility: VisibilityNode | undefined;
  readonly name: Name;
  /** From its first word to its `;` or `}`. */
  readonly span: Range;
  readonly values: readonly EnumValueNode[];
  readonly reserved: readonly ReservedNode[];
  readonly options: readonly OptionNode[];
  readonly doc: Doc;
}

export interface EnumValueNode {
  readonly kind: 'enum-value';
  readonly name: Name;
  readonly number: IntegerNode;
  readonly options: readonly OptionNode[];
  /** `[ … ]`, where there are options. */
  readonly bracketRange: Range | undefined;
  /** From its first word to its `;` or `}`. */
  readonly span: Range;
  readonly doc: Doc;
}

export interface ExtendNode {
  readonly kind: 'extend';
  readonly extendee: TypeName;
  readonly fields: readonly FieldNode[];
  /** The `extend` block's own range: its first word. */
  readonly range: Range;
  /** From its first word to its `;` or `}`. */
  readonly span: Range;
}

export interface ExtensionsNode {
  readonly ranges: readonly NumberRangeNode[];
  readonly options: readonly OptionNode[];
  /** `[ … ]`, where there are options. */
  readonly bracketRange: Range | undefined;
  /** From its first word to its `;` or `}`. */
  readonly span: Range;
}

export interface ReservedNode {
  readonly ranges: readonly NumberRangeNode[];
  readonly names: readonly Name[];
  /** From its first word to its `;` or `}`. */
  readonly span: Range;
  /** The names stand in quotes, as before editions. */
  readonly quoted: boolean;
}

/** `start to end`, both included; a single number is its own end. */
export interface NumberRangeNode {
  readonly start: IntegerNode;
  readonly end: IntegerNode | 'max';
  readonly range: Range;
}

export interface ServiceNode {
  readonly kind: 'service';
  readonly name: Name;
  /** From its first word to its `;` or `}`. */
  readonly span: Range;
  readonly methods: readonly MethodNode[];
  readonly options: readonly OptionNode[];
  readonly doc: Doc;
}

export interface MethodNode {
  readonly kind: 'method';
  readonly name: Name;
  readonly input: TypeName;
  readonly output: TypeName;
  readonly clientStreaming: boolean;
  readonly serverStreaming: boolean;
  /** The words `stream` before request and reply. */
  readonly inputStreamRange: Range | undefined;
  readonly outputStreamRange: Range | undefined;
  /** From its first word to its `;` or `}`. */
  readonly span: Range;
  /** Undefined where a `;` stands instead of braces. */
  readonly options: readonly OptionNode[] | undefined;
  readonly doc: Doc;
}

export interface OptionNode {
  readonly name: readonly OptionNamePart[];
  readonly nameRange: Range;
  readonly value: ValueNode;
  /** `option … ;`, or between brackets `name = value`. */
  readonly span: Range;
}

export interface OptionNamePart {
  /** `deprecated`, or what stands in the parentheses. */
  readonly text: string;
  readonly isExtension: boolean;
  readonly range: Range;
}

export interface IntegerNode {
  readonly kind: 'integer';
  /** Without its sign. A number of more digits than any field takes is held as 2^128. */
  readonly magnitude: bigint;
  readonly negative: boolean;
  readonly text: string;
  /** The lexer reported it already: no more is to be said of its value. */
  readonly broken: boolean;
  readonly range: Range;
}

/** Protobuf proto3-spec: Constant. */
export type ValueNode =
  | IntegerNode
  | { readonly kind: 'float'; readonly value: number; readonly range: Range }
  /** `true`, `inf`, an enum's value; `negative` for `-inf` and `-nan`. */
  | { readonly kind: 'identifier'; readonly text: string; readonly negative: boolean; readonly range: Range }
  | { readonly kind: 'string'; readonly bytes: Uint8Array; readonly range: Range }
  | AggregateNode
  | ListNode;

/** `{ … }` or `< … >`: a message in text format. */
export interface AggregateNode {
  readonly kind: 'aggregate';
  readonly fields: readonly AggregateFieldNode[];
  readonly range: Range;
}

export interface ListNode {
  readonly kind: 'list';
  readonly values: readonly ValueNode[];
  readonly range: Range;
}

export interface AggregateFieldNode {
  /** A field's name, an extension's in `[…]`, or the type in `[host/type]` of an expanded Any. */
  readonly kind: 'field' | 'extension' | 'any';
  /** For `any`, the type's full name. */
  readonly name: string;
  /** Set for `any`: all of `host/type`. */
  readonly typeUrl: string | undefined;
  /** Whether a colon stands before the value: only messages go without. */
  readonly colon: boolean;
  readonly nameRange: Range;
  readonly value: ValueNode;
}
