/** One run of a protoc plugin: the request goes to its standard input, the response comes from its standard output. */
import { spawn } from 'node:child_process';
import { extname } from 'node:path';
import { DecodeError } from '../../wire/protobuf/errors.js';
import { CodeGeneratorRequest, CodeGeneratorResponse } from '../../wire/protobuf/generated/plugin.js';
import { MAX_PLUGIN_RESPONSE_BYTES } from '../limits.js';
import { reasonOf } from './output.js';
import { CommandError, type Terminal } from './terminal.js';

/** What Node itself runs; everything else is a program. */
const SCRIPTS = ['.js', '.mjs', '.cjs'];

/**
 * Runs the plugin at `path`. Its standard error is shown as it comes. Throws a `CommandError` where it cannot be started, ends with
 * anything but 0, or answers what is no response.
 */
export async function runPlugin(path: string, request: CodeGeneratorRequest, terminal: Terminal): Promise<CodeGeneratorResponse> {
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
  const end = await new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((done, fail) => {
    child.once('error', (error) => fail(new CommandError(`${path} cannot be started: ${reasonOf(error)}`)));
    child.once('close', (code, signal) => done({ code, signal }));
  });
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
