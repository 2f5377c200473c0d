// Bootstrap shape of google/protobuf/descriptor.proto; printed by the generator from then on.

export type Edition = number;
export type SymbolVisibility = number;
export type ExtensionRangeOptions_VerificationState = number;
export type FieldDescriptorProto_Type = number;
export type FieldDescriptorProto_Label = number;
export type FileOptions_OptimizeMode = number;
export type FieldOptions_CType = number;
export type FieldOptions_JSType = number;
export type FieldOptions_OptionRetention = number;
export type FieldOptions_OptionTargetType = number;
export type MethodOptions_IdempotencyLevel = number;
export type FeatureSet_FieldPresence = number;
export type FeatureSet_EnumType = number;
export type FeatureSet_RepeatedFieldEncoding = number;
export type FeatureSet_Utf8Validation = number;
export type FeatureSet_MessageEncoding = number;
export type FeatureSet_JsonFormat = number;
export type FeatureSet_EnforceNamingStyle = number;
export type FeatureSet_VisibilityFeature_DefaultSymbolVisibility = number;
export type FeatureSet_ProtoLimitsFeature_EnforceProtoLimits = number;
export type GeneratedCodeInfo_Annotation_Semantic = number;
export interface FileDescriptorSet {
  file: FileDescriptorProto[];
}
export interface FileDescriptorSetInit {
  file?: readonly FileDescriptorProtoInit[] | undefined;
}
export interface FileDescriptorProto {
  name: string | undefined;
  package: string | undefined;
  dependency: string[];
  publicDependency: number[];
  weakDependency: number[];
  optionDependency: string[];
  messageType: DescriptorProto[];
  enumType: EnumDescriptorProto[];
  service: ServiceDescriptorProto[];
  extension: FieldDescriptorProto[];
  options: FileOptions | undefined;
  sourceCodeInfo: SourceCodeInfo | undefined;
  syntax: string | undefined;
  edition: Edition | undefined;
}
export interface FileDescriptorProtoInit {
  name?: string | undefined;
  package?: string | undefined;
  dependency?: readonly string[] | undefined;
  publicDependency?: readonly number[] | undefined;
  weakDependency?: readonly number[] | undefined;
  optionDependency?: readonly string[] | undefined;
  messageType?: readonly DescriptorProtoInit[] | undefined;
  enumType?: readonly EnumDescriptorProtoInit[] | undefined;
  service?: readonly ServiceDescriptorProtoInit[] | undefined;
  extension?: readonly FieldDescriptorProtoInit[] | undefined;
  options?: FileOptionsInit | undefined;
  sourceCodeInfo?: SourceCodeInfoInit | undefined;
  syntax?: string | undefined;
  edition?: Edition | undefined;
}
export interface DescriptorProto {
  name: string | undefined;
  field: FieldDescriptorProto[];
  extension: FieldDescriptorProto[];
  nestedType: DescriptorProto[];
  enumType: EnumDescriptorProto[];
  extensionRange: DescriptorProto_ExtensionRange[];
  oneofDecl: OneofDescriptorProto[];
  options: MessageOptions | undefined;
  reservedRange: DescriptorProto_ReservedRange[];
  reservedName: string[];
  visibility: SymbolVisibility | undefined;
}
export interface DescriptorProtoInit {
  name?: string | undefined;
  field?: readonly FieldDescriptorProtoInit[] | undefined;
  extension?: readonly FieldDescriptorProtoInit[] | undefined;
  nestedType?: readonly DescriptorProtoInit[] | undefined;
  enumType?: readonly EnumDescriptorProtoInit[] | undefined;
  extensionRange?: readonly DescriptorProto_ExtensionRangeInit[] | undefined;
  oneofDecl?: readonly OneofDescriptorProtoInit[] | undefined;
  options?: MessageOptionsInit | undefined;
  reservedRange?: readonly DescriptorProto_ReservedRangeInit[] | undefined;
  reservedName?: readonly string[] | undefined;
  visibility?: SymbolVisibility | undefined;
}
export interface DescriptorProto_ExtensionRange {
  start: number | undefined;
  end: number | undefined;
  options: ExtensionRangeOptions | undefined;
}
export interface DescriptorProto_ExtensionRangeInit {
  start?: number | undefined;
  end?: number | undefined;
  options?: ExtensionRangeOptionsInit | undefined;
}
export interface DescriptorProto_ReservedRange {
  start: number | undefined;
  end: number | undefined;
}
export interface DescriptorProto_ReservedRangeInit {
  start?: number | undefined;
  end?: number | undefined;
}
export interface ExtensionRangeOptions {
  uninterpretedOption: UninterpretedOption[];
  declaration: ExtensionRangeOptions_Declaration[];
  features: FeatureSet | undefined;
  verification: ExtensionRangeOptions_VerificationState | undefined;
}
export interface ExtensionRangeOptionsInit {
  uninterpretedOption?: readonly UninterpretedOptionInit[] | undefined;
  declaration?: readonly ExtensionRangeOptions_DeclarationInit[] | undefined;
  features?: FeatureSetInit | undefined;
  verification?: ExtensionRangeOptions_VerificationState | undefined;
}
export interface ExtensionRangeOptions_Declaration {
  number: number | undefined;
  fullName: string | undefined;
  type: string | undefined;
  reserved: boolean | undefined;
  repeated: boolean | undefined;
}
export interface ExtensionRangeOptions_DeclarationInit {
  number?: number | undefined;
  fullName?: string | undefined;
  type?: string | undefined;
  reserved?: boolean | undefined;
  repeated?: boolean | undefined;
}
export interface FieldDescriptorProto {
  name: string | undefined;
  number: number | undefined;
  label: FieldDescriptorProto_Label | undefined;
  type: FieldDescriptorProto_Type | undefined;
  typeName: string | undefined;
  extendee: string | undefined;
  defaultValue: string | undefined;
  oneofIndex: number | undefined;
  jsonName: string | undefined;
  options: FieldOptions | undefined;
  proto3Optional: boolean | undefined;
}
export interface FieldDescriptorProtoInit {
  name?: string | undefined;
  number?: number | undefined;
  label?: FieldDescriptorProto_Label | undefined;
  type?: FieldDescriptorProto_Type | undefined;
  typeName?: string | undefined;
  extendee?: string | undefined;
  defaultValue?: string | undefined;
  oneofIndex?: number | undefined;
  jsonName?: string | undefined;
  options?: FieldOptionsInit | undefined;
  proto3Optional?: boolean | undefined;
}
export interface OneofDescriptorProto {
  name: string | undefined;
  options: OneofOptions | undefined;
}
export interface OneofDescriptorProtoInit {
  name?: string | undefined;
  options?: OneofOptionsInit | undefined;
}
export interface EnumDescriptorProto {
  name: string | undefined;
  value: EnumValueDescriptorProto[];
  options: EnumOptions | undefined;
  reservedRange: EnumDescriptorProto_EnumReservedRange[];
  reservedName: string[];
  visibility: SymbolVisibility | undefined;
}
export interface EnumDescriptorProtoInit {
  name?: string | undefined;
  value?: readonly EnumValueDescriptorProtoInit[] | undefined;
  options?: EnumOptionsInit | undefined;
  reservedRange?: readonly EnumDescriptorProto_EnumReservedRangeInit[] | undefined;
  reservedName?: readonly string[] | undefined;
  visibility?: SymbolVisibility | undefined;
}
export interface EnumDescriptorProto_EnumReservedRange {
  start: number | undefined;
  end: number | undefined;
}
export interface EnumDescriptorProto_EnumReservedRangeInit {
  start?: number | undefined;
  end?: number | undefined;
}
export interface EnumValueDescriptorProto {
  name: string | undefined;
  number: number | undefined;
  options: EnumValueOptions | undefined;
}
export interface EnumValueDescriptorProtoInit {
  name?: string | undefined;
  number?: number | undefined;
  options?: EnumValueOptionsInit | undefined;
}
export interface ServiceDescriptorProto {
  name: string | undefined;
  method: MethodDescriptorProto[];
  options: ServiceOptions | undefined;
}
export interface ServiceDescriptorProtoInit {
  name?: string | undefined;
  method?: readonly MethodDescriptorProtoInit[] | undefined;
  options?: ServiceOptionsInit | undefined;
}
export interface MethodDescriptorProto {
  name: string | undefined;
  inputType: string | undefined;
  outputType: string | undefined;
  options: MethodOptions | undefined;
  clientStreaming: boolean | undefined;
  serverStreaming: boolean | undefined;
}
export interface MethodDescriptorProtoInit {
  name?: string | undefined;
  inputType?: string | undefined;
  outputType?: string | undefined;
  options?: MethodOptionsInit | undefined;
  clientStreaming?: boolean | undefined;
  serverStreaming?: boolean | undefined;
}
export interface FileOptions {
  javaPackage: string | undefined;
  javaOuterClassname: string | undefined;
  javaMultipleFiles: boolean | undefined;
  javaGenerateEqualsAndHash: boolean | undefined;
  javaStringCheckUtf8: boolean | undefined;
  optimizeFor: FileOptions_OptimizeMode | undefined;
  goPackage: string | undefined;
  ccGenericServices: boolean | undefined;
  javaGenericServices: boolean | undefined;
  pyGenericServices: boolean | undefined;
  deprecated: boolean | undefined;
  ccEnableArenas: boolean | undefined;
  objcClassPrefix: string | undefined;
  csharpNamespace: string | undefined;
  swiftPrefix: string | undefined;
  phpClassPrefix: string | undefined;
  phpNamespace: string | undefined;
  phpMetadataNamespace: string | undefined;
  rubyPackage: string | undefined;
  features: FeatureSet | undefined;
  uninterpretedOption: UninterpretedOption[];
}
export interface FileOptionsInit {
  javaPackage?: string | undefined;
  javaOuterClassname?: string | undefined;
  javaMultipleFiles?: boolean | undefined;
  javaGenerateEqualsAndHash?: boolean | undefined;
  javaStringCheckUtf8?: boolean | undefined;
  optimizeFor?: FileOptions_OptimizeMode | undefined;
  goPackage?: string | undefined;
  ccGenericServices?: boolean | undefined;
  javaGenericServices?: boolean | undefined;
  pyGenericServices?: boolean | undefined;
  deprecated?: boolean | undefined;
  ccEnableArenas?: boolean | undefined;
  objcClassPrefix?: string | undefined;
  csharpNamespace?: string | undefined;
  swiftPrefix?: string | undefined;
  phpClassPrefix?: string | undefined;
  phpNamespace?: string | undefined;
  phpMetadataNamespace?: string | undefined;
  rubyPackage?: string | undefined;
  features?: FeatureSetInit | undefined;
  uninterpretedOption?: readonly UninterpretedOptionInit[] | undefined;
}
export interface MessageOptions {
  messageSetWireFormat: boolean | undefined;
  noStandardDescriptorAccessor: boolean | undefined;
  deprecated: boolean | undefined;
  mapEntry: boolean | undefined;
  deprecatedLegacyJsonFieldConflicts: boolean | undefined;
  features: FeatureSet | undefined;
  uninterpretedOption: UninterpretedOption[];
}
export interface MessageOptionsInit {
  messageSetWireFormat?: boolean | undefined;
  noStandardDescriptorAccessor?: boolean | undefined;
  deprecated?: boolean | undefined;
  mapEntry?: boolean | undefined;
  deprecatedLegacyJsonFieldConflicts?: boolean | undefined;
  features?: FeatureSetInit | undefined;
  uninterpretedOption?: readonly UninterpretedOptionInit[] | undefined;
}
export interface FieldOptions {
  ctype: FieldOptions_CType | undefined;
  packed: boolean | undefined;
  jstype: FieldOptions_JSType | undefined;
  lazy: boolean | undefined;
  unverifiedLazy: boolean | undefined;
  deprecated: boolean | undefined;
  weak: boolean | undefined;
  debugRedact: boolean | undefined;
  retention: FieldOptions_OptionRetention | undefined;
  targets: FieldOptions_OptionTargetType[];
  editionDefaults: FieldOptions_EditionDefault[];
  features: FeatureSet | undefined;
  featureSupport: FieldOptions_FeatureSupport | undefined;
  uninterpretedOption: UninterpretedOption[];
}
export interface FieldOptionsInit {
  ctype?: FieldOptions_CType | undefined;
  packed?: boolean | undefined;
  jstype?: FieldOptions_JSType | undefined;
  lazy?: boolean | undefined;
  unverifiedLazy?: boolean | undefined;
  deprecated?: boolean | undefined;
  weak?: boolean | undefined;
  debugRedact?: boolean | undefined;
  retention?: FieldOptions_OptionRetention | undefined;
  targets?: readonly FieldOptions_OptionTargetType[] | undefined;
  editionDefaults?: readonly FieldOptions_EditionDefaultInit[] | undefined;
  features?: FeatureSetInit | undefined;
  featureSupport?: FieldOptions_FeatureSupportInit | undefined;
  uninterpretedOption?: readonly UninterpretedOptionInit[] | undefined;
}
export interface FieldOptions_EditionDefault {
  edition: Edition | undefined;
  value: string | undefined;
}
export interface FieldOptions_EditionDefaultInit {
  edition?: Edition | undefined;
  value?: string | undefined;
}
export interface FieldOptions_FeatureSupport {
  editionIntroduced: Edition | undefined;
  editionDeprecated: Edition | undefined;
  deprecationWarning: string | undefined;
  editionRemoved: Edition | undefined;
  removalError: string | undefined;
}
export interface FieldOptions_FeatureSupportInit {
  editionIntroduced?: Edition | undefined;
  editionDeprecated?: Edition | undefined;
  deprecationWarning?: string | undefined;
  editionRemoved?: Edition | undefined;
  removalError?: string | undefined;
}
export interface OneofOptions {
  features: FeatureSet | undefined;
  uninterpretedOption: UninterpretedOption[];
}
export interface OneofOptionsInit {
  features?: FeatureSetInit | undefined;
  uninterpretedOption?: readonly UninterpretedOptionInit[] | undefined;
}
export interface EnumOptions {
  allowAlias: boolean | undefined;
  deprecated: boolean | undefined;
  deprecatedLegacyJsonFieldConflicts: boolean | undefined;
  features: FeatureSet | undefined;
  uninterpretedOption: UninterpretedOption[];
}
export interface EnumOptionsInit {
  allowAlias?: boolean | undefined;
  deprecated?: boolean | undefined;
  deprecatedLegacyJsonFieldConflicts?: boolean | undefined;
  features?: FeatureSetInit | undefined;
  uninterpretedOption?: readonly UninterpretedOptionInit[] | undefined;
}
export interface EnumValueOptions {
  deprecated: boolean | undefined;
  features: FeatureSet | undefined;
  debugRedact: boolean | undefined;
  featureSupport: FieldOptions_FeatureSupport | undefined;
  uninterpretedOption: UninterpretedOption[];
}
export interface EnumValueOptionsInit {
  deprecated?: boolean | undefined;
  features?: FeatureSetInit | undefined;
  debugRedact?: boolean | undefined;
  featureSupport?: FieldOptions_FeatureSupportInit | undefined;
  uninterpretedOption?: readonly UninterpretedOptionInit[] | undefined;
}
export interface ServiceOptions {
  features: FeatureSet | undefined;
  deprecated: boolean | undefined;
  uninterpretedOption: UninterpretedOption[];
}
export interface ServiceOptionsInit {
  features?: FeatureSetInit | undefined;
  deprecated?: boolean | undefined;
  uninterpretedOption?: readonly UninterpretedOptionInit[] | undefined;
}
export interface MethodOptions {
  deprecated: boolean | undefined;
  idempotencyLevel: MethodOptions_IdempotencyLevel | undefined;
  features: FeatureSet | undefined;
  uninterpretedOption: UninterpretedOption[];
}
export interface MethodOptionsInit {
  deprecated?: boolean | undefined;
  idempotencyLevel?: MethodOptions_IdempotencyLevel | undefined;
  features?: FeatureSetInit | undefined;
  uninterpretedOption?: readonly UninterpretedOptionInit[] | undefined;
}
export interface UninterpretedOption {
  name: UninterpretedOption_NamePart[];
  identifierValue: string | undefined;
  positiveIntValue: bigint | undefined;
  negativeIntValue: bigint | undefined;
  doubleValue: number | undefined;
  stringValue: Uint8Array | undefined;
  aggregateValue: string | undefined;
}
export interface UninterpretedOptionInit {
  name?: readonly UninterpretedOption_NamePartInit[] | undefined;
  identifierValue?: string | undefined;
  positiveIntValue?: bigint | undefined;
  negativeIntValue?: bigint | undefined;
  doubleValue?: number | undefined;
  stringValue?: Uint8Array | undefined;
  aggregateValue?: string | undefined;
}
export interface UninterpretedOption_NamePart {
  namePart: string | undefined;
  isExtension: boolean | undefined;
}
export interface UninterpretedOption_NamePartInit {
  namePart?: string | undefined;
  isExtension?: boolean | undefined;
}
export interface FeatureSet {
  fieldPresence: FeatureSet_FieldPresence | undefined;
  enumType: FeatureSet_EnumType | undefined;
  repeatedFieldEncoding: FeatureSet_RepeatedFieldEncoding | undefined;
  utf8Validation: FeatureSet_Utf8Validation | undefined;
  messageEncoding: FeatureSet_MessageEncoding | undefined;
  jsonFormat: FeatureSet_JsonFormat | undefined;
  enforceNamingStyle: FeatureSet_EnforceNamingStyle | undefined;
  defaultSymbolVisibility: FeatureSet_VisibilityFeature_DefaultSymbolVisibility | undefined;
  enforceProtoLimits: FeatureSet_ProtoLimitsFeature_EnforceProtoLimits | undefined;
}
export interface FeatureSetInit {
  fieldPresence?: FeatureSet_FieldPresence | undefined;
  enumType?: FeatureSet_EnumType | undefined;
  repeatedFieldEncoding?: FeatureSet_RepeatedFieldEncoding | undefined;
  utf8Validation?: FeatureSet_Utf8Validation | undefined;
  messageEncoding?: FeatureSet_MessageEncoding | undefined;
  jsonFormat?: FeatureSet_JsonFormat | undefined;
  enforceNamingStyle?: FeatureSet_EnforceNamingStyle | undefined;
  defaultSymbolVisibility?: FeatureSet_VisibilityFeature_DefaultSymbolVisibility | undefined;
  enforceProtoLimits?: FeatureSet_ProtoLimitsFeature_EnforceProtoLimits | undefined;
}
export interface FeatureSet_VisibilityFeature {
}
export interface FeatureSet_VisibilityFeatureInit {
}
export interface FeatureSet_ProtoLimitsFeature {
}
export interface FeatureSet_ProtoLimitsFeatureInit {
}
export interface FeatureSetDefaults {
  defaults: FeatureSetDefaults_FeatureSetEditionDefault[];
  minimumEdition: Edition | undefined;
  maximumEdition: Edition | undefined;
}
export interface FeatureSetDefaultsInit {
  defaults?: readonly FeatureSetDefaults_FeatureSetEditionDefaultInit[] | undefined;
  minimumEdition?: Edition | undefined;
  maximumEdition?: Edition | undefined;
}
export interface FeatureSetDefaults_FeatureSetEditionDefault {
  edition: Edition | undefined;
  overridableFeatures: FeatureSet | undefined;
  fixedFeatures: FeatureSet | undefined;
}
export interface FeatureSetDefaults_FeatureSetEditionDefaultInit {
  edition?: Edition | undefined;
  overridableFeatures?: FeatureSetInit | undefined;
  fixedFeatures?: FeatureSetInit | undefined;
}
export interface SourceCodeInfo {
  location: SourceCodeInfo_Location[];
}
export interface SourceCodeInfoInit {
  location?: readonly SourceCodeInfo_LocationInit[] | undefined;
}
export interface SourceCodeInfo_Location {
  path: number[];
  span: number[];
  leadingComments: string | undefined;
  trailingComments: string | undefined;
  leadingDetachedComments: string[];
}
export interface SourceCodeInfo_LocationInit {
  path?: readonly number[] | undefined;
  span?: readonly number[] | undefined;
  leadingComments?: string | undefined;
  trailingComments?: string | undefined;
  leadingDetachedComments?: readonly string[] | undefined;
}
export interface GeneratedCodeInfo {
  annotation: GeneratedCodeInfo_Annotation[];
}
export interface GeneratedCodeInfoInit {
  annotation?: readonly GeneratedCodeInfo_AnnotationInit[] | undefined;
}
export interface GeneratedCodeInfo_Annotation {
  path: number[];
  sourceFile: string | undefined;
  begin: number | undefined;
  end: number | undefined;
  semantic: GeneratedCodeInfo_Annotation_Semantic | undefined;
}
export interface GeneratedCodeInfo_AnnotationInit {
  path?: readonly number[] | undefined;
  sourceFile?: string | undefined;
  begin?: number | undefined;
  end?: number | undefined;
  semantic?: GeneratedCodeInfo_Annotation_Semantic | undefined;
}

// Until the generator prints this file, nothing can be decoded with it.
export const FileDescriptorProto: import('../message-type.js').MessageType<FileDescriptorProto, FileDescriptorProtoInit> = undefined as never;
