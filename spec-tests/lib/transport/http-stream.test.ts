import assert from 'node:assert/strict';
import { withoutOuterWhitespace } from '../../../lib/transport/http-stream.js';

describe('fields of a plain request on a gRPC port', () => {
  it('lose white space around their values, and nothing else', () => {
    const fields = [':path', '/', 'a', ' b c\t', 'd', '\u00a0e\u00a0', 'f', ' \t '];
    assert.deepEqual(withoutOuterWhitespace(fields), [':path', '/', 'a', 'b c', 'd', '\u00a0e\u00a0', 'f', '']);
  });

  it('are the same list where there is none', () => {
    const fields = [':path', '/', 'a', 'b c', 'd', ''];
    assert.equal(withoutOuterWhitespace(fields), fields);
  });
});
