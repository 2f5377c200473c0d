/** What may be given for a map field: an ES `Map`, and for string keys a plain object too. */
import { notA } from '../errors.js';

/** Whether `value` is a `Map`, also one of another realm. */
export function isMap(value: unknown): value is ReadonlyMap<unknown, unknown> {
  return value instanceof Map || (typeof value === 'object' && value !== null && Object.prototype.toString.call(value) === '[object Map]');
}

/** Whether `value` is an object literal or has no prototype, whatever realm it is of: no array, Set, Date or class instance. */
export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype = Object.getPrototypeOf(value) as object | null;
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** The entries of a map field; for encode. Refuses what is no `Map`. */
export function mapEntries<K, V>(map: ReadonlyMap<K, V>): Iterable<readonly [K, V]> {
  if (!isMap(map)) throw notA('a Map', map);
  return map as ReadonlyMap<K, V>;
}

/** Whether a map field with string keys was given as a `Map`; if not, it is a plain object. Refuses what is neither. */
export function givenAsMap<V>(map: ReadonlyMap<string, V> | { readonly [key: string]: V }): map is ReadonlyMap<string, V> {
  if (map instanceof Map) return true;
  if (isPlainObject(map)) return false;
  if (!isMap(map)) throw notA('a Map or a plain object', map);
  return true;
}

/** The entries of a map field with string keys, given as a `Map` or as a plain object; for encode. */
export function stringMapEntries<V>(map: ReadonlyMap<string, V> | { readonly [key: string]: V }): Iterable<readonly [string, V]> {
  return givenAsMap(map) ? map : Object.entries(map);
}

/** The entries of a map field of any kind, which a message literal may have as a plain object; for walks over messages. */
export function mapOf(value: unknown): ReadonlyMap<unknown, unknown> {
  if (isMap(value)) return value;
  if (!isPlainObject(value)) throw notA('a Map', value);
  return new Map(Object.entries(value));
}
