/**
 * What the conformance runner talks to: `node testee.js generated|closures FOLDER [--merge-text]`.
 *
 * Requests come on standard input, answers go to standard output, each behind its length as 4 bytes, little-endian. Both ways are
 * synchronous: the runner waits for each answer. The end of the input is the end.
 */
import { readSync, writeSync } from 'node:fs';
import { answerTo } from './answer.js';
import { loadTypes, type Path } from './types.js';

const STDIN = 0;
const STDOUT = 1;
const LENGTH_BYTES = 4;

/** Fills `bytes`; false where the input ends before the first of them. */
function readWhole(bytes: Uint8Array): boolean {
  let filled = 0;
  while (filled < bytes.length) {
    const count = retrying(() => readSync(STDIN, bytes, filled, bytes.length - filled, null));
    if (count === 0) {
      if (filled === 0) return false;
      throw new Error('the input ends inside a request');
    }
    filled += count;
  }
  return true;
}

function writeWhole(bytes: Uint8Array): void {
  let written = 0;
  while (written < bytes.length) written += retrying(() => writeSync(STDOUT, bytes, written, bytes.length - written));
}

/** A pipe may say that it is not ready yet. */
function retrying(operation: () => number): number {
  for (;;) {
    try {
      return operation();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    }
  }
}

const [path, folder, ...flags] = process.argv.slice(2);
const registry = await loadTypes(path as Path, folder!);
const answer = answerTo(registry, { mergeText: flags.includes('--merge-text') });
const length = Buffer.alloc(LENGTH_BYTES);
while (readWhole(length)) {
  const request = Buffer.alloc(length.readUInt32LE());
  readWhole(request);
  const response = answer(request);
  const framed = Buffer.alloc(LENGTH_BYTES + response.length);
  framed.writeUInt32LE(response.length);
  framed.set(response, LENGTH_BYTES);
  writeWhole(framed);
}
