/** Going through what files declare. */
import type {
  EnumDescriptor,
  EnumValueDescriptor,
  FieldDescriptor,
  FileDescriptor,
  MessageDescriptor,
  MethodDescriptor,
  OneofDescriptor,
  ServiceDescriptor,
} from '../descriptor.js';
import { show } from '../errors.js';
import type { Registry } from '../registry.js';

/** Anything that a schema declares; `kind` tells which. Extensions are fields whose `extensionName` is set. */
export type AnyDescriptor =
  | FileDescriptor
  | MessageDescriptor
  | FieldDescriptor
  | OneofDescriptor
  | EnumDescriptor
  | EnumValueDescriptor
  | ServiceDescriptor
  | MethodDescriptor;

/**
 * `source` and everything declared in it, what stands outside before what stands inside it: of a file its messages, enums, extensions and
 * services, of a message its fields, oneofs, and what is nested in it. Of a registry all its files, dependencies first, and behind them the
 * types and extensions that were given without their file. `for (const one of walk(file)) if (one.kind === 'message') …`.
 */
export function* walk(source: AnyDescriptor | Registry): Generator<AnyDescriptor> {
  const { kind, files } = (source ?? {}) as { kind?: unknown; files?: unknown };
  if (typeof kind !== 'string' && typeof files !== 'function')
    throw new TypeError(`walk expects a descriptor or a Registry, got ${show(source)}`);
  if (!('kind' in source)) {
    yield* walkRegistry(source);
    return;
  }
  // A list instead of recursion: messages nest as deep as their schema likes.
  const waiting: AnyDescriptor[] = [source];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    yield next;
    const inside = declaredIn(next);
    for (let index = inside.length - 1; index >= 0; index--) waiting.push(inside[index]!);
  }
}

function* walkRegistry(registry: Registry): Generator<AnyDescriptor> {
  const seen = new Set<AnyDescriptor>();
  for (const file of registry.files()) {
    for (const one of walk(file)) {
      seen.add(one);
      yield one;
    }
  }
  for (const message of registry.messages()) if (!seen.has(message)) yield* walk(message);
  for (const extension of registry.extensions()) if (!seen.has(extension)) yield extension;
}

function declaredIn(source: AnyDescriptor): readonly AnyDescriptor[] {
  switch (source.kind) {
    case 'file':
      return [...source.messages, ...source.enums, ...source.extensions, ...source.services];
    case 'message':
      return [...source.fields, ...source.oneofs, ...source.messages, ...source.enums, ...source.extensions];
    case 'enum':
      return source.values;
    case 'service':
      return source.methods;
    default:
      return [];
  }
}
