/** JSON values as `JSON.parse` gives them and `JSON.stringify` takes them. */

/** Any JSON value. */
export type JsonValue = null | boolean | number | string | JsonValue[] | JsonObject;

/** A JSON object: a plain object whose own properties are its members. */
export interface JsonObject {
  [name: string]: JsonValue;
}

/** Makes `name` a member of `object`; `__proto__` too, which an assignment would take for the prototype. */
export function putMember(object: JsonObject, name: string, value: JsonValue): void {
  if (name === '__proto__') Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
  else object[name] = value;
}

/** Whether `json` is a JSON object: no array, and nothing with a class of its own such as a Map or a Date. */
export function isJsonObject(json: unknown): json is JsonObject {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return false;
  const prototype = Object.getPrototypeOf(json) as object | null;
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
