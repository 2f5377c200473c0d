/**
 * From a FileDescriptorProto to linked descriptors: names resolved, features decided, JavaScript names settled.
 *
 * Two passes. The first declares every message and enum, so that the second can link fields, methods and extensions in any order
 * and in circles. What does not fit together is refused with a `DescriptorError`; rules that only matter to the one who writes a
 * schema (reserved names, name conflicts in JSON) are the compiler's.
 */
import { MAX_DEPTH } from '../limits.js';
import { parseDefault } from './default-value.js';
import type {
  EnumDescriptor,
  EnumValueDescriptor,
  FeatureSet,
  FieldDescriptor,
  FileDescriptor,
  MessageDescriptor,
  MethodDescriptor,
  OneofDescriptor,
  ScalarKind,
  ServiceDescriptor,
  ValueType,
} from './descriptor.js';
import { DescriptorError } from './errors.js';
import { defaultFeatures, editionOf, resolveFeatures } from './features.js';
import type {
  DescriptorProto,
  EnumDescriptorProto,
  FieldDescriptorProto,
  FileDescriptorProto,
  MethodDescriptorProto,
  ServiceDescriptorProto,
} from './generated/descriptor.js';
import { camelCase, enumValueKeys, jsonName, methodName, NameScope } from './names.js';
import { MAX_FIELD_NUMBER } from './tag.js';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type Named = MessageDescriptor | EnumDescriptor;

// The numbers of google.protobuf.FieldDescriptorProto.Label and Type.
const LABEL_REQUIRED = 2;
const LABEL_REPEATED = 3;
const TYPE_GROUP = 10;
const TYPE_MESSAGE = 11;
const TYPE_ENUM = 14;

const SCALAR_TYPES: { readonly [type: number]: ScalarKind } = {
  1: 'double',
  2: 'float',
  3: 'int64',
  4: 'uint64',
  5: 'int32',
  6: 'fixed64',
  7: 'fixed32',
  8: 'bool',
  9: 'string',
  12: 'bytes',
  13: 'uint32',
  15: 'sfixed32',
  16: 'sfixed64',
  17: 'sint32',
  18: 'sint64',
};

// The numbers of google.protobuf.MethodOptions.IdempotencyLevel.
const IDEMPOTENCY: { readonly [level: number]: MethodDescriptor['idempotency'] } = { 1: 'no-side-effects', 2: 'idempotent' };

/** The types each built file declares, by full name; for the files that import it. */
const declaredTypes = /* @__PURE__ */ new WeakMap<FileDescriptor, ReadonlyMap<string, Named>>();

/**
 * The linked descriptor of `proto`. `dependencies` are the files it imports, each once; files they import publicly are found
 * through them. Throws a `DescriptorError` for a file that does not fit together.
 */
export function buildFile(proto: FileDescriptorProto, dependencies: readonly FileDescriptor[]): FileDescriptor {
  return new FileBuilder(proto, dependencies).build();
}

class FileBuilder {
  readonly #proto: FileDescriptorProto;
  readonly #file: Mutable<FileDescriptor>;
  readonly #declared = new Map<string, Named>();
  /** What the second pass has to do. */
  readonly #links: (() => void)[] = [];

  constructor(proto: FileDescriptorProto, dependencies: readonly FileDescriptor[]) {
    this.#proto = proto;
    const byName = new Map(dependencies.map((file) => [file.name, file]));
    const file: Mutable<FileDescriptor> = {
      kind: 'file',
      name: proto.name ?? '',
      package: proto.package ?? '',
      proto,
      features: resolveFeatures(defaultFeatures(editionOf(proto), proto.name), proto.options?.features),
      dependencies,
      publicDependencies: proto.publicDependency.map((index) => {
        const name = proto.dependency[index];
        const found = name === undefined ? undefined : byName.get(name);
        if (found === undefined) throw this.#error(`public import ${name ?? `number ${index}`} is not among its dependencies`);
        return found;
      }),
      messages: [],
      enums: [],
      services: [],
      extensions: [],
      message: (index, ...nested) => messageAt(file, [index, ...nested]),
      enum: (...path) => enumAt(file, path),
      service: (index) => at(file.services, index, file.name),
    };
    this.#file = file;
  }

