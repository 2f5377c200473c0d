/** Options of a connection that cannot be: told when they are given, with what came and what would do. */
import type { ConnectionOptions } from './connection.js';
import { MAX_UINT31 } from './frame-header.js';
import { checkSettings, INITIAL_SETTINGS } from './settings.js';

/** Throws a RangeError. Settings are looked at as they will be announced, so ENABLE_PUSH may be left out only, or false. */
export function checkConnectionOptions(options: ConnectionOptions): void {
  if (options.role !== 'client' && options.role !== 'server') {
    throw new RangeError(`role: expected 'client' or 'server', got ${String(options.role)}`);
  }
  if (options.settings !== undefined) checkSettings(options.settings);
  checkBytes('connectionWindowBytes', options.connectionWindowBytes, INITIAL_SETTINGS.initialWindowBytes, MAX_UINT31);
  checkBytes('maxAdaptiveWindowBytes', options.maxAdaptiveWindowBytes, 0, MAX_UINT31);
  if (options.maxUnconsumedBytes !== Number.POSITIVE_INFINITY) {
    checkBytes('maxUnconsumedBytes', options.maxUnconsumedBytes, 0, Number.MAX_SAFE_INTEGER);
  }
}

/** The largest window is 2^31-1 bytes (RFC 9113 §6.9.1); one without a byte would take nothing for ever. */
export function checkWindow(bytes: number): void {
  checkBytes('the window', bytes, 1, MAX_UINT31);
}

function checkBytes(name: string, bytes: number | undefined, min: number, max: number): void {
  if (bytes === undefined) return;
  if (!Number.isInteger(bytes) || bytes < min || bytes > max) {
    throw new RangeError(`${name}: expected an integer of ${min} to ${max}, got ${String(bytes)}`);
  }
}
