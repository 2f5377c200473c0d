import assert from 'node:assert/strict';
import { turn } from './fake-clock.js';

/** Registers hooks that fail a test which leaves a rejection unhandled. */
export function forbidUnhandledRejections(): void {
  let seen: unknown[] = [];
  const listener = (reason: unknown) => {
    seen.push(reason);
  };
  let before: NodeJS.UnhandledRejectionListener[] = [];
  beforeEach(() => {
    seen = [];
    before = process.listeners('unhandledRejection');
    process.removeAllListeners('unhandledRejection');
    process.on('unhandledRejection', listener);
  });
  afterEach(async () => {
    await turn();
    process.removeListener('unhandledRejection', listener);
    for (const one of before) process.on('unhandledRejection', one);
    assert.deepEqual(seen, [], 'unhandled rejections');
  });
}
