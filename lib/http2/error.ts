import { errorCodeName } from '../../wire/http2/error-code.js';
import type { Closed, Initiator } from '../../wire/http2/sink.js';

/** A stream or a connection ended otherwise than it should. */
export class Http2Error extends Error {
  /** RFC 9113 §7. */
  readonly code: number;
  /** What is broken: one request, or the connection with all of them. */
  readonly scope: 'stream' | 'connection';
  /** Who began it: this engine, the code that uses it, or the other side. */
  readonly by: Initiator;
  /** `no`: the other side has certainly not acted on the request, which may be sent again (RFC 9113 §8.7). */
  readonly processed: 'no' | 'maybe';

  constructor(closed: Closed, cause?: unknown) {
    super(closed.message, cause === undefined ? undefined : { cause });
    this.name = 'Http2Error';
    this.code = closed.code;
    this.scope = closed.scope;
    this.by = closed.by;
    this.processed = closed.processed;
  }

  /** Such as `REFUSED_STREAM`. */
  get codeName(): string {
    return errorCodeName(this.code);
  }
}
