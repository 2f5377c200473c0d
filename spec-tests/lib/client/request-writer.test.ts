import assert from 'node:assert/strict';
import { DEFAULT_CALL_SETTINGS, type ResolvedCallSettings } from '../../../lib/client/options.js';
import { RequestWriter, type WriterCall } from '../../../lib/client/request-writer.js';
import { MAX_KEPT_MESSAGES } from '../../../lib/limits.js';
import { RpcError } from '../../../lib/rpc/rpc-error.js';
import type { Codec } from '../../../wire/bytes/codec.js';
import { StatusCode } from '../../../wire/grpc/status-code.js';
import { ScriptedSession, type ScriptedStream } from '../../support/scripted-channel.js';
import { text, textOf } from '../../support/text-service.js';

class FakeCall implements WriterCall {
  readonly settings: ResolvedCallSettings;
  ended = false;
  committed = false;
  error: RpcError | undefined;
  readonly writer: RequestWriter;
  readonly session = new ScriptedSession();

  constructor(settings: Partial<ResolvedCallSettings> = {}, codec: Codec<unknown, never> = text) {
    this.settings = { ...DEFAULT_CALL_SETTINGS, ...settings };
    this.writer = new RequestWriter(this, codec);
  }

  commit(): void {
    this.committed = true;
    this.writer.onCommitted();
  }

  failHere(error: RpcError): void {
    this.error = error;
    this.ended = true;
    this.writer.onCallEnded();
  }

  /** An attempt's stream. */
  open(): ScriptedStream {
    const stream = this.session.openStream([], {} as never) as ScriptedStream;
    Object.assign(stream.sink, { maxSendMessageBytes: this.settings.maxSendMessageBytes });
    this.writer.onStream(stream);
    return stream;
  }
}

describe('RequestWriter', () => {
  it('keeps everything until the call is committed, and nothing of what was sent from then on', () => {
    const call = new FakeCall();
    call.open();
    void call.writer.write('abc');
    void call.writer.write('de');
    assert.equal(call.writer.keptBytes, 5);
    call.commit();
    assert.equal(call.writer.keptBytes, 0);
    void call.writer.write('fgh');
    assert.equal(call.writer.keptBytes, 0);
  });

  it('holds nothing of a stream that has passed retryBufferBytes, however long it goes on', () => {
    const call = new FakeCall({ retryBufferBytes: 10 });
    const stream = call.open();
    for (let count = 0; count < 1000; count++) {
      void call.writer.write('abc');
      assert.ok(call.writer.keptBytes <= 10, `${call.writer.keptBytes} bytes kept`);
    }
    assert.equal(call.committed, true);
    assert.equal(stream.sent.length, 1000);
  });

  it('keeps a bounded number of messages without bytes, and takes no more without a pause where there is no stream', async () => {
    const call = new FakeCall();
    let count = 0;
    while (call.writer.write('') === undefined) assert.ok(++count < MAX_KEPT_MESSAGES, 'no pause is asked for');
    const stream = call.open();
    for (count = 0; count < MAX_KEPT_MESSAGES; count++) void call.writer.write('');
    assert.equal(call.committed, true);
    assert.equal(stream.sent.length, 2 * MAX_KEPT_MESSAGES);
  });

  it('lets go of what was waiting when it has been sent', () => {
    const call = new FakeCall({ retryBufferBytes: 2 });
    void call.writer.write('abc');
    void call.writer.write('def');
    assert.equal(call.writer.keptBytes, 6, 'committed, and not sent yet');
    const stream = call.open();
    assert.equal(call.writer.keptBytes, 0);
    assert.deepEqual(stream.sent.map(textOf), ['abc', 'def']);
  });

  it('is told to wait by the stream, and sends the rest in order when there is room', () => {
    const call = new FakeCall();
    call.session.room = false;
    const stream = call.open();
    void call.writer.write('a');
    void call.writer.write('b');
    call.writer.end();
    assert.deepEqual(stream.log, ['headers', 'message 1']);
    assert.equal(call.writer.blocked, true);
    stream.room = true;
    call.writer.onWritable();
    assert.deepEqual(stream.log, ['headers', 'message 1', 'message 1 end']);
  });

  it('ends an attempt again that begins after end()', () => {
    const call = new FakeCall();
    const first = call.open();
    void call.writer.write('a');
    call.writer.end();
    assert.deepEqual(first.log, ['headers', 'message 1', 'end']);
    call.writer.onStreamLost();
    const second = call.open();
    assert.deepEqual(second.log, ['headers', 'message 1 end']);
    const empty = new FakeCall();
    empty.writer.end();
    assert.deepEqual(empty.open().log, ['headers', 'end']);
  });

  it('refuses a message over the limit while there is no stream yet', async () => {
    const call = new FakeCall({ maxSendMessageBytes: 2 });
    await assert.rejects(Promise.resolve(call.writer.write('abc')), (error) => RpcError.is(error, StatusCode.RESOURCE_EXHAUSTED));
    assert.equal(call.error?.processed, 'no');
  });

  it('encodes messages larger than what it begins with, and keeps no large buffer', () => {
    const call = new FakeCall({ retryBufferBytes: 1 << 30 });
    const large = 'x'.repeat(200_000);
    void call.writer.write(large);
    void call.writer.write('a');
    const stream = call.open();
    assert.deepEqual(
      stream.sent.map(({ length }) => length),
      [200_000, 1],
    );
    assert.equal(textOf(stream.sent[0]), large);
  });

  it('stands a codec in which user code writes another message', () => {
    const nested: Codec<string, string> = {
      ...text,
      encodeInto(message, buffer, position) {
        const end = text.encodeInto(message, buffer, position);
        if (message === 'outer') void call.writer.write('INNER');
        return end;
      },
    };
    const call: FakeCall = new FakeCall({}, nested);
    void call.writer.write('outer');
    assert.deepEqual(call.open().sent.map(textOf).sort(), ['INNER', 'outer']);
  });
});
