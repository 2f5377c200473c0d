/**
 * Options that are for compilers alone (Protobuf custom options: Option Retention): generated code has descriptors without them, and so
 * have the files that a plugin is to generate.
 */
import { buildFile } from '../../wire/protobuf/build.js';
import { dynamicMessageType } from '../../wire/protobuf/closures/dynamic.js';
import type { FieldDescriptor, FileDescriptor, MessageDescriptor } from '../../wire/protobuf/descriptor.js';
import { extensionField } from '../../wire/protobuf/extension.js';
import { extensionsIn } from '../../wire/protobuf/extensions-in.js';
import { FieldOptions_OptionRetention, FileDescriptorProto } from '../../wire/protobuf/generated/descriptor.js';
import { clone } from '../../wire/protobuf/message/clone.js';
import { Registry } from '../../wire/protobuf/registry.js';

type Properties = Record<string, unknown>;

/**
 * `protos`, each of which stands behind what it imports; those in `wanted` as copies without the options that are for compilers alone,
 * and without the places where they are written.
 */
export function withoutSourceOptions(protos: readonly FileDescriptorProto[], wanted: ReadonlySet<string>): FileDescriptorProto[] {
  const files = new Map<string, FileDescriptor>();
  for (const proto of protos) {
    const dependencies = [...proto.dependency, ...proto.optionDependency].flatMap((name) => files.get(name) ?? []);
    files.set(proto.name ?? '', buildFile(proto, dependencies));
  }
  const registry = new Registry(...files.values());
  return protos.map((proto) => (wanted.has(proto.name ?? '') ? withoutSourceOptionsIn(proto, registry) : proto));
}

/** One file without them, or `proto` itself where it has none. `registry` knows the options that may stand in it. */
export function withoutSourceOptionsIn(proto: FileDescriptorProto, registry: Registry): FileDescriptorProto {
  const { descriptor } = FileDescriptorProto;
  // Most files have none; to look is cheaper than to copy.
  const finder = new Stripper(registry, true);
  if (!finder.message(descriptor, proto as unknown as Properties, [])) return proto;
  const copy = clone(FileDescriptorProto, proto);
  const stripper = new Stripper(registry, false);
  stripper.message(descriptor, copy as unknown as Properties, []);
  if (copy.sourceCodeInfo !== undefined) {
    copy.sourceCodeInfo.location = copy.sourceCodeInfo.location.filter(({ path }) => !stripper.took(path));
  }
  return copy;
}

function isForCompilers(field: FieldDescriptor): boolean {
  return field.proto.options?.retention === FieldOptions_OptionRetention.RETENTION_SOURCE;
}

/** Takes options out of messages. The compiler has counted how deep all of it nests. */
class Stripper {
  /** Where something was taken out, as source info counts: field numbers, and indexes in lists. */
  readonly #paths = new Set<string>();
  readonly #registry: Registry;
  readonly #onlyLooks: boolean;

  constructor(registry: Registry, onlyLooks: boolean) {
    this.#registry = registry;
    this.#onlyLooks = onlyLooks;
  }

  /** Whether what stands at `path` was taken out, or something around it. */
  took(path: readonly number[]): boolean {
    for (let length = path.length; length > 0; length--) if (this.#paths.has(path.slice(0, length).join())) return true;
    return false;
  }

  /** Whether anything was taken out of `message`, or of what is in it; or would be, for one that only looks. */
  message(descriptor: MessageDescriptor, message: Properties, path: readonly number[]): boolean {
    let changed = false;
    for (const field of descriptor.fields) {
      const value = field.oneof === undefined ? message[field.localName] : undefined;
      if (value === undefined || (Array.isArray(value) && value.length === 0) || field === sourceInfo()) continue;
      if (this.#onlyLooks) {
        if (isForCompilers(field) || this.#value(field, value, path)) return true;
        continue;
      }
      const here = [...path, field.number];
      if (isForCompilers(field)) {
        message[field.localName] = field.cardinality === 'repeated' ? [] : undefined;
        this.#paths.add(here.join());
      } else if (!this.#value(field, value, here)) {
        continue;
      } else if (field.localName === 'options' && isEmpty(field, value)) {
        message[field.localName] = undefined;
        this.#paths.add(here.join());
      }
      changed = true;
    }
    for (const [extension, value] of extensionsIn(descriptor, message, this.#registry, { allowMissingRequired: true })) {
      if (this.#onlyLooks) {
        if (isForCompilers(extension) || this.#value(extension, value, path)) return true;
        continue;
      }
      const here = [...path, extension.number];
      if (isForCompilers(extension)) {
        extensionField(extension).clear(message);
        this.#paths.add(here.join());
      } else if (this.#value(extension, value, here)) {
        extensionField(extension).set(message, value, { allowMissingRequired: true });
      } else {
        continue;
      }
      changed = true;
    }
    return changed;
  }

  #value(field: FieldDescriptor, value: unknown, path: readonly number[]): boolean {
    if (field.value.kind !== 'message') return false;
    const { message } = field.value;
    if (field.cardinality === 'singular') return this.message(message, value as Properties, path);
    const values = field.cardinality === 'map' ? [...(value as Map<unknown, unknown>).values()] : (value as readonly unknown[]);
    let changed = false;
    for (const [index, one] of values.entries()) if (this.message(message, one as Properties, [...path, index])) changed = true;
    return changed;
  }
}

/** Large, and without options. */
function sourceInfo(): FieldDescriptor | undefined {
  return FileDescriptorProto.descriptor.fieldByName('source_code_info');
}

function isEmpty(field: FieldDescriptor, value: unknown): boolean {
  return field.value.kind === 'message' && dynamicMessageType(field.value.message).encode(value as Properties).length === 0;
}
