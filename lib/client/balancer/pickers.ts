import type { ClientSession, TransportError } from '../../transport/transport.js';
import type { Picker } from './balancer.js';

/** Every call waits: idle, or connecting. */
export const waitingPicker: Picker = {
  looksAtRequest: false,
  pick: () => undefined,
  failure: () => undefined,
};

/** Every call goes to one session, or waits for a slot of it. */
export class SessionPicker implements Picker {
  readonly looksAtRequest = false;
  readonly #session: ClientSession;

  constructor(session: ClientSession) {
    this.#session = session;
  }

  pick(): ClientSession | undefined {
    return this.#session.freeSlots > 0 ? this.#session : undefined;
  }

  failure(): undefined {
    return undefined;
  }
}

/** Every call fails, but those that wait for readiness. */
export class FailurePicker implements Picker {
  readonly looksAtRequest = false;
  readonly #error: TransportError;

  constructor(error: TransportError) {
    this.#error = error;
  }

  pick(): undefined {
    return undefined;
  }

  failure(): TransportError {
    return this.#error;
  }
}
