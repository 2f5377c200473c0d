/** How the suite `strictness` judges, and that its files are those that it writes. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Case, joined, type Outcome } from '../suites/strictness/case.js';
import { complaint } from '../suites/strictness/judge.js';
import { allFiles } from '../suites/strictness/make/all.js';
import { repositoryPath } from '../support/repository.js';

function expecting(...expect: readonly Outcome[]): Case {
  return { name: 'n', why: 'w', type: 't.M', input: { binary: '' }, output: 'binary', expect };
}

describe('the suite strictness', () => {
  it('takes any of the outcomes, and no other', () => {
    const either = expecting('reject', { binary: '0801' });
    assert.equal(complaint(either, { rejected: 'no' }), undefined);
    assert.equal(complaint(either, { output: '0801' }), undefined);
    assert.equal(complaint(either, { output: '0802' }), 'expected reject or "0801", got "0802"');
    assert.equal(complaint(expecting('reject'), { output: '' }), 'expected reject, got ""');
    assert.equal(complaint(expecting('accept'), { rejected: 'no' }), 'expected accept, refused: no');
  });

  it('takes a crash and a missing function for no answer, whatever is expected', () => {
    const any = expecting('reject', 'accept');
    assert.equal(complaint(any, { crashed: 'stack' }), 'crashed: stack');
    assert.equal(complaint(any, { unsupported: 'text' }), 'not supported: text');
  });

  it('lets fields of different numbers come in any order, and those of one number in theirs', () => {
    const one = expecting({ binary: '0801120161180a1b20051c' });
    assert.equal(complaint(one, { output: '1b20051c180a0801120161' }), 'expected "0801120161180a1b20051c", got "1b20051c180a0801120161"');
    assert.equal(complaint(one, { output: '180a1b20051c0801120161' }), undefined);
    assert.notEqual(complaint(expecting({ binary: '08010802' }), { output: '08020801' }), undefined);
    assert.notEqual(complaint(expecting({ binary: '0a020801' }), { output: '0a020802' }), undefined);
  });

  it('compares JSON by value, members called __proto__ among them', () => {
    const one = expecting({ json: JSON.parse('{"a":1,"__proto__":{"b":2}}') as unknown });
    assert.equal(complaint(one, { output: '{"__proto__":{"b":2},"a":1}' }), undefined);
    assert.notEqual(complaint(one, { output: '{"a":1}' }), undefined);
    assert.notEqual(complaint(one, { output: '{' }), undefined);
  });

  it('has the files that its sources write', () => {
    const folder = repositoryPath('spec-tests/suites/strictness/cases');
    const files = allFiles();
    assert.deepEqual(readdirSync(folder).sort(), files.map(({ path }) => path).sort());
    for (const { path, text } of files) assert.equal(readFileSync(join(folder, path), 'utf8'), text, path);
  });

  it('gives each case a reason and an outcome, and texts that join to what they were', () => {
    for (const { file, text } of allFiles()) {
      const written = JSON.parse(text) as typeof file;
      file.cases.forEach((one, index) => {
        assert.ok(one.why.length > 7 && one.expect.length > 0, `${file.group}: ${one.name}`);
        const [kind, value] = Object.entries(one.input)[0]!;
        const again = (written.cases[index]!.input as Record<string, unknown>)[kind];
        if (kind !== 'assign') assert.equal(joined(again as string), value);
      });
    }
  });
});
