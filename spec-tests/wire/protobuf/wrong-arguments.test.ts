/**
 * Every public function of barewire/protobuf with every wrong value in every place: each is refused by an error of ours, which names what
 * came, and never by the engine's.
 */
import assert from 'node:assert/strict';
import { FileDescriptorProto } from '../../../wire/protobuf/generated/descriptor.js';
import * as door from '../../../wire/protobuf/index.js';
import { Duration, Timestamp } from '../../../wire/well-known.js';
import { Old, oldFile, registry } from '../../support/text-schema.js';

class Order {}

const WRONG: { readonly [name: string]: unknown } = {
  undefined: undefined,
  null: null,
  number: 5,
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  text: 'text',
  true: true,
  symbol: Symbol('order'),
  bigint: 10n,
  array: [],
  list: [1],
  Map: new Map([[1, 2]]),
  Promise: Promise.resolve({}),
  function: () => ({}),
  class: Order,
  Date: new Date(0),
  bytes: Uint8Array.of(1),
  object: {},
  other: { x: 1 },
  instance: new Order(),
};

/** What a place takes, by the names above, besides what is refused. */
const OBJECTS = ['object', 'other', 'instance'];
const TAKES: { readonly [kind: string]: readonly string[] } = {
  type: [],
  descriptor: [],
  extension: [],
  registry: [],
  mask: [],
  time: [],
  // Unknown members are refused by `create`; what writes a message does not look at them.
  message: OBJECTS,
  created: ['object', 'instance'],
  'created or none': ['object', 'instance', 'undefined'],
  options: ['undefined', ...OBJECTS],
  bytes: ['bytes'],
  string: ['text'],
  'string or none': ['text', 'undefined'],
  number: ['number'],
  'number or none': ['number', 'undefined'],
  bigint: ['bigint'],
  number32: ['number'],
  json: ['null', 'number', 'text', 'true', 'array', 'list', 'object', 'other'],
  'json object': ['object', 'other'],
  'json array': ['array', 'list'],
  'int64 representation': ['undefined'],
  date: ['Date'],
  files: ['array'],
  value: ['undefined', 'text'],
  'value there': ['text'],
  anything: Object.keys(WRONG),
};

type Call = readonly [call: (...args: never[]) => unknown, ...places: (readonly [kind: string, value: unknown])[]];

const type = ['type', FileDescriptorProto] as const;
const message = ['message', FileDescriptorProto.create({ name: 'a' })] as const;
const created = ['created', { name: 'a' }] as const;
const options = ['options', {}] as const;
const oldType = ['type', Old] as const;
const oldMessage = ['message', Old.create()] as const;
const note = ['extension', door.dynamicExtension(oldFile.extensions[0]!)] as const;
const descriptor = ['descriptor', FileDescriptorProto.descriptor] as const;
const field = ['descriptor', FileDescriptorProto.descriptor.fieldByName('name')] as const;
const any = ['descriptor', door.anyPack(FileDescriptorProto, { name: 'a' })] as const;
const timestamp = ['time', Timestamp.create({ seconds: 5n, nanos: 1 })] as const;
const duration = ['time', Duration.create({ seconds: 5n, nanos: 1 })] as const;
const mask = ['mask', { paths: ['name'] }] as const;

