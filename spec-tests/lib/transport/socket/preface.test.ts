import assert from 'node:assert/strict';
import { describeFirstBytes, isHttp1, isPreface } from '../../../../lib/transport/socket/preface.js';

const bytes = (text: string) => Buffer.from(text, 'latin1');

describe('the first bytes of a connection', () => {
  it('are the preface as far as they go', () => {
    assert.ok(isPreface(bytes('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n')));
    assert.ok(isPreface(bytes('PRI')));
    assert.ok(!isPreface(bytes('PRI * HTTP/2.1')));
  });

  it('are HTTP/1.1 where a method and a target begin them', () => {
    for (const line of ['GET / HTTP/1.1', 'POST /a?b', 'OPTIONS * HTTP/1.1', 'GET http://a/ HTTP/1.1', 'CONNECT a:443 HTTP/1.1']) {
      assert.ok(isHttp1(bytes(line)), line);
    }
    // RFC 9113 §3.4: what is neither gets no answer, the connection is closed.
    for (const line of ['INVALID CONNECTION PREFACE\r\n\r\n', 'SSH-2.0-x', 'PRI X', 'get /']) assert.ok(!isHttp1(bytes(line)), line);
  });

  it('are named for a person', () => {
    assert.match(describeFirstBytes(Buffer.from([0x16, 0x03, 0x01])), /^TLS/);
    assert.match(describeFirstBytes(bytes('GET / HTTP/1.1\r\n')), /^HTTP\/1\.1/);
    assert.match(describeFirstBytes(bytes('SSH-2.0')), /^something else \("SSH-2\.0"\)/);
  });
});
