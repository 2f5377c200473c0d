/**
 * `grpc-status-details-bin`: a google.rpc.Status beside the plain status, so that an error carries typed details.
 *
 *   message Status { int32 code = 1; string message = 2; repeated google.protobuf.Any details = 3; }
 *   message Any    { string type_url = 1; bytes value = 2; }
 *
 * Two messages that every call may need and that never change are read here by hand, so that importing the RPC layer loads
 * neither generated code nor the codec. What comes is the network's: anything malformed counts as no details, never as an error on top of the error.
 */
import type { StatusCode } from '../../wire/grpc/status-code.js';
import { NO_DETAILS, type PackedMessage } from './status.js';

const VARINT = 0;
const FIXED64 = 1;
const LENGTH_DELIMITED = 2;
const FIXED32 = 5;

/** The details in the bytes of a google.rpc.Status; none where the bytes are no such message. */
export function decodeStatusDetails(bytes: Uint8Array): readonly PackedMessage[] {
  const details: PackedMessage[] = [];
  const fields = new FieldCursor(bytes, 0, bytes.length);
  while (fields.next()) {
    if (fields.number !== 3 || fields.wireType !== LENGTH_DELIMITED) continue;
    const detail = decodePacked(bytes, fields.start, fields.end);
    if (detail === undefined) return NO_DETAILS;
    details.push(detail);
  }
  return fields.malformed || details.length === 0 ? NO_DETAILS : details;
}

function decodePacked(bytes: Uint8Array, start: number, end: number): PackedMessage | undefined {
  let typeUrl = '';
  let value: Uint8Array = new Uint8Array(0);
  const fields = new FieldCursor(bytes, start, end);
  while (fields.next()) {
    if (fields.wireType !== LENGTH_DELIMITED) continue;
    if (fields.number === 1) typeUrl = new TextDecoder().decode(bytes.subarray(fields.start, fields.end));
    else if (fields.number === 2) value = bytes.slice(fields.start, fields.end);
  }
  return fields.malformed ? undefined : { typeUrl, value };
}

/** Walks the fields of one message without groups; `next` is false at its end and where it is malformed. */
class FieldCursor {
  readonly #bytes: Uint8Array;
  readonly #limit: number;
  #position: number;
  number = 0;
  wireType = 0;
  /** The range of a length-delimited field. */
  start = 0;
  end = 0;
  malformed = false;

  constructor(bytes: Uint8Array, start: number, end: number) {
    this.#bytes = bytes;
    this.#position = start;
    this.#limit = end;
  }

  next(): boolean {
    if (this.#position >= this.#limit) return false;
    const tag = this.#varint();
    this.number = Math.floor(tag / 8);
    this.wireType = tag % 8;
    if (this.wireType === VARINT) this.#varint();
    else if (this.wireType === FIXED64) this.#position += 8;
    else if (this.wireType === FIXED32) this.#position += 4;
    else if (this.wireType === LENGTH_DELIMITED) {
      const length = this.#varint();
      this.start = this.#position;
      this.end = this.start + length;
      this.#position = this.end;
    } else this.malformed = true;
    if (this.number === 0 || this.#position > this.#limit) this.malformed = true;
    return !this.malformed;
  }

  /** At most ten bytes (Protobuf encoding: Base 128 Varints); precise up to 2^53, which is more than any length here. */
  #varint(): number {
    let value = 0;
    let factor = 1;
    for (let count = 0; count < 10; count++) {
      if (this.#position >= this.#limit) break;
      const byte = this.#bytes[this.#position++]!;
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
      factor *= 128;
    }
    this.malformed = true;
    return 0;
  }
}

/** The bytes of a google.rpc.Status. */
export function encodeStatusDetails(code: StatusCode, message: string, details: readonly PackedMessage[]): Uint8Array {
  const out: number[] = [];
  if (code !== 0) out.push(0x08, code);
  pushField(out, 0x12, new TextEncoder().encode(message));
  for (const detail of details) {
    const packed: number[] = [];
    pushField(packed, 0x0a, new TextEncoder().encode(detail.typeUrl));
    pushField(packed, 0x12, detail.value);
    out.push(0x1a);
    pushVarint(out, packed.length);
    for (const byte of packed) out.push(byte);
  }
  return Uint8Array.from(out);
}

/** An empty value is a field's default and not written. */
function pushField(out: number[], tag: number, bytes: Uint8Array): void {
  if (bytes.length === 0) return;
  out.push(tag);
  pushVarint(out, bytes.length);
  for (const byte of bytes) out.push(byte);
}

function pushVarint(out: number[], value: number): void {
  while (value > 0x7f) {
    out.push((value & 0x7f) | 0x80);
    value >>>= 7;
  }
  out.push(value);
}
