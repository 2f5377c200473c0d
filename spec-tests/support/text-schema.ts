/** A proto2 and a proto3 file with everything that text format has a form for. */
import { buildFile } from '../../wire/protobuf/build.js';
import { type DynamicMessage, dynamicMessageType } from '../../wire/protobuf/closures/dynamic.js';
import type { MessageDescriptor } from '../../wire/protobuf/descriptor.js';
import { file$ as anyFile } from '../../wire/protobuf/generated/any.js';
import { type DescriptorProtoInit, type FieldDescriptorProtoInit, FileDescriptorProto } from '../../wire/protobuf/generated/descriptor.js';
import { Registry } from '../../wire/protobuf/registry.js';
import { type AnyType, buildSchema } from './schema.js';

const OPTIONAL = 1;
const REQUIRED = 2;
const REPEATED = 3;
const INT32 = 5;
const STRING = 9;
const GROUP = 10;
const MESSAGE = 11;
const ENUM = 14;

const field = (name: string, number: number, type: FieldDescriptorProtoInit['type'], rest: FieldDescriptorProtoInit = {}) => ({
  name,
  number,
  type,
  label: OPTIONAL as NonNullable<FieldDescriptorProtoInit['label']>,
  ...rest,
});

const group = (name: string): DescriptorProtoInit => ({ name, field: [field('a', 1, INT32)] });

/**
 *     message Old {
 *       optional group Data = 1 { optional int32 a = 1; }
 *       repeated group MultiWord = 2 { … }
 *       optional Color color = 3;
 *       optional Needy needy = 4;
 *       reserved gone, "old_name";
 *       extensions 100 to max;
 *     }
 *     message Needy { required int32 id = 1; }
 *     enum Color { RED = 0; BLUE = 1; AZURE = 1; }   // closed
 *     extend Old { optional string note = 100; repeated int32 numbers = 101; optional Old more = 102; optional group ExtGroup = 103; … }
 *     message Set { option message_set_wire_format = true; extensions 4 to max; }
 *     message Item { extend Set { optional Item item = 2000000000; } optional int32 a = 1; }
 */
export const oldFile = /* @__PURE__ */ buildFile(
  FileDescriptorProto.create({
    name: 'old.proto',
    package: 'old',
    syntax: 'proto2',
    enumType: [
      {
        name: 'Color',
        value: [
          { name: 'RED', number: 0 },
          { name: 'BLUE', number: 1 },
          { name: 'AZURE', number: 1 },
        ],
        options: { allowAlias: true },
      },
    ],
    messageType: [
      {
        name: 'Old',
        nestedType: [group('Data'), group('MultiWord')],
        field: [
          field('data', 1, GROUP, { typeName: '.old.Old.Data' }),
          field('multiword', 2, GROUP, { typeName: '.old.Old.MultiWord', label: REPEATED }),
          field('color', 3, ENUM, { typeName: '.old.Color' }),
          field('needy', 4, MESSAGE, { typeName: '.old.Needy' }),
        ],
        reservedName: ['gone', 'old_name'],
        extensionRange: [{ start: 100, end: 536_870_912 }],
      },
      { name: 'Needy', field: [field('id', 1, INT32, { label: REQUIRED })] },
      group('ExtGroup'),
      { name: 'Set', options: { messageSetWireFormat: true }, extensionRange: [{ start: 4, end: 2_147_483_647 }] },
      {
        name: 'Item',
        field: [field('a', 1, INT32)],
        extension: [field('item', 2_000_000_000, MESSAGE, { typeName: '.old.Item', extendee: '.old.Set' })],
      },
    ],
    extension: [
      field('note', 100, STRING, { extendee: '.old.Old' }),
      field('numbers', 101, INT32, { label: REPEATED, extendee: '.old.Old' }),
      field('more', 102, MESSAGE, { typeName: '.old.Old', extendee: '.old.Old' }),
      field('extgroup', 103, GROUP, { typeName: '.old.ExtGroup', extendee: '.old.Old' }),
      field('colors', 104, ENUM, { typeName: '.old.Color', label: REPEATED, extendee: '.old.Old' }),
      field('needed', 105, MESSAGE, { typeName: '.old.Needy', extendee: '.old.Old' }),
    ],
  }),
  [],
);

