import assert from 'node:assert/strict';
import { CLIENT_PREFACE, CLIENT_PREFACE_BYTES, matchClientPreface, writeClientPreface } from '../../../wire/http2/preface.js';
import { assertViolation, hex } from '../../support/violation.js';

const SECTION = 'RFC 9113 §3.4';

function match(bytes: Uint8Array, matched = 0): number {
  return matchClientPreface(bytes, 0, bytes.length, matched);
}

describe('client preface', () => {
  it('is the one of RFC 9113 §3.4', () => {
    assert.deepEqual(CLIENT_PREFACE, hex('505249202a20485454502f322e300d0a0d0a534d0d0a0d0a'));
    const buffer = new Uint8Array(26);
    assert.equal(writeClientPreface(buffer, 1), 1 + CLIENT_PREFACE_BYTES);
    assert.deepEqual(buffer.subarray(1, 25), CLIENT_PREFACE);
    assert.equal(writeClientPreface(new Uint8Array(3), 0), CLIENT_PREFACE_BYTES);
  });

  it('is recognised whole, with frames behind it, and in two pieces cut anywhere', () => {
    const stream = new Uint8Array([...CLIENT_PREFACE, 0, 0, 0]);
    assert.equal(match(stream), CLIENT_PREFACE_BYTES);
    for (let cut = 0; cut <= CLIENT_PREFACE_BYTES; cut++) {
      assert.equal(match(stream.subarray(0, cut)), cut);
      assert.equal(match(stream.subarray(cut), cut), CLIENT_PREFACE_BYTES);
    }
  });

  it('is recognised one byte at a time', () => {
    let matched = 0;
    for (const byte of CLIENT_PREFACE) matched = match(Uint8Array.of(byte), matched);
    assert.equal(matched, CLIENT_PREFACE_BYTES);
  });

  it('is refused at the first byte that differs', () => {
    for (let index = 0; index < CLIENT_PREFACE_BYTES; index++) {
      const wrong = CLIENT_PREFACE.slice(0, index + 1);
      wrong[index]! ^= 0x20;
      assertViolation(() => match(wrong), 'connection', 'PROTOCOL_ERROR', SECTION);
      assertViolation(() => match(wrong.subarray(index), index), 'connection', 'PROTOCOL_ERROR', SECTION);
    }
  });

  it('that is another protocol is called by its name', () => {
    assert.throws(() => match(Buffer.from('GET / HTTP/1.1\r\n')), /looks like HTTP\/1\.1/);
    assert.throws(() => match(Buffer.from('POST /x HTTP/1.1\r\n')), /looks like HTTP\/1\.1/);
    assert.throws(() => match(hex('16030100')), /looks like TLS/);
    assert.throws(
      () => match(Buffer.from('hello')),
      (error: Error) => !error.message.includes('looks like'),
    );
  });
});
