/**
 * What the scripts share: where things are, how a tool is run, when packages are installed. No dependency, no shell: every tool is
 * a JavaScript file that Node runs, so that the scripts work wherever Node does.
 */
import { spawn } from 'node:child_process';
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's folder. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Runs a program; resolves with its exit code (1 where a signal ended it or it could not be started). Its output is ours. */
export function run(program, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: root, stdio: 'inherit', ...options });
    child.once('error', (error) => {
      console.error(`${program} could not be started: ${error.message}`);
      resolve(1);
    });
    child.once('close', (code) => resolve(code ?? 1));
  });
}

/** Runs a JavaScript file with this Node. */
export function runNode(file, args = [], options = {}) {
  return run(process.execPath, [file, ...args], options);
}

/** Runs the command `name` of an installed package. */
export function runTool(packageName, name, args, options = {}) {
  const folder = join(root, 'node_modules', ...packageName.split('/'));
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return runNode(join(folder, typeof bin === 'string' ? bin : bin[name]), args, options);
}

/** Runs npm, which on Windows is no program that could be started without a shell. */
export function runNpm(args, options = {}) {
  const beside = join(dirname(process.execPath), 'node_modules', 'npm', 'bin', 'npm-cli.js');
  const script = process.env.npm_execpath?.endsWith('.js') ? process.env.npm_execpath : existsSync(beside) ? beside : undefined;
  return script === undefined ? run('npm', args, options) : runNode(script, args, options);
}

/** Builds everything; resolves with the exit code. What was built of a source that is gone goes too: tsc leaves it, to be run or packed. */
export function build() {
  pruneBuilt(root);
  return runTool('typescript', 'tsc', ['-b']);
}

/** Removes the files of `dist` whose source is not there any more. */
export function pruneBuilt(folder) {
  const dist = join(folder, 'dist');
  if (!existsSync(dist)) return;
  for (const name of readdirSync(dist, { recursive: true })) {
    const source = /^(.*)(?:\.js|\.js\.map|\.d\.ts)$/.exec(name)?.[1];
    if (source !== undefined && !existsSync(join(folder, `${source.replace(/\.js$/, '')}.ts`))) rmSync(join(dist, name), { force: true });
  }
}

/**
 * Installs the packages that the lock file of `folder` names, unless they are there. Resolves with the exit code.
 * A `node_modules` that is a link belongs to another folder and is left as it is.
 */
export async function install(folder = root) {
  if (isInstalled(folder)) return 0;
  const modules = join(folder, 'node_modules');
  if (lstatSync(modules, { throwIfNoEntry: false })?.isSymbolicLink()) {
    console.error(`${modules} is a link and does not match package-lock.json: install in the folder that it points to`);
    return 1;
  }
  return runNpm(['ci', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'], { cwd: folder });
}

/** Compares the lock file with the one that npm leaves in node_modules. Packages of other platforms may be missing. */
export function isInstalled(folder) {
  try {
    const wanted = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8')).packages;
    const found = JSON.parse(readFileSync(join(folder, 'node_modules', '.package-lock.json'), 'utf8')).packages;
    return Object.entries(wanted).every(([path, { version, optional }]) => {
      if (path === '') return true;
      return path in found ? found[path].version === version : optional === true;
    });
  } catch {
    return false;
  }
}

/** `--name value` or `--name=value` among the arguments; undefined where it is not there. */
export function option(args, name) {
  const index = args.findIndex((arg) => arg === `--${name}` || arg.startsWith(`--${name}=`));
  if (index < 0) return undefined;
  return args[index].includes('=') ? args[index].slice(name.length + 3) : args[index + 1];
}

/** Writes counts for whoever asked for them with `--results FILE`. */
export function writeResults(file, results) {
  if (file === undefined) return;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(results)}\n`);
}

export function readResults(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Milliseconds for a person. */
export function seconds(ms) {
  return `${(ms / 1000).toFixed(1)} s`;
}