  build(): FileDescriptor {
    const { features, package: scope } = this.#file;
    this.#file.messages = this.#proto.messageType.map((one) => this.#message(one, undefined, scope, features, 0));
    this.#file.enums = this.#proto.enumType.map((one) => this.#enum(one, undefined, scope, features));
    for (const link of this.#links) link();
    this.#file.extensions = this.#proto.extension.map((one) => this.#extension(one, scope, features));
    this.#file.services = this.#proto.service.map((one) => this.#service(one));
    declaredTypes.set(this.#file, this.#declared);
    return this.#file;
  }

  // First pass: declare.

  #message(
    proto: DescriptorProto,
    parent: MessageDescriptor | undefined,
    scope: string,
    inherited: FeatureSet,
    depth: number,
  ): MessageDescriptor {
    const name = proto.name ?? '';
    const typeName = qualify(scope, name);
    if (depth > MAX_DEPTH) throw this.#error(`${typeName}: messages are declared more than ${MAX_DEPTH} levels deep`);
    const features = resolveFeatures(inherited, proto.options?.features);
    const byNumber = new Map<number, FieldDescriptor>();
    const byName = new Map<string, FieldDescriptor>();
    const message: Mutable<MessageDescriptor> = {
      kind: 'message',
      name,
      typeName,
      file: this.#file,
      parent,
      proto,
      features,
      fields: [],
      oneofs: [],
      messages: [],
      enums: [],
      extensions: [],
      isMapEntry: proto.options?.mapEntry ?? false,
      members: [],
      fieldByNumber: (number) => byNumber.get(number),
      fieldByName: (wanted) => byName.get(wanted),
    };
    this.#declare(message);
    message.messages = proto.nestedType.map((one) => this.#message(one, message, typeName, features, depth + 1));
    message.enums = proto.enumType.map((one) => this.#enum(one, message, typeName, features));
    this.#links.push(() => {
      this.#fields(message);
      for (const field of message.fields) {
        if (byNumber.has(field.number)) throw this.#error(`${typeName}: field number ${field.number} is used twice`);
        if (byName.has(field.name)) throw this.#error(`${typeName}: field name ${field.name} is used twice`);
        byNumber.set(field.number, field);
        byName.set(field.name, field);
      }
      message.extensions = proto.extension.map((one) => this.#extension(one, typeName, features));
    });
    return message;
  }

  #enum(proto: EnumDescriptorProto, parent: MessageDescriptor | undefined, scope: string, inherited: FeatureSet): EnumDescriptor {
    const name = proto.name ?? '';
    const features = resolveFeatures(inherited, proto.options?.features);
    const byNumber = new Map<number, EnumValueDescriptor>();
    const byName = new Map<string, EnumValueDescriptor>();
    const descriptor: Mutable<EnumDescriptor> = {
      kind: 'enum',
      name,
      typeName: qualify(scope, name),
      file: this.#file,
      parent,
      proto,
      features,
      open: features.enumType === 'open',
      values: [],
      valueByNumber: (number) => byNumber.get(number),
      valueByName: (wanted) => byName.get(wanted),
    };
    this.#declare(descriptor);
    const keys = enumValueKeys(
      name,
      proto.value.map((value) => value.name ?? ''),
    );
    descriptor.values = proto.value.map((value, index) => {
      const linked: EnumValueDescriptor = {
        kind: 'enum-value',
        name: value.name ?? '',
        localName: keys[index]!,
        number: value.number ?? 0,
        enum: descriptor,
        proto: value,
      };
      // Of aliases the first declared is the name of the number.
      if (!byNumber.has(linked.number)) byNumber.set(linked.number, linked);
      byName.set(linked.name, linked);
      return linked;
    });
    if (descriptor.values.length === 0) throw this.#error(`${descriptor.typeName}: an enum needs a value`);
    return descriptor;
  }

  #declare(type: Named): void {
    if (this.#declared.has(type.typeName)) throw this.#error(`${type.typeName} is declared twice`);
    this.#declared.set(type.typeName, type);
  }

  // Second pass: link.

  #fields(message: Mutable<MessageDescriptor>): void {
    const { proto } = message;
    const synthetic = new Set(proto.field.filter((field) => field.proto3Optional).map((field) => field.oneofIndex));
    const scope = NameScope.forMembers();
    const fieldNames = proto.field.map((field) => scope.claim(camelCase(field.name ?? '')));
    const oneofs = proto.oneofDecl.map((one, index): Mutable<OneofDescriptor> | undefined =>
      synthetic.has(index)
        ? undefined
        : {
            kind: 'oneof',
            name: one.name ?? '',
            localName: scope.claim(camelCase(one.name ?? '')),
            message,
            proto: one,
            fields: [],
          },
    );
    message.oneofs = oneofs.filter((one) => one !== undefined);
    message.fields = proto.field.map((field, index) => {
      const at = field.oneofIndex;
      if (at !== undefined && !(at in proto.oneofDecl))
        throw this.#error(`${message.typeName}.${field.name}: there is no oneof number ${at}`);
      const oneof = at === undefined ? undefined : oneofs[at];
      const inherited = oneof === undefined ? message.features : resolveFeatures(message.features, oneof.proto.options?.features);
      const linked = this.#field(field, message, oneof, fieldNames[index]!, inherited, undefined);
      if (oneof !== undefined) (oneof.fields as FieldDescriptor[]).push(linked);
      return linked;
    });
    for (const oneof of message.oneofs) {
      if (oneof.fields.length === 0) throw this.#error(`${message.typeName}.${oneof.name}: a oneof needs a field`);
    }
    message.members = [...new Set(message.fields.map((field) => field.oneof ?? field))];
  }

