/**
 * From a FileDescriptorProto to linked descriptors: names resolved, features decided, JavaScript names settled.
 *
 * Two passes. The first declares every message and enum, so that the second can link fields, methods and extensions in any order
 * and in circles. What does not fit together is refused with a `DescriptorError`; rules that only matter to the one who writes a
 * schema (reserved names, unused imports) are the compiler's.
 */
import { MAX_DEPTH } from '../limits.js';
import { checkDescriptor, checkOptions } from './arguments.js';
import type {
  EnumDescriptor,
  EnumValueDescriptor,
  FeatureSet,
  FieldDescriptor,
  FileDescriptor,
  MessageDescriptor,
  OneofDescriptor,
} from './descriptor.js';
import { show } from './errors.js';
import { defaultFeatures, editionOf, resolveFeatures } from './features.js';
import type { DescriptorProto, EnumDescriptorProto, FileDescriptorProto } from './generated/descriptor.js';
import { type Int64Option, type Int64Representation, int64Representation } from './int64-representation.js';
import { jsonNameClashes } from './linking/json-names.js';
import { linkExtension, linkField } from './linking/link-field.js';
import { linkService } from './linking/link-service.js';
import { type Mutable, qualify, TypeScope } from './linking/type-scope.js';
import { camelCase, enumValueKeys, NameScope } from './names.js';

/** How a file's descriptor is made. */
export interface BuildOptions {
  /**
   * What 64-bit integers are in its messages, where a field has no `jstype`: `bigint` (the default), `string`, `number`, which refuses
   * what is outside the safe range, or the class `Long` of the package `long`. The well-known types keep their bigints.
   */
  int64?: Int64Option | undefined;
}

/** The well-known types that have 64-bit integers keep their bigints: the library reads and makes them itself. */
const ALWAYS_BIGINT: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'google/protobuf/compiler/plugin.proto',
  'google/protobuf/descriptor.proto',
  'google/protobuf/duration.proto',
  'google/protobuf/timestamp.proto',
  'google/protobuf/wrappers.proto',
]);

/**
 * The linked descriptor of `proto`. `dependencies` are the files it imports, each once; files they import publicly are found
 * through them. Throws a `DescriptorError` for a file that does not fit together.
 */
export function buildFile(proto: FileDescriptorProto, dependencies: readonly FileDescriptor[], options: BuildOptions = {}): FileDescriptor {
  checkProto(proto);
  checkFiles(dependencies);
  checkOptions('buildFile', options);
  const int64 = ALWAYS_BIGINT.has(proto.name ?? '') ? undefined : int64Representation(options.int64);
  return new FileBuilder(proto, dependencies, int64).build();
}

/** The lists that a FileDescriptorProto always has. */
const LISTS = ['dependency', 'publicDependency', 'messageType', 'enumType', 'service', 'extension'] as const;

function checkProto(proto: unknown): void {
  for (const name of LISTS) {
    const list: unknown = (proto as { [name: string]: unknown } | null | undefined)?.[name];
    if (!Array.isArray(list)) {
      const got = list === undefined ? show(proto) : `one with ${show(list)} as ${name}`;
      throw new TypeError(`buildFile expects a FileDescriptorProto, as FileDescriptorProto.create or decode gives it, got ${got}`);
    }
  }
}

function checkFiles(dependencies: unknown): void {
  if (!Array.isArray(dependencies)) throw new TypeError(`buildFile expects the files it imports as an array, got ${show(dependencies)}`);
  for (const file of dependencies) checkDescriptor('buildFile', 'file', file);
}

class FileBuilder {
  readonly #proto: FileDescriptorProto;
  readonly #file: Mutable<FileDescriptor>;
  readonly #types: TypeScope;
  /** What the second pass has to do. */
  readonly #links: (() => void)[] = [];

