import { type FieldList, headerListBytes } from '../hpack/field-list.js';
import { MIN_HEADER_ROOM_BYTES } from '../limits.js';
import type { Core } from './core.js';
import { FRAME_HEADER_BYTES, writeFrameHeader } from './frame-header.js';
import { Flag, FrameType } from './frame-type.js';
import { MAX_ROOM_BYTES } from './output.js';

/** Whether the peer takes a list of this size (RFC 9113 §10.5.1). */
export function fitsPeer(core: Core<unknown>, fields: FieldList): boolean {
  const limit = core.peerSettings.maxHeaderListBytes;
  return limit === Number.POSITIVE_INFINITY || headerListBytes(fields) <= limit;
}

/** HEADERS, and CONTINUATION where the block is longer than the peer's frames (RFC 9113 §4.3). Encoded straight into the output. */
export function writeHeaderBlock(core: Core<unknown>, id: number, fields: FieldList, endStream: boolean): void {
  const { output } = core;
  const flags = endStream ? Flag.END_STREAM | Flag.END_HEADERS : Flag.END_HEADERS;
  core.askForFlush();
  core.budget.useful(0);
  let buffer = output.room(FRAME_HEADER_BYTES + MIN_HEADER_ROOM_BYTES);
  let at = output.position;
  let end = core.encoder.encode(fields, buffer, at + FRAME_HEADER_BYTES);
  if (end > buffer.length) {
    const bytes = end - at;
    if (bytes > MAX_ROOM_BYTES) {
      writeLongBlock(core, id, fields, endStream, bytes);
      return;
    }
    buffer = output.room(bytes);
    at = output.position;
    end = core.encoder.encode(fields, buffer, at + FRAME_HEADER_BYTES);
    if (end > buffer.length) {
      writeLongBlock(core, id, fields, endStream, end - at);
      return;
    }
  }
  const length = end - at - FRAME_HEADER_BYTES;
  if (length > core.peerSettings.maxFrameBytes) {
    writeFragments(core, id, buffer.slice(at + FRAME_HEADER_BYTES, end), endStream);
    return;
  }
  writeFrameHeader(buffer, at, length, FrameType.HEADERS, flags, id);
  output.position = end;
}

/** A block that no slab holds. */
function writeLongBlock(core: Core<unknown>, id: number, fields: FieldList, endStream: boolean, bytes: number): void {
  const block = new Uint8Array(bytes);
  const end = core.encoder.encode(fields, block, 0);
  writeFragments(core, id, block.subarray(0, end), endStream);
}

function writeFragments(core: Core<unknown>, id: number, block: Uint8Array, endStream: boolean): void {
  const { output } = core;
  const most = Math.min(core.peerSettings.maxFrameBytes, MAX_ROOM_BYTES - FRAME_HEADER_BYTES);
  for (let start = 0; start < block.length || start === 0; start += most) {
    const end = Math.min(start + most, block.length);
    const buffer = output.room(FRAME_HEADER_BYTES + end - start);
    const type = start === 0 ? FrameType.HEADERS : FrameType.CONTINUATION;
    const flags = (end === block.length ? Flag.END_HEADERS : 0) | (start === 0 && endStream ? Flag.END_STREAM : 0);
    const position = writeFrameHeader(buffer, output.position, end - start, type, flags, id);
    buffer.set(block.subarray(start, end), position);
    output.position = position + end - start;
  }
}
