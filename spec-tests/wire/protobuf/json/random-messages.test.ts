/**
 * Random schemas and messages: what is printed is read again, through closures and through generated code, and protobuf-es reads what we
 * print and prints what we read. The seed is in the test's title; BAREWIRE_SEED sets another, BAREWIRE_SCHEMAS another count.
 */
import assert from 'node:assert/strict';
import * as es from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { dynamicMessageType } from '../../../../wire/protobuf/closures/dynamic.js';
import type { FileDescriptor } from '../../../../wire/protobuf/descriptor.js';
import { FileDescriptorProto, FileDescriptorSet } from '../../../../wire/protobuf/generated/descriptor.js';
import { fromJson, fromJsonString } from '../../../../wire/protobuf/json/from-json.js';
import { toJson, toJsonString } from '../../../../wire/protobuf/json/to-json.js';
import type { JsonValue } from '../../../../wire/protobuf/json/value.js';
import { clone } from '../../../../wire/protobuf/message/clone.js';
import { generatedTypes } from '../../../support/generated.js';
import { Random } from '../../../support/random.js';
import { randomMessage, randomSchema } from '../../../support/random-schema.js';
import { buildSchema } from '../../../support/schema.js';

const SEED = Number(process.env.BAREWIRE_SEED ?? 20_261_123);
const SCHEMAS = Number(process.env.BAREWIRE_SCHEMAS ?? 60);
const MESSAGES = 15;

describe('ProtoJSON of random messages', () => {
  it(`${SCHEMAS} schemas, ${MESSAGES} messages each, survive and agree with protobuf-es (seed ${SEED})`, function () {
    this.timeout(60_000);
    const random = new Random(SEED);
    let checked = 0;
    for (let index = 0; index < SCHEMAS; index++) {
      const file = buildSchema(randomSchema(random));
      const generated = generatedTypes(file);
      const registry = es.createFileRegistry(es.fromBinary(FileDescriptorSetSchema, FileDescriptorSet.encode({ file: [named(file)] })));
      for (let count = 0; count < MESSAGES; count++) {
        const descriptor = file.messages[count % file.messages.length]!;
        const init = randomMessage(random, descriptor);
        const where = `seed ${SEED}, schema ${index}, message ${count} of ${descriptor.name}`;
        const theirs = registry.getMessage(descriptor.typeName)!;
        for (const type of [generated[descriptor.name]!, dynamicMessageType(descriptor)]) {
          const message = type.create(init);
          const bytes = type.encode(message);
          const expected = type.decode(bytes);
          const options = random.pick([
            undefined,
            { useProtoFieldNames: true },
            { enumsAsIntegers: true },
            { alwaysEmitImplicit: true },
            { useProtoFieldNames: true, enumsAsIntegers: true, alwaysEmitImplicit: true, indent: 2 },
          ]);
          const json = toJson(type, message, options);
          const text = toJsonString(type, message, options);
          assert.deepEqual(fromJson(type, json), expected, where);
          assert.deepEqual(fromJsonString(type, text), expected, where);
          assert.deepEqual(fromJsonString(type, JSON.stringify(JSON.parse(text), null, 1)), withoutMinusZero(expected), where);
          // Printing a literal is printing the message that it is.
          if (options === undefined) assert.equal(toJsonString(type, init), text, where);
          // Maps are objects there, in the order that objects have.
          assert.deepEqual(type.decode(es.toBinary(theirs, es.fromJsonString(theirs, text))), expected, where);
          const printedByThem = es.toJson(theirs, es.fromBinary(theirs, bytes)) as JsonValue;
          assert.deepEqual(fromJson(type, printedByThem), expected, where);
          checked++;
        }
      }
    }
    assert.equal(checked, SCHEMAS * MESSAGES * 2);
  });
});

/** The file's descriptor with the JSON names written out, which protobuf-es does not make itself. */
function named(file: FileDescriptor): FileDescriptorProto {
  const proto = clone(FileDescriptorProto, file.proto);
  for (const [index, message] of file.messages.entries()) {
    for (const [at, field] of message.fields.entries()) proto.messageType[index]!.field[at]!.jsonName = field.jsonName;
  }
  return proto;
}

/** JSON.stringify prints -0 as 0, so that what goes through it comes back without the sign; in fields without presence as absent. */
function withoutMinusZero<T>(value: T): T {
  if (typeof value === 'number') return (value + 0) as T;
  if (Array.isArray(value)) return value.map(withoutMinusZero) as T;
  if (value instanceof Map) return new Map([...value].map(([key, one]) => [key, withoutMinusZero(one)])) as T;
  if (value instanceof Uint8Array || typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withoutMinusZero(one)])) as T;
}
