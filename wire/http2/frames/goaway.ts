/** GOAWAY (RFC 9113 §6.8). */
import { decodeUtf8Lossy } from '../../bytes/utf8.js';
import { readUint31, readUint32, writeFrameHeader, writeUint32 } from '../frame-header.js';
import { FrameType } from '../frame-type.js';
import { writeBytes } from './padding.js';
import { frameSizeError, needsConnection } from './violation.js';

const SECTION = 'RFC 9113 §6.8';

/** Bytes in front of the debug data. */
export const GOAWAY_MIN_BYTES = 8;

export interface GoAway {
  /** Streams above it were not processed, and can be tried again elsewhere. */
  readonly lastStreamId: number;
  /** It may be one that RFC 9113 §7 does not know. */
  readonly code: number;
  /** Additional debug data, read as UTF-8 with U+FFFD for what is none. For people, never for programs. */
  readonly debug: string;
}

export function writeGoAway(buffer: Uint8Array, position: number, lastStreamId: number, code: number, debug: Uint8Array): number {
  position = writeFrameHeader(buffer, position, GOAWAY_MIN_BYTES + debug.length, FrameType.GOAWAY, 0, 0);
  position = writeUint32(buffer, writeUint32(buffer, position, lastStreamId), code);
  return writeBytes(buffer, position, debug);
}

export function readGoAway(buffer: Uint8Array, start: number, end: number, streamId: number): GoAway {
  if (streamId !== 0) throw needsConnection('GOAWAY', streamId, SECTION);
  if (end - start < GOAWAY_MIN_BYTES) throw frameSizeError(`GOAWAY of ${end - start} bytes; it has at least ${GOAWAY_MIN_BYTES}`, SECTION);
  return {
    lastStreamId: readUint31(buffer, start),
    code: readUint32(buffer, start + 4),
    debug: decodeUtf8Lossy(buffer, start + GOAWAY_MIN_BYTES, end),
  };
}
