/** Standard input and output read and written synchronously, for programs that answer one question at a time. */
import { readSync, writeSync } from 'node:fs';

const STDIN = 0;
const STDOUT = 1;

/** Reads what there is, into `bytes` from `offset` on; gives how many bytes came, 0 at the end of the input. */
export function readSome(bytes: Uint8Array, offset = 0): number {
  return retrying(() => readSync(STDIN, bytes, offset, bytes.length - offset, null));
}

export function writeWhole(bytes: Uint8Array): void {
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
