/**
 * What a user's object has, and not what somebody put on `Object.prototype`. For functions that copy: `create`, `clone`, `merge`, FieldMasks,
 * reflection. Getters of a class count, so that its instances may be given as messages.
 */

/** The property `name` of `object`. */
export function given(object: object, name: string): unknown {
  const value = (object as Readonly<Record<string, unknown>>)[name];
  if (value === undefined || !(name in Object.prototype)) return value;
  let holder: object | null = object;
  while (holder !== null && holder !== Object.prototype) {
    if (Object.hasOwn(holder, name)) return value;
    holder = Object.getPrototypeOf(holder) as object | null;
  }
  return undefined;
}

/** A oneof as it was given: its case, and the value of it. */
export function givenOneof(oneof: object): { readonly case: unknown; readonly value: unknown } {
  return { case: given(oneof, 'case'), value: given(oneof, 'value') };
}
