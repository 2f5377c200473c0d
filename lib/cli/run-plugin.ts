/** One run of a protoc plugin: the request goes to its standard input, the response comes from its standard output. */
import { type ChildProcess, spawn } from 'node:child_process';
import { extname } from 'node:path';
import { DecodeError } from '../../wire/protobuf/errors.js';
import { CodeGeneratorRequest, CodeGeneratorResponse } from '../../wire/protobuf/generated/plugin.js';
import { MAX_PLUGIN_RESPONSE_BYTES } from '../limits.js';
import { reasonOf } from './output.js';
import { CommandError, type Terminal } from './terminal.js';

/** What Node itself runs; everything else is a program. */
const SCRIPTS = ['.js', '.mjs', '.cjs'];

interface PluginEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** How long a plugin is waited for. */
export interface Patience {
  /** Milliseconds, after which the user is told who is waited for. */
  readonly noticeMs: number;
  /** Milliseconds, after which the plugin is ended. */
  readonly timeoutMs: number;
}

/** What ends a command from outside. The plugin would go on alone. */
const INTERRUPTS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Runs the plugin at `path`. Its standard error is shown as it comes. Throws a `CommandError` where it cannot be started, takes longer than
 * `patience` has, ends with anything but 0, or answers what is no response. A signal that ends this process ends the plugin first.
 */
export async function runPlugin(
  path: string,
  request: CodeGeneratorRequest,
  terminal: Terminal,
  patience: Patience,
): Promise<CodeGeneratorResponse> {
  const [program, args] = SCRIPTS.includes(extname(path)) ? [process.execPath, [path]] : [path, []];
  // Windows starts .cmd files through its shell only, which splits words at spaces.
  const shell = process.platform === 'win32' && /\.(cmd|bat)$/i.test(path);
  const child = spawn(shell ? `"${program}"` : program, args, { stdio: ['pipe', 'pipe', 'pipe'], shell, windowsHide: true });
  const output: Buffer[] = [];
  let length = 0;
  child.stdout.on('data', (chunk: Buffer) => {
    length += chunk.length;
    if (length <= MAX_PLUGIN_RESPONSE_BYTES) output.push(chunk);
    else child.kill('SIGKILL');
  });
  child.stderr.setEncoding('utf8');
  child.stderr.on('data', (text: string) => terminal.error(text));
  // A plugin that knows enough may stop reading; how it ends tells whether that was right.
  child.stdin.on('error', () => {});
  child.stdin.end(CodeGeneratorRequest.encode(request));
  const end = await endOf(child, path, terminal, patience);
  if (length > MAX_PLUGIN_RESPONSE_BYTES) {
    throw new CommandError(
      `${path} answered more than ${MAX_PLUGIN_RESPONSE_BYTES} bytes, and was stopped: nothing was written; give it fewer files at once`,
    );
  }
  if (end.code !== 0)
    throw new CommandError(`${path} ended ${end.signal === null ? `with exit code ${end.code}` : `by ${end.signal}`}: nothing was written`);
  try {
    return CodeGeneratorResponse.decode(Buffer.concat(output));
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    throw new CommandError(`${path} answered what is no response of a plugin: ${error.message}`);
  }
}

/** How the plugin ended. Throws where it did not start, or took too long. */
async function endOf(child: ChildProcess, path: string, terminal: Terminal, { noticeMs, timeoutMs }: Patience): Promise<PluginEnd> {
  const timers: NodeJS.Timeout[] = [];
  const stop = (signal: NodeJS.Signals): void => {
    child.kill('SIGKILL');
    for (const one of INTERRUPTS) process.removeListener(one, stop);
    // As if nobody had listened.
    process.kill(process.pid, signal);
  };
  for (const one of INTERRUPTS) process.on(one, stop);
  try {
    return await new Promise((done, fail) => {
      child.once('error', (error) => fail(new CommandError(`${path} cannot be started: ${reasonOf(error)}`)));
      child.once('close', (code, signal) => done({ code, signal }));
      timers.push(
        setTimeout(() => terminal.error(`barewire: waiting for ${path} (pid ${child.pid})\n`), noticeMs),
        setTimeout(() => {
          child.kill('SIGKILL');
          // A process that it started may hold its output open.
          for (const stream of child.stdio) stream?.destroy();
          fail(
            new CommandError(
              `${path} (pid ${child.pid}) took more than ${timeoutMs / 1000} s, and was stopped: nothing was written; --plugin-timeout SECONDS gives it longer`,
            ),
          );
        }, timeoutMs),
      );
    });
  } finally {
    for (const timer of timers) clearTimeout(timer);
    for (const one of INTERRUPTS) process.removeListener(one, stop);
  }
}
