import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { VERSION } from '../../lib/version.js';

it('VERSION is the version in package.json', () => {
  const manifest = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'));
  assert.equal(VERSION, manifest.version);
});
