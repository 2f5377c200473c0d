/**
 * The peer's frames (RFC 9113 §4, RFC 9113 §6), written without any code of `wire`, so that the engine is not checked with itself. Every
 * builder can write what the protocol forbids: that is what most of the tests need.
 */

export const Type = {
  DATA: 0,
  HEADERS: 1,
  PRIORITY: 2,
  RST_STREAM: 3,
  SETTINGS: 4,
  PUSH_PROMISE: 5,
  PING: 6,
  GOAWAY: 7,
  WINDOW_UPDATE: 8,
  CONTINUATION: 9,
} as const;

export const END_STREAM = 0x1;
export const ACK = 0x1;
export const END_HEADERS = 0x4;
export const PADDED = 0x8;
export const PRIORITY = 0x20;

/** Error codes in their order (RFC 9113 §7). */
export const CODES = [
  'NO_ERROR',
  'PROTOCOL_ERROR',
  'INTERNAL_ERROR',
  'FLOW_CONTROL_ERROR',
  'SETTINGS_TIMEOUT',
  'STREAM_CLOSED',
  'FRAME_SIZE_ERROR',
  'REFUSED_STREAM',
  'CANCEL',
  'COMPRESSION_ERROR',
  'CONNECT_ERROR',
  'ENHANCE_YOUR_CALM',
  'INADEQUATE_SECURITY',
  'HTTP_1_1_REQUIRED',
] as const;

export type CodeName = (typeof CODES)[number];

export function codeOf(name: CodeName): number {
  return CODES.indexOf(name);
}

export function codeText(code: number): string {
  return CODES[code] ?? `code ${code}`;
}

/** Settings in their order (RFC 9113 §6.5.2), from 1. */
export const SettingNumber = {
  HEADER_TABLE_SIZE: 1,
  ENABLE_PUSH: 2,
  MAX_CONCURRENT_STREAMS: 3,
  INITIAL_WINDOW_SIZE: 4,
  MAX_FRAME_SIZE: 5,
  MAX_HEADER_LIST_SIZE: 6,
} as const;

export type SettingName = keyof typeof SettingNumber;

export const CLIENT_PREFACE = ascii('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');

/** What stands in a frame's header besides what its builder knows. */
export interface HeaderOverrides {
  /** The length field, where it is to differ from the payload. */
  readonly length?: number;
  /** Further flags. */
  readonly flags?: number;
  /** The reserved bit in front of the stream identifier. */
  readonly reserved?: boolean;
}

export function frame(type: number, flags: number, streamId: number, payload: Uint8Array, overrides: HeaderOverrides = {}): Uint8Array {
  const length = overrides.length ?? payload.length;
  const header = [(length >>> 16) & 0xff, (length >>> 8) & 0xff, length & 0xff, type, flags | (overrides.flags ?? 0)];
  return join(Uint8Array.from(header), uint32((streamId | (overrides.reserved ? 0x8000_0000 : 0)) >>> 0), payload);
}

export interface DataOptions extends HeaderOverrides {
  readonly end?: boolean;
  /** Bytes of padding; the length byte comes on top. */
  readonly pad?: number;
  /** The pad length field, where it is to differ from the padding. */
  readonly padLength?: number;
}

/** DATA; a number stands for so many bytes. */
export function data(streamId: number, content: string | number | Uint8Array = '', options: DataOptions = {}): Uint8Array {
  const bytes = typeof content === 'number' ? filled(content) : typeof content === 'string' ? ascii(content) : content;
  return frame(Type.DATA, (options.end ? END_STREAM : 0) | padFlag(options), streamId, padded(bytes, options), options);
}

export interface HeadersOptions extends DataOptions {
  /** CONTINUATION follows. */
  readonly more?: boolean;
  readonly priority?: { readonly dependsOn: number; readonly weight?: number; readonly exclusive?: boolean };
  /** The fragment, where it is not the block of the fields. */
  readonly block?: Uint8Array;
}

/** HEADERS with the fields as HPACK literals. */
export function headers(streamId: number, fields: readonly string[], options: HeadersOptions = {}): Uint8Array {
  const { priority } = options;
  const block = options.block ?? literals(fields);
  const body = priority === undefined ? block : join(priorityFields(priority), block);
  const flags =
    (options.end ? END_STREAM : 0) | (options.more ? 0 : END_HEADERS) | padFlag(options) | (priority === undefined ? 0 : PRIORITY);
  return frame(Type.HEADERS, flags, streamId, padded(body, options), options);
}

export function continuation(streamId: number, block: Uint8Array, options: HeadersOptions = {}): Uint8Array {
  return frame(Type.CONTINUATION, options.more ? 0 : END_HEADERS, streamId, block, options);
}

