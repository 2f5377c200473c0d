import assert from 'node:assert/strict';
import fc from 'fast-check';
import { EncodeError } from '../../../wire/protobuf/errors.js';
import * as packed from '../../../wire/protobuf/packed.js';
import { writeVarint32 } from '../../../wire/protobuf/varint.js';
import * as scalars from '../../../wire/protobuf/write-scalars.js';
import { toHex } from '../../support/schema.js';

type Write = (value: never, buffer: Uint8Array, position: number) => number;

interface Kind {
  readonly name: string;
  readonly one: Write;
  readonly all: packed.WritePacked<never>;
  /** Values around each number of bytes. */
  readonly edges: readonly unknown[];
  readonly refused: readonly unknown[];
}

const signed = [0, -0, 1, 63, 64, 127, 128, 255, 8191, 8192, 16383, 16384, 2_097_151, 2_097_152, 2 ** 28, 2 ** 31 - 1];
const negative = [-1, -64, -65, -128, -8192, -8193, -16384, -(2 ** 31)];
const noNumbers = ['3', true, null, undefined, [], {}, Number.NaN, 1.5, Number.POSITIVE_INFINITY];

const kinds: Kind[] = [
  {
    name: 'int32',
    one: scalars.writeInt32 as Write,
    all: packed.writePackedInt32 as never,
    edges: [...signed, ...negative],
    refused: [...noNumbers, 2 ** 31, -(2 ** 31) - 1],
  },
  {
    name: 'uint32',
    one: scalars.writeUint32 as Write,
    all: packed.writePackedUint32 as never,
    edges: [...signed, 2 ** 31, 2 ** 32 - 1],
    refused: [...noNumbers, -1, 2 ** 32],
  },
  {
    name: 'sint32',
    one: scalars.writeSint32 as Write,
    all: packed.writePackedSint32 as never,
    edges: [...signed, ...negative],
    refused: [...noNumbers, 2 ** 31, -(2 ** 31) - 1],
  },
  {
    name: 'enum',
    one: scalars.writeEnum as Write,
    all: packed.writePackedEnum as never,
    edges: [...signed, ...negative],
    refused: [...noNumbers, 2 ** 31],
  },
  {
    name: 'bool',
    one: scalars.writeBool as Write,
    all: packed.writePackedBool as never,
    edges: [true, false],
    refused: [0, 1, 'true', null],
  },
  {
    name: 'int64',
    one: scalars.writeInt64 as Write,
    all: packed.writePackedInt64 as never,
    edges: [0n, 127n, 128n, 2n ** 31n, 2n ** 32n, 2n ** 63n - 1n, -1n, -(2n ** 63n)],
    refused: [0, '0', null, 2n ** 63n],
  },
  {
    name: 'uint64',
    one: scalars.writeUint64 as Write,
    all: packed.writePackedUint64 as never,
    edges: [0n, 127n, 128n, 2n ** 31n, 2n ** 32n, 2n ** 63n, 2n ** 64n - 1n],
    refused: [0, '0', null, -1n, 2n ** 64n],
  },
  {
    name: 'sint64',
    one: scalars.writeSint64 as Write,
    all: packed.writePackedSint64 as never,
    edges: [0n, 63n, 64n, -64n, -65n, 2n ** 31n, 2n ** 63n - 1n, -1n, -(2n ** 63n)],
    refused: [0, '0', null, 2n ** 63n],
  },
];

/** Length and elements, each element written by itself. */
function expected(kind: Kind, list: readonly unknown[]): Uint8Array {
  const content = new Uint8Array(10 * list.length);
  let end = 0;
  for (const value of list) end = kind.one(value as never, content, end);
  const buffer = new Uint8Array(5 + end);
  const start = writeVarint32(end, buffer, 0);
  buffer.set(content.subarray(0, end), start);
  return buffer.subarray(0, start + end);
}

describe('a packed list of varints on the wire', () => {
  for (const kind of kinds) {
    it(`${kind.name}: each element is written as it is alone, and nothing in front of the list or behind it changes`, () => {
      const list = fc.array(fc.constantFrom(...kind.edges), { maxLength: 300, size: 'max' });
      fc.assert(
        fc.property(list, fc.nat(20), (values, spare) => {
          const bytes = expected(kind, values);
          const buffer = new Uint8Array(3 + bytes.length + spare).fill(0xaa);
          assert.equal(kind.all(values as never, buffer, 3), 3 + bytes.length);
          assert.equal(toHex(buffer), `aaaaaa${toHex(bytes)}${'aa'.repeat(spare)}`);
        }),
        {
          seed: 20261124,
          numRuns: 300,
          examples: [
            [[], 0],
            ...kind.edges.flatMap((value): [unknown[], number][] => [
              [[value], 1],
              [[value, value], 1],
            ]),
          ],
        },
      );
    });

    it(`${kind.name}: without room the list says how much it takes`, () => {
      for (const count of [1, 2, 12, 13, 63, 64, 127, 128, 129, 5000]) {
        for (const value of kind.edges) {
          const list = Array.from({ length: count }, () => value);
          const bytes = expected(kind, list).length;
          for (const room of [0, 1, bytes >> 1, bytes - 1]) assert.equal(kind.all(list as never, new Uint8Array(room), 0), bytes);
        }
      }
    });

    it(`${kind.name}: a value of another kind is refused at each place`, () => {
      for (const wrong of kind.refused) {
        for (const filler of kind.edges.slice(0, 8)) {
          for (let at = 0; at < 4; at++) {
            const list = Array.from({ length: 4 }, (_, index) => (index === at ? wrong : filler));
            assert.throws(() => kind.all(list as never, new Uint8Array(64), 0), EncodeError);
          }
        }
      }
    });
  }
});
