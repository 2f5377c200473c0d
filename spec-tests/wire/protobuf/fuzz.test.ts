/**
 * Decoders of bytes under fast-check: whatever comes is a message or a `DecodeError`. No crash, no hang, no memory beyond what the budget
 * says, and nothing of Object.prototype touched. `BAREWIRE_FUZZ_CASES` and `BAREWIRE_SEED` make it longer and other.
 */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { dynamicMessageType } from '../../../wire/protobuf/closures/dynamic.js';
import { DelimitedReader } from '../../../wire/protobuf/delimited.js';
import { DecodeError } from '../../../wire/protobuf/errors.js';
import { extensionField } from '../../../wire/protobuf/extension.js';
import { extensionsIn, sortUnknown } from '../../../wire/protobuf/extensions-in.js';
import { FileDescriptorProto } from '../../../wire/protobuf/generated/descriptor.js';
import { Struct } from '../../../wire/protobuf/generated/struct.js';
import { clone } from '../../../wire/protobuf/message/clone.js';
import { equals } from '../../../wire/protobuf/message/equals.js';
import { merge } from '../../../wire/protobuf/message/merge.js';
import type { AnyMessageType } from '../../../wire/protobuf/message-type.js';
import { Reader } from '../../../wire/protobuf/reader.js';
import { unknownFields } from '../../../wire/protobuf/unknown.js';
import { generatedTypes } from '../../support/generated.js';
import { ownFile, protoSchema, registryOf } from '../../support/proto-text.js';
import { type AnyType, toHex, types } from '../../support/schema.js';
import { bent, hostileBytes, wireFields } from '../../support/wire-bytes.js';

const SEED = Number(process.env.BAREWIRE_SEED ?? 20_261_124);
const RUNS = Number(process.env.BAREWIRE_FUZZ_CASES ?? 400);
const PARAMETERS: fc.Parameters<unknown> = { seed: SEED, numRuns: RUNS };

const kinds = [
  'int32',
  'int64',
  'uint32',
  'uint64',
  'sint32',
  'sint64',
  'bool',
  'fixed32',
  'fixed64',
  'double',
  'float',
  'string',
  'bytes',
];
const { Singles, Lists, Maps, Shapes } = types({
  syntax: '2023',
  messages: {
    Singles: [
      ...kinds.map((kind, index) => `${kind} f_${kind} = ${index + 1}`),
      'Z open = 14',
      'Shapes m = 15',
      'string implicit = 16 [implicit]',
    ],
    Lists: [
      ...kinds.map((kind, index) => `repeated ${kind} f_${kind} = ${index + 1}`),
      'repeated Z open = 14 [expanded]',
      'repeated Shapes m = 15',
      'repeated int32 expanded = 16 [expanded]',
      'repeated Shapes g = 17 [delimited]',
    ],
    Maps: [
      ...['int32', 'int64', 'bool', 'string', 'sfixed64'].map((kind, index) => `map<${kind}, Maps> f_${kind} = ${index + 1}`),
      ...kinds.map((kind, index) => `map<string, ${kind}> g_${kind} = ${index + 6}`),
      'map<int32, Z> open = 20',
    ],
    Shapes: [
      'Shapes m = 1',
      'Shapes g = 2 [delimited]',
      'oneof o Shapes chosen = 3',
      'oneof o string constructor = 4',
      'oneof o Shapes group = 5 [delimited]',
      'repeated Shapes list = 6',
      'string __proto__ = 7',
      'string toString = 8',
      'Singles singles = 9',
      'Lists lists = 10',
      'Maps maps = 11',
      'string unchecked = 12 [unchecked]',
    ],
  },
  enums: { Z: { A: 0, B: 1, C: -1 } },
}) as { Singles: AnyType; Lists: AnyType; Maps: AnyType; Shapes: AnyType };

const old = protoSchema(`
  syntax = "proto2";
  package t;
  enum Closed { ONE = 1; TWO = 2; }
  message Base {
    optional Closed closed = 1; repeated Closed list = 2; repeated Closed packed = 3 [packed = true]; map<int32, Closed> map = 4;
    oneof o { Closed chosen = 5; group Grouped = 6 { optional Closed inside = 1; } }
    optional Base base = 7; required string name = 8; optional Set set = 9; optional group Nested = 10 { repeated Base bases = 1; }
    extensions 100 to 200;
  }
  message Set { option message_set_wire_format = true; extensions 4 to max; }
  message Item { extend Set { optional Item item = 5; optional Base base = 6; } optional int32 a = 1; repeated Item items = 15; }
  extend Base {
    optional int32 e_int = 100; repeated string e_strings = 101; optional Base e_base = 102; repeated Closed e_list = 103;
    optional group EGroup = 104 { optional int32 a = 1; } repeated double e_packed = 105 [packed = true]; optional bytes e_bytes = 106;
    optional Closed e_closed = 107; repeated Item e_items = 108; optional Set e_set = 109; optional sint64 e_sint = 110;
  }
`);
const Base = old.message('t.Base') as AnyType;
const registry = registryOf(old);
const generated: readonly AnyType[] = [
  ...Object.values(generatedTypes(Singles.descriptor.file)),
  ...Object.values(generatedTypes(ownFile(old))),
];