  constructor(proto: FileDescriptorProto, dependencies: readonly FileDescriptor[], int64: Int64Representation | undefined) {
    this.#proto = proto;
    this.#types = new TypeScope(proto.name ?? 'a file without a name', dependencies);
    const byName = new Map(dependencies.map((file) => [file.name, file]));
    const file: Mutable<FileDescriptor> = {
      kind: 'file',
      name: proto.name ?? '',
      package: proto.package ?? '',
      proto,
      features: resolveFeatures(defaultFeatures(editionOf(proto), proto.name), proto.options?.features),
      int64,
      dependencies,
      publicDependencies: proto.publicDependency.map((index) => {
        const name = proto.dependency[index];
        const found = name === undefined ? undefined : byName.get(name);
        if (found === undefined) throw this.#types.error(`public import ${name ?? `number ${index}`} is not among its dependencies`);
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
    const { features, int64, package: scope } = this.#file;
    this.#file.messages = this.#proto.messageType.map((one) => this.#message(one, undefined, scope, features, 0));
    this.#file.enums = this.#proto.enumType.map((one) => this.#enum(one, undefined, scope, features));
    for (const link of this.#links) link();
    this.#file.extensions = this.#proto.extension.map((one) => linkExtension(one, scope, features, int64, this.#types));
    this.#file.services = this.#proto.service.map((one) => linkService(one, this.#file, this.#types));
    this.#types.publish(this.#file);
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
    if (depth > MAX_DEPTH) throw this.#types.error(`${typeName}: messages are declared more than ${MAX_DEPTH} levels deep`);
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
    this.#types.declare(message);
    message.messages = proto.nestedType.map((one) => this.#message(one, message, typeName, features, depth + 1));
    message.enums = proto.enumType.map((one) => this.#enum(one, message, typeName, features));
    this.#links.push(() => {
      this.#fields(message);
      for (const field of message.fields) {
        if (byNumber.has(field.number)) throw this.#types.error(`${typeName}: field number ${field.number} is used twice`);
        if (byName.has(field.name)) throw this.#types.error(`${typeName}: field name ${field.name} is used twice`);
        byNumber.set(field.number, field);
        byName.set(field.name, field);
      }
      this.#checkJsonNames(message);
      message.extensions = proto.extension.map((one) => linkExtension(one, typeName, features, this.#file.int64, this.#types));
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
    this.#types.declare(descriptor);
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
    if (descriptor.values.length === 0) throw this.#types.error(`${descriptor.typeName}: an enum needs a value`);
    return descriptor;
  }

  /** The compiler refuses the same, and so does protobuf where it builds descriptors: such JSON could be read in two ways. */
  #checkJsonNames({ typeName, fields, features, proto }: MessageDescriptor): void {
    if (proto.options?.deprecatedLegacyJsonFieldConflicts === true) return;
    for (const { field, other, name, bothGiven } of jsonNameClashes(fields)) {
      if (features.jsonFormat === 'allow' || bothGiven)
        throw this.#types.error(`${typeName}: the fields ${other.name} and ${field.name} have the same JSON name ${JSON.stringify(name)}`);
    }
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
        throw this.#types.error(`${message.typeName}.${field.name}: there is no oneof number ${at}`);
      const oneof = at === undefined ? undefined : oneofs[at];
      const inherited = oneof === undefined ? message.features : resolveFeatures(message.features, oneof.proto.options?.features);
      const place = { message, oneof, localName: fieldNames[index]!, inherited, int64: this.#file.int64, extensionName: undefined };
      const linked = linkField(field, place, this.#types);
      if (oneof !== undefined) (oneof.fields as FieldDescriptor[]).push(linked);
      return linked;
    });
    for (const oneof of message.oneofs) {
      if (oneof.fields.length === 0) throw this.#types.error(`${message.typeName}.${oneof.name}: a oneof needs a field`);
    }
    message.members = [...new Set(message.fields.map((field) => field.oneof ?? field))];
  }
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
