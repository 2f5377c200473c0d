import assert from 'node:assert/strict';
import * as door from 'barewire/http2';

describe('the door barewire/http2', () => {
  it('has these values, and no others', () => {
    assert.deepEqual(Object.keys(door).sort(), [
      'Connection',
      'DEFAULT_ABUSE_LIMITS',
      'ErrorCode',
      'FieldError',
      'HpackDecoder',
      'HpackEncoder',
      'HpackError',
      'HpackFieldError',
      'Http2Error',
      'HttpFields',
      'HttpResponseError',
      'INITIAL_SETTINGS',
      'OptionError',
      'connectHttp2',
      'errorCodeName',
      'releaseSlab',
      'serveHttp2',
    ]);
  });
});