const CALLS: { readonly [name: string]: Call } = {
  'type.create': [FileDescriptorProto.create, ['created or none', {}]],
  'type.encode': [FileDescriptorProto.encode, message, options],
  'type.decode': [FileDescriptorProto.decode, ['bytes', Uint8Array.of(10, 1, 65)], options],
  'dynamic type.encode': [Old.encode, oldMessage, options],
  'dynamic type.create': [Old.create, ['created or none', {}]],
  buildFile: [door.buildFile, ['descriptor', FileDescriptorProto.create({ name: 'x.proto', syntax: 'proto3' })], ['files', []], options],
  dynamicMessageType: [door.dynamicMessageType, descriptor],
  dynamicExtension: [door.dynamicExtension, ['descriptor', oldFile.extensions[0]]],
  DelimitedReader: [(...args) => new door.DelimitedReader(...(args as unknown as [never])), type, options],
  'DelimitedReader.push': [(chunk) => new door.DelimitedReader(FileDescriptorProto).push(chunk), ['bytes', Uint8Array.of(0)]],
  writeDelimited: [door.writeDelimited, type, message, options],
  getExtension: [door.getExtension, oldType, oldMessage, note, options],
  hasExtension: [door.hasExtension, oldType, oldMessage, note],
  setExtension: [door.setExtension, oldType, oldMessage, note, ['value there', 'x'], options],
  clearExtension: [door.clearExtension, oldType, oldMessage, note],
  extensionsIn: [door.extensionsIn, descriptor, message, ['registry', registry], options],
  int64FromBigint: [door.int64FromBigint, ['int64 representation', undefined], ['bigint', 5n]],
  int64ToBigint: [door.int64ToBigint, ['int64 representation', undefined], ['anything', 5n]],
  toJson: [door.toJson, type, message, options],
  toJsonString: [door.toJsonString, type, message, options],
  fromJson: [door.fromJson, type, ['json object', {}], options],
  fromJsonString: [door.fromJsonString, type, ['nothing', '{}'], options],
  toText: [door.toText, type, message, options],
  fromText: [door.fromText, type, ['nothing', ''], options],
  clone: [door.clone, type, message, options],
  defaultOf: [door.defaultOf, type, ['nothing', 'name']],
  diff: [door.diff, type, message, message, options],
  equals: [door.equals, type, message, message, options],
  merge: [door.merge, type, message, created, options],
  getOption: [door.getOption, ['descriptor', oldFile], ['extension', optionOfFiles()]],
  hasOption: [door.hasOption, ['descriptor', oldFile], ['extension', optionOfFiles()]],
  Reader: [
    (...args) => new door.Reader(...(args as unknown as [never])),
    ['bytes', Uint8Array.of(1, 2, 3, 4, 5)],
    ['number or none', 0],
    ['number or none', 5],
  ],
  'Writer.string': [(number, value) => new door.Writer().string(number, value), ['number', 1], ['string', 'x']],
  'Writer.int32': [(number, value) => new door.Writer().int32(number, value), ['number', 1], ['number', 1]],
  'Writer.bytes': [(number, value) => new door.Writer().bytes(number, value), ['number', 1], ['bytes', Uint8Array.of()]],
  'Writer.begin': [(number) => new door.Writer().begin(number), ['number', 1]],
  getField: [door.getField, type, message, field],
  hasField: [door.hasField, type, message, field],
  setField: [door.setField, type, message, field, ['value', 'x']],
  clearField: [door.clearField, type, message, field],
  fieldsIn: [(...args) => [...door.fieldsIn(...(args as unknown as [never, never]))], type, message, options],
  walk: [(source) => [...door.walk(source)], descriptor],
  Registry: [(source) => new door.Registry(source), type],
  'registry.checkExtensions': [(...args) => registry.checkExtensions(...(args as unknown as [never, never, 100])), descriptor, message],
  anyPack: [door.anyPack, type, message, ['string or none', 'x']],
  anyIs: [door.anyIs, any, type],
  anyTypeName: [door.anyTypeName, any],
  anyUnpack: [door.anyUnpack, any, type, options],
  anyUnpackFrom: [door.anyUnpackFrom, any, ['registry', new door.Registry(FileDescriptorProto)], options],
  durationAdd: [door.durationAdd, duration, duration],
  durationCompare: [door.durationCompare, duration, duration],
  durationFromMs: [door.durationFromMs, ['number', 5]],
  durationFromNanos: [door.durationFromNanos, ['bigint', 5n]],
  durationFromText: [door.durationFromText, ['nothing', '5s']],
  durationIsValid: [door.durationIsValid, ['anything', duration[1]]],
  durationMs: [door.durationMs, duration],
  durationNanos: [door.durationNanos, duration],
  durationNormalize: [door.durationNormalize, duration],
  durationSubtract: [door.durationSubtract, duration, duration],
  durationText: [door.durationText, duration],
  fieldMaskApply: [door.fieldMaskApply, type, message, mask],
  fieldMaskCanonical: [door.fieldMaskCanonical, mask],
  fieldMaskCovers: [door.fieldMaskCovers, mask, ['string', 'name']],
  fieldMaskFault: [door.fieldMaskFault, type, mask],
  fieldMaskFromText: [door.fieldMaskFromText, ['string', 'name']],
  fieldMaskIntersect: [door.fieldMaskIntersect, mask, mask],
  fieldMaskIsValid: [door.fieldMaskIsValid, type, mask],
  fieldMaskMerge: [door.fieldMaskMerge, type, message, created, mask, options],
  fieldMaskText: [door.fieldMaskText, mask],
  fieldMaskUnion: [door.fieldMaskUnion, mask, mask],
  listValueFromJson: [door.listValueFromJson, ['json array', [1]]],
  listValueToJson: [door.listValueToJson, ['message', door.listValueFromJson([1])]],
  structFromJson: [door.structFromJson, ['json object', { a: 1 }]],
  structToJson: [door.structToJson, ['message', door.structFromJson({ a: 1 })]],
  valueFromJson: [door.valueFromJson, ['json', 1]],
  valueToJson: [door.valueToJson, ['nothing', door.valueFromJson(1)]],
  timestampAdd: [door.timestampAdd, timestamp, duration],
  timestampCompare: [door.timestampCompare, timestamp, timestamp],
  timestampDate: [door.timestampDate, timestamp],
  timestampDifference: [door.timestampDifference, timestamp, timestamp],
  timestampFromDate: [door.timestampFromDate, ['date', new Date(0)]],
  timestampFromMs: [door.timestampFromMs, ['number', 5]],
  timestampFromNanos: [door.timestampFromNanos, ['bigint', 5n]],
  timestampFromText: [door.timestampFromText, ['nothing', '2026-11-23T00:00:00Z']],
  timestampIsValid: [door.timestampIsValid, ['anything', timestamp[1]]],
  timestampMs: [door.timestampMs, timestamp],
  timestampNanos: [door.timestampNanos, timestamp],
  timestampNormalize: [door.timestampNormalize, timestamp],
  timestampSubtract: [door.timestampSubtract, timestamp, duration],
  timestampText: [door.timestampText, timestamp],
};

