/** Random bytes of the wire format for fast-check: fields of every wire type inside each other, and bytes that somebody bent. */
import fc from 'fast-check';

/** Numbers that schemas of tests use, some that none does, and the ends of the range. */
const fieldNumber = fc.oneof(
  { weight: 12, arbitrary: fc.integer({ min: 1, max: 20 }) },
  { weight: 3, arbitrary: fc.integer({ min: 100, max: 112 }) },
  { weight: 1, arbitrary: fc.constantFrom(0, 21, 2047, 2048, 536_870_911) },
);

function varint(value: bigint, padding: number): number[] {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, value);
  while (rest > 0x7fn) {
    bytes.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
  for (let index = 0; index < padding; index++) {
    bytes[bytes.length - 1]! |= 0x80;
    bytes.push(0);
  }
  return bytes;
}

const anyVarint = fc
  .tuple(
    fc.oneof(
      fc.bigInt({ min: 0n, max: 300n }),
      fc.constantFrom(0n, 1n, -1n, 2n ** 31n - 1n, 2n ** 31n, 2n ** 32n - 1n, 2n ** 32n, 2n ** 63n, -(2n ** 31n)),
      fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
    ),
    fc.oneof({ weight: 9, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.integer({ min: 1, max: 3 }) }),
  )
  .map(([value, padding]) => varint(value, padding));

const text = fc.oneof(
  fc.constantFrom('', '__proto__', 'constructor', 'toString', 'a', '\ufeff', '\ufffd'),
  fc.string({ unit: 'grapheme', maxLength: 30 }),
  fc.string({ maxLength: 200 }),
);

const { fields } = fc.letrec<{ fields: number[]; field: number[] }>((tie) => ({
  fields: fc.array(tie('field'), { maxLength: 6 }).map((all) => all.flat()),
  field: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.tuple(fieldNumber, anyVarint).map(([number, value]) => [...tag(number, 0), ...value]),
    fc.tuple(fieldNumber, fc.uint8Array({ minLength: 8, maxLength: 8 })).map(([number, value]) => [...tag(number, 1), ...value]),
    fc.tuple(fieldNumber, fc.uint8Array({ minLength: 4, maxLength: 4 })).map(([number, value]) => [...tag(number, 5), ...value]),
    fc.tuple(fieldNumber, text).map(([number, value]) => lengthPrefixed(number, Array.from(new TextEncoder().encode(value)))),
    fc.tuple(fieldNumber, fc.array(anyVarint, { maxLength: 8 })).map(([number, values]) => lengthPrefixed(number, values.flat())),
    fc.tuple(fieldNumber, tie('fields')).map(([number, content]) => lengthPrefixed(number, content)),
    fc.tuple(fieldNumber, tie('fields')).map(([number, content]) => [...tag(number, 3), ...content, ...tag(number, 4)]),
    // Items of a message set.
    fc
      .tuple(fieldNumber, tie('fields'))
      .map(([number, content]) => [0x0b, 0x10, ...varint(BigInt(number), 0), ...lengthPrefixed(3, content), 0x0c]),
  ),
}));

function tag(number: number, wireType: number): number[] {
  return varint(BigInt(number) * 8n + BigInt(wireType), 0);
}

function lengthPrefixed(number: number, content: readonly number[]): number[] {
  return [...tag(number, 2), ...varint(BigInt(content.length), 0), ...content];
}

/** Whole fields, most of them what a decoder takes. */
export const wireFields: fc.Arbitrary<Uint8Array> = fields.map((bytes) => Uint8Array.from(bytes));

/** What may be done to bytes: put in, left out, changed, cut off, said twice. */
const change = fc.tuple(
  fc.constantFrom('put', 'drop', 'set', 'cut', 'twice'),
  fc.nat(),
  fc.constantFrom(0, 1, 2, 0x0b, 0x0c, 0x7f, 0x80, 0xff),
);

/** `bytes` with some changes. */
export function bent(bytes: fc.Arbitrary<Uint8Array>): fc.Arbitrary<Uint8Array> {
  return fc.tuple(bytes, fc.array(change, { minLength: 1, maxLength: 5 })).map(([original, changes]) => {
    let all = Array.from(original);
    for (const [what, where, byte] of changes) {
      const at = all.length === 0 ? 0 : where % all.length;
      if (what === 'put') all.splice(at, 0, byte);
      else if (what === 'drop') all.splice(at, 1);
      else if (what === 'set') all.splice(at, 1, byte);
      else if (what === 'cut') all.length = at;
      else if (all.length < 5_000) all = [...all, ...all.slice(at)];
    }
    return Uint8Array.from(all);
  });
}

/** Any bytes that a decoder may be given. */
export const hostileBytes: fc.Arbitrary<Uint8Array> = fc.oneof(
  { weight: 4, arbitrary: wireFields },
  { weight: 4, arbitrary: bent(wireFields) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 60 }) },
);
