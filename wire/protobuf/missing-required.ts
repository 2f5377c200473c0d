/** Required fields that are not there, when a message is written (Protobuf proto2: Field Labels). */
import { EncodeError } from './errors.js';

/** Whether the encode in progress was told to leave missing required fields out. */
export let missingAllowed = false;

/** For a required field that is undefined: throws, unless the encode was told otherwise. The path is found by a second walk. */
export function missingField(): void {
  if (!missingAllowed) throw new EncodeError('required field is missing');
}

/** Runs an encode. It may run inside another one, started by a getter of the message, whose own answer comes back afterwards. */
export function withMissingRequired<T>(allowed: boolean, run: () => T): T {
  const before = missingAllowed;
  missingAllowed = allowed;
  try {
    return run();
  } finally {
    missingAllowed = before;
  }
}
