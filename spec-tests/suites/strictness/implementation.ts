/** An implementation in a process of its own, asked one case at a time. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createInterface, type Interface } from 'node:readline';
import { type Case, joined } from './case.js';
import type { Reply } from './judge.js';

/** The hardest case takes a second or two: what works so long at a few bytes hangs. Processor time, since other processes work too. */
const MAX_CPU_SECONDS = 5;
/** Where the system does not tell processor time, and where a process waits for something. */
const TIMEOUT_MS = 60_000;
const LOOK_EVERY_MS = 250;

/** What a process may grow by while it works at a case, beside a multiple of the input: room for what its garbage collector leaves. */
const MAX_GROWTH_BYTES = 256 * 1024 * 1024;
const MAX_GROWTH_PER_BYTE = 64;

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
    const line = `${JSON.stringify({ id, type, input: whole, options, output })}\n`;
    const before = beginPeak(child.pid!);
    const reply = await this.#replyOf(child, line);
    this.#waiting = undefined;
    const grown = peakBytes(child.pid!) - before;
    // Bytes come as two digits each.
    const bytes = kind === 'binary' ? line.length / 2 : line.length;
    if (grown <= MAX_GROWTH_BYTES + MAX_GROWTH_PER_BYTE * bytes) return reply;
    return { crashed: `it took ${Math.round(grown / 1024 / 1024)} MiB of memory for ${Math.round(bytes / 1024)} KiB` };
  }

  /** Sends a line and waits for the answer; ends a process that gives none. */
  async #replyOf(child: ChildProcess, line: string): Promise<Reply> {
    const started = performance.now();
    const cpuBefore = cpuSeconds(child.pid!);
    let timer: NodeJS.Timeout | undefined;
    const reply = await new Promise<Reply>((resolve) => {
      this.#waiting = resolve;
      timer = setInterval(() => {
        const cpu = cpuSeconds(child.pid!) - cpuBefore;
        if (cpu < MAX_CPU_SECONDS && performance.now() - started < TIMEOUT_MS) return;
        this.#child = undefined;
        child.kill('SIGKILL');
        resolve({ crashed: `no answer after ${cpu.toFixed(1)} s of processor time` });
      }, LOOK_EVERY_MS);
      child.stdin!.write(line);
    });
    clearInterval(timer);
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
      if (this.#child !== child) return;
      this.#child = undefined;
      this.#waiting?.({ crashed: `the process ended: ${signal ?? `exit code ${code}`}` });
    });
    return child;
  }
}

/** The memory that a process has now; its peak is counted from here on. Linux only: elsewhere memory is not looked at. */
function beginPeak(pid: number): number {
  try {
    writeFileSync(`/proc/${pid}/clear_refs`, '5');
  } catch {
    return Number.POSITIVE_INFINITY;
  }
  return peakBytes(pid);
}

/** The most memory that the process had; 0 where nobody knows. */
function peakBytes(pid: number): number {
  try {
    return Number(/^VmHWM:\s*(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}

/** What a process has worked, all its threads together; 0 where nobody knows. */
function cpuSeconds(pid: number): number {
  try {
    // Behind the name in parentheses; the clock ticks a hundred times a second on every Linux.
    const fields = readFileSync(`/proc/${pid}/stat`, 'latin1')
      .replace(/^.*\) /s, '')
      .split(' ');
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return 0;
  }
}
