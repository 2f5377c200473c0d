import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { createInterface } from 'node:readline';

/** Whether `taskset` is at hand and there are two cores to pin to; rows say so where it is not. */
export const pinning: boolean = availableParallelism() >= 2 && spawnSync('taskset', ['--version']).status === 0;

/** Servers run on core 0, clients on core 1. */
export type Core = 0 | 1;

/** The same command, kept to one core where that can be done. */
export function pinned(command: readonly string[], core: Core): string[] {
  return pinning ? ['taskset', '-c', String(core), ...command] : [...command];
}

/** A child that answers one question at a time, both as lines of JSON. */
export class PinnedProcess {
  readonly #child: ChildProcess;
  readonly #name: string;
  #waiting: { resolve(answer: unknown): void; reject(error: Error): void } | undefined;
  #early: unknown[] = [];
  #ended: Error | undefined;

  /** `name` stands in errors; `environment` is added to this process' own. */
  constructor(name: string, command: readonly string[], core: Core, environment: { readonly [name: string]: string } = {}) {
    this.#name = name;
    const [program, ...args] = pinned(command, core);
    this.#child = spawn(program!, args, { stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, ...environment } });
    createInterface(this.#child.stdout!).on('line', (line) => this.#onLine(line));
    this.#child.stdin!.on('error', () => {}); // 'exit' tells why
    this.#child.on('error', (error) => this.#onEnded(error));
    this.#child.on('exit', (code, signal) => this.#onEnded(new Error(`${this.#name} ended with ${signal ?? `exit code ${code}`}`)));
  }

  /** The line that the child writes of itself, such as the port it listens on. */
  first<T>(): Promise<T> {
    return this.#next() as Promise<T>;
  }

  ask<T>(question: object): Promise<T> {
    this.#child.stdin!.write(`${JSON.stringify(question)}\n`);
    return this.#next() as Promise<T>;
  }

  end(): void {
    this.#child.stdin!.end();
    this.#child.kill();
  }

  #next(): Promise<unknown> {
    if (this.#early.length > 0) return Promise.resolve(this.#early.shift());
    if (this.#ended !== undefined) return Promise.reject(this.#ended);
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
    });
  }

  #onLine(line: string): void {
    let answer: unknown;
    try {
      answer = JSON.parse(line);
    } catch {
      this.#onEnded(new Error(`${this.#name} says ${JSON.stringify(line)}, which is no JSON`));
      return;
    }
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
