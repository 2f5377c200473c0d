/**
 * The vectors of `http2-frames`: one frame each as hexadecimal `wire` and as `frame` with its fields, or with the error codes it may be
 * answered with. Every frame is read and compared, and written back: to the same bytes, but for padding, which a sender makes of zeros
 * (RFC 9113 §6.1).
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConnectionError, StreamError } from '../../../wire/http2/errors.js';
import { FRAME_HEADER_BYTES, readFrameFlags, readFrameLength, readFrameStreamId, readFrameType } from '../../../wire/http2/frame-header.js';
import { Flag, FrameType } from '../../../wire/http2/frame-type.js';
import { checkContinuation, writeContinuation } from '../../../wire/http2/frames/continuation.js';
import { checkData, readDataPadding, writeData } from '../../../wire/http2/frames/data.js';
import { readGoAway, writeGoAway } from '../../../wire/http2/frames/goaway.js';
import { headersFragmentEnd, readHeaders, writeHeaders } from '../../../wire/http2/frames/headers.js';
import { checkPing, writePing } from '../../../wire/http2/frames/ping.js';
import { checkPriority, PRIORITY_BYTES, readPriorityFields, writePriority } from '../../../wire/http2/frames/priority.js';
import { readPushPromise, writePushPromise } from '../../../wire/http2/frames/push-promise.js';
import { readRstStream, writeRstStream } from '../../../wire/http2/frames/rst-stream.js';
import { readSettings, writeSettings, writeSettingsAck } from '../../../wire/http2/frames/settings.js';
import { readWindowUpdate, writeWindowUpdate } from '../../../wire/http2/frames/window-update.js';
import type { Result } from './result.js';

interface Vector {
  readonly error: readonly number[] | null;
  readonly wire: string;
  readonly frame: VectorFrame | null;
}

interface VectorFrame {
  readonly length: number;
  readonly type: number;
  readonly flags: number;
  readonly stream_identifier: number;
  readonly frame_payload: Readonly<Record<string, unknown>>;
}

/** A frame as the vectors show it, and our writer for it. */
interface Read {
  readonly payload: Readonly<Record<string, unknown>>;
  write(buffer: Uint8Array): number;
}

/** Runs every file below `folder`, one result each. */
export function checkFrames(folder: string): readonly Result[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json'))
    .sort();
  if (files.length === 0) return [{ name: 'http2-frames', failure: `${folder} holds no vectors` }];
  return files.map((file) => {
    const name = `http2-frames/${file}`;
    try {
      checkVector(JSON.parse(readFileSync(join(folder, file), 'utf8')) as Vector);
      return { name, failure: undefined };
    } catch (error) {
      return { name, failure: error instanceof Error ? error.message : String(error) };
    }
  });
}

/** Throws where our reader or writer does not agree. */
function checkVector(vector: Vector): void {
  const wire = Uint8Array.from(Buffer.from(vector.wire, 'hex'));
  if (vector.error !== null) {
    assert.throws(
      () => readFrame(wire),
      (error) => (error instanceof ConnectionError || error instanceof StreamError) && vector.error!.includes(error.code),
    );
    return;
  }
  const expected = vector.frame!;
  assert.deepEqual(
    { length: readFrameLength(wire, 0), type: readFrameType(wire, 0), flags: readFrameFlags(wire, 0), stream: readFrameStreamId(wire, 0) },
    { length: expected.length, type: expected.type, flags: expected.flags, stream: expected.stream_identifier },
  );
  assert.equal(wire.length, FRAME_HEADER_BYTES + expected.length);
  const read = readFrame(wire);
  assert.deepEqual({ ...absent(expected.frame_payload), ...read.payload }, expected.frame_payload);
  const written = new Uint8Array(wire.length);
  assert.equal(read.write(written), wire.length);
  const padding = typeof read.payload.padding_length === 'number' ? read.payload.padding_length : 0;
  assert.deepEqual(written, wire.fill(0, wire.length - padding));
}

/** The fields of a vector that say that the frame has none of them. */
function absent(payload: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.keys(payload).map((name) => [name, null]));
}