export function priority(streamId: number, dependsOn: number, weight = 15, overrides: HeaderOverrides = {}): Uint8Array {
  return frame(Type.PRIORITY, 0, streamId, priorityFields({ dependsOn, weight }), overrides);
}

export function rstStream(streamId: number, code: CodeName | number, overrides: HeaderOverrides = {}): Uint8Array {
  return frame(Type.RST_STREAM, 0, streamId, uint32(typeof code === 'number' ? code : codeOf(code)), overrides);
}

/** SETTINGS; a number as a name stands for itself. */
export function settings(values: Partial<Record<SettingName | number, number>> = {}, overrides: HeaderOverrides = {}): Uint8Array {
  const entries = Object.entries(values).map(([name, value]) => setting(name, value as number));
  return frame(Type.SETTINGS, 0, 0, join(...entries), overrides);
}

export function setting(name: string, value: number): Uint8Array {
  const id = name in SettingNumber ? SettingNumber[name as SettingName] : Number(name);
  return join(Uint8Array.of(id >>> 8, id & 0xff), uint32(value >>> 0));
}

export function settingsAck(overrides: HeaderOverrides = {}): Uint8Array {
  return frame(Type.SETTINGS, ACK, 0, new Uint8Array(0), overrides);
}

export function pushPromise(streamId: number, promisedId: number, fields: readonly string[], options: HeadersOptions = {}): Uint8Array {
  const body = join(uint32(promisedId), options.block ?? literals(fields));
  return frame(Type.PUSH_PROMISE, (options.more ? 0 : END_HEADERS) | padFlag(options), streamId, padded(body, options), options);
}

export function ping(opaque = 'pingpong', options: HeaderOverrides & { readonly ack?: boolean } = {}): Uint8Array {
  return frame(Type.PING, options.ack ? ACK : 0, 0, ascii(opaque), options);
}

export function goAway(lastStreamId: number, code: CodeName | number, debug = '', overrides: HeaderOverrides = {}): Uint8Array {
  const number = typeof code === 'number' ? code : codeOf(code);
  return frame(Type.GOAWAY, 0, 0, join(uint32(lastStreamId >>> 0), uint32(number), ascii(debug)), overrides);
}

export function windowUpdate(streamId: number, increment: number, overrides: HeaderOverrides = {}): Uint8Array {
  return frame(Type.WINDOW_UPDATE, 0, streamId, uint32(increment >>> 0), overrides);
}

/** The fields as HPACK literals without indexing, names and strings plain (RFC 7541 §6.2.2): no table, no Huffman. */
export function literals(fields: readonly string[]): Uint8Array {
  const parts: Uint8Array[] = [];
  for (let n = 0; n < fields.length; n += 2) parts.push(Uint8Array.of(0), hpackString(fields[n]!), hpackString(fields[n + 1]!));
  return join(...parts);
}

/** As `literals`, with each field put into the dynamic table (RFC 7541 §6.2.1). */
export function indexedLiterals(fields: readonly string[]): Uint8Array {
  const parts: Uint8Array[] = [];
  for (let n = 0; n < fields.length; n += 2) parts.push(Uint8Array.of(0x40), hpackString(fields[n]!), hpackString(fields[n + 1]!));
  return join(...parts);
}

/** An integer of `prefixBits` behind the bits of `first` (RFC 7541 §5.1). */
export function hpackInteger(value: number, prefixBits: number, first = 0): Uint8Array {
  const most = 2 ** prefixBits - 1;
  if (value < most) return Uint8Array.of(first | value);
  const bytes = [first | most];
  let rest = value - most;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  return Uint8Array.from([...bytes, rest]);
}

function hpackString(text: string): Uint8Array {
  return join(hpackInteger(text.length, 7), ascii(text));
}

/** Each character is one byte. */
export function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

export function uint32(value: number): Uint8Array {
  return Uint8Array.of((value >>> 24) & 0xff, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff);
}

export function join(...parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let position = 0;
  for (const part of parts) {
    joined.set(part, position);
    position += part.length;
  }
  return joined;
}

function filled(length: number): Uint8Array {
  return new Uint8Array(length).fill(0x2e);
}

function priorityFields(priority: { dependsOn: number; weight?: number; exclusive?: boolean }): Uint8Array {
  const dependency = (priority.dependsOn | (priority.exclusive ? 0x8000_0000 : 0)) >>> 0;
  return join(uint32(dependency), Uint8Array.of(priority.weight ?? 15));
}

function padFlag(options: DataOptions): number {
  return options.pad === undefined && options.padLength === undefined ? 0 : PADDED;
}

function padded(bytes: Uint8Array, options: DataOptions): Uint8Array {
  if (padFlag(options) === 0) return bytes;
  return join(Uint8Array.of(options.padLength ?? options.pad ?? 0), bytes, new Uint8Array(options.pad ?? 0));
}
