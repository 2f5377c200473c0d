import assert from 'node:assert/strict';
import { MessageAdmission } from '../../../../lib/transport/engine/message-admission.js';
import { GrpcServerStream } from '../../../../lib/transport/engine/server-stream.js';
import type { Attached, StreamOwner } from '../../../../lib/transport/engine/stream.js';
import type { Connection } from '../../../../wire/http2/connection.js';
import type { Http2Stream } from '../../../../wire/http2/stream.js';
import { MAX_HELD_BYTES } from '../../../../wire/limits.js';
import { Recorder } from '../contract/recorder.js';

const WINDOW = 65_535;

/** A server's stream whose connection only counts the credit that is given back. */
function scene() {
  const credit = { bytes: 0 };
  const connection = {
    peerSettings: { maxFrameBytes: 16_384 },
    consumed: (_stream: unknown, bytes: number) => {
      credit.bytes += bytes;
    },
    resetStream() {},
  };
  const resumed: { resume(): void }[] = [];
  const session = {
    connection: connection as unknown as Connection<Attached>,
    windowBytes: WINDOW,
    heldBytes: 0,
    admission: new MessageAdmission(MAX_HELD_BYTES),
    resumeLater: (stream: { resume(): void }) => resumed.push(stream),
  };
  const h2 = { id: 1, remoteEnded: false, closed: false } as unknown as Http2Stream<Attached>;
  const stream = new GrpcServerStream(h2, session as unknown as StreamOwner);
  const sink = new Recorder();
  sink.consumes = false;
  stream.serve(sink);
  /** What the peer may still send. */
  let sent = 0;
  return {
    sink,
    stream,
    session,
    credit,
    resumed,
    get left() {
      return WINDOW - sent + credit.bytes;
    },
    receive(bytes: Uint8Array) {
      sent += bytes.length;
      stream.received(bytes, 0, bytes.length, false);
    },
  };
}

function framed(size: number): Buffer {
  const bytes = Buffer.alloc(size + 5, 1);
  bytes[0] = 0;
  bytes.writeUInt32BE(size, 1);
  return bytes;
}

describe('receive credit of a stream', () => {
  it('is given back once, however the messages are cut', () => {
    for (const cut of [1, 3, 5, 7, 100, 994, 999, 1_000, 1_500]) {
      const { stream, sink, credit, receive, session } = scene();
      const all = Buffer.concat(Array.from({ length: 60 }, () => framed(995)));
      for (let at = 0; at < all.length; at += cut) receive(all.subarray(at, at + cut));
      assert.equal(sink.count('message'), 60);
      for (let n = 0; n < 60; n++) stream.consumed(1_000);
      assert.equal(credit.bytes, 60_000, `in pieces of ${cut}`);
      stream.consumed(1_000);
      assert.equal(credit.bytes, 60_000, 'more than came is not given back');
      assert.equal(session.heldBytes, 0);
    }
  });

  it('never runs out for a message larger than the window', () => {
    const made = scene();
    const message = framed(1_000_000);
    for (let at = 0; at < message.length; ) {
      const frame = Math.min(made.left - WINDOW / 2, 16_384, message.length - at);
      // The connection announces credit in halves of the window: the other half is what the peer can count on.
      assert.ok(frame > 0 || message.length - at <= made.left, `stuck at ${at} with ${made.left} left`);
      const length = Math.max(1, Math.floor(frame));
      made.receive(message.subarray(at, at + length));
      at += length;
    }
    assert.equal(made.sink.count('message'), 1);
    made.stream.consumed(1_000_005);
    assert.equal(made.credit.bytes, 1_000_005);
  });

  it('is bounded where each message comes in two frames and nobody takes them', () => {
    const made = scene();
    const message = framed(995);
    let received = 0;
    while (made.left >= message.length && received < 100 * WINDOW) {
      made.receive(message.subarray(0, 999));
      made.receive(message.subarray(999));
      received += message.length;
    }
    assert.ok(received <= 2 * WINDOW + message.length, `${received} bytes were let in`);
  });

  it('of 5-byte messages is no licence for as many objects as fit the window', () => {
    const made = scene();
    const many = Buffer.concat(Array.from({ length: 3_000 }, () => framed(0)));
    made.receive(many);
    const first = made.sink.count('message');
    assert.ok(first <= 1_024, `${first}`);
    assert.equal(made.session.heldBytes, (3_000 - first) * 5);
    let consumed = 0;
    while (made.sink.count('message') < 3_000) {
      const waiting = made.sink.count('message') - consumed;
      made.stream.consumed(waiting * 5);
      consumed += waiting;
      assert.ok(made.resumed.length > 0, 'it asks to be resumed');
      for (const stream of made.resumed.splice(0)) stream.resume();
    }
    made.stream.consumed((3_000 - consumed) * 5);
    assert.equal(made.credit.bytes, 15_000);
    assert.equal(made.session.heldBytes, 0);
  });
});
