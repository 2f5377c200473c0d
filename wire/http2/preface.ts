import { ErrorCode } from './error-code.js';
import { ConnectionError } from './errors.js';

const TEXT = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';

/** What a client sends before its first frame, its SETTINGS (RFC 9113 §3.4). Not to be written to. */
export const CLIENT_PREFACE: Uint8Array = Uint8Array.from(TEXT, (character) => character.charCodeAt(0));

export const CLIENT_PREFACE_BYTES = TEXT.length;

export function writeClientPreface(buffer: Uint8Array, position: number): number {
  const end = position + CLIENT_PREFACE_BYTES;
  if (end <= buffer.length) buffer.set(CLIENT_PREFACE, position);
  return end;
}

/**
 * Compares bytes `[start, end)` with the preface from its byte `matched` on and returns how many bytes of the preface have come now:
 * it is whole at `CLIENT_PREFACE_BYTES`, and the frames begin `result - matched` bytes behind `start`. Throws at the first byte that
 * differs, so that someone who speaks another protocol hears at once.
 */
export function matchClientPreface(buffer: Uint8Array, start: number, end: number, matched: number): number {
  const stop = Math.min(end - start, CLIENT_PREFACE_BYTES - matched);
  for (let index = 0; index < stop; index++) {
    if (buffer[start + index] !== CLIENT_PREFACE[matched + index]) throw noPreface(buffer, start, end, matched);
  }
  return matched + stop;
}

/** A client that speaks HTTP/1.1 or TLS is by far the likeliest cause, so the message names them. */
function noPreface(buffer: Uint8Array, start: number, end: number, matched: number): ConnectionError {
  const first = matched === 0 ? buffer[start]! : CLIENT_PREFACE[0]!;
  let hint = '';
  if (matched === 0 && first === 0x16) hint = '; this looks like TLS, which this address does not speak';
  else if (matched === 0 && end - start >= 4 && isUpperCase(buffer, start, start + 3))
    hint = '; this looks like HTTP/1.1, which this address does not speak';
  return new ConnectionError(
    ErrorCode.PROTOCOL_ERROR,
    `the connection does not begin with HTTP/2's client preface${hint}`,
    'RFC 9113 §3.4',
  );
}

function isUpperCase(buffer: Uint8Array, start: number, end: number): boolean {
  for (let position = start; position < end; position++) {
    if (buffer[position]! < 0x41 || buffer[position]! > 0x5a) return false;
  }
  return true;
}
