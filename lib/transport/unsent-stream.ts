import { ErrorCode } from './error-code.js';
import type { ClientSession, ClientStream, StreamSink } from './transport.js';

/** A stream whose headers cannot be sent. Its sink hears why in the next turn; its commands do nothing. */
export class UnsentStream implements ClientStream {
  readonly id = 0;
  readonly session: ClientSession;
  #over = false;

  constructor(session: ClientSession, sink: StreamSink, message: string) {
    this.session = session;
    process.nextTick(() => {
      if (this.#over) return;
      this.#over = true;
      // Not `processed: 'no'`, although it is so: the call would be sent again, as much in vain.
      sink.onClosed({ by: 'caller', scope: 'stream', code: ErrorCode.ENHANCE_YOUR_CALM, phase: 'send', processed: 'maybe', message });
    });
  }

  sendMessage(): boolean {
    return true;
  }

  sendEnd(): void {}

  reset(): void {
    this.#over = true;
  }

  consumed(): void {}
}
