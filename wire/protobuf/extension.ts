/**
 * Extensions: fields that one file adds to a message of another (Protobuf proto2: Extensions).
 *
 * They live among the message's unknown fields, as they came, and are read when somebody asks: a program that knows none of them loses
 * none, and pays for none. A generated file has a constant for each; `dynamicExtension` makes one from a descriptor.
 */
import { checkExtension, checkMessage, checkOptions, checkType } from './arguments.js';
import { dynamicMessageType } from './closures/dynamic.js';
import { ExtensionField, type ExtensionOptions } from './closures/extension-field.js';
import type { FieldDescriptor, MessageDescriptor } from './descriptor.js';
import { EncodeError, show } from './errors.js';
import type { AnyMessageType, MessageType } from './message-type.js';

export type { ExtensionOptions };

/**
 * An extension as a value: of messages `T`, holding `V` (undefined where an absent one has no value, a list where it is repeated), and
 * taking `VI`.
 */
export interface Extension<in T, out V, in VI = V> {
  /** The full name, such as `shop.note`. */
  readonly typeName: string;
  /** Its descriptor; `descriptor.message` is the message it extends. Decoded when first asked for. */
  readonly descriptor: FieldDescriptor;
  /** What `getExtension` and its like call. */
  readonly read: (message: T & object, options?: ExtensionOptions) => V;
  readonly write: (message: T & object, value: VI, options?: ExtensionOptions) => void;
  readonly isIn: (message: T & object) => boolean;
  readonly remove: (message: T & object) => void;
}

/** Any extension, where its value is not looked into. */
export type AnyExtension = Extension<never, unknown, never>;

/**
 * What `message` has of `extension`: undefined where it has none, an empty list of a repeated one. Several occurrences count as they
 * would for a field: the last holds, messages are merged, lists are joined. Throws a `DecodeError` for bytes that are no such value.
 */
export function getExtension<T, V>(
  type: MessageType<T, never>,
  message: NoInfer<T>,
  extension: Extension<T, V, never>,
  options?: ExtensionOptions,
): V {
  checkExtends('getExtension', type, message, extension);
  checkOptions('getExtension', options);
  return extension.read(message as T & object, options);
}

/** Whether `message` has a value of `extension`; of a repeated one, at least one. */
export function hasExtension<T>(type: MessageType<T, never>, message: NoInfer<T>, extension: Extension<T, unknown, never>): boolean {
  checkExtends('hasExtension', type, message, extension);
  return extension.isIn(message as T & object);
}

/**
 * Gives `message` a value of `extension`, in place of what it had. The value is encoded at once: what is changed in it later does not
 * count. Throws an `EncodeError` for a value that cannot be written, with the path to what is wrong.
 */
export function setExtension<T, VI>(
  type: MessageType<T, never>,
  message: NoInfer<T>,
  extension: Extension<T, unknown, VI>,
  value: NoInfer<VI>,
  options?: ExtensionOptions,
): void {
  checkExtends('setExtension', type, message, extension);
  checkOptions('setExtension', options);
  extension.write(message as T & object, value, options);
}

/** Takes `extension` out of `message`. */
export function clearExtension<T>(type: MessageType<T, never>, message: NoInfer<T>, extension: Extension<T, unknown, never>): void {
  checkExtends('clearExtension', type, message, extension);
  extension.remove(message as T & object);
}

/** The extension of `descriptor`, its messages made of closures as `dynamicMessageType` makes them; always the same one. */
export function dynamicExtension(descriptor: FieldDescriptor): Extension<unknown, unknown, unknown> {
  if (descriptor?.extensionName === undefined)
    throw new TypeError(`expected the descriptor of an extension, as registry.extension gives it, got ${show(descriptor)}`);
  const field = extensionField(descriptor);
  return makeExtension(
    descriptor.extensionName!,
    () => descriptor,
    () => field,
  );
}

/** For generated code: an extension whose descriptor is decoded when first asked for. `valueType` gives the type of its messages. */
export function extension<T, V, VI = V>(
  typeName: string,
  descriptor: () => FieldDescriptor,
  valueType?: () => AnyMessageType,
): Extension<T, V, VI> {
  let field: ExtensionField | undefined;
  return makeExtension(typeName, descriptor, () => {
    field ??= new ExtensionField(descriptor(), valueType);
    return field;
  }) as Extension<T, V, VI>;
}

function makeExtension(
  typeName: string,
  descriptor: () => FieldDescriptor,
  field: () => ExtensionField,
): Extension<unknown, unknown, unknown> {
  return {
    typeName,
    get descriptor() {
      return descriptor();
    },
    read: (message, options) => field().get(message, options),
    write: (message, value, options) => field().set(message, value, options),
    isIn: (message) => field().has(message),
    remove: (message) => field().clear(message),
  };
}

const fields = /* @__PURE__ */ new WeakMap<FieldDescriptor, ExtensionField>();

/**
 * What reads and writes the extension of `descriptor` in any message it extends: `get`, `set`, `append`, `has`, `clear`. For JSON, text
 * and reflection, which know messages by their descriptors.
 */
export function extensionField(descriptor: FieldDescriptor): ExtensionField {
  let field = fields.get(descriptor);
  if (field === undefined) {
    if (descriptor.extensionName === undefined)
      throw new TypeError(`${descriptor.message.typeName}.${descriptor.name} is a field of the message, not an extension`);
    const { value } = descriptor;
    field = new ExtensionField(
      descriptor,
      value.kind === 'message' ? () => dynamicMessageType(value.message) as AnyMessageType : undefined,
    );
    fields.set(descriptor, field);
  }
  return field;
}

function checkExtends(caller: string, type: { readonly typeName: string }, message: unknown, extension: AnyExtension): void {
  checkType(caller, type);
  checkMessage(caller, message);
  checkExtension(caller, extension);
  const extended: MessageDescriptor = extension.descriptor.message;
  if (extended.typeName !== type.typeName)
    throw new EncodeError(`${extension.typeName} extends ${extended.typeName}, not ${type.typeName}`);
}
