import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import * as door from '../../wire/well-known.js';
import { repositoryPath } from '../support/repository.js';

describe('barewire/well-known', () => {
  it('has everything that google/protobuf declares, and the descriptor of each file', async () => {
    const folder = repositoryPath('wire/protobuf/generated');
    const files = readdirSync(folder).map((path) => path.replace(/\.ts$/, '.js'));
    const expected = new Map<string, unknown>();
    for (const path of files) {
      const module = (await import(`../../wire/protobuf/generated/${path}`)) as Record<string, unknown>;
      const stem = /([^/\\]+)\.js$/.exec(path)![1]!.replaceAll('-', '_');
      for (const [name, value] of Object.entries(module)) expected.set(name === 'file$' ? `${stem}$file` : name, value);
    }
    assert.ok(files.length >= 12);
    assert.deepEqual(Object.keys(door).sort(), [...expected.keys()].sort());
    for (const [name, value] of expected) assert.ok((door as Record<string, unknown>)[name] === value, name);
  });
});
