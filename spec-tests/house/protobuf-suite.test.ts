/** The parts of the suite `protobuf` that could count wrongly. */
import assert from 'node:assert/strict';
import { forOlderLibraries } from '../suites/protobuf/elf.js';
import { readReport } from '../suites/protobuf/runner.js';

const OUTPUT = `ERROR, test=Recommended.Proto3.JsonInput.FieldNameDuplicate: Should have failed to parse, but didn't., request=goo.gle/debugonly  json_payload: "{}", response=goo.gle/debugproto    json_payload: "{}"

CONFORMANCE SUITE FAILED: 5566 successes, 0 skipped, 0 expected failures, 1 unexpected failures.
SKIPPED, test=Required.Proto3.TextFormatInput.HelloWorld because of a reason

CONFORMANCE SUITE PASSED: 880 successes, 2 skipped, 1 expected failures, 0 unexpected failures.
`;

describe('the suite protobuf', () => {
  it('reads what the runner counted; a failure that was expected is one', () => {
    assert.deepEqual(readReport(OUTPUT).suites, [
      { passed: 5566, skipped: 0, failed: 1 },
      { passed: 880, skipped: 2, failed: 1 },
    ]);
  });

  it('reads the names of what failed, with the answer and without the request', () => {
    const { failures, skipped } = readReport(OUTPUT);
    assert.deepEqual(failures, [
      {
        name: 'Recommended.Proto3.JsonInput.FieldNameDuplicate',
        why: `Should have failed to parse, but didn't. The answer: json_payload: "{}"`,
      },
    ]);
    assert.deepEqual(skipped, ['Required.Proto3.TextFormatInput.HelloWorld']);
  });

  it('finds nothing in what a runner says that did not run', () => {
    assert.deepEqual(readReport('version `GLIBC_2.38 not found').suites, []);
  });

  it('refuses to change a program that is not the one it knows', () => {
    assert.throws(() => forOlderLibraries(Buffer.from('#!/bin/sh\nexit 0\n')), /expected a 64-bit little-endian ELF file/);
    const empty = Buffer.alloc(256);
    empty.write('\x7fELF\x02\x01', 'latin1');
    assert.throws(() => forOlderLibraries(empty), /has no section \.gnu\.version_r/);
  });
});
