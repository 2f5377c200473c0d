import assert from 'node:assert/strict';
import { quoted } from '../../../wire/grpc/fields.js';
import { QUOTED_LENGTH } from '../../../wire/limits.js';

describe("somebody else's word in a message", () => {
  it('is quoted, its control characters escaped', () => {
    assert.equal(quoted('gzip'), '"gzip"');
    assert.equal(quoted('a"b\n\u001b[31m'), '"a\\"b\\n\\u001b[31m"');
  });

  it('is cut where it is long', () => {
    assert.equal(quoted('x'.repeat(QUOTED_LENGTH)), `"${'x'.repeat(QUOTED_LENGTH)}"`);
    assert.equal(quoted('x'.repeat(QUOTED_LENGTH + 1)), `"${'x'.repeat(QUOTED_LENGTH)}…"`);
  });
});
