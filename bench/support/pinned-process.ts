import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';

/** Whether `taskset` is at hand and there are two cores to pin to; rows say so where it is not. */
export const pinning: boolean = availableParallelism() >= 2 && spawnSync('taskset', ['--version']).status === 0;

/** A child that runs one side of a contender and answers one question at a time over its message channel. */
export class PinnedProcess {
  readonly #child: ChildProcess;
  readonly #name: string;
  #waiting: { resolve(answer: unknown): void; reject(error: Error): void } | undefined;
  #early: unknown[] = [];
  #ended: Error | undefined;

  /** Starts `script` with `args` on one core: 0 for servers, 1 for clients. */
  constructor(script: string, args: readonly string[], core: 0 | 1) {
    this.#name = `${script.split('/').at(-1)} ${args.join(' ')}`;
    const node = [process.execPath, '--expose-gc', script, ...args];
    const command = pinning ? ['taskset', '-c', String(core), ...node] : node;
    this.#child = spawn(command[0]!, command.slice(1), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], serialization: 'advanced' });
    this.#child.on('message', (answer) => this.#onAnswer(answer));
    this.#child.on('error', (error) => this.#onEnded(error));
    this.#child.on('exit', (code, signal) => this.#onEnded(new Error(`${this.#name} ended with ${signal ?? `exit code ${code}`}`)));
  }

  /** The next message the child sends of itself, such as the port it listens on. */
  first(): Promise<unknown> {
    return this.#next();
  }

  ask(question: unknown): Promise<unknown> {
    this.#child.send(question as object);
    return this.#next();
  }

  end(): void {
    this.#child.kill();
  }

  #next(): Promise<unknown> {
    if (this.#early.length > 0) return Promise.resolve(this.#early.shift());
    if (this.#ended !== undefined) return Promise.reject(this.#ended);
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
    });
  }

  #onAnswer(answer: unknown): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (waiting === undefined) this.#early.push(answer);
    else waiting.resolve(answer);
  }

  #onEnded(error: Error): void {
    this.#ended ??= error;
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.reject(this.#ended);
  }
}
