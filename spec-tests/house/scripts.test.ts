import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const scripts = fileURLToPath(new URL('../../../scripts/', import.meta.url));
const house = (await import(join(scripts, 'house.mjs'))) as {
  isInstalled(folder: string): boolean;
  pruneBuilt(folder: string): void;
  option(args: string[], name: string): string | undefined;
};

let folder = '';
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'barewire-scripts-'));
});
after(() => rmSync(folder, { recursive: true, force: true }));

describe('the scripts', () => {
  it('import Node and each other only', () => {
    for (const name of readdirSync(scripts)) {
      const imports = [...readFileSync(join(scripts, name), 'utf8').matchAll(/^import .*?from '(.*)';$|^} from '(.*)';$/gm)].map(
        (match) => match[1] ?? match[2]!,
      );
      // The reporter runs inside mocha, the generator is the built command.
      const foreign = imports.filter(
        (specifier) => !/^node:|^\.\/|^\.\.\/dist\//.test(specifier) && !(name === 'mocha-reporter.mjs' && specifier === 'mocha'),
      );
      assert.deepEqual(foreign, [], name);
    }
  });

  it('read options in both forms', () => {
    assert.equal(house.option(['--port', '80'], 'port'), '80');
    assert.equal(house.option(['a', '--port=80'], 'port'), '80');
    assert.equal(house.option(['--porter=80', '80'], 'port'), undefined);
  });
});

describe('the build', () => {
  it('leaves nothing behind of a source that is gone', () => {
    const at = mkdtempSync(join(folder, 'built-'));
    mkdirSync(join(at, 'dist', 'lib'), { recursive: true });
    mkdirSync(join(at, 'lib'));
    writeFileSync(join(at, 'lib', 'kept.ts'), '');
    writeFileSync(join(at, 'dist', 'lib.tsbuildinfo'), '');
    for (const name of ['kept', 'gone'])
      for (const ending of ['js', 'js.map', 'd.ts']) writeFileSync(join(at, 'dist', 'lib', `${name}.${ending}`), '');
    house.pruneBuilt(at);
    assert.deepEqual(readdirSync(join(at, 'dist', 'lib')).sort(), ['kept.d.ts', 'kept.js', 'kept.js.map']);
    assert.deepEqual(readdirSync(join(at, 'dist')).sort(), ['lib', 'lib.tsbuildinfo']);
    house.pruneBuilt(join(folder, 'nowhere'));
  });
});

describe('the sum of a CI run', () => {
  const summary = async (...runs: [code: number, counts: object | undefined][]): Promise<{ last: string; code: number }> => {
    const args = runs.flatMap(([code, counts], index) => {
      const file = join(folder, `${index}.json`);
      rmSync(file, { force: true });
      if (counts !== undefined) writeFileSync(file, JSON.stringify(counts));
      return [String(code), file];
    });
    const ran = promisify(execFile)(process.execPath, [join(scripts, 'ci-summary.mjs'), ...args]);
    return ran.then(
      ({ stdout }) => ({ last: stdout, code: 0 }),
      (error: { stdout: string; code: number }) => ({ last: error.stdout, code: error.code }),
    );
  };

  it('adds up', async () => {
    assert.deepEqual(await summary([0, { passed: 3, failed: 0 }], [0, { passed: 4, failed: 0 }]), {
      last: '7 passed, 0 failed\n',
      code: 0,
    });
    assert.deepEqual(await summary([1, { passed: 3, failed: 2 }], [0, { passed: 4, failed: 0 }]), {
      last: '7 passed, 2 failed\n',
      code: 1,
    });
  });

  it('counts a run that died before it had counted as one failure', async () => {
    assert.deepEqual(await summary([1, undefined], [0, { passed: 4, failed: 0 }]), { last: '4 passed, 1 failed\n', code: 1 });
    assert.deepEqual(await summary([1, { passed: 3, failed: 0 }], [137, undefined]), { last: '3 passed, 2 failed\n', code: 1 });
  });

  it('does not take a run for passed that left nothing behind', async () => {
    assert.deepEqual(await summary([0, undefined]), { last: '0 passed, 1 failed\n', code: 1 });
  });
});

describe('whether packages are installed', () => {
  const project = (wanted: object, found: object | undefined): string => {
    const at = mkdtempSync(join(folder, 'project-'));
    writeFileSync(join(at, 'package-lock.json'), JSON.stringify({ packages: wanted }));
    mkdirSync(join(at, 'node_modules'));
    if (found !== undefined) writeFileSync(join(at, 'node_modules', '.package-lock.json'), JSON.stringify({ packages: found }));
    return at;
  };
  const one = { version: '1.0.0' };

  it('is told by the lock that npm leaves', () => {
    assert.equal(house.isInstalled(project({ '': { version: '9' }, 'node_modules/a': one }, { 'node_modules/a': one })), true);
    assert.equal(house.isInstalled(project({ 'node_modules/a': one }, { 'node_modules/a': { version: '1.0.1' } })), false);
    assert.equal(house.isInstalled(project({ 'node_modules/a': one }, {})), false);
    assert.equal(house.isInstalled(project({ 'node_modules/a': { ...one, optional: true } }, {})), true);
    assert.equal(house.isInstalled(project({ 'node_modules/a': one }, undefined)), false);
    assert.equal(house.isInstalled(folder), false);
  });
});
