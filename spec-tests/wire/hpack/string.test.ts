import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { latin1, writeLatin1 } from '../../../wire/hpack/string.js';
import { repositoryPath } from '../../support/repository.js';

const ALL = String.fromCharCode(...Array.from({ length: 256 }, (_, code) => code));

describe('HPACK strings', () => {
  it('of every length, at an offset', () => {
    for (let length = 0; length < 100; length++) {
      const text = ALL.slice(200 - length, 200) + ALL.slice(256 - length);
      const buffer = new Uint8Array(300);
      assert.equal(writeLatin1(buffer, 3, text), 3 + text.length);
      assert.equal(latin1(buffer, 3, 3 + text.length), text);
    }
  });

  it('with a character that is no byte are refused, wherever it stands', () => {
    for (const length of [1, 2, 23, 24, 25, 100]) {
      for (const at of [0, length - 1, length >> 1]) {
        const text = `${'ÿ'.repeat(at)}Ā${'ÿ'.repeat(length - 1 - at)}`;
        assert.equal(writeLatin1(new Uint8Array(200), 0, text), -1);
      }
    }
  });

  it('are the same without the platform’s help', () => {
    const script = `
      import assert from 'node:assert/strict';
      delete globalThis.Buffer;
      const { latin1, writeLatin1 } = await import('./dist/wire/hpack/string.js');
      const { native } = await import('./dist/wire/bytes/native.js');
      assert.equal(native, undefined);
      for (const length of [0, 1, 16, 17, 24, 4095, 4096, 4097, 10_000]) {
        const bytes = Uint8Array.from({ length }, (_, at) => (at * 7) % 256);
        const text = latin1(bytes, 0, length);
        assert.equal(text.length, length);
        for (let at = 0; at < length; at++) assert.equal(text.charCodeAt(at), bytes[at]);
        const copy = new Uint8Array(length);
        assert.equal(writeLatin1(copy, 0, text), length);
        assert.deepEqual(copy, bytes);
      }
      assert.equal(writeLatin1(new Uint8Array(100), 0, 'a'.repeat(50) + 'Ā'), -1);`;
    execFileSync(process.execPath, ['--input-type=module', '-e', script], { cwd: repositoryPath('.'), stdio: 'pipe' });
  });
});