/** Reads one whole frame; throws a ConnectionError or StreamError where it is wrong by itself. */
export function readFrame(wire: Uint8Array): Read {
  const start = FRAME_HEADER_BYTES;
  const end = wire.length;
  const flags = readFrameFlags(wire, 0);
  const streamId = readFrameStreamId(wire, 0);
  const padding = (flags & Flag.PADDED) === 0 ? undefined : wire[start]!;
  const padded = padding === undefined ? {} : { padding_length: padding, padding: text(wire, end - padding, end) };
  switch (readFrameType(wire, 0)) {
    case FrameType.DATA: {
      checkData(end - start, flags, streamId);
      const dataStart = padding === undefined ? start : start + 1;
      const dataEnd = padding === undefined ? end : end - readDataPadding(wire, start, end - start);
      const data = wire.slice(dataStart, dataEnd);
      return {
        payload: { data: text(wire, dataStart, dataEnd), ...padded },
        write: (buffer) => writeData(buffer, 0, data, (flags & Flag.END_STREAM) !== 0, streamId, padding),
      };
    }
    case FrameType.HEADERS: {
      const fragmentStart = readHeaders(wire, start, end, flags, streamId);
      const fragmentEnd = headersFragmentEnd(wire, start, end, flags);
      const fragment = wire.slice(fragmentStart, fragmentEnd);
      const priority = (flags & Flag.PRIORITY) === 0 ? undefined : readPriorityFields(wire, fragmentStart - PRIORITY_BYTES);
      return {
        payload: {
          header_block_fragment: text(wire, fragmentStart, fragmentEnd),
          ...(priority && { stream_dependency: priority.dependency, weight: priority.weight, exclusive: priority.exclusive }),
          ...padded,
        },
        write: (buffer) => writeHeaders(buffer, 0, fragment, flags & (Flag.END_STREAM | Flag.END_HEADERS), streamId, padding, priority),
      };
    }
    case FrameType.PRIORITY: {
      checkPriority(wire, start, end, streamId);
      const priority = readPriorityFields(wire, start);
      return {
        payload: { stream_dependency: priority.dependency, weight: priority.weight, exclusive: priority.exclusive },
        write: (buffer) => writePriority(buffer, 0, priority, streamId),
      };
    }
    case FrameType.RST_STREAM: {
      const code = readRstStream(wire, start, end, streamId);
      return { payload: { error_code: code }, write: (buffer) => writeRstStream(buffer, 0, code, streamId) };
    }
    case FrameType.SETTINGS: {
      const list = readSettings(wire, start, end, flags, streamId);
      const settings = list.flatMap((id, index) => (index % 2 === 0 ? [[id, list[index + 1]]] : []));
      const ack = (flags & Flag.ACK) !== 0;
      return { payload: { settings }, write: (buffer) => (ack ? writeSettingsAck(buffer, 0) : writeSettings(buffer, 0, list)) };
    }
    case FrameType.PUSH_PROMISE: {
      const promise = readPushPromise(wire, start, end, flags, streamId);
      const { promisedStreamId, fragmentStart, fragmentEnd } = promise;
      const fragment = wire.slice(fragmentStart, fragmentEnd);
      return {
        payload: {
          promised_stream_id: promisedStreamId,
          header_block_fragment: text(wire, fragmentStart, fragmentEnd),
          ...padded,
        },
        write: (buffer) => writePushPromise(buffer, 0, promisedStreamId, fragment, (flags & Flag.END_HEADERS) !== 0, streamId, padding),
      };
    }
    case FrameType.PING: {
      checkPing(start, end, streamId);
      return {
        payload: { opaque_data: text(wire, start, end) },
        write: (buffer) => writePing(buffer, 0, wire, start, (flags & Flag.ACK) !== 0),
      };
    }
    case FrameType.GOAWAY: {
      const { lastStreamId, code, debug } = readGoAway(wire, start, end, streamId);
      return {
        payload: { last_stream_id: lastStreamId, error_code: code, additional_debug_data: debug },
        write: (buffer) => writeGoAway(buffer, 0, lastStreamId, code, Buffer.from(debug)),
      };
    }
    case FrameType.WINDOW_UPDATE: {
      const increment = readWindowUpdate(wire, start, end, streamId);
      return {
        payload: { window_size_increment: increment },
        write: (buffer) => writeWindowUpdate(buffer, 0, increment, streamId),
      };
    }
    case FrameType.CONTINUATION: {
      checkContinuation(streamId);
      const fragment = wire.slice(start);
      return {
        payload: { header_block_fragment: text(wire, start, end) },
        write: (buffer) => writeContinuation(buffer, 0, fragment, (flags & Flag.END_HEADERS) !== 0, streamId),
      };
    }
    default:
      throw new Error(`frame type ${readFrameType(wire, 0)} is not in RFC 9113`);
  }
}

function text(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.subarray(start, end)).toString('latin1');
}
