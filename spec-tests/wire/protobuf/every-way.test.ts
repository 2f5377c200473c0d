/** The codec's tests once more, in processes of their own: through generated code, and where there is no Buffer. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { native } from '../../../wire/bytes/native.js';

const tests = fileURLToPath(new URL('../', import.meta.url));
const withoutBuffer = new URL('../../support/without-buffer.js', import.meta.url).href;
const mocha = createRequire(import.meta.url).resolve('mocha/bin/mocha.js');

function testFiles(): string[] {
  return ['bytes', 'protobuf'].flatMap((room) =>
    (readdirSync(join(tests, room), { recursive: true }) as string[])
      .filter((name) => name.endsWith('.test.js') && name !== 'every-way.test.js')
      .map((name) => join(tests, room, name)),
  );
}

interface Report {
  stats: { passes: number; failures: number; pending: number };
  failures: { fullTitle: string; err: { message?: string } }[];
}

/** Runs the codec's tests in a new process. */
async function run(nodeArguments: readonly string[], environment: Readonly<Record<string, string>>): Promise<Report> {
  const child = spawn(
    process.execPath,
    [...nodeArguments, mocha, '--no-config', '--timeout', '30000', '--reporter', 'json', ...testFiles()],
    {
      env: { ...process.env, BAREWIRE_SCHEMAS: '20', ...environment },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  let output = '';
  child.stdout.setEncoding('utf8');
  for await (const chunk of child.stdout) output += chunk as string;
  return JSON.parse(output.slice(output.indexOf('{'))) as Report;
}

function check(report: Report): void {
  assert.deepEqual(
    report.failures.map((failure) => `${failure.fullTitle}: ${failure.err.message ?? ''}`),
    [],
  );
  assert.equal(report.stats.pending, 0);
  assert.ok(report.stats.passes > 150, `${report.stats.passes} tests ran`);
}

describe('the codec', () => {
  it('passes its tests with native string methods', () => {
    assert.notEqual(native, undefined);
  });

  it('passes them through generated code', async function () {
    this.timeout(120_000);
    check(await run([], { BAREWIRE_TEST_CODE: 'generated' }));
  });

  it('passes them without Buffer', async function () {
    this.timeout(120_000);
    check(await run(['--import', withoutBuffer], { BAREWIRE_TEST_CODE: 'closures' }));
  });
});
