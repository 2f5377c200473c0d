/** SETTINGS (RFC 9113 §6.5): here the frame and each value by itself; ../settings.ts knows what they mean together. */
import { ErrorCode } from '../error-code.js';
import { ConnectionError } from '../errors.js';
import { FRAME_HEADER_BYTES, MAX_UINT31, readUint32, writeFrameHeader, writeUint32 } from '../frame-header.js';
import { Flag, FrameType } from '../frame-type.js';
import { frameSizeError, needsConnection, protocolError } from './violation.js';

const SECTION = 'RFC 9113 §6.5';
const VALUES = 'RFC 9113 §6.5.2';

/** Bytes of one setting: 2 of identifier, 4 of value. */
export const SETTING_BYTES = 6;
export const SETTINGS_ACK_FRAME_BYTES = FRAME_HEADER_BYTES;

/** The settings of RFC 9113 §6.5.2; those with other numbers are ignored. */
export const SettingId = {
  HEADER_TABLE_SIZE: 0x1,
  ENABLE_PUSH: 0x2,
  MAX_CONCURRENT_STREAMS: 0x3,
  INITIAL_WINDOW_SIZE: 0x4,
  MAX_FRAME_SIZE: 0x5,
  MAX_HEADER_LIST_SIZE: 0x6,
} as const;

/** The smallest value of SETTINGS_MAX_FRAME_SIZE, and what holds until it is set (RFC 9113 §6.5.2). */
export const MIN_MAX_FRAME_BYTES = 16_384;
/** The largest value of SETTINGS_MAX_FRAME_SIZE (RFC 9113 §6.5.2). */
export const MAX_MAX_FRAME_BYTES = 0xff_ffff;

/** A frame's settings as identifier, value, identifier, value…, in the order of the wire. */
export type SettingList = readonly number[];

export function writeSettings(buffer: Uint8Array, position: number, settings: SettingList): number {
  position = writeFrameHeader(buffer, position, settings.length * (SETTING_BYTES / 2), FrameType.SETTINGS, 0, 0);
  for (let index = 0; index < settings.length; index += 2) {
    buffer[position] = settings[index]! >>> 8;
    buffer[position + 1] = settings[index]!;
    position = writeUint32(buffer, position + 2, settings[index + 1]!);
  }
  return position;
}

export function writeSettingsAck(buffer: Uint8Array, position: number): number {
  return writeFrameHeader(buffer, position, 0, FrameType.SETTINGS, Flag.ACK, 0);
}

/** Checks the frame with payload `[start, end)` and each of its values, and gives those that RFC 9113 knows. An ACK gives an empty list. */
export function readSettings(buffer: Uint8Array, start: number, end: number, flags: number, streamId: number): SettingList {
  const length = end - start;
  if (streamId !== 0) throw needsConnection('SETTINGS', streamId, SECTION);
  if ((flags & Flag.ACK) !== 0 && length !== 0) throw frameSizeError(`SETTINGS with ACK and ${length} bytes; it has none`, SECTION);
  if (length % SETTING_BYTES !== 0) throw frameSizeError(`SETTINGS of ${length} bytes; each setting has ${SETTING_BYTES}`, SECTION);
  const settings: number[] = [];
  for (let position = start; position < end; position += SETTING_BYTES) {
    const id = (buffer[position]! << 8) | buffer[position + 1]!;
    if (id < SettingId.HEADER_TABLE_SIZE || id > SettingId.MAX_HEADER_LIST_SIZE) continue;
    const value = readUint32(buffer, position + 2);
    checkSetting(id, value);
    settings.push(id, value);
  }
  return settings;
}

function checkSetting(id: number, value: number): void {
  if (id === SettingId.ENABLE_PUSH && value > 1) throw protocolError(`SETTINGS_ENABLE_PUSH is ${value}; it is 0 or 1`, VALUES);
  if (id === SettingId.INITIAL_WINDOW_SIZE && value > MAX_UINT31) {
    const message = `SETTINGS_INITIAL_WINDOW_SIZE is ${value}; the largest window is ${MAX_UINT31} bytes`;
    throw new ConnectionError(ErrorCode.FLOW_CONTROL_ERROR, message, VALUES);
  }
  if (id === SettingId.MAX_FRAME_SIZE && (value < MIN_MAX_FRAME_BYTES || value > MAX_MAX_FRAME_BYTES)) {
    throw protocolError(`SETTINGS_MAX_FRAME_SIZE is ${value}; it is ${MIN_MAX_FRAME_BYTES} to ${MAX_MAX_FRAME_BYTES}`, VALUES);
  }
}