/** The words that `value` takes at least, counted by what is there and not by how it came. */
function heapBytes(value: unknown): number {
  if (typeof value === 'bigint') return 16;
  if (typeof value === 'string') return value.length > 1 ? 12 + value.length : 0;
  if (typeof value !== 'object' || value === null) return 0;
  if (value instanceof Uint8Array) return 150 + value.length;
  if (Array.isArray(value)) return value.reduce<number>((sum, one) => sum + 8 + heapBytes(one), 32);
  if (value instanceof Map) return [...value].reduce((sum, [key, one]) => sum + 24 + heapBytes(key) + heapBytes(one), 150);
  return Reflect.ownKeys(value).reduce((sum, key) => sum + 8 + heapBytes((value as Record<PropertyKey, unknown>)[key]), 24);
}

function decodeOr<T>(run: () => T): T | DecodeError {
  try {
    return run();
  } catch (error) {
    if (error instanceof DecodeError) return error;
    throw error;
  }
}

let taken = 0;
let refused = 0;

const prototypeKeys = Reflect.ownKeys(Object.prototype).length;

function check(type: AnyType, bytes: Uint8Array): void {
  const before = toHex(bytes);
  const message = decodeOr(() => type.decode(bytes, { allowMissingRequired: true }));
  assert.equal(toHex(bytes), before, 'the input is not written to');
  assert.equal(Reflect.ownKeys(Object.prototype).length, prototypeKeys);
  if (message instanceof DecodeError) {
    assert.ok(message.message.length < 500);
    refused++;
    return;
  }
  assert.equal(Object.getPrototypeOf(message), Object.prototype);
  const written = type.encode(message, { allowMissingRequired: true });
  const again = type.decode(written, { allowMissingRequired: true });
  // Where one run of unknown fields ends and the next begins is no part of what a message says.
  assert.ok(equals(type as AnyMessageType, message, again));
  assert.deepEqual(clone(type as AnyMessageType, message), message);
  taken++;
  assert.equal(toHex(type.encode(again, { allowMissingRequired: true })), toHex(written));
}

