/** The frame types of RFC 9113 §6 by their numbers. Frames of any other type are ignored (RFC 9113 §4.1). */
export const FrameType = {
  DATA: 0x0,
  HEADERS: 0x1,
  PRIORITY: 0x2,
  RST_STREAM: 0x3,
  SETTINGS: 0x4,
  PUSH_PROMISE: 0x5,
  PING: 0x6,
  GOAWAY: 0x7,
  WINDOW_UPDATE: 0x8,
  CONTINUATION: 0x9,
} as const;

/** The flags of RFC 9113 §6; which of them a frame knows depends on its type, all others are ignored (RFC 9113 §4.1). */
export const Flag = {
  /** DATA, HEADERS. */
  END_STREAM: 0x1,
  /** SETTINGS, PING. */
  ACK: 0x1,
  /** HEADERS, PUSH_PROMISE, CONTINUATION. */
  END_HEADERS: 0x4,
  /** DATA, HEADERS, PUSH_PROMISE. */
  PADDED: 0x8,
  /** HEADERS. */
  PRIORITY: 0x20,
} as const;

const names = Object.keys(FrameType);

/** `WINDOW_UPDATE` for 8; `type 12` for one that RFC 9113 does not know. */
export function frameTypeName(type: number): string {
  return names[type] ?? `type ${type}`;
}
