import assert from 'node:assert/strict';
import { MAX_UINT31 } from '../../../wire/http2/frame-header.js';
import { growSendWindow, ReceiveWindow, shiftSendWindow } from '../../../wire/http2/window.js';
import { Random } from '../../support/random.js';
import { assertViolation } from '../../support/violation.js';

describe('send window', () => {
  it('grows up to 2^31-1 and no further (RFC 9113 §6.9.1)', () => {
    assert.equal(growSendWindow(0, 1, 1), 1);
    assert.equal(growSendWindow(MAX_UINT31 - 1, 1, 1), MAX_UINT31);
    assert.equal(growSendWindow(-MAX_UINT31, MAX_UINT31, 1), 0);
    assert.equal(growSendWindow(0, MAX_UINT31, 0), MAX_UINT31);
    assertViolation(() => growSendWindow(MAX_UINT31, 1, 3), 3, 'FLOW_CONTROL_ERROR', 'RFC 9113 §6.9.1');
    assertViolation(() => growSendWindow(1, MAX_UINT31, 0), 'connection', 'FLOW_CONTROL_ERROR', 'RFC 9113 §6.9.1');
    assertViolation(() => growSendWindow(MAX_UINT31, MAX_UINT31, 3), 3, 'FLOW_CONTROL_ERROR', 'RFC 9113 §6.9.1');
  });

  it('becomes negative by SETTINGS: the example of RFC 9113 §6.9.2', () => {
    const left = 65_535 - 60 * 1024;
    assert.equal(shiftSendWindow(left, 16 * 1024 - 65_535), -44 * 1024);
    assert.equal(growSendWindow(-44 * 1024, 44 * 1024 + 1, 1), 1);
  });

  it('that SETTINGS make too large is the error of the connection (RFC 9113 §6.9.2)', () => {
    assert.equal(shiftSendWindow(1, MAX_UINT31 - 1), MAX_UINT31);
    assertViolation(() => shiftSendWindow(2, MAX_UINT31 - 1), 'connection', 'FLOW_CONTROL_ERROR', 'RFC 9113 §6.9.2');
  });
});

describe('receive window', () => {
  it('takes what fits, to the byte, and empty frames always', () => {
    const window = new ReceiveWindow(10);
    assert.equal(window.receive(10), true);
    assert.equal(window.receive(0), true);
    assert.equal(window.receive(1), false);
    assert.equal(window.available, 0);
  });

  it('is given back by halves', () => {
    const window = new ReceiveWindow(100);
    window.receive(100);
    assert.equal(window.consume(49), 0);
    assert.equal(window.consume(1), 50);
    assert.equal(window.available, 50);
    assert.equal(window.consume(50), 50);
    assert.equal(window.available, 100);
  });

  it('of odd size is given back from the larger half on', () => {
    const window = new ReceiveWindow(65_535);
    window.receive(65_535);
    assert.equal(window.consume(32_767), 0);
    assert.equal(window.consume(1), 32_768);
  });

  it('does not give back what did not come', () => {
    const window = new ReceiveWindow(100);
    window.receive(10);
    assert.throws(() => window.consume(11), { name: 'RangeError', message: '11 bytes consumed, but only 10 are held' });
    window.consume(10);
    assert.throws(() => window.consume(1), RangeError);
  });

  it('grows by WINDOW_UPDATE at once, and takes what it owes along', () => {
    const window = new ReceiveWindow(100);
    window.receive(30);
    window.consume(30);
    assert.equal(window.resize(150), 80);
    assert.equal(window.available, 150);
  });

  it('shrinks as credit that is not given back', () => {
    const window = new ReceiveWindow(100);
    assert.equal(window.resize(40), 0);
    assert.equal(window.available, 100, 'nothing can be taken back');
    window.receive(100);
    assert.equal(window.consume(60), 0);
    assert.equal(window.consume(20), 20);
    assert.equal(window.consume(20), 20);
    assert.equal(window.available, 40);
  });

  it('of the connection grows from its 65,535 bytes at the start', () => {
    assert.equal(new ReceiveWindow(65_535).resize(1 << 20), (1 << 20) - 65_535);
  });

  const seed = 6_900;
  it(`loses and invents no byte, and never leaves a peer waiting for nothing (seed ${seed})`, () => {
    const random = new Random(seed);
    for (let round = 0; round < 200; round++) {
      const window = new ReceiveWindow(random.between(0, 200));
      // The peer's side: what it may send, by RFC 9113 alone.
      let sendWindow = window.size;
      let held = 0;
      const grant = (increment: number) => {
        assert.ok(increment >= 0);
        sendWindow += increment;
      };
      for (let step = 0; step < 200; step++) {
        const event = random.between(0, 10);
        if (event < 4 && sendWindow > 0) {
          const bytes = random.between(0, sendWindow + 1);
          assert.equal(window.receive(bytes), true);
          sendWindow -= bytes;
          held += bytes;
        } else if (event < 8) {
          const bytes = random.between(0, held + 1);
          held -= bytes;
          grant(window.consume(bytes));
        } else grant(window.resize(random.between(0, 200)));
        assert.equal(window.available, sendWindow);
        if (held === 0 && window.size > 0) assert.ok(sendWindow * 2 > window.size, `${sendWindow} of ${window.size}`);
      }
    }
  });
});
