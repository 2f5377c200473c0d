/** The first bytes of an accepted connection: HTTP/2's preface, or what the peer speaks instead. */
import { CLIENT_PREFACE, CLIENT_PREFACE_BYTES } from '../../../wire/http2/preface.js';

/** Whether `bytes` begin, as far as they go, with the client's preface (RFC 9113 §3.4). */
export function isPreface(bytes: Buffer): boolean {
  const length = Math.min(bytes.length, CLIENT_PREFACE_BYTES);
  return bytes.subarray(0, length).equals(CLIENT_PREFACE.subarray(0, length));
}

const EXPLANATION = 'This port speaks gRPC over HTTP/2 only, without an upgrade from HTTP/1.1.\n';

/** For a client that speaks HTTP/1.1: what it understands. */
export const HTTP1_ANSWER = [
  'HTTP/1.1 505 HTTP Version Not Supported',
  'connection: close',
  'content-type: text/plain',
  `content-length: ${EXPLANATION.length}`,
  '',
  EXPLANATION,
].join('\r\n');

/** The first bytes in words: what the peer seems to speak. */
export function describeFirstBytes(bytes: Buffer): string {
  if (bytes[0] === 0x16 && bytes[1] === 0x03)
    return 'TLS, and this port is plaintext: leave out tls on the client, or set it on the server';
  const text = bytes.subarray(0, 64).toString('latin1');
  const line = /^[A-Z]+ \S+ HTTP\/1\.[01]/.exec(text);
  if (line !== null) return 'HTTP/1.1: this port speaks gRPC over HTTP/2 only';
  return `something else (${JSON.stringify(text.slice(0, 16))}): this port speaks gRPC over HTTP/2 only`;
}

/** Whether it looks like a request of HTTP/1.x: a method and the beginning of a target (RFC 9112 §3.2). */
export function isHttp1(bytes: Buffer): boolean {
  return /^(?:[A-Z]+ (?:\/|\*|https?:)|CONNECT )/.test(bytes.subarray(0, 24).toString('latin1'));
}
