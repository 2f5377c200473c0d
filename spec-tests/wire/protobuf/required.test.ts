import assert from 'node:assert/strict';
import { DecodeError, EncodeError } from '../../../wire/protobuf/errors.js';
import { dynamicExtension, getExtension, hasExtension, setExtension } from '../../../wire/protobuf/extension.js';
import { extensionNamed, protoSchema, registryOf } from '../../support/proto-text.js';
import { type AnyType, hex, toHex, types } from '../../support/schema.js';

const { M, Free } = types({
  syntax: 'proto2',
  messages: {
    M: ['required int32 a = 1', 'M m = 2', 'repeated M list = 3', 'map<string, M> map = 4', 'oneof o M chosen = 5', 'group G = 6'],
    G: ['required string g = 1'],
    Free: ['M m = 1', 'int32 a = 2'],
  },
}) as { M: AnyType; Free: AnyType };

function pathOf(run: () => unknown): string | undefined {
  try {
    run();
  } catch (error) {
    assert.ok(error instanceof EncodeError || error instanceof DecodeError, String(error));
    assert.match(error.message, /required field is missing/);
    return error.path;
  }
  return undefined;
}

// Each with its bytes, which lack what the message lacks.
const incomplete: readonly [path: string, message: Readonly<Record<string, unknown>>, bytes: string][] = [
  ['m.a', {}, ''],
  ['m.m.a', { a: 1, m: {} }, '08011200'],
  ['m.list[1].a', { a: 1, list: [{ a: 2 }, {}] }, '08011a0208021a00'],
  ['m.map["k"].a', { a: 1, map: { k: {} } }, '080122050a016b1200'],
  ['m.o.value.a', { a: 1, o: { case: 'chosen', value: {} } }, '08012a00'],
  ['m.g.g', { a: 1, g: {} }, '08013334'],
];

describe('a required field that is missing', () => {
  for (const [path, message, bytes] of incomplete) {
    it(`is refused at ${path}, when written and when read`, () => {
      assert.equal(
        pathOf(() => M.encode(message)),
        path,
      );
      assert.equal(
        pathOf(() => M.encodeInto(message, new Uint8Array(100), 0)),
        path,
      );
      assert.equal(
        pathOf(() => M.decode(hex(bytes))),
        path,
      );
      assert.equal(
        pathOf(() => M.decodeFrom(hex(bytes), 0, hex(bytes).length, 100)),
        path,
      );
    });

    it(`is left out at ${path} where that is allowed`, () => {
      const options = { allowMissingRequired: true };
      assert.equal(toHex(M.encode(message, options)), bytes);
      assert.equal(toHex(M.encode(M.decode(hex(bytes), options), options)), bytes);
      assert.equal(
        pathOf(() => M.encode(message, { allowMissingRequired: false })),
        path,
      );
      assert.equal(
        pathOf(() => M.decode(hex(bytes), { allowMissingRequired: false })),
        path,
      );
    });
  }

  it('is missing in the value that a map entry leaves out', () => {
    assert.equal(
      pathOf(() => M.decode(hex('0801 2203 0a016b'))),
      'm.map["k"].a',
    );
    assert.equal(
      pathOf(() => M.decode(hex('0801 2200'))),
      'm.map[""].a',
    );
  });

  it('is missing also where a part before it was whole', () => {
    assert.equal(
      pathOf(() => M.decode(hex('0801 1a020801 1a00 1a020802'))),
      'm.list[1].a',
    );
    assert.equal(
      pathOf(() => M.decode(hex('0801 2a020801 2a020801 2a00'))),
      undefined,
    );
    assert.equal(
      pathOf(() => M.decode(hex('0801 0d01000000'))),
      undefined,
    );
    assert.equal(
      pathOf(() => M.decode(hex('0d01000000'))),
      'm.a',
    );
  });

  it('may come in a later part of the same message', () => {
    assert.deepEqual(Free.decode(hex('0a00 0a020805')).a, undefined);
    assert.equal(
      pathOf(() => Free.decode(hex('0a00'))),
      'free.m.a',
    );
  });

  it('is allowed to one encode only, also when another runs inside it or it fails', () => {
    const inside: (string | undefined)[] = [];
    const message = {
      get a() {
        inside.push(
          pathOf(() => M.encode({})),
          toHex(M.encode({}, { allowMissingRequired: true })),
        );
        return undefined;
      },
    };
    assert.equal(toHex(M.encode(message, { allowMissingRequired: true })), '');
    assert.deepEqual(inside.slice(0, 2), ['m.a', '']);
    assert.throws(() => M.encode({ m: { a: 'x' } }, { allowMissingRequired: true }), /m\.m\.a: expected int32/);
    assert.equal(
      pathOf(() => M.encode({})),
      'm.a',
    );
  });
});

describe('a required field that is missing in an extension', () => {
  const schema = protoSchema(`
    syntax = "proto2";
    package t;
    message Base { extensions 100 to 200; }
    message Strict { required string name = 1; }
    extend Base { optional Strict strict = 100; repeated Strict stricts = 101; }
  `);
  const Base = schema.message('t.Base') as AnyType;
  const strict = dynamicExtension(extensionNamed(schema, 't.strict'));
  const stricts = dynamicExtension(extensionNamed(schema, 't.stricts'));
  const registry = registryOf(schema);

  it('is refused when it is set and when it is read', () => {
    const message = Base.create();
    assert.equal(
      pathOf(() => setExtension(Base, message, strict, {})),
      'base.[t.strict].name',
    );
    assert.equal(
      pathOf(() => setExtension(Base, message, stricts, [{ name: 'a' }, {}])),
      'base.[t.stricts][1].name',
    );
    assert.deepEqual(message, Base.create());
    assert.equal(
      pathOf(() => getExtension(Base, Base.decode(hex('a20600')), strict)),
      'base.[t.strict].name',
    );
  });

  it('is refused when a message is written that brought it along, where a registry is given', () => {
    const message = Base.decode(hex('a20600'));
    assert.equal(toHex(Base.encode(message)), 'a20600');
    assert.equal(
      pathOf(() => Base.encode(message, { registry })),
      'base.[t.strict].name',
    );
    assert.equal(toHex(Base.encode(message, { registry, allowMissingRequired: true })), 'a20600');
    assert.throws(() => Base.encode(Base.decode(hex('a2060108')), { registry }), EncodeError);
  });

  it('is left out where that is allowed', () => {
    const options = { allowMissingRequired: true };
    const message = Base.create();
    setExtension(Base, message, strict, {}, options);
    assert.equal(toHex(Base.encode(message)), 'a20600');
    assert.deepEqual(getExtension(Base, message, strict, options), { name: undefined });
    assert.equal(hasExtension(Base, message, strict), true);
  });
});
