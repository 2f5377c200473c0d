import { fileURLToPath } from 'node:url';
import { PinnedProcess } from '../support/pinned-process.js';
import type { BenchCase } from './cases.js';
import type { RunCount } from './load.js';

/** One run of one case, both ends together. */
export interface Run {
  readonly operationsPerSecond: number;
  readonly cpuMicrosecondsPerOperation: number;
}

const script = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** A contender that is up: its two processes (one where both ends share it), ready to run cases in turn with the others. */
export class Contender {
  readonly #server: PinnedProcess | undefined;
  readonly #client: PinnedProcess;

  private constructor(server: PinnedProcess | undefined, client: PinnedProcess) {
    this.#server = server;
    this.#client = client;
  }

  static async start(peer: string, inProcess: boolean): Promise<Contender> {
    const server = inProcess ? undefined : new PinnedProcess(script('server-process.js'), [peer], 0);
    const port = server === undefined ? 0 : ((await server.first()) as number);
    const client = new PinnedProcess(script('client-process.js'), [peer, String(port)], 1);
    await client.first();
    return new Contender(server, client);
  }

  async run(benchCase: BenchCase, durationMs: number): Promise<Run> {
    const before = ((await this.#server?.ask('cpu')) ?? 0) as number;
    const count = (await this.#client.ask({ benchCase, durationMs })) as RunCount;
    const after = ((await this.#server?.ask('cpu')) ?? 0) as number;
    return {
      operationsPerSecond: (count.operations / count.elapsedMs) * 1000,
      cpuMicrosecondsPerOperation: (count.cpuMicroseconds + after - before) / count.operations,
    };
  }

  end(): void {
    this.#client.end();
    this.#server?.end();
  }
}
