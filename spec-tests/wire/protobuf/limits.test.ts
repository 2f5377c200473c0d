/** The limits that one decode may be given. */
import assert from 'node:assert/strict';
import { DecodeError, type DecodeLimit } from '../../../wire/protobuf/errors.js';
import type { DecodeOptions } from '../../../wire/protobuf/message-type.js';
import { Registry } from '../../../wire/protobuf/registry.js';
import { protoSchema, registryOf } from '../../support/proto-text.js';
import { type AnyType, hex, toHex, type, types } from '../../support/schema.js';

function refusedBy(limit: DecodeLimit, one: AnyType, bytes: Uint8Array, options?: DecodeOptions): string {
  let message = '';
  assert.throws(
    () => one.decode(bytes, options),
    (error) => {
      assert.ok(error instanceof DecodeError, String(error));
      assert.equal(error.limit, limit, error.message);
      message = error.message;
      return true;
    },
  );
  return message;
}

/** `count` times `bytes`, one behind the other. */
function repeated(bytes: readonly number[], count: number): Uint8Array {
  const all = new Uint8Array(bytes.length * count);
  for (let index = 0; index < count; index++) all.set(bytes, index * bytes.length);
  return all;
}

describe('maxBytes', () => {
  it('is the length of the message', () => {
    const M = type(['bytes a = 1']);
    assert.deepEqual(M.decode(hex('0a0101'), { maxBytes: 3 }), { a: Uint8Array.of(1) });
    assert.equal(
      refusedBy('maxBytes', M, hex('0a0101'), { maxBytes: 2 }),
      't.M: the message has 3 bytes, more than the 2 allowed (maxBytes)',
    );
  });
});

describe('maxUnknownBytes', () => {
  const M = type(['int32 a = 1', 'M m = 2', 'repeated M list = 3'], { syntax: 'proto2' });

  it('counts the unknown fields of all messages in it', () => {
    const bytes = hex('7801' + '12027801' + '1a027801' + '0801');
    assert.equal(toHex(M.encode(M.decode(bytes, { maxUnknownBytes: 6 }))), '080112027801' + '1a027801' + '7801');
    assert.equal(
      refusedBy('maxUnknownBytes', M, bytes, { maxUnknownBytes: 5 }),
      'the message has more than 5 bytes of fields that its schema does not know (maxUnknownBytes)',
    );
  });

  it('0 refuses every one, and nothing else', () => {
    assert.deepEqual(M.decode(hex('0801'), { maxUnknownBytes: 0 }), { a: 1, m: undefined, list: [] });
    refusedBy('maxUnknownBytes', M, hex('7801'), { maxUnknownBytes: 0 });
  });

  it('is none where nobody says otherwise: values that a closed enum does not know take more bytes alone than packed', () => {
    const schema = protoSchema('syntax = "proto2"; message M { repeated E e = 1 [packed = true]; } enum E { A = 0; }');
    const M = schema.message('M');
    const packed = hex('0a03070707');
    const kept = '080708070807';
    assert.equal(toHex(M.encode(M.decode(packed))), kept);
    assert.equal(toHex(M.encode(M.decode(packed, { maxDepth: 5 }))), kept);
  });

  it('counts a group and a known field of another wire type, too', () => {
    refusedBy('maxUnknownBytes', M, hex('7b7c'), { maxUnknownBytes: 1 });
    refusedBy('maxUnknownBytes', M, hex('0d01000000'), { maxUnknownBytes: 4 });
  });
});

describe('maxDepth', () => {
  const M = type(['M m = 1', 'repeated M list = 2', 'map<string, M> map = 3', 'group G = 4', 'oneof o M chosen = 5'], {
    syntax: 'proto2',
    messages: { G: ['M m = 1'] },
  });
  const nested = (depth: number): Uint8Array => {
    let bytes: number[] = [];
    for (let level = 0; level < depth; level++) bytes = [0x0a, ...lengthOf(bytes), ...bytes];
    return Uint8Array.from(bytes);
  };
  const lengthOf = ({ length }: { length: number }): number[] => (length < 0x80 ? [length] : [(length & 0x7f) | 0x80, length >> 7]);

  it('is 100 where nobody says otherwise', () => {
    for (const depth of [0, 99, 100]) M.decode(nested(depth));
    refusedBy('maxDepth', M, nested(101));
  });

  it('counts messages of all fields, groups and map values', () => {
    assert.doesNotThrow(() => M.decode(nested(3), { maxDepth: 3 }));
    refusedBy('maxDepth', M, nested(4), { maxDepth: 3 });
    for (const bytes of ['0a00', '1200', '1a021200', '2324', '2a00']) {
      assert.doesNotThrow(() => M.decode(hex(bytes), { maxDepth: 1 }));
      refusedBy('maxDepth', M, hex(bytes), { maxDepth: 0 });
    }
  });

  it('does not count what is skipped', () => {
    const groups = Uint8Array.from([...Array<number>(100_000).fill(0x7b), ...Array<number>(100_000).fill(0x7c)]);
    assert.equal(M.encode(M.decode(groups)).length, 200_000);
  });
});

