/** Custom options: extensions of the options that descriptors carry (Protobuf proto2: Custom Options). */
import { checkExtension } from './arguments.js';
import { EncodeError, show } from './errors.js';
import type { Extension } from './extension.js';

/** Whatever may carry options: the descriptor of a file, message, field, oneof, enum, enum value, service or method. */
export interface Optioned<O> {
  readonly kind: string;
  readonly proto: { readonly options?: O | undefined };
}

/** The options message of each kind of descriptor. */
const optionMessages: ReadonlyMap<string, string> = /* @__PURE__ */ new Map([
  ['file', 'google.protobuf.FileOptions'],
  ['message', 'google.protobuf.MessageOptions'],
  ['field', 'google.protobuf.FieldOptions'],
  ['oneof', 'google.protobuf.OneofOptions'],
  ['enum', 'google.protobuf.EnumOptions'],
  ['enum-value', 'google.protobuf.EnumValueOptions'],
  ['service', 'google.protobuf.ServiceOptions'],
  ['method', 'google.protobuf.MethodOptions'],
]);

/**
 * What `descriptor` sets of the custom option `option`: undefined where it sets none, an empty list of a repeated one.
 * `getOption(Order.descriptor, tableName)`.
 */
export function getOption<O, V>(descriptor: Optioned<O>, option: Extension<NoInfer<O>, V, never>): V {
  const options = optionsOf('getOption', descriptor, option);
  return option.read(options);
}

/** Whether `descriptor` sets the custom option `option`. */
export function hasOption<O>(descriptor: Optioned<O>, option: Extension<NoInfer<O>, unknown, never>): boolean {
  const options = optionsOf('hasOption', descriptor, option);
  return option.isIn(options);
}

function optionsOf<O>(caller: string, descriptor: Optioned<O>, option: Extension<O, unknown, never>): O & object {
  const expected = optionMessages.get(descriptor?.kind);
  if (expected === undefined) throw new TypeError(`${caller} expects a descriptor, such as Order.descriptor, got ${show(descriptor)}`);
  checkExtension(caller, option);
  const extended = option.descriptor.message.typeName;
  if (extended !== expected)
    throw new EncodeError(`${option.typeName} is an option of ${extended}, not of a ${descriptor.kind}: ${expected}`);
  return (descriptor.proto.options ?? {}) as O & object;
}