  #field(
    proto: FieldDescriptorProto,
    message: MessageDescriptor,
    oneof: OneofDescriptor | undefined,
    localName: string,
    inherited: FeatureSet,
    extensionName: string | undefined,
  ): FieldDescriptor {
    const name = proto.name ?? '';
    const where = extensionName ?? `${message.typeName}.${name}`;
    const number = proto.number ?? 0;
    if (!Number.isInteger(number) || number < 1 || number > MAX_FIELD_NUMBER) {
      throw this.#error(`${where}: field number ${number} is not between 1 and ${MAX_FIELD_NUMBER}`);
    }
    const features = resolveFeatures(inherited, proto.options?.features);
    const declared = this.#valueType(proto, where);
    const entry =
      declared.kind === 'message' && declared.message.isMapEntry && proto.label === LABEL_REPEATED ? declared.message : undefined;
    const map = entry === undefined ? undefined : this.#mapTypes(entry);
    const value = map?.value ?? declared;
    const repeated = proto.label === LABEL_REPEATED;
    if (repeated && oneof !== undefined) throw this.#error(`${where}: a repeated field cannot be in a oneof`);
    const packable = value.kind === 'enum' || (value.kind === 'scalar' && value.scalar !== 'string' && value.scalar !== 'bytes');
    const field: Mutable<FieldDescriptor> = {
      kind: 'field',
      name,
      number,
      localName,
      jsonName: proto.jsonName ?? jsonName(name),
      message,
      proto,
      features,
      cardinality: map !== undefined ? 'map' : repeated ? 'repeated' : 'singular',
      mapKey: map?.key,
      value,
      presence: this.#presence(proto, features, value, oneof, extensionName, repeated),
      packed: repeated && map === undefined && packable && (proto.options?.packed ?? features.repeatedFieldEncoding === 'packed'),
      // The entries of a map and their values are always length-prefixed.
      delimited:
        value.kind === 'message' &&
        map === undefined &&
        !message.isMapEntry &&
        (proto.type === TYPE_GROUP || features.messageEncoding === 'delimited'),
      validateUtf8: features.utf8Validation === 'verify',
      oneof,
      defaultValue: undefined,
      extensionName,
    };
    if (proto.defaultValue !== undefined) field.defaultValue = parseDefault(value, proto.defaultValue, where);
    return field;
  }

  #presence(
    proto: FieldDescriptorProto,
    features: FeatureSet,
    value: ValueType,
    oneof: OneofDescriptor | undefined,
    extensionName: string | undefined,
    repeated: boolean,
  ): FieldDescriptor['presence'] {
    if (repeated) return 'implicit';
    if (oneof !== undefined || extensionName !== undefined || proto.proto3Optional) return 'explicit';
    if (proto.label === LABEL_REQUIRED || features.fieldPresence === 'legacy-required') return 'required';
    return value.kind === 'message' ? 'explicit' : features.fieldPresence === 'implicit' ? 'implicit' : 'explicit';
  }

  #valueType(proto: FieldDescriptorProto, where: string): ValueType {
    const scalar = proto.type === undefined ? undefined : SCALAR_TYPES[proto.type];
    if (scalar !== undefined) return { kind: 'scalar', scalar };
    const type = this.#find(proto.typeName, where);
    if (type.kind === 'message' && (proto.type === undefined || proto.type === TYPE_MESSAGE || proto.type === TYPE_GROUP)) {
      return { kind: 'message', message: type };
    }
    if (type.kind === 'enum' && (proto.type === undefined || proto.type === TYPE_ENUM)) return { kind: 'enum', enum: type };
    throw this.#error(
      `${where}: ${type.typeName} is a${type.kind === 'enum' ? 'n enum' : ' message'}, but the field has type number ${proto.type}`,
    );
  }

  /** The entry's own fields may not be linked yet, so they are read from its proto. */
  #mapTypes(entry: MessageDescriptor): { key: NonNullable<FieldDescriptor['mapKey']>; value: ValueType } {
    const key = entry.proto.field.find((field) => field.number === 1);
    const value = entry.proto.field.find((field) => field.number === 2);
    if (key === undefined || value === undefined || entry.proto.field.length !== 2) {
      throw this.#error(`${entry.typeName}: a map entry has a key with number 1 and a value with number 2`);
    }
    const keyType = this.#valueType(key, `${entry.typeName}.key`);
    if (keyType.kind !== 'scalar' || keyType.scalar === 'double' || keyType.scalar === 'float' || keyType.scalar === 'bytes') {
      throw this.#error(`${entry.typeName}: a map key is an integer, a bool or a string`);
    }
    return { key: keyType.scalar, value: this.#valueType(value, `${entry.typeName}.value`) };
  }

  #extension(proto: FieldDescriptorProto, scope: string, inherited: FeatureSet): FieldDescriptor {
    const extensionName = qualify(scope, proto.name ?? '');
    const extended = this.#find(proto.extendee, extensionName);
    if (extended.kind !== 'message') throw this.#error(`${extensionName}: ${extended.typeName} is an enum and cannot be extended`);
    return this.#field(proto, extended, undefined, camelCase(proto.name ?? ''), inherited, extensionName);
  }

  #service(proto: ServiceDescriptorProto): ServiceDescriptor {
    const name = proto.name ?? '';
    const service: Mutable<ServiceDescriptor> = {
      kind: 'service',
      name,
      typeName: qualify(this.#file.package, name),
      file: this.#file,
      proto,
      methods: [],
    };
    const scope = NameScope.forMethods();
    service.methods = proto.method.map((method) => this.#method(method, service, scope));
    return service;
  }

  #method(proto: MethodDescriptorProto, service: ServiceDescriptor, scope: NameScope): MethodDescriptor {
    const name = proto.name ?? '';
    const where = `${service.typeName}.${name}`;
    const input = this.#find(proto.inputType, where);
    const output = this.#find(proto.outputType, where);
    if (input.kind !== 'message' || output.kind !== 'message')
      throw this.#error(`${where}: a method takes and returns messages, not enums`);
    return {
      kind: 'method',
      name,
      localName: scope.claim(methodName(name)),
      path: `/${service.typeName}/${name}`,
      service,
      shape: proto.clientStreaming ? (proto.serverStreaming ? 'bidi' : 'client-stream') : proto.serverStreaming ? 'server-stream' : 'unary',
      input,
      output,
      idempotency: IDEMPOTENCY[proto.options?.idempotencyLevel ?? 0] ?? 'unknown',
      proto,
    };
  }

  /** A type by its full name, in this file, in those it imports, and in those they import publicly. */
  #find(name: string | undefined, where: string): Named {
    const typeName = name?.startsWith('.') ? name.slice(1) : (name ?? '');
    const own = this.#declared.get(typeName);
    if (own !== undefined) return own;
    const visible = new Set(this.#file.dependencies);
    for (const file of visible) {
      const found = declaredTypes.get(file)?.get(typeName);
      if (found !== undefined) return found;
      for (const one of file.publicDependencies) visible.add(one);
    }
    throw this.#error(`${where}: type ${typeName || '(none)'} is not declared in the file or in those it imports`);
  }

  #error(message: string): DescriptorError {
    return new DescriptorError(`${this.#proto.name ?? 'a file without a name'}: ${message}`);
  }
}

function qualify(scope: string, name: string): string {
  return scope === '' ? name : `${scope}.${name}`;
}

function at<T>(list: readonly T[], index: number | undefined, where: string): T {
  const found = index === undefined ? undefined : list[index];
  if (found === undefined) throw new RangeError(`${where} has no element number ${index}`);
  return found;
}

function messageAt(file: FileDescriptor, path: readonly number[]): MessageDescriptor {
  let message = at(file.messages, path[0], file.name);
  for (const index of path.slice(1)) message = at(message.messages, index, message.typeName);
  return message;
}

function enumAt(file: FileDescriptor, path: readonly number[]): EnumDescriptor {
  if (path.length <= 1) return at(file.enums, path[0], file.name);
  const message = messageAt(file, path.slice(0, -1));
  return at(message.enums, path[path.length - 1], message.typeName);
}
