import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** What one run of a command took. */
export interface Run {
  readonly wallMs: number;
  /** User and system time of the process; undefined where the system does not tell. */
  readonly cpuMs: number | undefined;
  /** The most memory that was resident at once; undefined where the system does not tell. */
  readonly peakBytes: number | undefined;
}

/** The system is asked this often: its figures are totals and peaks, so that only what comes after the last question is missed. */
const POLL_MS = 10;
/** Clock ticks of /proc/PID/stat, of which every Linux has 100 a second. */
const TICK_MS = 10;

/** Runs a command to its end, its output thrown away; fails with what it said where it does not succeed. */
export function runMeasured(command: readonly string[], folder: string): Promise<Run> {
  return new Promise((resolve, reject) => {
    const [program, ...args] = command;
    let said = '';
    let cpuMs: number | undefined;
    let peakBytes: number | undefined;
    const begun = performance.now();
    const child = spawn(program!, args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said = `${said}${text}`.slice(-2_000);
    });
    const poll = setInterval(() => {
      const now = child.pid === undefined ? undefined : usageOf(child.pid);
      cpuMs = now?.cpuMs ?? cpuMs;
      peakBytes = now?.peakBytes ?? peakBytes;
    }, POLL_MS);
    child.once('error', reject);
    child.once('close', (code) => {
      const wallMs = performance.now() - begun;
      clearInterval(poll);
      if (code === 0) resolve({ wallMs, cpuMs, peakBytes });
      else reject(new Error(`${command.slice(0, 3).join(' ')} … ended with exit code ${code}: ${said}`));
    });
  });
}

function usageOf(pid: number): { cpuMs: number; peakBytes: number } | undefined {
  try {
    const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // Behind the name, which may hold anything: the 12th and 13th fields are the ticks in user and in system mode.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (kilobytes === undefined) return undefined;
    return { cpuMs: (Number(fields[11]) + Number(fields[12])) * TICK_MS, peakBytes: Number(kilobytes) * 1024 };
  } catch {
    return undefined;
  }
}
