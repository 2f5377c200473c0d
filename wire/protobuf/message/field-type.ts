/** The message types of a message type's fields. */
import type { MessageDescriptor } from '../descriptor.js';
import type { AnyMessageType } from '../message-type.js';

const byType = /* @__PURE__ */ new WeakMap<AnyMessageType, ReadonlyMap<string, AnyMessageType>>();

/** The type of the messages with `descriptor` that a field of `type` holds: generated where `type` is. */
export function fieldMessageType(type: AnyMessageType, descriptor: MessageDescriptor): AnyMessageType {
  let types = byType.get(type);
  if (types === undefined) {
    types = new Map(type.fieldTypes().map((one) => [one.typeName, one]));
    byType.set(type, types);
  }
  const found = types.get(descriptor.typeName);
  if (found === undefined)
    throw new Error(`${type.typeName} was generated without its field type ${descriptor.typeName}: generate it again`);
  return found;
}
