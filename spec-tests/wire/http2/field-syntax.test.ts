import assert from 'node:assert/strict';
import {
  isAbsolutePath,
  isAuthority,
  isFieldName,
  isFieldValue,
  isMethod,
  isScheme,
  nameFault,
  valueFault,
} from '../../../wire/http2/field-syntax.js';

/** RFC 9110 §5.6.2. */
const TCHAR = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]$/;
const bytes = Array.from({ length: 256 }, (_, byte) => String.fromCharCode(byte));
/** Lengths on both sides of where the way of checking changes. */
const PADS = ['', 'a', 'abcdefghij', 'abcdefghijkl', 'abcdefghijklmnopqrstuvwxyz'];

describe('field syntax', () => {
  it('of names: tokens in lower case, each byte at each place', () => {
    for (const character of bytes) {
      const good = TCHAR.test(character) && !/[A-Z]/.test(character);
      for (const pad of PADS) {
        for (const name of [character + pad, pad + character, pad + character + pad]) {
          assert.equal(isFieldName(name), good, JSON.stringify(name));
          assert.equal(isFieldName(name), good, 'the second time too');
        }
      }
    }
    assert.equal(isFieldName(''), false);
    assert.equal(isFieldName('x-\u0161'), false);
  });

  it('of values: no control characters but HTAB, and no white space at the ends', () => {
    for (const character of bytes) {
      const code = character.charCodeAt(0);
      const good = code === 9 || (code >= 0x20 && code !== 0x7f);
      const blank = character === ' ' || character === '\t';
      for (const pad of PADS) {
        assert.equal(isFieldValue(`x${pad}${character}${pad}x`), good, JSON.stringify(character + pad));
        assert.equal(isFieldValue(character + pad), good && !blank);
        assert.equal(isFieldValue(pad + character), good && !blank);
      }
    }
    assert.equal(isFieldValue(''), true);
    assert.equal(isFieldValue('\u0100'), false);
    assert.equal(isFieldValue('abcdefghijklmn\u0100'), false);
  });

  it('of methods, schemes, paths and authorities', () => {
    for (const method of ['GET', 'get', 'M-SEARCH', "!#$%&'*+-.^_`|~"]) assert.equal(isMethod(method), true, method);
    for (const method of ['', 'GE T', 'GET\n', 'GÉT', 'a:b', '(']) assert.equal(isMethod(method), false, method);
    for (const scheme of ['http', 'HTTPS', 'coap+tcp', 'a1-.']) assert.equal(isScheme(scheme), true, scheme);
    for (const scheme of ['', '1a', 'ht tp', 'http:', 'http\n']) assert.equal(isScheme(scheme), false, scheme);
    for (const path of ['/', '/a?b=c', '//', '/%00', '/pkg.Service/Method', '/\u00e9']) assert.equal(isAbsolutePath(path), true, path);
    for (const path of ['', '*', 'a/b', '?a', '/a b', '/a\0', '/a\r\nb', '/a\t', '/abcdefghijklm n', '/abcdefghijklm\x7f', '/\u0100']) {
      assert.equal(isAbsolutePath(path), false, path);
    }
    for (const authority of ['', 'a', 'a.b:1', '[::1]:50051', '%2Ftmp%2Fs', '127.0.0.1'])
      assert.equal(isAuthority(authority), true, authority);
    for (const authority of ['u@a', 'u:p@a', 'a b', 'a/b', 'a?b', 'a#b', 'a\\b', 'é'])
      assert.equal(isAuthority(authority), false, authority);
  });

  it('says what is wrong, without the value', () => {
    assert.equal(nameFault(''), 'is empty');
    assert.equal(nameFault('X-a'), 'has upper case');
    assert.equal(nameFault('x a'), 'has the character U+0020');
    assert.equal(nameFault('x😀'), 'has the character U+1F600');
    assert.equal(valueFault(' a'), 'begins or ends with white space');
    assert.equal(valueFault('secret\n'), 'has the character U+000A at 6');
  });
});
