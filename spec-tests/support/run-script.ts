import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** How a process ended. */
export interface ScriptResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program of this Node to its end. A test's own time limit is what stops one that hangs. */
export async function runNode(args: readonly string[], cwd?: string): Promise<ScriptResult> {
  const child = spawn(process.execPath, [...args], { stdio: ['ignore', 'pipe', 'pipe'], cwd });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  const [code] = (await once(child, 'close')) as [number | null];
  process.removeListener('exit', kill);
  return { code, stdout, stderr };
}

/** Runs a module's text in a process of its own. `barewire` and the support folder are imported by the URLs in `urls`. */
export function runScript(source: string): Promise<ScriptResult> {
  return runNode(['--input-type=module', '-e', source]);
}
