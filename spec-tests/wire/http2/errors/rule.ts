/**
 * RFC 9113, sentence by sentence: every rule that names an error, what breaks it, and what must follow. A row holds for both roles where
 * it names none. Rules about pushed streams can only be broken in one way here, because push is always refused.
 */

import type { Conversation, ConversationOptions, Role } from '../support/conversation.js';
import { GET, OK } from '../support/conversation.js';
import type { CodeName } from '../support/frames.js';
import {
  ascii,
  continuation,
  data,
  frame,
  goAway,
  headers,
  ping,
  priority,
  pushPromise,
  rstStream,
  settings,
  Type,
  windowUpdate,
} from '../support/frames.js';
import { open, opening } from '../support/states.js';
export interface Row {
  /** What the peer does. */
  readonly when: string;
  /** Both where left out. */
  readonly roles?: readonly Role[];
  readonly options?: ConversationOptions;
  readonly given?: (c: Conversation) => void;
  readonly act: (c: Conversation) => void;
  readonly scope: 'connection' | 'stream' | 'none';
  readonly code?: CodeName;
  /** The stream of a stream error, 1 where left out. */
  readonly stream?: number;
  /** The owner knows already that the stream is over: RST_STREAM is for the peer alone. */
  readonly overBefore?: boolean;
}

export interface Rule {
  readonly section: string;
  /** The rule in our words. */
  readonly says: string;
  readonly rows: readonly Row[];
}

/** The sections of RFC 9113 §3.4 to RFC 9113 §8 with a MUST, MUST NOT or 'is malformed' that names an error of HTTP/2. */
export const SECTIONS = [
  '3.4', '4.1', '4.2', '4.3', '4.3.1', '5.1', '5.1.1', '5.1.2', '5.4', '5.4.1', '5.4.2', '5.5', '6.1', '6.2', '6.3', '6.4', '6.5',
  '6.5.2', '6.5.3', '6.6', '6.7', '6.8', '6.9', '6.9.1', '6.9.2', '6.10', '7', '8.1', '8.1.1', '8.2.1', '8.2.2', '8.3', '8.3.1', '8.3.2',
  '8.4', '8.5', '8.6', '8.7',
]; // biome-ignore format: a list of sections reads as lines

export const CLIENT: readonly Role[] = ['client'];
export const SERVER: readonly Role[] = ['server'];
export const NOTHING = new Uint8Array(0);
export const PREFACE = ascii('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
export const MAX_WINDOW = 0x7fff_ffff;

/** Frames that break a rule of the connection. */
export function fails(code: CodeName, when: string, frames: (c: Conversation) => readonly Uint8Array[], more: Partial<Row> = {}): Row {
  return { when, scope: 'connection', code, act: (c) => void c.send(...frames(c)), ...more };
}

/** Frames that break a rule of one stream. */
export function resets(code: CodeName, when: string, frames: (c: Conversation) => readonly Uint8Array[], more: Partial<Row> = {}): Row {
  return { when, scope: 'stream', code, act: (c) => void c.send(...frames(c)), ...more };
}

/** Frames that break nothing. */
export function harmless(when: string, frames: (c: Conversation) => readonly Uint8Array[], more: Partial<Row> = {}): Row {
  return { when, scope: 'none', act: (c) => void c.send(...frames(c)), ...more };
}

/** A request (for a server) that is malformed. */
export function badRequest(when: string, fields: readonly string[], options: Parameters<typeof headers>[2] = { end: true }): Row {
  return resets('PROTOCOL_ERROR', when, () => [headers(1, fields, options)], { roles: SERVER });
}

/** A response (for a client) that is malformed. */
export function badResponse(when: string, fields: readonly string[], options: Parameters<typeof headers>[2] = {}): Row {
  return resets('PROTOCOL_ERROR', when, () => [headers(1, fields, options)], { roles: CLIENT, given: open });
}

/** The same fields behind the pseudo-header fields of a request, of a response, and in trailers. */
export function badFields(when: string, ...fields: readonly string[]): Row[] {
  return [
    badRequest(`a request with ${when}`, [...GET, ...fields]),
    badResponse(`a response with ${when}`, [...OK, ...fields]),
    resets('PROTOCOL_ERROR', `trailers with ${when}`, () => [headers(1, fields, { end: true })], { given: messageBegun }),
  ];
}

/** The peer's final header section of stream 1 has come, and its content has not ended. */
export function messageBegun(c: Conversation): void {
  open(c);
  if (c.role === 'client') c.send(headers(1, OK));
}

/** A frame of each type on a stream, well formed. */
export function frameOf(type: keyof typeof Type, c: Conversation, id: number): Uint8Array {
  switch (type) {
    case 'DATA':
      return data(id, 'x');
    case 'HEADERS':
      return headers(id, opening(c), { end: true });
    case 'PRIORITY':
      return priority(id, 0);
    case 'RST_STREAM':
      return rstStream(id, 'CANCEL');
    case 'WINDOW_UPDATE':
      return windowUpdate(id, 1);
    case 'PUSH_PROMISE':
      return pushPromise(id, 2, GET);
    case 'CONTINUATION':
      return continuation(id, NOTHING);
    case 'SETTINGS':
      return settings();
    case 'PING':
      return ping();
    case 'GOAWAY':
      return goAway(0, 'NO_ERROR');
  }
}

/** What may not stand between the parts of a field block. */
export function interruptions(begin: (c: Conversation) => Uint8Array, more: Partial<Row> = {}): Row[] {
  const types = Object.keys(Type) as (keyof typeof Type)[];
  return [
    ...types
      .filter((type) => type !== 'CONTINUATION')
      .map((type) => fails('PROTOCOL_ERROR', `${type} follows it`, (c) => [begin(c), frameOf(type, c, 1)], more)),
    fails('PROTOCOL_ERROR', 'CONTINUATION of another stream follows it', (c) => [begin(c), continuation(3, NOTHING)], more),
    fails('PROTOCOL_ERROR', 'CONTINUATION of stream 0 follows it', (c) => [begin(c), continuation(0, NOTHING)], more),
    fails('PROTOCOL_ERROR', 'a frame of an unknown type follows it', (c) => [begin(c), frame(0xfa, 0, 1, NOTHING)], more),
    fails('PROTOCOL_ERROR', 'a frame of an unknown type on stream 0 follows it', (c) => [begin(c), frame(0xfa, 0, 0, NOTHING)], more),
  ];
}
