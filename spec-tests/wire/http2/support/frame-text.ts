/**
 * The engine's frames, read by a reader of their own and told as one line each, such as `RST_STREAM 1 CANCEL`. It checks what holds of
 * every frame on the wire, whatever the conversation: fixed lengths, reserved bits, flags that must not be set (RFC 9113 §4.1,
 * RFC 9113 §6).
 */
import assert from 'node:assert/strict';
import { HpackDecoder } from '../../../../wire/hpack/decoder.js';
import { ACK, CLIENT_PREFACE, codeText, END_HEADERS, END_STREAM, join, SettingNumber, Type } from './frames.js';

/** One frame as it stands on the wire. A field block's CONTINUATIONs are part of their HEADERS. */
export interface ReadFrame {
  readonly type: number;
  readonly flags: number;
  readonly streamId: number;
  readonly payload: Uint8Array;
  /** Of HEADERS: its fields. */
  readonly fields: readonly string[] | undefined;
  /** Of HEADERS: bytes of its block on the wire. */
  readonly blockBytes: number;
  /** Of HEADERS: how many CONTINUATIONs it had. */
  readonly continuations: number;
  readonly text: string;
}

const FLAGS: readonly number[] = [END_STREAM, END_STREAM | END_HEADERS, 0, 0, ACK, END_HEADERS, ACK, 0, 0, END_HEADERS];
const LENGTHS: readonly (number | undefined)[] = [undefined, undefined, 5, 4, undefined, undefined, 8, undefined, 4, undefined];
const NAMES = Object.keys(Type);
const SETTING_NAMES = Object.keys(SettingNumber);

/** Reads what the engine writes, in any chunking. */
export class WireReader {
  readonly #decoder = new HpackDecoder({ maxListBytes: Number.POSITIVE_INFINITY });
  #bytes: Uint8Array = new Uint8Array(0);
  #prefaceDue: boolean;
  #block: { first: RawFrame; parts: Uint8Array[] } | undefined;

  constructor(fromClient: boolean) {
    this.#prefaceDue = fromClient;
  }

  /** Our own SETTINGS_HEADER_TABLE_SIZE was acknowledged. */
  setMaxTableBytes(bytes: number): void {
    this.#decoder.setMaxTableBytes(bytes);
  }

  /** Bytes that are not a whole frame yet; the engine writes whole frames. */
  get unread(): number {
    return this.#bytes.length;
  }

  read(bytes: Uint8Array): ReadFrame[] {
    const frames: ReadFrame[] = [];
    this.readEach(bytes, (frame) => frames.push(frame));
    return frames;
  }

