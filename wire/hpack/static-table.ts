/**
 * The static table (RFC 7541 §2.3.1, Appendix A): 61 fields that every HPACK endpoint knows.
 */

const FIELDS: readonly (readonly [name: string, value: string])[] = [
  [':authority', ''],
  [':method', 'GET'],
  [':method', 'POST'],
  [':path', '/'],
  [':path', '/index.html'],
  [':scheme', 'http'],
  [':scheme', 'https'],
  [':status', '200'],
  [':status', '204'],
  [':status', '206'],
  [':status', '304'],
  [':status', '400'],
  [':status', '404'],
  [':status', '500'],
  ['accept-charset', ''],
  ['accept-encoding', 'gzip, deflate'],
  ['accept-language', ''],
  ['accept-ranges', ''],
  ['accept', ''],
  ['access-control-allow-origin', ''],
  ['age', ''],
  ['allow', ''],
  ['authorization', ''],
  ['cache-control', ''],
  ['content-disposition', ''],
  ['content-encoding', ''],
  ['content-language', ''],
  ['content-length', ''],
  ['content-location', ''],
  ['content-range', ''],
  ['content-type', ''],
  ['cookie', ''],
  ['date', ''],
  ['etag', ''],
  ['expect', ''],
  ['expires', ''],
  ['from', ''],
  ['host', ''],
  ['if-match', ''],
  ['if-modified-since', ''],
  ['if-none-match', ''],
  ['if-range', ''],
  ['if-unmodified-since', ''],
  ['last-modified', ''],
  ['link', ''],
  ['location', ''],
  ['max-forwards', ''],
  ['proxy-authenticate', ''],
  ['proxy-authorization', ''],
  ['range', ''],
  ['referer', ''],
  ['refresh', ''],
  ['retry-after', ''],
  ['server', ''],
  ['set-cookie', ''],
  ['strict-transport-security', ''],
  ['transfer-encoding', ''],
  ['user-agent', ''],
  ['vary', ''],
  ['via', ''],
  ['www-authenticate', ''],
];

/** Number of its entries; the dynamic table's indices begin behind it (RFC 7541 §2.3.3). */
export const STATIC_ENTRIES = 61;

/** Names and values by index, which begins at 1. */
export const STATIC_NAMES: readonly string[] = /* @__PURE__ */ ['', ...FIELDS.map(([name]) => name)];
export const STATIC_VALUES: readonly string[] = /* @__PURE__ */ ['', ...FIELDS.map(([, value]) => value)];

/** What the table has of one name. */
export interface StaticName {
  /** The lowest index with this name. */
  readonly index: number;
  /** Index by value. */
  readonly values: ReadonlyMap<string, number>;
}

/** By name. */
export const STATIC_BY_NAME: ReadonlyMap<string, StaticName> = /* @__PURE__ */ byName();

function byName(): Map<string, StaticName> {
  const names = new Map<string, { index: number; values: Map<string, number> }>();
  for (const [at, [name, value]] of FIELDS.entries()) {
    const index = at + 1;
    let entry = names.get(name);
    if (entry === undefined) {
      entry = { index, values: new Map() };
      names.set(name, entry);
    }
    entry.values.set(value, index);
  }
  return names;
}
