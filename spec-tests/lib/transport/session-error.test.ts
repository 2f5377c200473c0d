import assert from 'node:assert/strict';
import { goneAway, sessionError } from '../../../lib/transport/session-error.js';
import { ErrorCode } from '../../../wire/http2/error-code.js';

const coded = (code: string, message = 'as Node says it', errno = 0) => Object.assign(new Error(message), { code, errno });

describe('ends of HTTP/2 sessions', () => {
  it('before the peer has spoken nothing was processed, later it may have been', () => {
    const early = sessionError(coded('ERR_HTTP2_ERROR'), 'a:1', false);
    assert.equal(early.processed, 'no');
    assert.equal(early.phase, 'connect');
    const late = sessionError(coded('ERR_HTTP2_ERROR', 'Protocol error'), 'a:1', true);
    assert.equal(late.processed, 'maybe');
    assert.equal(late.by, 'us');
    assert.equal(sessionError(coded('ECONNRESET'), 'a:1', true).by, 'peer');
    assert.match(sessionError(coded('ETIMEDOUT'), 'a:1', true).message, /does not answer any more/);
    assert.match(sessionError('no Error at all', 'a:1', true).message, /no Error at all/);
  });

  it('floods that nghttp2 stops are the abuse that a server reports', () => {
    for (const errno of [-902, -904, -905]) {
      const error = sessionError(coded('ERR_HTTP2_ERROR', 'as nghttp2 says it', errno), 'a:1', true);
      assert.equal(error.code, ErrorCode.ENHANCE_YOUR_CALM);
      assert.equal(error.by, 'us');
      assert.match(error.message, /^a:1 sent too many frames or streams at once \(as nghttp2 says it\)/);
    }
    assert.equal(sessionError(coded('ERR_HTTP2_ERROR', 'Protocol error', -505), 'a:1', true).code, ErrorCode.PROTOCOL_ERROR);
  });

  it('say what GOAWAY said, without control characters and in short', () => {
    assert.match(goneAway('a:1', 11, '').message, /ENHANCE_YOUR_CALM: send fewer PINGs and resets/);
    assert.match(goneAway('a:1', 4711, 'why').message, /closed the connection with code 4711 \(why\)/);
    assert.match(goneAway('a:1', 4711, 'a\x1b[2Jb\r\n').message, /\(a\.\[2Jb\.\.\)$/, 'no control characters of the peer');
    assert.ok(goneAway('a:1', 4711, 'x'.repeat(16_000)).message.length < 300);
  });
});
