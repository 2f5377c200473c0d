import assert from 'node:assert/strict';
import type { Codec } from '../../../wire/bytes/codec.js';
import { bidi, clientStream, serverStream, serviceType, type UnaryMethod, unary } from '../../../wire/grpc/service.js';

const raw: Codec<Uint8Array> = {
  encodeInto: (message, _buffer, position) => position + message.length,
  decodeFrom: (buffer, start, end) => buffer.slice(start, end),
};

describe('a service as a value', () => {
  it('gives each method its key as its name', () => {
    const service = serviceType<{ get: UnaryMethod<Uint8Array, Uint8Array, Uint8Array, Uint8Array> }>('a.B', {
      get: unary('/a.B/Get', raw, raw, { idempotency: 'no-side-effects' }),
    });
    assert.equal(service.typeName, 'a.B');
    assert.deepEqual(
      { ...service.methods.get },
      {
        name: 'get',
        path: '/a.B/Get',
        shape: 'unary',
        request: raw,
        reply: raw,
        idempotency: 'no-side-effects',
      },
    );
  });

  it('knows the four shapes', () => {
    const shapes = [unary, serverStream, clientStream, bidi].map((declare) => declare('/a.B/C', raw, raw));
    assert.deepEqual(
      shapes.map(({ shape }) => shape),
      ['unary', 'server-stream', 'client-stream', 'bidi'],
    );
    assert.ok(shapes.every(({ idempotency }) => idempotency === 'unknown'));
  });

  it('may have methods of any name', () => {
    const service = serviceType<Record<string, ReturnType<typeof unary>>>('a.B', JSON.parse('{"__proto__":{"path":"/a.B/X"}}') as never);
    assert.equal(Object.getPrototypeOf(service.methods), null);
    assert.deepEqual(Object.keys(service.methods), ['__proto__']);
  });
});
