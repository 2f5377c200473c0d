import assert from 'node:assert/strict';
import { fieldValue } from '../../../wire/grpc/index.js';

describe('a field list', () => {
  it('gives the first value of a name, and looks at names only', () => {
    assert.equal(fieldValue(['a', 'b', 'b', '2', 'b', '3'], 'b'), '2');
    assert.equal(fieldValue(['a', 'b'], 'b'), undefined);
    assert.equal(fieldValue(['a'], 'a'), undefined);
    assert.equal(fieldValue([], 'a'), undefined);
  });
});
