/**
 * The two scopes of an error that the peer has caused (RFC 9113 §5.4). They are thrown by whatever reads and caught by the connection,
 * which sends GOAWAY or RST_STREAM and tells its sink; no user ever meets them.
 */
import { errorCodeName } from './error-code.js';

/** The connection cannot go on: GOAWAY with `code`, then the end (RFC 9113 §5.4.1). */
export class ConnectionError extends Error {
  override readonly name = 'ConnectionError';
  /** RFC 9113 §7. */
  readonly code: number;
  /** The rule that was broken, such as `RFC 9113 §6.5.2`. */
  readonly section: string | undefined;

  constructor(code: number, message: string, section?: string) {
    super(sentence(code, message, section));
    this.code = code;
    this.section = section;
  }
}

/** One stream cannot go on: RST_STREAM with `code` (RFC 9113 §5.4.2). */
export class StreamError extends Error {
  override readonly name = 'StreamError';
  readonly streamId: number;
  /** RFC 9113 §7. */
  readonly code: number;
  /** The rule that was broken, such as `RFC 9113 §8.2.1`. */
  readonly section: string | undefined;

  constructor(streamId: number, code: number, message: string, section?: string) {
    super(sentence(code, message, section));
    this.streamId = streamId;
    this.code = code;
    this.section = section;
  }
}

function sentence(code: number, message: string, section: string | undefined): string {
  return `${errorCodeName(code)}: ${message}${section === undefined ? '' : ` (${section})`}`;
}
