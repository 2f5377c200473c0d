/**
 * Options that are for compilers alone (Protobuf custom options: Option Retention): plugins get descriptors without them, since what a
 * plugin prints of a descriptor goes into programs.
 */
import { buildFile } from '../../../wire/protobuf/build.js';
import type { FieldDescriptor, FileDescriptor, MessageDescriptor } from '../../../wire/protobuf/descriptor.js';
import { extensionField } from '../../../wire/protobuf/extension.js';
import { extensionsIn } from '../../../wire/protobuf/extensions-in.js';
import { FieldOptions_OptionRetention, FileDescriptorProto } from '../../../wire/protobuf/generated/descriptor.js';
import { clone } from '../../../wire/protobuf/message/clone.js';
import { Registry } from '../../../wire/protobuf/registry.js';

type Properties = Record<string, unknown>;

/** Copies of `protos`, each of which stands behind what it imports, without the options that are for compilers alone. */
export function withoutSourceOptions(protos: readonly FileDescriptorProto[]): FileDescriptorProto[] {
  const files = new Map<string, FileDescriptor>();
  for (const proto of protos) {
    const dependencies = proto.dependency.flatMap((name) => files.get(name) ?? []);
    files.set(proto.name ?? '', buildFile(proto, dependencies));
  }
  const registry = new Registry(...files.values());
  return protos.map((proto) => {
    const copy = clone(FileDescriptorProto, proto);
    strip(FileDescriptorProto.descriptor, copy as unknown as Properties, registry);
    return copy;
  });
}

function isForCompilers(field: FieldDescriptor): boolean {
  return field.proto.options?.retention === FieldOptions_OptionRetention.RETENTION_SOURCE;
}

/** Whether anything was taken out of `message`, or of what is in it. The compiler has counted how deep all of it nests. */
function strip(descriptor: MessageDescriptor, message: Properties, registry: Registry): boolean {
  let changed = false;
  for (const field of descriptor.fields) {
    const value = field.oneof === undefined ? message[field.localName] : undefined;
    if (value === undefined || (Array.isArray(value) && value.length === 0)) continue;
    if (isForCompilers(field)) {
      message[field.localName] = field.cardinality === 'repeated' ? [] : undefined;
      changed = true;
    } else if (stripValue(field, value, registry)) {
      changed = true;
    }
  }
  for (const [extension, value] of extensionsIn(descriptor, message, registry, { allowMissingRequired: true })) {
    if (isForCompilers(extension)) extensionField(extension).clear(message);
    else if (stripValue(extension, value, registry)) extensionField(extension).set(message, value, { allowMissingRequired: true });
    else continue;
    changed = true;
  }
  return changed;
}

function stripValue(field: FieldDescriptor, value: unknown, registry: Registry): boolean {
  if (field.value.kind !== 'message') return false;
  const { message } = field.value;
  const values = field.cardinality === 'singular' ? [value] : (value as Iterable<unknown>);
  let changed = false;
  for (const one of field.cardinality === 'map' ? (value as Map<unknown, unknown>).values() : values)
    if (strip(message, one as Properties, registry)) changed = true;
  return changed;
}
