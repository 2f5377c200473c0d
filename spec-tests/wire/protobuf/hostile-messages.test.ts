/** Objects that throw, depths that no stack has: what every function over messages makes of them. */
import assert from 'node:assert/strict';
import { fromJson, fromJsonString } from '../../../wire/protobuf/json/from-json.js';
import { toJson, toJsonString } from '../../../wire/protobuf/json/to-json.js';
import { clone } from '../../../wire/protobuf/message/clone.js';
import { diff } from '../../../wire/protobuf/message/diff.js';
import { equals } from '../../../wire/protobuf/message/equals.js';
import { fromText, toText } from '../../../wire/protobuf/text/index.js';
import { hex, type } from '../../support/schema.js';

const M = type(['M sub = 1', 'repeated M subs = 2', 'map<string, M> map = 3', 'string name = 4', 'bytes b = 5']);

const base = M.create({ sub: {}, subs: [{}], map: { a: {} } });

function chain(levels: number): object {
  let deep = M.create();
  for (let level = 0; level < levels; level++) deep = Object.assign(M.create(), { sub: deep });
  return deep;
}

/** More levels than any stack has. */
const LEVELS = 50_000;

const walks: { readonly [name: string]: (message: never, options?: { maxDepth: number }) => unknown } = {
  encode: (message) => M.encode(message),
  create: (message) => M.create(message),
  clone: (message, options) => clone(M, message, options),
  equals: (message, options) => equals(M, message, (options === undefined ? base : chain(LEVELS)) as never, options),
  diff: (message, options) => diff(M, message, (options === undefined ? base : chain(LEVELS)) as never, options),
  toJson: (message, options) => toJson(M, message, options),
  toJsonString: (message, options) => toJsonString(M, message, options),
  toText: (message, options) => toText(M, message, options),
};

const typed = (error: unknown): boolean => {
  assert.match(String((error as { code?: unknown }).code), /^ERR_BAREWIRE_(ENCODE|DECODE|JSON|TEXT)$/, String(error));
  return true;
};

function revoked(target: object): object {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
}

describe('hostile messages', () => {
  const thrower = (thrown: unknown): object =>
    new Proxy(
      {},
      {
        get() {
          throw thrown;
        },
      },
    );
  for (const [name, walk] of Object.entries(walks)) {
    it(`that throw make ${name} throw an error of ours`, () => {
      for (const message of [
        thrower(new TypeError('no')),
        thrower('text'),
        thrower(null),
        thrower(undefined),
        revoked({}),
        { ...base, sub: revoked({}) },
        { ...base, map: new Proxy(new Map(), {}) },
        { ...base, subs: revoked([]) },
      ])
        assert.throws(() => walk(message as never), typed);
    });

    it(`that no stack is deep enough for make ${name} throw an error of ours`, () => {
      assert.throws(() => walk(chain(LEVELS) as never, { maxDepth: 1e9 }), typed);
    });
  }

  it('come from no text, JSON or bytes that no stack is deep enough for', () => {
    const options = { maxDepth: 1e9, maxMemoryBytes: Number.POSITIVE_INFINITY };
    assert.throws(() => fromText(M, 'sub { '.repeat(LEVELS) + '} '.repeat(LEVELS), options), typed);
    assert.throws(() => fromJsonString(M, `${'{"sub":'.repeat(LEVELS)}{}${'}'.repeat(LEVELS)}`, options), typed);
    let tree = {};
    for (let level = 0; level < LEVELS; level++) tree = { sub: tree };
    assert.throws(() => fromJson(M, tree, options), typed);
  });

  it('are told of by a change, which is text for people, even where they cannot be printed', () => {
    assert.deepEqual(diff(M, M.create(), chain(150) as never, { maxDepth: 200 }).map(String), [
      'm.sub: unset → (messages are nested deeper than allowed (maxDepth): does one contain itself?)',
    ]);
  });

  it('share no memory with what was given in memory that is shared', () => {
    const shared = new Uint8Array(new SharedArrayBuffer(64));
    const bytes = M.encode({ name: 'ü'.repeat(10), b: hex('0102') });
    shared.set(bytes);
    const message = M.decode(shared.subarray(0, bytes.length));
    assert.equal(message.name, 'ü'.repeat(10));
    for (const one of [message, clone(M, M.create({ b: shared })), M.create({ b: shared })])
      assert.ok((one.b as Uint8Array).buffer instanceof ArrayBuffer);
    assert.ok(M.encode({ b: shared }).buffer instanceof ArrayBuffer);
  });
});