  /** Frame by frame, because an acknowledgement changes how the next field block is to be read. */
  readEach(bytes: Uint8Array, onFrame: (frame: ReadFrame) => void): void {
    this.#bytes = join(this.#bytes, bytes);
    if (this.#prefaceDue) {
      if (this.#bytes.length < CLIENT_PREFACE.length) return;
      assert.deepEqual(this.#bytes.subarray(0, CLIENT_PREFACE.length), CLIENT_PREFACE, "the client's preface comes first (RFC 9113 §3.4)");
      this.#bytes = this.#bytes.slice(CLIENT_PREFACE.length);
      this.#prefaceDue = false;
    }
    let position = 0;
    for (;;) {
      const raw = rawFrame(this.#bytes, position);
      if (raw === undefined) break;
      position += 9 + raw.payload.length;
      const frame = this.#whole(raw);
      if (frame !== undefined) onFrame(frame);
    }
    this.#bytes = this.#bytes.slice(position);
  }

  #whole(raw: RawFrame): ReadFrame | undefined {
    checkRaw(raw);
    const block = this.#block;
    if (block !== undefined) {
      assert.equal(raw.type, Type.CONTINUATION, 'only CONTINUATION stands between the parts of a field block (RFC 9113 §4.3)');
      assert.equal(raw.streamId, block.first.streamId, 'the parts of a field block are on one stream (RFC 9113 §6.10)');
      block.parts.push(raw.payload);
    } else if (raw.type === Type.HEADERS) this.#block = { first: raw, parts: [raw.payload] };
    else {
      assert.notEqual(raw.type, Type.CONTINUATION, 'CONTINUATION follows HEADERS (RFC 9113 §6.10)');
      return { ...raw, fields: undefined, blockBytes: 0, continuations: 0, text: frameText(raw) };
    }
    if ((raw.flags & END_HEADERS) === 0) return undefined;
    const { first, parts } = this.#block!;
    this.#block = undefined;
    const bytes = join(...parts);
    const fields = this.#decoder.decode(bytes, 0, bytes.length)!;
    const end = (first.flags & END_STREAM) !== 0;
    const text = `HEADERS ${first.streamId} ${fieldsText(fields)}${end ? ' END_STREAM' : ''}`;
    return { ...first, fields, blockBytes: bytes.length, continuations: parts.length - 1, text };
  }
}

interface RawFrame {
  readonly type: number;
  readonly flags: number;
  readonly streamId: number;
  readonly payload: Uint8Array;
}

function rawFrame(bytes: Uint8Array, position: number): RawFrame | undefined {
  if (bytes.length - position < 9) return undefined;
  const length = bytes[position]! * 65_536 + bytes[position + 1]! * 256 + bytes[position + 2]!;
  if (bytes.length - position - 9 < length) return undefined;
  const streamId = word(bytes, position + 5);
  assert.ok(streamId <= 0x7fff_ffff, 'the reserved bit of a frame stays unset (RFC 9113 §4.1)');
  const payload = bytes.slice(position + 9, position + 9 + length);
  return { type: bytes[position + 3]!, flags: bytes[position + 4]!, streamId, payload };
}

function checkRaw({ type, flags, streamId, payload }: RawFrame): void {
  assert.ok(type in LENGTHS, `frame type ${type} is one of RFC 9113`);
  assert.equal(flags & ~FLAGS[type]!, 0, `${NAMES[type]} has unused flags set: ${flags} (RFC 9113 §4.1)`);
  if (LENGTHS[type] !== undefined) assert.equal(payload.length, LENGTHS[type], `the length of ${NAMES[type]}`);
  const connectionOnly = type === Type.SETTINGS || type === Type.PING || type === Type.GOAWAY;
  if (connectionOnly) assert.equal(streamId, 0, `${NAMES[type]} is about the connection`);
  else if (type !== Type.WINDOW_UPDATE) assert.ok(streamId > 0, `${NAMES[type]} is about a stream`);
  assert.notEqual(type, Type.PUSH_PROMISE, 'this engine never pushes');
  assert.notEqual(type, Type.PRIORITY, 'PRIORITY is deprecated and never sent');
  if (type === Type.SETTINGS && (flags & ACK) !== 0) assert.equal(payload.length, 0, 'SETTINGS with ACK is empty (RFC 9113 §6.5)');
  if (type === Type.WINDOW_UPDATE) assert.ok(inRange(word(payload, 0), 1), 'a window increment is 1 to 2^31-1 (RFC 9113 §6.9)');
  if (type === Type.GOAWAY) assert.ok(inRange(word(payload, 0), 0), "GOAWAY's reserved bit stays unset (RFC 9113 §6.8)");
}

function frameText({ type, flags, streamId, payload }: RawFrame): string {
  switch (type) {
    case Type.DATA:
      return `DATA ${streamId} ${bytesText(payload)}${(flags & END_STREAM) !== 0 ? ' END_STREAM' : ''}`;
    case Type.RST_STREAM:
      return `RST_STREAM ${streamId} ${codeText(word(payload, 0))}`;
    case Type.SETTINGS:
      return (flags & ACK) !== 0
        ? 'SETTINGS ACK'
        : ['SETTINGS', ...settingsOf(payload).map(([name, value]) => `${name}=${value}`)].join(' ');
    case Type.PING:
      return `PING${(flags & ACK) !== 0 ? ' ACK' : ''} ${text(payload)}`;
    case Type.GOAWAY:
      return `GOAWAY last=${word(payload, 0)} ${codeText(word(payload, 4))}`;
    case Type.WINDOW_UPDATE:
      return `WINDOW_UPDATE ${streamId} +${word(payload, 0)}`;
    default:
      return `type ${type}`;
  }
}

export function settingsOf(payload: Uint8Array): [name: string, value: number][] {
  assert.equal(payload.length % 6, 0, 'SETTINGS has whole entries (RFC 9113 §6.5)');
  const entries: [string, number][] = [];
  for (let n = 0; n < payload.length; n += 6) {
    const id = payload[n]! * 256 + payload[n + 1]!;
    entries.push([SETTING_NAMES[id - 1] ?? String(id), word(payload, n + 2)]);
  }
  return entries;
}

export function fieldsText(fields: readonly string[]): string {
  const parts: string[] = [];
  for (let n = 0; n < fields.length; n += 2) parts.push(`${fields[n]}=${short(fields[n + 1]!)}`);
  return parts.join(' ');
}

/** Short printable bytes in quotes, others as their number. */
export function bytesText(bytes: Uint8Array): string {
  return bytes.length <= 40 && bytes.every((byte) => byte > 0x1f && byte < 0x7f && byte !== 0x2e)
    ? JSON.stringify(text(bytes))
    : `${bytes.length} bytes`;
}

export function word(bytes: Uint8Array, position: number): number {
  return bytes[position]! * 0x100_0000 + bytes[position + 1]! * 0x1_0000 + bytes[position + 2]! * 0x100 + bytes[position + 3]!;
}

export function text(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}

function short(value: string): string {
  return value.length <= 60 ? value : `${value.slice(0, 8)}…(${value.length})`;
}

function inRange(value: number, min: number): boolean {
  return value >= min && value <= 0x7fff_ffff;
}