/** `extend google.protobuf.FileOptions { string owner = 50000; }` */
function optionOfFiles(): unknown {
  const file = FileDescriptorProto.create({
    ...{ name: 'option.proto', syntax: 'proto3', dependency: ['google/protobuf/descriptor.proto'] },
    extension: [{ name: 'owner', number: 50_000, label: 1, type: 9, extendee: '.google.protobuf.FileOptions' }],
  });
  return door.dynamicExtension(door.buildFile(file, [FileDescriptorProto.descriptor.file]).extensions[0]!);
}

/** What engines say. */
const ENGINE =
  /Cannot (read|convert|destructure|mix|use|set|assign|create)|is not (a function|iterable|a constructor|an object|extensible)|call stack|Invalid (array|time)|incompatible receiver|private member|Method .* called/;

function isOurs(error: unknown): boolean {
  if (!(error instanceof Error) || ENGINE.test(error.message)) return false;
  const code = (error as { code?: unknown }).code;
  return (typeof code === 'string' && code.startsWith('ERR_BAREWIRE')) || error instanceof TypeError || error instanceof RangeError;
}

describe('wrong arguments', () => {
  for (const [name, [call, ...places]] of Object.entries(CALLS)) {
    it(`of ${name} are refused in words`, () => {
      const right = places.map(([, value]) => value) as never[];
      call(...right);
      for (const [index, [kind]] of places.entries()) {
        for (const [word, wrong] of Object.entries(WRONG)) {
          const where = `argument ${index + 1} (${kind}): ${word}`;
          const takes = (TAKES[kind] ?? []).includes(word);
          try {
            call(...(right.map((value, place) => (place === index ? wrong : value)) as never[]));
          } catch (error) {
            assert.ok(isOurs(error), `${where}: ${error instanceof Error ? error.stack : String(error)}`);
            if (!takes) assert.match((error as Error).message, /expect|got|must|needs|no such property|no property|no field/, where);
            continue;
          }
          assert.ok(takes, `${where} was taken`);
        }
      }
    });
  }

  it('are tried on every public function', () => {
    const rest = ['DecodeError', 'DescriptorError', 'EncodeError', 'JsonError', 'TextError', 'Change', 'Writer'];
    const functions = Object.entries(door).filter(([name, value]) => typeof value === 'function' && !rest.includes(name));
    for (const [name] of functions) assert.ok(name in CALLS, `${name} is not in the table`);
  });

  it('are told what would do', () => {
    for (const [call, text] of [
      [
        () => door.clone(undefined as never, {}),
        /^clone expects a message type, got undefined: the constant that generated code has for it/,
      ],
      [() => door.toJson('shop.Order' as never, {}), /got string "shop.Order": registry.messageType\(name\) finds one by its name/],
      [() => door.toText(Old.descriptor as never, {}), /got an object \(Object\): dynamicMessageType\(descriptor\) makes one/],
      [() => door.fromJson({} as never, {}), /is it a message\?/],
      [() => door.toJson(Old, {}, null as never), /expects its options as an object, got null; leave them out for the defaults/],
      [() => door.toJson(Old, {}, { registry: [] as never }), /expects a Registry, got an array: new Registry\(.*\) makes one/],
      [() => Old.encode(Promise.resolve({}) as never), /expected old.Old, got an object \(Promise\): wait for it first/],
    ] as const)
      assert.throws(call, (error: Error) => text.test(error.message), String(text));
  });
});
