/** Reading every extension that a registry knows, all through a message: whether the bytes are what their schemas say. */
import type { FieldDescriptor, MessageDescriptor } from './descriptor.js';
import { DecodeError } from './errors.js';
import type { ExtensionOptions } from './extension.js';
import { type ExtensionLookup, extensionsIn } from './extensions-in.js';
import { rootPath } from './message/path.js';
import { tooDeep } from './message-factory.js';
import { whetherInReach } from './reach.js';

/** Whether a message of a type, or one inside it, can have extensions; a walk skips those that cannot. */
const canHaveExtensions = /* @__PURE__ */ whetherInReach(({ proto }) => proto.extensionRange.length > 0);

/** Throws a `DecodeError` for the first extension in `message`, or in a message inside it, that is not what its schema says. */
export function checkExtensions(
  descriptor: MessageDescriptor,
  message: object,
  registry: ExtensionLookup,
  depth: number,
  options?: ExtensionOptions,
): void {
  new Walk(registry, options).message(descriptor, message, rootPath(descriptor), depth);
}

class Walk {
  readonly #registry: ExtensionLookup;
  readonly #options: ExtensionOptions | undefined;

  constructor(registry: ExtensionLookup, options: ExtensionOptions | undefined) {
    this.#registry = registry;
    this.#options = options;
  }

  message(descriptor: MessageDescriptor, message: object, path: string, depth: number): void {
    if (depth < 0) throw tooDeep(descriptor.typeName);
    if (!canHaveExtensions(descriptor)) return;
    const properties = message as Readonly<Record<string, unknown>>;
    for (const member of descriptor.members) {
      const value = properties[member.localName];
      if (value === undefined) continue;
      const here = `${path}.${member.localName}`;
      if (member.kind === 'field') {
        this.#field(member, value, here, depth);
        continue;
      }
      const chosen = value as { case: string | undefined; value?: unknown };
      const field = chosen.case === undefined ? undefined : member.fields.find((one) => one.localName === chosen.case);
      if (field !== undefined) this.#field(field, chosen.value, `${here}.value`, depth);
    }
    for (const [field, value] of this.#extensions(descriptor, message, path)) {
      this.#field(field, value, `${path}.[${field.extensionName}]`, depth);
    }
  }

  #extensions(descriptor: MessageDescriptor, message: object, path: string): ReturnType<typeof extensionsIn> {
    try {
      return extensionsIn(descriptor, message, this.#registry, this.#options);
    } catch (error) {
      if (!(error instanceof DecodeError) || error.path === undefined) throw error;
      // The message's own name gives way to where it stands.
      throw new DecodeError(error.reason, undefined, path + error.path.replace(/^[^.[]*/, ''));
    }
  }

  #field(field: FieldDescriptor, value: unknown, path: string, depth: number): void {
    if (field.value.kind !== 'message') return;
    const type = field.value.message;
    if (field.cardinality === 'singular') {
      this.message(type, value as object, path, depth - 1);
    } else if (field.cardinality === 'map') {
      for (const [key, one] of value as ReadonlyMap<unknown, object>)
        this.message(type, one, `${path}[${JSON.stringify(String(key))}]`, depth - 1);
    } else {
      (value as readonly object[]).forEach((one, index) => {
        this.message(type, one, `${path}[${index}]`, depth - 1);
      });
    }
  }
}
