/**
 * What the conformance runner talks to: `node testee.js generated|closures FOLDER [--merge-text]`.
 *
 * Requests come on standard input, answers go to standard output, each behind its length as 4 bytes, little-endian. Both ways are
 * synchronous: the runner waits for each answer. The end of the input is the end.
 */
import { readSome, writeWhole } from '../../support/sync-pipe.js';
import { answerTo } from './answer.js';
import { loadTypes, type Path } from './types.js';

const LENGTH_BYTES = 4;

/** Fills `bytes`; false where the input ends before the first of them. */
function readWhole(bytes: Uint8Array): boolean {
  let filled = 0;
  while (filled < bytes.length) {
    const count = readSome(bytes, filled);
    if (count === 0) {
      if (filled === 0) return false;
      throw new Error('the input ends inside a request');
    }
    filled += count;
  }
  return true;
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
