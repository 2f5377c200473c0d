import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';

const file = (name: string) => new URL(`../../../${name}`, import.meta.url);
const manifest = JSON.parse(readFileSync(file('package.json'), 'utf8')) as {
  name: string;
  license: string;
  type: string;
  engines: { node: string };
  dependencies: unknown;
  optionalDependencies?: unknown;
  scripts: Record<string, string>;
  exports: Record<string, string | Record<string, string>>;
  devDependencies: Record<string, string>;
};

describe('package.json', () => {
  it('has no runtime dependencies', () => {
    assert.deepEqual(manifest.dependencies, {});
    assert.equal(manifest.optionalDependencies, undefined);
    assert.ok(!('bundleDependencies' in manifest) && !('bundledDependencies' in manifest));
  });

  it('is barewire, ESM, MIT, for Node 20.19 and later', () => {
    assert.deepEqual([manifest.name, manifest.type, manifest.license, manifest.engines.node], ['barewire', 'module', 'MIT', '>=20.19.0']);
    assert.match(readFileSync(file('LICENSE'), 'utf8'), /^MIT License\n\nCopyright \(c\) 2026 The barewire authors\n/);
  });

  it('pins its tools to one version each, as the lock file does', () => {
    const lock = JSON.parse(readFileSync(file('package-lock.json'), 'utf8')) as { packages: Record<string, { version: string }> };
    for (const [name, version] of Object.entries(manifest.devDependencies)) {
      assert.match(version, /^(?:npm:[\w@/-]+@)?\d+\.\d+\.\d+$/, name);
      assert.equal(lock.packages[`node_modules/${name}`]?.version, version.replace(/^npm:.*@/, ''), name);
    }
  });

  it('has the scripts of the house, and each names a file that is there', () => {
    for (const name of ['start', 'test', 'build', 'lint', 'generate', 'bench', 'suites', 'coverage']) {
      const script = manifest.scripts[name];
      assert.ok(script !== undefined, name);
      assert.doesNotMatch(script, /[|&;<>$`'"*]/, `${name} uses a shell`);
      const named = /^node (\S+)/.exec(script)?.[1];
      if (named !== undefined) assert.ok(existsSync(file(named)), named);
    }
  });

  it('opens every door with types and code, no condition for CommonJS alone', () => {
    for (const [door, conditions] of Object.entries(manifest.exports)) {
      if (typeof conditions === 'string') continue;
      assert.deepEqual(Object.keys(conditions), ['types', 'default'], door);
      for (const path of Object.values(conditions)) assert.ok(existsSync(file(path)), `${door}: ${path} is not built`);
    }
  });
});