/** An edition's delimited fields: one that looks like a group, two that do not. */
export const delimitedFile = /* @__PURE__ */ buildFile(
  FileDescriptorProto.create({
    name: 'delimited.proto',
    package: 'ed',
    syntax: 'editions',
    edition: 1000,
    messageType: [
      {
        name: 'Parent',
        nestedType: [group('GroupLike')],
        field: [
          field('grouplike', 1, MESSAGE, { typeName: '.ed.Parent.GroupLike', options: { features: { messageEncoding: 2 } } }),
          field('apart', 3, MESSAGE, { typeName: '.ed.Apart', options: { features: { messageEncoding: 2 } } }),
          field('other', 2, MESSAGE, { typeName: '.ed.Parent.GroupLike', options: { features: { messageEncoding: 2 } } }),
        ],
      },
      group('Apart'),
    ],
  }),
  [],
);

export const newFile = /* @__PURE__ */ buildFile(
  FileDescriptorProto.create({
    name: 'new.proto',
    package: 'new',
    syntax: 'proto3',
    dependency: ['google/protobuf/any.proto', 'old.proto'],
    messageType: [
      {
        name: 'New',
        field: [
          field('any', 1, MESSAGE, { typeName: '.google.protobuf.Any' }),
          field('list', 2, MESSAGE, { typeName: '.google.protobuf.Any', label: REPEATED }),
          field('old', 3, MESSAGE, { typeName: '.old.Old' }),
        ],
      },
    ],
  }),
  [anyFile(), oldFile],
);

/** Every kind of scalar, singular, repeated and as a map's key or value. */
export const kindsFile = /* @__PURE__ */ buildSchema({
  enums: { Open: { ZERO: 0, ONE: 1, true: 2, inf: 3 } },
  messages: {
    Kinds: [
      'double double = 1',
      'float float = 2',
      'int32 int32 = 3',
      'int64 int64 = 4',
      'uint32 uint32 = 5',
      'uint64 uint64 = 6',
      'sint32 sint32 = 7',
      'sint64 sint64 = 8',
      'fixed32 fixed32 = 9',
      'fixed64 fixed64 = 10',
      'sfixed32 sfixed32 = 11',
      'sfixed64 sfixed64 = 12',
      'bool bool = 13',
      'string string = 14',
      'bytes bytes = 15',
      'Open open = 16',
      'Kinds message = 17',
      'repeated int32 ints = 18',
      'repeated string strings = 19',
      'repeated Kinds messages = 20',
      'repeated Open opens = 21',
      'map<string, Kinds> map = 22',
      'map<int64, string> longs = 23',
      'map<bool, double> bools = 24',
      'optional int32 tracked = 25',
      'oneof choice string text = 26',
      'oneof choice Kinds nested = 27',
      'oneof choice bool flag = 28',
      'string __proto__ = 29',
      'map<string, string> constructor = 30',
    ],
  },
});

const dynamic = (descriptor: MessageDescriptor): AnyType => dynamicMessageType(descriptor);
export const Old = /* @__PURE__ */ dynamic(oldFile.message(0));
export const MessageSet = /* @__PURE__ */ dynamic(oldFile.message(3));
export const Parent = /* @__PURE__ */ dynamic(delimitedFile.message(0));
export const New = /* @__PURE__ */ dynamic(newFile.message(0));
export const Kinds = /* @__PURE__ */ dynamic(kindsFile.message(0));
export const registry = /* @__PURE__ */ new Registry(oldFile, delimitedFile, newFile, kindsFile);
export type { DynamicMessage };