describe(`hostile bytes, made by fast-check (seed ${SEED}, ${RUNS} runs)`, function () {
  this.timeout(120_000);

  for (const [name, type] of Object.entries({ Singles, Lists, Maps, Shapes, Base })) {
    it(`are a message that survives, or refused: ${name}`, () => {
      fc.assert(
        fc.property(hostileBytes, (bytes) => check(type, bytes)),
        PARAMETERS,
      );
    });
  }

  it('are neither all refused nor all taken', () => {
    assert.ok(taken > 0.1 * 5 * RUNS && refused > 0.1 * 5 * RUNS, `${taken} taken, ${refused} refused`);
  });

  it('are a message that survives, or refused: types that are always there', () => {
    const file = FileDescriptorProto.encode(FileDescriptorProto.descriptor.file.proto).subarray(0, 3_000);
    const pieces = fc.nat(2_500).map((at) => file.slice(at, at + 500));
    fc.assert(
      fc.property(fc.oneof(bent(pieces), bent(fc.constant(file)), hostileBytes), (bytes) => {
        check(FileDescriptorProto as unknown as AnyType, bytes);
        check(Struct as unknown as AnyType, bytes);
      }),
      PARAMETERS,
    );
  });

  it('are told from each other by all that they hold: the same verdict, message and error on both roads', () => {
    fc.assert(
      fc.property(fc.constantFrom(...generated), hostileBytes, (type, bytes) => {
        const other = dynamicMessageType(type.descriptor);
        const one = decodeOr(() => type.decode(bytes));
        const two = decodeOr(() => other.decode(bytes));
        if (one instanceof DecodeError || two instanceof DecodeError) assert.equal((one as Error).message, (two as Error).message);
        else assert.deepEqual(one, two);
      }),
      PARAMETERS,
    );
  });

  it('take no more memory than they may', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(Singles, Lists, Maps, Shapes),
        hostileBytes,
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 100, max: 100_000 }),
        (type, bytes, times, maxMemoryBytes) => {
          const all = new Uint8Array(bytes.length * times);
          for (let index = 0; index < times; index++) all.set(bytes, index * bytes.length);
          const message = decodeOr(() => type.decode(all, { maxMemoryBytes }));
          // Single numbers and strings are not counted: they are a small multiple of their bytes.
          const bound = maxMemoryBytes + 24 * all.length;
          if (!(message instanceof DecodeError)) assert.ok(heapBytes(message) <= bound, `${heapBytes(message)} of ${bound}`);
        },
      ),
      PARAMETERS,
    );
  });

  it('are no extensions, or extensions that come back', () => {
    const extensions = [...Array.from({ length: 11 }, (_, index) => registry.extensionOf('t.Base', 100 + index)!)];
    fc.assert(
      fc.property(hostileBytes, fc.constantFrom(...extensions), (bytes, descriptor) => {
        const message = { [unknownFields]: [bytes] };
        const options = { allowMissingRequired: true };
        const all = decodeOr(() => sortUnknown(Base.descriptor, message, registry, options));
        const field = extensionField(descriptor);
        const value = decodeOr(() => field.get(message, options));
        if (all instanceof DecodeError || value instanceof DecodeError) return;
        const found = all.extensions.find(([one]) => one === descriptor);
        if (field.isSet(value)) assert.deepEqual(found?.[1], value);
        else assert.equal(found, undefined);
        // Taken away, the others stay; put back, it is the same.
        field.clear(message);
        assert.equal(field.has(message), false);
        if (field.isSet(value)) {
          field.set(message, value, options);
          assert.deepEqual(field.get(message, options), value);
        }
        assert.deepEqual(sortUnknown(Base.descriptor, message, registry, options).extensions, all.extensions);
      }),
      PARAMETERS,
    );
  });

  it('one behind the other are the one merged into the other (Protobuf encoding: Last One Wins)', () => {
    fc.assert(
      fc.property(fc.constantFrom(Singles, Lists, Maps, Shapes), wireFields, wireFields, (type, one, other) => {
        const first = decodeOr(() => type.decode(one));
        const second = decodeOr(() => type.decode(other));
        if (first instanceof DecodeError || second instanceof DecodeError) return;
        // Written again, since a field without presence may have come with its default, which merging takes for none.
        const both = type.decode(Uint8Array.from([...type.encode(first), ...type.encode(second)]));
        assert.ok(equals(type as AnyMessageType, both, merge(type, first, second)));
      }),
      PARAMETERS,
    );
  });

  it('are checked by decode with a registry as by asking for each extension', () => {
    let refused = 0;
    const run = (bytes: Uint8Array): void => {
      const message = decodeOr(() => Base.decode(bytes, { allowMissingRequired: true }));
      const checked = decodeOr(() => Base.decode(bytes, { allowMissingRequired: true, registry }));
      if (message instanceof DecodeError) {
        assert.ok(checked instanceof DecodeError);
        return;
      }
      const own = decodeOr(() => extensionsIn(Base.descriptor, message, registry, { allowMissingRequired: true }));
      if (own instanceof DecodeError) {
        refused++;
        assert.ok(checked instanceof DecodeError);
      }
      if (!(checked instanceof DecodeError)) assert.deepEqual(checked, message);
    };
    fc.assert(fc.property(hostileBytes, run), PARAMETERS);
    assert.ok(refused > 0);
  });

  it('read by hand end somewhere', () => {
    fc.assert(
      fc.property(hostileBytes, (bytes) => {
        const walk = (reader: Reader, depth: number): void => {
          while (reader.next()) {
            if (depth > 0 && (reader.wireType === 2 || reader.wireType === 3)) decodeOr(() => walk(reader.message(), depth - 1));
            else reader.skip();
          }
        };
        decodeOr(() => walk(new Reader(bytes), 20));
      }),
      PARAMETERS,
    );
  });

  it('in a stream give the same whatever chunks they come in', () => {
    const readAll = (chunks: readonly Uint8Array[]): readonly [messages: unknown[], error: string | undefined] => {
      const reader = new DelimitedReader(Singles, { maxBytes: 1_000 });
      const messages: unknown[] = [];
      const error = decodeOr(() => {
        for (const chunk of chunks) {
          reader.push(chunk);
          for (let message = reader.next(); message !== undefined; message = reader.next()) messages.push(message);
        }
        reader.end();
      });
      return [messages, error?.message];
    };
    const stream = fc.oneof(
      hostileBytes,
      fc
        .array(wireFields.filter((bytes) => bytes.length < 128))
        .map((all) => Uint8Array.from(all.flatMap((bytes) => [bytes.length, ...bytes]))),
    );
    fc.assert(
      fc.property(stream, fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 40 }), (bytes, sizes) => {
        const chunks: Uint8Array[] = [];
        for (let position = 0, index = 0; position < bytes.length; index++) {
          const size = index < sizes.length ? sizes[index]! : bytes.length;
          chunks.push(bytes.slice(position, position + size));
          position += size;
        }
        assert.deepEqual(readAll(chunks), readAll([bytes]));
      }),
      PARAMETERS,
    );
  });
});
