/** An implementation in a process of its own, asked one case at a time. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface, type Interface } from 'node:readline';
import { type Case, joined } from './case.js';
import type { Reply } from './judge.js';

/** The hardest case takes a fraction of a second: what takes so long for a few bytes hangs. */
const TIMEOUT_MS = 5_000;

export class RunningImplementation {
  readonly #command: readonly string[];
  #child: ChildProcess | undefined;
  #lines: Interface | undefined;
  #id = 0;
  #waiting: ((reply: Reply) => void) | undefined;

  constructor(command: readonly string[]) {
    this.#command = command;
  }

  /** What it does with a case. A process that dies or hangs has crashed, and a new one is asked from then on. */
  async ask(one: Case): Promise<Reply> {
    const child = this.#child ?? this.#start();
    const id = ++this.#id;
    const { type, input, options = {}, output } = one;
    const [kind, value] = Object.entries(input)[0]!;
    const whole = kind === 'assign' ? input : { [kind]: joined(value) };
    let timer: NodeJS.Timeout | undefined;
    const reply = await new Promise<Reply>((resolve) => {
      this.#waiting = resolve;
      timer = setTimeout(() => {
        resolve({ crashed: `no answer within ${TIMEOUT_MS / 1000} s` });
        child.kill('SIGKILL');
      }, TIMEOUT_MS);
      child.stdin!.write(`${JSON.stringify({ id, type, input: whole, options, output })}\n`);
    });
    clearTimeout(timer);
    this.#waiting = undefined;
    return reply;
  }

  close(): void {
    this.#child?.stdin?.end();
    this.#lines?.close();
  }

  #start(): ChildProcess {
    const [program, ...args] = this.#command;
    const child = spawn(program!, args, { stdio: ['pipe', 'pipe', 'ignore'] });
    this.#child = child;
    this.#lines = createInterface(child.stdout!);
    this.#lines.on('line', (line) => this.#waiting?.(JSON.parse(line) as Reply));
    // What cannot be written any more belongs to a process that has ended, which is told below.
    child.stdin!.on('error', () => undefined);
    child.once('close', (code, signal) => {
      if (this.#child === child) this.#child = undefined;
      this.#waiting?.({ crashed: `the process ended: ${signal ?? `exit code ${code}`}` });
    });
    return child;
  }
}