describe('maxMemoryBytes', () => {
  const scalars = ['int32', 'int64', 'string', 'bytes', 'bool', 'double', 'fixed32', 'sint64', 'float'];
  const wide = types({
    messages: {
      List: ['repeated Wide wide = 1', 'map<int32, Wide> map = 2', 'Wide one = 3'],
      // 45 fields of all kinds.
      Wide: Array.from({ length: 45 }, (_, index) => {
        const kind = scalars[index % scalars.length]!;
        const modifier = ['', 'repeated ', 'optional '][index % 3]!;
        return index % 15 === 14 ? `map<string, ${kind}> f${index} = ${index + 1}` : `${modifier}${kind} f${index} = ${index + 1}`;
      }),
    },
  });

  it('refuses a list of empty messages that would be hundreds of times as long in memory', () => {
    const bytes = repeated([0x0a, 0], 195_000);
    const message = refusedBy('maxMemoryBytes', wide.List!, bytes);
    assert.equal(
      message,
      `the message would take more than ${32 * 1024 * 1024 + 48 * bytes.length} bytes of memory (maxMemoryBytes), which is far more than it has bytes`,
    );
    refusedBy('maxMemoryBytes', wide.List!, repeated([0x12, 0], 195_000));
    // A message that asks for it is not the only one that may have it.
    assert.equal((wide.List!.decode(repeated([0x0a, 0], 1_000)).wide as unknown[]).length, 1_000);
  });

  it('takes them where it is told to', () => {
    const bytes = repeated([0x0a, 0], 2_000);
    refusedBy('maxMemoryBytes', wide.List!, bytes, { maxMemoryBytes: 1_000_000 });
    assert.equal((wide.List!.decode(bytes, { maxMemoryBytes: Number.POSITIVE_INFINITY }).wide as unknown[]).length, 2_000);
  });

  it('counts one message once, however often it comes', () => {
    wide.List!.decode(repeated([0x1a, 0], 195_000));
  });

  // How many of a thing fit into 100,000 bytes of memory, besides their own bytes; what they take was measured on Node 20.
  const counted: readonly [what: string, field: string, element: string, bytes: number][] = [
    ['messages', 'repeated E a = 1', '0a00', 48],
    ['strings', 'repeated string a = 1', '0a026162', 32],
    ['bytes', 'repeated bytes a = 1', '0a00', 192],
    ['numbers', 'repeated int32 a = 1', '0801', 8],
    ['bigints', 'repeated int64 a = 1', '0801', 32],
    ['enums', 'repeated Z a = 1', '0801', 8],
    ['groups', 'repeated E a = 1 [delimited]', '0b0c', 48],
    ['map entries', 'map<int32, int32> a = 1', '0a00', 64],
    ['map entries with bytes', 'map<int32, bytes> a = 1', '0a00', 256],
    ['map entries with messages', 'map<int32, E> a = 1', '0a00', 112],
    ['optional bytes', 'bytes a = 1', '0a00', 192],
  ];
  for (const [what, field, element, bytes] of counted) {
    it(`counts ${what}`, () => {
      const M = type([field], { syntax: '2023', messages: { E: ['int32 x = 1'] }, enums: { Z: { A: 0, B: 1 } } });
      const maxMemoryBytes = 100_000;
      const one = [...hex(element)];
      const fitting = Math.floor((maxMemoryBytes - 400) / (bytes + one.length));
      assert.doesNotThrow(() => M.decode(repeated(one, fitting), { maxMemoryBytes }));
      refusedBy('maxMemoryBytes', M, repeated(one, Math.ceil(maxMemoryBytes / (bytes + one.length)) + 2), { maxMemoryBytes });
    });
  }

  it('counts packed lists by their elements', () => {
    for (const [kind, size, bytes] of [
      ['bool', 1, 8],
      ['int32', 1, 8],
      ['uint64', 1, 32],
      ['fixed32', 4, 8],
      ['double', 8, 8],
      ['sfixed64', 8, 32],
    ] as const) {
      const M = type([`repeated ${kind} a = 1`]);
      const packed = (count: number): Uint8Array =>
        M.encode({ a: Array(count).fill(kind === 'bool' ? true : kind.endsWith('64') ? 1n : 1) });
      const maxMemoryBytes = 100_000;
      const fitting = Math.floor((maxMemoryBytes - 400) / (bytes + size));
      assert.doesNotThrow(() => M.decode(packed(fitting), { maxMemoryBytes }), kind);
      refusedBy('maxMemoryBytes', M, packed(fitting + 60), { maxMemoryBytes });
    }
  });

  it('counts unknown fields', () => {
    const M = type(['repeated E a = 1'], { messages: { E: [] } });
    refusedBy('maxMemoryBytes', M, repeated([0x0a, 2, 0x78, 1], 1_000), { maxMemoryBytes: 400_000 });
  });

  it('is no less than the bytes themselves', () => {
    const M = type(['bytes a = 1']);
    assert.doesNotThrow(() => M.decode(M.encode({ a: new Uint8Array(10_000) }), { maxMemoryBytes: 11_000 }));
    refusedBy('maxMemoryBytes', M, M.encode({ a: new Uint8Array(10_000) }), { maxMemoryBytes: 9_000 });
  });

  it('of one decode does not count for the next, also after one that failed', () => {
    const M = type(['repeated E a = 1'], { messages: { E: [] } });
    for (let count = 0; count < 3; count++) {
      refusedBy('maxMemoryBytes', M, repeated([0x0a, 0], 100), { maxMemoryBytes: 1_000 });
      assert.equal((M.decode(repeated([0x0a, 0], 1_000)).a as unknown[]).length, 1_000);
      assert.equal((M.decodeFrom(repeated([0x0a, 0], 1_000), 0, 2_000, 100).a as unknown[]).length, 1_000);
    }
  });
});

