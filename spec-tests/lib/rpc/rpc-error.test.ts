import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { cancelledError, deadlineError, errorFromClosed, errorFromStatus } from '../../../lib/rpc/error-conversion.js';
import { RpcError } from '../../../lib/rpc/rpc-error.js';
import type { Bytes } from '../../../wire/bytes/codec.js';
import { Metadata } from '../../../wire/grpc/metadata.js';
import { StatusCode } from '../../../wire/grpc/status-code.js';
import type { MessageType } from '../../../wire/protobuf/message-type.js';

/** A message type whose only field is its first byte. */
const Byte = {
  typeName: 'test.Byte',
  decode(bytes: Uint8Array): { byte: number } {
    if (bytes.length === 0) throw new Error('truncated');
    return { byte: bytes[0]! };
  },
} as unknown as MessageType<{ byte: number }>;

const packed = (value: number[], type = 'test.Byte') => ({
  typeUrl: `type.googleapis.com/${type}`,
  value: Uint8Array.from(value) as Bytes,
});

describe('RpcError', () => {
  it('puts the code in front of its message, once, and keeps the message apart', () => {
    const error = new RpcError(StatusCode.NOT_FOUND, 'no such room');
    assert.equal(error.message, 'NOT_FOUND: no such room');
    assert.equal(error.statusMessage, 'no such room');
    assert.equal(String(error), 'RpcError: NOT_FOUND: no such room');
    assert.equal(new RpcError(StatusCode.NOT_FOUND, error.message).message, 'NOT_FOUND: no such room');
    assert.equal(new RpcError(StatusCode.NOT_FOUND, '').message, 'NOT_FOUND');
    assert.ok(error instanceof Error);
    assert.equal(error.name, 'RpcError');
  });

  it('refuses OK and what is no code, with what would do', () => {
    for (const code of [0, 17, -1, 1.5, '5', undefined]) {
      assert.throws(() => new RpcError(code as never, 'x'), /code: expected a StatusCode other than OK.*StatusCode\.NOT_FOUND/);
    }
  });

  it('refuses metadata that cannot be sent where it is made', () => {
    assert.throws(() => new RpcError(StatusCode.ABORTED, 'x', { metadata: { 'grpc-status': '0' } }), /grpc-status/);
  });

  it('refuses details that cannot be sent where it is made', () => {
    for (const details of ['text', { length: 1 }, 5]) {
      assert.throws(() => new RpcError(StatusCode.ABORTED, 'x', { details } as never), /details: expected an array of packed messages/);
    }
    for (const one of [undefined, 5, {}, { typeUrl: 't' }, { typeUrl: 't', value: 'text' }, { value: new Uint8Array(1) }]) {
      const details = [packed([1]), one];
      assert.throws(() => new RpcError(StatusCode.ABORTED, 'x', { details } as never), /details\[1\]: expected a packed message/);
    }
    assert.deepEqual(new RpcError(StatusCode.ABORTED, 'x', { details: undefined }).details, []);
  });

  it('is told from anything, also from what lets nobody look into it', () => {
    const sealed = new Proxy(
      {},
      {
        has() {
          throw new Error('looked at');
        },
      },
    );
    for (const other of [undefined, null, 'text', {}, new Error('x'), sealed]) assert.equal(RpcError.is(other), false);
  });

  it('carries metadata, details, cause and its status', () => {
    const cause = new Error('why');
    const details = [packed([7])];
    const error = new RpcError(StatusCode.ABORTED, 'x', { metadata: { 'x-id': '7' }, details, cause });
    assert.equal(error.metadata.get('x-id'), '7');
    assert.equal(error.cause, cause);
    assert.deepEqual(error.status, { code: StatusCode.ABORTED, message: 'x', details });
    assert.equal(new RpcError(StatusCode.ABORTED, 'x').metadata.size, 0);
  });

  it('unpacks the first detail of a type; undefined for none and for bytes that are none', () => {
    const details = [packed([1], 'test.Other'), packed([2]), packed([3])];
    assert.deepEqual(new RpcError(StatusCode.ABORTED, '', { details }).detail(Byte), { byte: 2 });
    assert.equal(new RpcError(StatusCode.ABORTED, '').detail(Byte), undefined);
    assert.equal(new RpcError(StatusCode.ABORTED, '', { details: [packed([])] }).detail(Byte), undefined);
    assert.equal(new RpcError(StatusCode.ABORTED, '', { details: [packed([1], 'my.test.Byte')] }).detail(Byte), undefined);
  });

  it('is recognised with and without a code, another copy of the class included', () => {
    const error: unknown = new RpcError(StatusCode.ABORTED, 'x');
    assert.ok(RpcError.is(error));
    assert.ok(RpcError.is(error, StatusCode.ABORTED));
    assert.ok(!RpcError.is(error, StatusCode.NOT_FOUND));
    for (const other of [undefined, null, 5, 'x', new Error('x'), { code: 10 }]) assert.ok(!RpcError.is(other));
    assert.ok(RpcError.is({ [Symbol.for('barewire.RpcError')]: true, code: 10 }, StatusCode.ABORTED));
  });

  it('says what to do about a deadline that the server noticed first, as about one noticed here', () => {
    const theirs = errorFromStatus(StatusCode.DEADLINE_EXCEEDED, 'the deadline passed', [], new Metadata({}));
    assert.equal(theirs.advice, deadlineError('the deadline passed', 'receive', 'maybe').advice);
    assert.match(theirs.advice, /raise timeoutMs/);
  });

  it('forwards the answer of another server as one made here', () => {
    const came = errorFromStatus(StatusCode.ABORTED, 'lost', [packed([7])], new Metadata({ 'x-id': '7' }));
    assert.equal(came.fromCall, true);
    const forwarded = RpcError.forward(came);
    assert.equal(forwarded.fromCall, false);
    assert.deepEqual(forwarded.status, came.status);
    assert.equal(forwarded.metadata.get('x-id'), '7');
    assert.equal(forwarded.cause, came);
  });

  it('forwards anything else as UNKNOWN, without its text', () => {
    const secret = new Error('password is 1234');
    const forwarded = RpcError.forward(secret);
    assert.equal(forwarded.message, 'UNKNOWN');
    assert.equal(forwarded.cause, secret);
  });

  it('prints what happened in which phase, whether the server may have run it, and what to do', () => {
    const printed = inspect(
      errorFromClosed({ by: 'peer', scope: 'connection', code: 0, phase: 'connect', processed: 'no', message: 'connection refused' }),
    );
    assert.match(printed, /^RpcError: UNAVAILABLE: connection refused\n {4}at /);
    assert.match(printed, /how: ended by the other side while connecting \(connection\); the server has not run it, repeating is safe/);
    assert.match(printed, /what to do: check that the server runs/);
    assert.equal(printed.match(/UNAVAILABLE/g)?.length, 1);
  });

  it('prints the cause, the types of the details, and metadata without its secrets', () => {
    const metadata = new Metadata({ 'x-id': '7', authorization: 'Bearer 1234' });
    const printed = inspect(errorFromStatus(StatusCode.ABORTED, 'lost', [packed([7])], metadata));
    assert.match(printed, /how: the server answered with this status; the server may have run it/);
    assert.match(printed, /details: type\.googleapis\.com\/test\.Byte/);
    assert.match(printed, /x-id: "7"/);
    assert.doesNotMatch(printed, /1234/);
    assert.match(inspect(cancelledError('gone', new Error('the reason'), 'maybe')), /cause: Error: the reason/);
  });

  it('prints one made here without a guess about how it came', () => {
    assert.doesNotMatch(inspect(new RpcError(StatusCode.ABORTED, 'x')), /how:|what to do:/);
  });
});
