/**
 * HTTP/2 frames as bytes, for attackers: written here by hand from RFC 9113 §4.1 and RFC 9113 §6, so that an attack shares no line with
 * what it attacks, and can say what no library would.
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

export const END_STREAM = 1;
export const ACK = 1;
export const END_HEADERS = 4;
export const PADDED = 8;

export const PREFACE = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 'latin1');

export function frame(type: number, flags: number, streamId: number, payload: Uint8Array = Buffer.alloc(0)): Buffer {
  const bytes = Buffer.alloc(9 + payload.length);
  bytes.writeUIntBE(payload.length, 0, 3);
  bytes[3] = type;
  bytes[4] = flags;
  bytes.writeUInt32BE(streamId, 5);
  bytes.set(payload, 9);
  return bytes;
}

export function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

/** SETTINGS of identifier, value, identifier, value... */
export function settings(...entries: number[]): Buffer {
  const payload = Buffer.alloc(entries.length * 3);
  for (let n = 0; n < entries.length; n += 2) {
    payload.writeUInt16BE(entries[n]!, n * 3);
    payload.writeUInt32BE(entries[n + 1]!, n * 3 + 2);
  }
  return frame(Type.SETTINGS, 0, 0, payload);
}

export const SETTINGS_ACK = frame(Type.SETTINGS, ACK, 0);

export const ping = (text = 'attacker'): Buffer => frame(Type.PING, 0, 0, Buffer.from(text.padEnd(8).slice(0, 8)));
export const rstStream = (streamId: number, code = 8): Buffer => frame(Type.RST_STREAM, 0, streamId, uint32(code));
export const windowUpdate = (streamId: number, increment: number): Buffer => frame(Type.WINDOW_UPDATE, 0, streamId, uint32(increment));
export const priority = (streamId: number, dependsOn: number): Buffer =>
  frame(Type.PRIORITY, 0, streamId, Buffer.concat([uint32(dependsOn), Buffer.from([15])]));
export const data = (streamId: number, payload: Uint8Array, flags = 0): Buffer => frame(Type.DATA, flags, streamId, payload);

/** An HPACK integer behind `bits` bits of `first` (RFC 7541 §5.1). */
export function integer(first: number, bits: number, value: number): Buffer {
  const most = 2 ** bits - 1;
  if (value < most) return Buffer.from([first | value]);
  const bytes = [first | most];
  let rest = value - most;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  bytes.push(rest);
  return Buffer.from(bytes);
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value, 'latin1');
  return Buffer.concat([integer(0, 7, bytes.length), bytes]);
}

/** A field block of literals, neither indexed nor Huffman-coded (RFC 7541 §6.2.2). */
export function block(fields: readonly (readonly [string, string])[]): Buffer {
  return Buffer.concat(fields.flatMap(([name, value]) => [Buffer.from([0]), text(name), text(value)]));
}

/** A field that goes into the table (RFC 7541 §6.2.1). */
export function indexedLiteral(name: string, value: string): Buffer {
  return Buffer.concat([Buffer.from([0x40]), text(name), text(value)]);
}

/** A reference to the table (RFC 7541 §6.1). */
export const reference = (index: number): Buffer => integer(0x80, 7, index);

/** The fields of a gRPC request. */
export function requestFields(path: string): (readonly [string, string])[] {
  return [
    [':method', 'POST'],
    [':scheme', 'http'],
    [':path', path],
    [':authority', 'attacked'],
    ['content-type', 'application/grpc'],
    ['te', 'trailers'],
  ];
}

export function headers(streamId: number, fields: Uint8Array, flags = END_HEADERS): Buffer {
  return frame(Type.HEADERS, flags, streamId, fields);
}

/** A gRPC message with its prefix. */
export function message(body: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from([0]), uint32(body.length), body]);
}
