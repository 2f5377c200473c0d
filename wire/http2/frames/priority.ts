/** PRIORITY (RFC 9113 §6.3), deprecated: read, checked, and otherwise ignored. */
import { ErrorCode } from '../error-code.js';
import { StreamError } from '../errors.js';
import { readUint31, writeFrameHeader, writeUint32 } from '../frame-header.js';
import { FrameType } from '../frame-type.js';
import { needsStream } from './violation.js';

const SECTION = 'RFC 9113 §6.3';

/** Bytes of the priority fields here and in HEADERS. */
export const PRIORITY_BYTES = 5;

export interface Priority {
  readonly exclusive: boolean;
  /** Stream identifier. */
  readonly dependency: number;
  /** 1 to 256; one less on the wire. */
  readonly weight: number;
}

export function writePriority(buffer: Uint8Array, position: number, priority: Priority, streamId: number): number {
  return writePriorityFields(buffer, writeFrameHeader(buffer, position, PRIORITY_BYTES, FrameType.PRIORITY, 0, streamId), priority);
}

export function writePriorityFields(buffer: Uint8Array, position: number, priority: Priority): number {
  position = writeUint32(buffer, position, priority.dependency);
  if (priority.exclusive) buffer[position - 4]! |= 0x80;
  buffer[position] = priority.weight - 1;
  return position + 1;
}

/**
 * Throws where the frame with payload `[start, end)` is wrong: a stream error for its length (RFC 9113 §6.3) and for a stream that
 * depends on itself (RFC 7540 §5.3.1, which RFC 9113 neither keeps nor forbids).
 */
export function checkPriority(buffer: Uint8Array, start: number, end: number, streamId: number): void {
  if (streamId === 0) throw needsStream('PRIORITY', SECTION);
  if (end - start !== PRIORITY_BYTES) {
    throw new StreamError(streamId, ErrorCode.FRAME_SIZE_ERROR, `PRIORITY of ${end - start} bytes; it has ${PRIORITY_BYTES}`, SECTION);
  }
  if (readUint31(buffer, start) === streamId) {
    throw new StreamError(streamId, ErrorCode.PROTOCOL_ERROR, `stream ${streamId} is made to depend on itself`, 'RFC 7540 §5.3.1');
  }
}

/** The priority fields at `position`, here and in HEADERS. */
export function readPriorityFields(buffer: Uint8Array, position: number): Priority {
  return {
    exclusive: buffer[position]! >= 0x80,
    dependency: readUint31(buffer, position),
    weight: buffer[position + 4]! + 1,
  };
}
