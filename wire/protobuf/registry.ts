/** Message types, enums and extensions by name: what `Any`, JSON and text look types up in. Always an argument, never global. */
import { checkDescriptor, checkMessage } from './arguments.js';
import { dynamicMessageType } from './closures/dynamic.js';
import type { EnumDescriptor, FieldDescriptor, FileDescriptor, MessageDescriptor, ServiceDescriptor } from './descriptor.js';
import { show } from './errors.js';
import type { AnyExtension, ExtensionOptions } from './extension.js';
import { checkExtensions } from './extension-check.js';
import type { AnyMessageType } from './message-type.js';

function checkSource(source: unknown): void {
  const { kind, decode, descriptor } = (source ?? {}) as { kind?: unknown; decode?: unknown; descriptor?: { kind?: unknown } };
  if (kind === 'file' || typeof decode === 'function' || descriptor?.kind === 'field') return;
  const files = Array.isArray(source) ? source : (source as { files?: unknown } | undefined)?.files;
  const help = Array.isArray(source) ? '; spread it: new Registry(...types)' : Array.isArray(files) ? '; it has one: schema.registry' : '';
  throw new TypeError(`a registry is made of message types, extensions and files, got ${show(source)}${help}`);
}

/** A fixed set of types. */
export class Registry {
  readonly #messageTypes = new Map<string, AnyMessageType>();
  readonly #messages = new Map<string, MessageDescriptor>();
  readonly #enums = new Map<string, EnumDescriptor>();
  readonly #services = new Map<string, ServiceDescriptor>();
  readonly #extensions = new Map<string, FieldDescriptor>();
  readonly #extensionsByNumber = new Map<string, FieldDescriptor>();
  readonly #files = new Set<FileDescriptor>();

  /**
   * A registry of message types, of extensions, and of whole files with all that they import. A message type given as such, a generated
   * one, goes before the one that would be made from its file's descriptor.
   */
  constructor(...sources: readonly (AnyMessageType | AnyExtension | FileDescriptor)[]) {
    for (const source of sources) {
      checkSource(source);
      if ('kind' in source) this.#addFile(source);
      else if ('decode' in source) this.#messageTypes.set(source.typeName, source);
      else this.#addExtensions([source.descriptor]);
    }
  }

  /** The message type of a full name such as `shop.Order`. */
  messageType(typeName: string): AnyMessageType | undefined {
    const given = this.#messageTypes.get(typeName);
    if (given !== undefined) return given;
    const descriptor = this.#messages.get(typeName);
    return descriptor && (dynamicMessageType(descriptor) as AnyMessageType);
  }

  /** The descriptor of a message type by its full name. */
  message(typeName: string): MessageDescriptor | undefined {
    return this.#messageTypes.get(typeName)?.descriptor ?? this.#messages.get(typeName);
  }

  /** An enum by its full name. */
  enum(typeName: string): EnumDescriptor | undefined {
    return this.#enums.get(typeName);
  }

  /** A service by its full name. */
  service(typeName: string): ServiceDescriptor | undefined {
    return this.#services.get(typeName);
  }

  /** An extension by its full name. */
  extension(name: string): FieldDescriptor | undefined {
    return this.#extensions.get(name);
  }

  /** The extension of a message type with that field number. */
  extensionOf(typeName: string, number: number): FieldDescriptor | undefined {
    return this.#extensionsByNumber.get(`${typeName} ${number}`);
  }

  /** All files, each behind those it imports; not those of message types and extensions that were given as such. */
  files(): readonly FileDescriptor[] {
    const sorted = new Set<FileDescriptor>();
    // A list instead of recursion: imports go as deep as they like. A file waits a second time behind its imports.
    const waiting: (readonly [file: FileDescriptor, ready: boolean])[] = [...this.#files].reverse().map((file) => [file, false]);
    const begun = new Set<FileDescriptor>();
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const [file, ready] = next;
      if (ready) sorted.add(file);
      if (begun.has(file)) continue;
      begun.add(file);
      waiting.push([file, true]);
      for (const dependency of [...file.dependencies].reverse()) waiting.push([dependency, false]);
    }
    return [...sorted];
  }

  /** All message types, nested ones too; of one name the one that was given as a type. */
  messages(): readonly MessageDescriptor[] {
    const types = [...this.#messageTypes.values()].map((type) => type.descriptor);
    return [...types, ...[...this.#messages.values()].filter((message) => !this.#messageTypes.has(message.typeName))];
  }

  enums(): readonly EnumDescriptor[] {
    return [...this.#enums.values()];
  }

  services(): readonly ServiceDescriptor[] {
    return [...this.#services.values()];
  }

  extensions(): readonly FieldDescriptor[] {
    return [...this.#extensions.values()];
  }

  /**
   * Reads every extension that this registry knows, in `message` and in all messages inside it, and throws a `DecodeError` for the first
   * that is not what its schema says. `depth` is the number of levels that may nest.
   */
  checkExtensions(descriptor: MessageDescriptor, message: object, depth: number, options?: ExtensionOptions): void {
    checkDescriptor('checkExtensions', 'message', descriptor);
    checkMessage('checkExtensions', message);
    checkExtensions(descriptor, message, this, depth, options);
  }

  #addFile(file: FileDescriptor): void {
    const files = new Set([file]);
    for (const one of files) {
      for (const dependency of one.dependencies) files.add(dependency);
      if (this.#files.has(one)) continue;
      this.#files.add(one);
      for (const message of one.messages) this.#addMessage(message);
      for (const type of one.enums) this.#enums.set(type.typeName, type);
      for (const service of one.services) this.#services.set(service.typeName, service);
      this.#addExtensions(one.extensions);
    }
  }

  #addMessage(message: MessageDescriptor): void {
    this.#messages.set(message.typeName, message);
    for (const nested of message.messages) this.#addMessage(nested);
    for (const type of message.enums) this.#enums.set(type.typeName, type);
    this.#addExtensions(message.extensions);
  }

  #addExtensions(extensions: readonly FieldDescriptor[]): void {
    for (const extension of extensions) {
      this.#extensions.set(extension.extensionName!, extension);
      this.#extensionsByNumber.set(`${extension.message.typeName} ${extension.number}`, extension);
    }
  }
}
