/**
 * Arguments of public functions that TypeScript would not let pass: what came, what was expected, and what to do. Each check throws a
 * `TypeError`; `caller` is what the user wrote. None costs anything where a message is written or read.
 */
import { isForeign, show } from './errors.js';

/** A message type: the constant of generated code, or what `dynamicMessageType`, a registry or `load` gives. */
export function checkType(caller: string, type: unknown): void {
  const given = type as { decode?: unknown; typeName?: unknown; kind?: unknown } | null | undefined;
  if (typeof given?.decode === 'function' && typeof given.typeName === 'string') return;
  let help = 'the constant that generated code has for it, or what a Registry or load() gives';
  if (given?.kind === 'message') help = 'dynamicMessageType(descriptor) makes one of a descriptor';
  else if (typeof type === 'string') help = 'registry.messageType(name) finds one by its name';
  else if (typeof type === 'object' && type !== null && !isForeign(type)) help += '; is it a message?';
  throw new TypeError(`${caller} expects a message type, got ${show(type)}: ${help}`);
}

/** Something that has fields. What is in them is checked where they are read. */
export function checkMessage(caller: string, message: unknown): void {
  if (typeof message === 'object' && message !== null && !isForeign(message)) return;
  throw new TypeError(`${caller} expects a message, got ${show(message)}${waits(message)}`);
}

/** Options: an object, or undefined for none. */
export function checkOptions(caller: string, options: unknown): void {
  if (options === undefined) return;
  if (typeof options !== 'object' || options === null || isForeign(options)) {
    throw new TypeError(`${caller} expects its options as an object, got ${show(options)}; leave them out for the defaults`);
  }
  const { registry } = options as { registry?: unknown };
  if (registry !== undefined) checkRegistry(caller, registry);
}

/** A `Registry`, or what finds extensions as one. */
export function checkRegistry(caller: string, registry: unknown): void {
  if (typeof (registry as { extensionOf?: unknown } | null | undefined)?.extensionOf === 'function') return;
  throw new TypeError(`${caller} expects a Registry, got ${show(registry)}: new Registry(...types and files) makes one`);
}

/** Descriptors by the words that messages have for them. */
const DESCRIPTORS = {
  file: 'a file, such as file$() of generated code gives',
  message: 'a message type, such as Order.descriptor',
  field: 'a field, such as type.descriptor.fieldByName(name) gives',
} as const;

/** The descriptor of a file, message type or field. */
export function checkDescriptor(caller: string, kind: keyof typeof DESCRIPTORS, value: unknown): void {
  if ((value as { kind?: unknown } | null | undefined)?.kind === kind) return;
  throw new TypeError(`${caller} expects the descriptor of ${DESCRIPTORS[kind]}, got ${show(value)}`);
}

/** An extension as generated code has it. */
export function checkExtension(caller: string, extension: unknown): void {
  if (typeof (extension as { read?: unknown } | null | undefined)?.read === 'function') return;
  throw new TypeError(`${caller} expects an extension, which generated code or dynamicExtension gives, got ${show(extension)}`);
}

/** A list of strings called `paths`. */
export function checkMask(caller: string, mask: unknown): asserts mask is { readonly paths: readonly unknown[] } {
  const paths: unknown = (mask as { paths?: unknown } | null | undefined)?.paths;
  if (!Array.isArray(paths)) {
    const got = typeof mask === 'object' && mask !== null && !isForeign(mask) ? `one with ${show(paths)} as paths` : show(mask);
    throw new TypeError(`${caller} expects a FieldMask such as { paths: ['name'] }, got ${got}`);
  }
}

/** The same with nothing but strings in it. */
export function checkPaths(caller: string, mask: unknown): void {
  checkMask(caller, mask);
  for (const path of mask.paths) checkString(caller, 'each path of a FieldMask', path);
}

/** The word `what` for a string. */
export function checkString(caller: string, what: string, value: unknown): void {
  if (typeof value !== 'string') throw new TypeError(`${caller} expects ${what} as a string, got ${show(value)}`);
}

function waits(value: unknown): string {
  return typeof value === 'object' && value !== null && isForeign(value) && typeof (value as { then?: unknown }).then === 'function'
    ? ', which has to be waited for first'
    : '';
}
