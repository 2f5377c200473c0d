/** How HTTP/2 sessions end, as `TransportError`s: in node:http2's words, in the peer's, and in our own. */
import { ErrorCode, errorCodeName } from './error-code.js';
import { nodeError } from './node-error.js';
import { type Phase, TransportError } from './transport.js';

/**
 * How sessions end by floods: NGHTTP2_ERR_FLOODED by frames that must be answered, NGHTTP2_ERR_TOO_MANY_CONTINUATIONS, and
 * NGHTTP2_ERR_CALLBACK_FAILURE, with which Node 22.23.3, 24.21 and 26.10 answer thousands of streams that are opened and reset at once.
 */
const FLOOD_ERRORS: readonly (number | undefined)[] = [-904, -905, -902];

/** What went wrong with an HTTP/2 session. `started` says that the peer's SETTINGS had come. */
export function sessionError(error: unknown, peer: string, started: boolean): TransportError {
  const node = nodeError(error);
  const phase: Phase = started ? 'receive' : 'connect';
  const processed = started ? 'maybe' : 'no';
  const make = (by: 'us' | 'peer', code: number, message: string) =>
    new TransportError(message, { scope: 'connection', by, phase, code, processed, cause: error });
  switch (node.code) {
    case 'ERR_HTTP2_ERROR':
      if (!started) return noHttp2(peer, '', error);
      if (FLOOD_ERRORS.includes(node.errno)) {
        return make(
          'us',
          ErrorCode.ENHANCE_YOUR_CALM,
          `${peer} sent too many frames or streams at once (${node.message}): the connection was closed`,
        );
      }
      return make('us', ErrorCode.PROTOCOL_ERROR, `${peer} broke the rules of HTTP/2 (${node.message}): the connection was closed`);
    case 'ECONNRESET':
    case 'EPIPE':
    case 'ECONNABORTED':
      return make('peer', ErrorCode.CONNECT_ERROR, `${peer} dropped the connection`);
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return make('peer', ErrorCode.CONNECT_ERROR, `the connection to ${peer} was lost: it does not answer any more`);
    case 'ERR_HTTP2_TOO_MANY_INVALID_FRAMES':
      return make('us', ErrorCode.ENHANCE_YOUR_CALM, `${peer} sent too many invalid frames: the connection was closed`);
    default:
      return make('us', ErrorCode.INTERNAL_ERROR, `the connection to ${peer} failed: ${node.message}`);
  }
}

/** node:http2 has stopped reading and writing, which it does not tell. */
export function stoppedByNode(peer: string, started: boolean): TransportError {
  return new TransportError(`${peer} broke the rules of HTTP/2, or reset too many streams too fast: the connection was closed`, {
    scope: 'connection',
    by: 'us',
    phase: started ? 'receive' : 'connect',
    code: ErrorCode.PROTOCOL_ERROR,
    processed: started ? 'maybe' : 'no',
  });
}

/** The engine has found that the peer broke the rules of HTTP/2; `what` says which. */
export function brokenByPeer(peer: string, code: number, what: string): TransportError {
  const message = `${peer} broke the rules of HTTP/2 (${what}): the connection was closed`;
  return new TransportError(message, { scope: 'connection', by: 'us', phase: 'receive', code, processed: 'maybe' });
}

/** What came from a server in the place of its SETTINGS. `firstBytes` may be cut short, and is empty where it is not known. */
export function noHttp2(peer: string, firstBytes: string, cause?: unknown): TransportError {
  const shown = firstBytes === '' ? '' : ` (${JSON.stringify(printable(firstBytes))})`;
  return new TransportError(`what ${peer} answered is no HTTP/2${shown}: this port speaks HTTP/1.1 or something else, or it expects TLS`, {
    scope: 'connection',
    by: 'peer',
    phase: 'connect',
    code: ErrorCode.PROTOCOL_ERROR,
    processed: 'no',
    cause,
  });
}

/** `destroy` was called on our side. */
export function destroyedByUs(reason: string): TransportError {
  return new TransportError(`the connection was closed: ${reason}`, {
    scope: 'connection',
    by: 'us',
    phase: 'receive',
    code: ErrorCode.CANCEL,
    processed: 'maybe',
  });
}

/** The peer has closed the connection without a word. */
export function hungUp(peer: string, started: boolean): TransportError {
  return new TransportError(
    started
      ? `${peer} closed the connection`
      : `${peer} closed the connection before it spoke HTTP/2: is it overloaded, or does it expect TLS?`,
    {
      scope: 'connection',
      by: 'peer',
      phase: started ? 'receive' : 'connect',
      code: ErrorCode.CONNECT_ERROR,
      processed: started ? 'maybe' : 'no',
    },
  );
}

/** A peer's own words, for a message: short, and without what would move a terminal's cursor. */
function printable(text: string): string {
  const shown = text.replace(/[^\x20-\x7e]/g, '.');
  return shown.length > MAX_DEBUG_LENGTH ? `${shown.slice(0, MAX_DEBUG_LENGTH)}…` : shown;
}

/** Characters of GOAWAY's debug data in a message; it may have 16 KiB. */
const MAX_DEBUG_LENGTH = 200;

/** GOAWAY with an error. */
export function goneAway(peer: string, code: number, debug: string): TransportError {
  const why = debug === '' ? '' : ` (${printable(debug)})`;
  const advice = code === ErrorCode.ENHANCE_YOUR_CALM ? ': send fewer PINGs and resets' : '';
  return new TransportError(`${peer} closed the connection with ${errorCodeName(code)}${why}${advice}`, {
    scope: 'connection',
    by: 'peer',
    phase: 'receive',
    code,
    processed: 'maybe',
  });
}
