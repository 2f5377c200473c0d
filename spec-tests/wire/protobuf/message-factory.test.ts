import assert from 'node:assert/strict';
import { DecodeError, EncodeError } from '../../../wire/protobuf/errors.js';
import { messageType } from '../../../wire/protobuf/message-factory.js';
import type { MessageType } from '../../../wire/protobuf/message-type.js';
import { buildSchema, hex, type } from '../../support/schema.js';

const descriptor = buildSchema({ messages: { M: ['int32 a = 1'] } }).message(0);

/** A message type whose functions do what a test wants. */
function typeOf(encode: () => number, decode: () => object): MessageType<object, object> {
  return messageType(
    't.M',
    () => descriptor,
    () => ({}),
    encode,
    decode,
  );
}

function thrower(error: Error): () => never {
  return () => {
    throw error;
  };
}

describe('a message type', () => {
  it('turns whatever reading throws into a DecodeError', () => {
    const cause = new RangeError('Map maximum size exceeded');
    assert.throws(
      () => typeOf(() => 0, thrower(cause)).decode(hex('08')),
      (error: unknown) =>
        error instanceof DecodeError && error.cause === cause && /t\.M could not be read: Map maximum/.test(error.message),
    );
  });

  it('turns whatever writing throws into an EncodeError', () => {
    const cause = new RangeError('too much');
    assert.throws(
      () => typeOf(thrower(cause), () => ({})).encode({}),
      (error: unknown) =>
        error instanceof EncodeError && error.cause === cause && /t\.M could not be written: too much/.test(error.message),
    );
    const refused = new EncodeError('expected something else');
    assert.throws(
      () => typeOf(thrower(refused), () => ({})).encode({}),
      (error: unknown) => error === refused,
    );
  });

  it('shows what a list, map or oneof with code of its own threw', () => {
    const message = type(['map<int32, int32> map = 1', 'oneof o int32 n = 2', 'repeated int32 list = 3']);
    class Broken extends Map {
      override [Symbol.iterator](): never {
        throw new Error('mine');
      }
    }
    const oneof = {
      get case(): string {
        throw new Error('mine');
      },
    };
    const list = new Proxy([1], {
      get(target, key): unknown {
        if (key === '0') throw new Error('mine');
        return Reflect.get(target, key);
      },
    });
    for (const init of [{ map: new Broken() }, { o: oneof }, { list }]) {
      for (const use of [() => message.encode(init), () => message.create(init)]) {
        assert.throws(use, (error: unknown) => error instanceof EncodeError && /reading it threw: mine/.test(error.message));
      }
    }
  });

  it('asks for a larger buffer while a message grows, but not for ever, and refuses one of 2 GiB', () => {
    const sizes = [1_200_000, 1_500_000, 1_300_000];
    const growing = typeOf(
      () => sizes.shift()!,
      () => ({}),
    );
    assert.equal(growing.encode({}).length, 1_300_000);
    let size = 0;
    const endless = typeOf(
      () => (size += 1_500_000),
      () => ({}),
    );
    assert.throws(() => endless.encode({}), /t\.M changes each time it is read/);
    const huge = typeOf(
      () => 2 ** 31,
      () => ({}),
    );
    assert.throws(() => huge.encode({}), /a protobuf message has less than 2 GiB/);
  });

  it('is used inside itself without harm', () => {
    const inner = type(['string s = 1']);
    const seen: Uint8Array[] = [];
    const outer = {
      get s(): string {
        seen.push(inner.encode({ s: 'x'.repeat(5_000) }));
        return 'outer';
      },
    };
    assert.deepEqual(inner.decode(inner.encode(outer)), { s: 'outer' });
    assert.equal(seen[0]!.length, 5_003);
  });
});
