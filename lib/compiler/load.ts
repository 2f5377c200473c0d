/** Schemas at run time: the same objects as generated code exports, made of closures over the descriptors of a .proto file. */
import type { AnyMethod, Method, ServiceType } from '../../wire/grpc/service.js';
import { type BuildOptions, buildFile } from '../../wire/protobuf/build.js';
import { type DynamicMessage, dynamicMessageType } from '../../wire/protobuf/closures/dynamic.js';
import type { EnumDescriptor, FileDescriptor, MessageDescriptor, ServiceDescriptor } from '../../wire/protobuf/descriptor.js';
import type { MessageType } from '../../wire/protobuf/message-type.js';
import { Registry } from '../../wire/protobuf/registry.js';
import { type CompileOptions, type CompileResult, compile } from './compile.js';
import { CompileError, type Diagnostic } from './diagnostics.js';
import { suggest } from './suggest.js';

/** A method whose types and shape are known only at run time. */
export type DynamicMethod = Method<DynamicMessage, Readonly<DynamicMessage>, DynamicMessage, Readonly<DynamicMessage>>;

/** A service whose methods are known only at run time, by the names clients and handlers use (`sayHello`). */
export interface DynamicService {
  [method: string]: DynamicMethod;
}

/** What `load` gives: the types and services of the loaded files and of all that they import, by full name. */
export class Schema {
  /** The loaded files and those they import, each behind those it imports. */
  readonly files: readonly FileDescriptor[];
  readonly #messages = new Map<string, MessageDescriptor>();
  readonly #enums = new Map<string, EnumDescriptor>();
  readonly #services = new Map<string, ServiceDescriptor>();
  #registry: Registry | undefined;
  readonly #serviceTypes = new Map<string, ServiceType<unknown>>();

  constructor(files: readonly FileDescriptor[]) {
    this.files = files;
    for (const file of files) {
      for (const message of file.messages) this.#addMessage(message);
      for (const enumeration of file.enums) this.#enums.set(enumeration.typeName, enumeration);
      for (const service of file.services) this.#services.set(service.typeName, service);
    }
  }

  /** All of it as a `Registry`, for JSON and text with extensions and with messages in an Any; always the same one. */
  get registry(): Registry {
    this.#registry ??= new Registry(...this.files);
    return this.#registry;
  }

  /**
   * The message type of a full name such as `shop.Order`; always the same object for the same name. Throws a `SchemaError` for a
   * name that is not there. `T` and `I` are for who knows the shape of its messages.
   */
  message<T = DynamicMessage, I = Readonly<Partial<T>>>(name: string): MessageType<T, I> {
    const descriptor = found(this.#messages, name, 'message');
    return dynamicMessageType(descriptor) as MessageType<unknown, never> as MessageType<T, I>;
  }

  /** The numbers of an enum's values, under the names generated code has for them: `schema.enum('shop.Status').OPEN`. */
  enum(name: string): Readonly<Record<string, number>> {
    const numbers = Object.create(null) as Record<string, number>;
    for (const value of found(this.#enums, name, 'enum').values) numbers[value.localName] = value.number;
    return Object.freeze(numbers);
  }

  /** The service of a full name, for `createClient` and `server.add`. `S` is its interface where generated types are at hand. */
  service<S = DynamicService>(name: string): ServiceType<S> {
    const descriptor = found(this.#services, name, 'service');
    let type = this.#serviceTypes.get(name);
    if (type === undefined) {
      type = serviceOf(descriptor);
      this.#serviceTypes.set(name, type);
    }
    return type as ServiceType<S>;
  }

  #addMessage(message: MessageDescriptor): void {
    if (!message.isMapEntry) this.#messages.set(message.typeName, message);
    for (const nested of message.messages) this.#addMessage(nested);
    for (const enumeration of message.enums) this.#enums.set(enumeration.typeName, enumeration);
  }
}

/** Asked for something that the schema does not have. */
export class SchemaError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'SchemaError';
  }
}

/**
 * Compiles .proto files at run time, without generated code. Throws a `CompileError` that prints every error with its place;
 * `options.onWarning` is told the warnings.
 */
export async function load(
  paths: string | readonly string[],
  options: CompileOptions & BuildOptions & { onWarning?: ((warning: Diagnostic) => void) | undefined } = {},
): Promise<Schema> {
  const result = await compile(typeof paths === 'string' ? [paths] : paths, { ...options, comments: false });
  if (options.onWarning !== undefined)
    for (const diagnostic of result.diagnostics) if (diagnostic.severity === 'warning') options.onWarning(diagnostic);
  return schemaOf(result, options);
}

/** The schema of a compilation. Throws a `CompileError` when there were errors in it. */
export function schemaOf(result: CompileResult, options: BuildOptions = {}): Schema {
  if (result.diagnostics.some((diagnostic) => diagnostic.severity === 'error')) throw new CompileError(result.diagnostics);
  const files = new Map<string, FileDescriptor>();
  for (const { name, proto } of result.files) {
    files.set(
      name,
      buildFile(
        proto,
        proto.dependency.map((dependency) => files.get(dependency)!),
        { int64: options.int64 },
      ),
    );
  }
  return new Schema([...files.values()]);
}

function serviceOf(descriptor: ServiceDescriptor): ServiceType<unknown> {
  const methods = Object.create(null) as Record<string, AnyMethod>;
  for (const { localName, path, shape, input, output, idempotency } of descriptor.methods) {
    const method: DynamicMethod = {
      name: localName,
      path,
      shape,
      request: dynamicMessageType(input),
      reply: dynamicMessageType(output),
      idempotency,
    };
    methods[localName] = method as AnyMethod;
  }
  return { typeName: descriptor.typeName, methods };
}

function found<T>(all: ReadonlyMap<string, T>, name: string, what: string): T {
  const one = all.get(name);
  if (one !== undefined) return one;
  const bare = [...all.keys()].find((fullName) => fullName.endsWith(`.${name}`));
  const likely = bare ?? suggest(name, all.keys());
  throw new SchemaError(
    `the schema has no ${what} "${name}"; ${likely !== undefined ? `did you mean "${likely}"?` : `it has ${[...all.keys()].slice(0, 10).join(', ') || 'none'}`}`,
  );
}
