import { Duplex } from 'node:stream';

/** Two ends of one connection in memory: what is written to one is read from the other, in turns of their own. */
export function duplexPair(): [Duplex, Duplex] {
  const one = new End();
  const other = new End();
  one.other = other;
  other.other = one;
  return [one, other];
}

class End extends Duplex {
  other: End | undefined = undefined;
  #taken: (() => void) | undefined = undefined;

  override _read(): void {
    const taken = this.#taken;
    this.#taken = undefined;
    taken?.();
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.other!.#push(Buffer.from(chunk), done);
  }

  override _final(done: () => void): void {
    this.other!.#push(null, done);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    const other = this.other!;
    setImmediate(() => {
      if (!other.destroyed && !other.readableEnded) other.push(null);
    });
    done(error);
  }

  #push(chunk: Buffer | null, done: () => void): void {
    if (this.destroyed) {
      done();
      return;
    }
    if (this.push(chunk)) setImmediate(done);
    else this.#taken = done;
  }
}