describe('options of decode', () => {
  const M = type(['int32 a = 1']);

  it('are refused where they are no limits', () => {
    for (const name of ['maxBytes', 'maxDepth', 'maxUnknownBytes', 'maxMemoryBytes']) {
      for (const value of [-1, 1.5, Number.NaN, '3', null, 10n]) {
        assert.throws(() => M.decode(hex(''), { [name]: value }), RangeError, `${name}: ${String(value)}`);
      }
    }
    assert.throws(() => M.decode(hex(''), { maxDepth: Number.POSITIVE_INFINITY }), RangeError);
  });

  it('may all be undefined', () => {
    const options = {
      maxBytes: undefined,
      maxDepth: undefined,
      maxUnknownBytes: undefined,
      maxMemoryBytes: undefined,
      registry: undefined,
    };
    assert.deepEqual(M.decode(hex('0801'), options), { a: 1 });
  });
});

describe('decode with a registry', () => {
  const schema = protoSchema(
    `
    syntax = "proto3";
    package t;
    import "google/protobuf/descriptor.proto";
    import "base.proto";
    message Deep { string name = 1; Deep deep = 2; }
  `,
    {
      'base.proto': `
      syntax = "proto2";
      package t;
      message Base { optional Base base = 1; repeated Base bases = 2; map<string, Base> named = 3; oneof o { Base chosen = 4; } extensions 100 to 200; }
      message Strict { required string name = 1; extensions 1000 to max; }
      extend Base { optional Strict strict = 100; optional string text = 101; optional Base inner = 102; }
      extend Strict { optional Strict more = 1000; }
    `,
    },
  );
  const Base = schema.message('t.Base') as AnyType;
  const registry = registryOf(schema);
  const wrong = (bytes: string): string => {
    let text = '';
    assert.doesNotThrow(() => Base.decode(hex(bytes)));
    assert.throws(
      () => Base.decode(hex(bytes), { registry }),
      (error) => {
        assert.ok(error instanceof DecodeError);
        text = error.message;
        return true;
      },
    );
    return text;
  };

  it('reads extensions wherever they stand', () => {
    assert.equal(wrong('a20600'), 'base.[t.strict].name: required field is missing');
    assert.match(wrong('a206020a05'), /^base\.\[t\.strict\]: a length of 5 goes past/);
    assert.equal(wrong('0a03a20600'), 'base.base.[t.strict].name: required field is missing');
    assert.equal(wrong('12001203a20600'), 'base.bases[1].[t.strict].name: required field is missing');
    assert.equal(wrong('1a080a01611203a20600'), 'base.named["a"].[t.strict].name: required field is missing');
    assert.equal(wrong('2203a20600'), 'base.o.value.[t.strict].name: required field is missing');
    assert.equal(wrong('b20603a20600'), 'base.[t.inner].[t.strict].name: required field is missing');
    assert.equal(wrong('a206060a0161c23e00'), 'base.[t.strict].[t.more].name: required field is missing');
  });

  it('checks the UTF-8 that a field asks for, and takes what is right', () => {
    assert.deepEqual(Object.keys(Base.decode(hex('a206030a0161'), { registry })), ['base', 'bases', 'named', 'o']);
    assert.doesNotThrow(() => Base.decode(hex('aa0601ff'), { registry }));
  });

  it('lets required fields be missing where they may', () => {
    assert.doesNotThrow(() => Base.decode(hex('a20600'), { registry, allowMissingRequired: true }));
  });

  it('knows nothing of extensions that it does not have', () => {
    assert.doesNotThrow(() => Base.decode(hex('a20600'), { registry: new Registry() }));
  });
});
