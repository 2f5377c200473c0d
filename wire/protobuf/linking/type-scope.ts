/** The types that a file can name, and how its errors begin. */
import type { EnumDescriptor, FileDescriptor, MessageDescriptor } from '../descriptor.js';
import { DescriptorError } from '../errors.js';

export type NamedType = MessageDescriptor | EnumDescriptor;

/** What descriptors are while they are built. */
export type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** The types each built file declares, by full name; for the files that import it. */
const declaredTypes = /* @__PURE__ */ new WeakMap<FileDescriptor, ReadonlyMap<string, NamedType>>();

export function qualify(scope: string, name: string): string {
  return scope === '' ? name : `${scope}.${name}`;
}

export class TypeScope {
  readonly #fileName: string;
  readonly #dependencies: readonly FileDescriptor[];
  readonly #declared = new Map<string, NamedType>();

  constructor(fileName: string, dependencies: readonly FileDescriptor[]) {
    this.#fileName = fileName;
    this.#dependencies = dependencies;
  }

  declare(type: NamedType): void {
    if (this.#declared.has(type.typeName)) throw this.error(`${type.typeName} is declared twice`);
    this.#declared.set(type.typeName, type);
  }

  /** The file is whole: others that import it may name its types. */
  publish(file: FileDescriptor): void {
    declaredTypes.set(file, this.#declared);
  }

  /**
   * A type by its full name, in this file, in those it imports, and in those they import publicly. `where` is what names it.
   */
  find(name: string | undefined, where: string): NamedType {
    const typeName = name?.startsWith('.') ? name.slice(1) : (name ?? '');
    const own = this.#declared.get(typeName);
    if (own !== undefined) return own;
    const visible = new Set(this.#dependencies);
    for (const file of visible) {
      const found = declaredTypes.get(file)?.get(typeName);
      if (found !== undefined) return found;
      for (const one of file.publicDependencies) visible.add(one);
    }
    throw this.error(`${where}: type ${typeName || '(none)'} is not declared in the file or in those it imports`);
  }

  error(message: string): DescriptorError {
    return new DescriptorError(`${this.#fileName}: ${message}`);
  }
}
