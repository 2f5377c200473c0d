import assert from 'node:assert/strict';
import { errorCodeName } from '../../wire/http2/error-code.js';
import { ConnectionError, StreamError } from '../../wire/http2/errors.js';

/** `run` throws an error of the given scope: `connection` or a stream's number, and the code by its name. */
export function assertViolation(run: () => unknown, scope: 'connection' | number, code: string, section: string): void {
  let caught: unknown;
  try {
    run();
  } catch (error) {
    caught = error;
  }
  assert.ok(caught !== undefined, `nothing was thrown, expected ${code} of ${scope}`);
  if (!(caught instanceof ConnectionError || caught instanceof StreamError)) throw caught;
  const caughtScope = caught instanceof ConnectionError ? 'connection' : caught.streamId;
  assert.deepEqual(
    { scope: caughtScope, code: errorCodeName(caught.code), section: caught.section },
    { scope, code, section },
    caught.message,
  );
}

/** Bytes from hexadecimal digits; blanks are for the reader. */
export function hex(digits: string): Uint8Array {
  return Uint8Array.from(Buffer.from(digits.replaceAll(/\s/g, ''), 'hex'));
}
