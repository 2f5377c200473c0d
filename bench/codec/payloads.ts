/** What is encoded and decoded: values as a user of barewire would write them, the same in every run. */
import { FileDescriptorSet, type FileDescriptorSetInit } from '../../wire/protobuf/generated/descriptor.js';
import type { AnyMessageType, MessageType } from '../../wire/protobuf/message-type.js';
import { Test, Test_Enum, type TestInit } from './gen/common.js';
import { Hello, type HelloInit } from './gen/hello.js';
import { Counters, type CountersInit } from './gen/int64.js';
import { Maps, type MapsInit } from './gen/maps.js';
import { Order, type OrderInit } from './gen/order.js';
import { Numbers, type NumbersInit } from './gen/packed.js';
import { type FieldInit, type MessageInit, type MethodInit, Module, type ModuleInit } from './gen/registry.js';
import { Strings, type StringsInit } from './gen/strings.js';
import { Tile, type Tile_FeatureInit, type Tile_ValueInit, type TileInit } from './gen/tile.js';
import { type AnyValueInit, type KeyValueInit, type Span_EventInit, type SpanInit, TracesData, type TracesDataInit } from './gen/trace.js';
import { Node, type NodeInit } from './gen/tree.js';
import { Random } from './random.js';
import { wellKnownSet } from './well-known-set.js';
import { identifier, internationalSentence, sentence, word } from './words.js';

export interface Payload {
  readonly name: string;
  /** The file in `schemas` that declares it; undefined for google/protobuf/descriptor.proto. */
  readonly schema: string | undefined;
  readonly type: AnyMessageType;
  readonly value: object;
  /** How many property orders the literals come in, and how many of them leave fields out; big payloads have fewer. */
  readonly orders: number;
  readonly subsets: number;
}

function payload<T, I extends object>(
  name: string,
  schema: string | undefined,
  type: MessageType<T, I>,
  value: I,
  orders = 4,
  subsets = 2,
): Payload {
  return { name, schema, type: type as unknown as AnyMessageType, value, orders, subsets };
}

const range = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, index) => make(index));

function common(): TestInit {
  return {
    string: 'Lorem ipsum dolor sit amet.',
    uint32: 9000,
    inner: {
      int32: 20161110,
      innerInner: { long: (151234n << 32n) | 1051n, enum: Test_Enum.TWO, sint32: -42 },
      outer: { bool: [true, false, false, true, false, false, true], double: 204.8 },
    },
    float: 0.25,
  };
}

function order(): OrderInit {
  const random = new Random(7);
  return {
    id: 'ord_01J9ZK3V7Q8XW2M4',
    createdAt: 1_767_225_600_123n,
    status: 2,
    customer: {
      id: 8_812_345n,
      name: 'Margarethe van den Berg',
      email: 'margarethe.vandenberg@example.com',
      address: { street: 'Lange Nieuwstraat 118 B', city: 'Utrecht', zip: '3512 PN', country: 'NL' },
    },
    lines: range(7, (index) => ({
      sku: `SKU-${random.whole(10_000, 99_999)}-${index}`,
      title: sentence(random, random.whole(16, 40)),
      quantity: random.whole(1, 12),
      price: random.whole(100, 90_000) / 100,
      options: range(random.whole(0, 4), () => random.whole(1, 3000)),
    })),
    labels: { channel: 'web', campaign: 'autumn-2026', experiment: 'checkout-b', warehouse: 'RTM-2' },
    route: range(12, () => random.whole(1, 40_000)),
    total: 1834.55,
    signature: random.bytes(32),
    note: 'Please ring twice, the bell is slow.',
    version: 4n,
    gift: true,
    payment: { case: 'card', value: { holder: 'M VAN DEN BERG', lastDigits: '4242', expiryMonth: 11, expiryYear: 2029 } },
  };
}

function registry(): ModuleInit {
  const random = new Random(11);
  const field = (index: number): FieldInit => {
    const name = identifier(random);
    const type = random.pick(['string', 'int32', 'int64', 'bool', 'bytes', 'double', 'Timestamp', 'Money']);
    const init: FieldInit = { name, type, fullType: type, label: random.pick(['optional', 'repeated']), tag: index + 1 };
    if (random.chance(0.6)) init.description = sentence(random, random.whole(20, 90));
    if (random.chance(0.1)) init.defaultValue = word(random);
    if (random.chance(0.1)) init.options = ['deprecated', 'packed'];
    if (random.chance(0.1)) init.place = { case: 'oneofName', value: word(random) };
    if (random.chance(0.05)) init.deprecated = true;
    return init;
  };
  const location = (line: number) => ({
    fileName: 'acme/billing/v1/billing.proto',
    startLine: line,
    startColumn: 1,
    endLine: line + random.whole(3, 30),
    endColumn: 2,
  });
  const message = (index: number): MessageInit => {
    const name = identifier(random);
    return {
      name,
      fullName: `acme.billing.v1.${name}`,
      description: sentence(random, random.whole(30, 160)),
      fields: range(random.whole(3, 8), field),
      location: location(20 + index * 14),
    };
  };
  const method = (): MethodInit => {
    const name = identifier(random);
    return {
      name,
      fullName: `acme.billing.v1.BillingService.${name}`,
      description: sentence(random, random.whole(30, 120)),
      request: `acme.billing.v1.${name}_request`,
      response: `acme.billing.v1.${name}_response`,
      serverStreaming: random.chance(0.2),
    };
  };
  return {
    name: 'registry.example.com/acme/billing',
    documentation: sentence(random, 700),
    packages: range(2, (index) => ({
      name: `acme.billing.v${index + 1}`,
      messages: range(12, message),
      services: range(2, (number) => ({
        name: identifier(random),
        fullName: `acme.billing.v1.${identifier(random)}`,
        description: sentence(random, 90),
        methods: range(6, method),
        location: location(400 + number * 60),
      })),
    })),
    settings: { lint: 'standard', breaking: 'file', visibility: 'private' },
    dependencies: ['registry.example.com/googleapis/googleapis', 'registry.example.com/acme/money'],
  };
}

function tile(): TileInit {
  const random = new Random(13);
  const zigzag = (value: number): number => ((value << 1) ^ (value >> 31)) >>> 0;
  const feature = (index: number, keys: number, values: number): Tile_FeatureInit => {
    const type = random.pick([1, 2, 2, 3, 3] as const);
    const points = type === 1 ? 1 : random.whole(4, 40);
    const geometry = [9, zigzag(random.whole(-64, 4160)), zigzag(random.whole(-64, 4160))];
    if (type !== 1) {
      geometry.push(((points - 1) << 3) | 2);
      for (let point = 1; point < points; point++) geometry.push(zigzag(random.whole(-180, 180)), zigzag(random.whole(-180, 180)));
      if (type === 3) geometry.push(15);
    }
    const tags = range(random.whole(1, 5), () => [random.whole(0, keys - 1), random.whole(0, values - 1)]).flat();
    return { id: BigInt(index + 1), type, tags, geometry };
  };
  const value = (): Tile_ValueInit => {
    const kind = random.next();
    if (kind < 0.7) return { stringValue: sentence(random, random.whole(4, 28)) };
    if (kind < 0.85) return { intValue: BigInt(random.whole(1, 90_000)) };
    if (kind < 0.95) return { doubleValue: random.whole(1, 9000) / 8 };
    return { boolValue: random.chance(0.5) };
  };
  const layer = (name: string, features: number, keys: number, values: number) => ({
    version: 2,
    name,
    extent: 4096,
    keys: range(keys, () => identifier(random)),
    values: range(values, value),
    features: range(features, (index) => feature(index, keys, values)),
  });
  return {
    layers: [layer('landuse', 260, 8, 60), layer('road', 700, 14, 240), layer('building', 620, 6, 130), layer('poi_label', 180, 12, 300)],
  };
}

function tree(depth: number, width: number): NodeInit {
  const random = new Random(17);
  const node = (left: number): NodeInit => {
    const init: NodeInit = { name: identifier(random), value: random.whole(0, 100_000) };
    if (left > 0) init.children = range(width, () => node(left - 1));
    return init;
  };
  return node(depth);
}

function chain(length: number): NodeInit {
  const random = new Random(19);
  let last: NodeInit | undefined;
  for (let index = 0; index < length; index++) last = { name: word(random), value: index, ...(last && { next: last }) };
  return last!;
}

function packed(): NumbersInit {
  const random = new Random(23);
  return {
    int32s: range(300, () => (random.chance(0.1) ? -random.whole(1, 1000) : random.whole(0, 100_000))),
    uint32s: range(600, () => (random.chance(0.7) ? random.whole(0, 127) : random.whole(0, 0xffff_ffff))),
    sint32s: range(300, () => random.whole(-5000, 5000)),
    bools: range(200, () => random.chance(0.5)),
    kinds: range(200, () => random.whole(0, 3)),
    fixed32s: range(200, () => random.whole(0, 0xffff_ffff)),
    sfixed32s: range(200, () => random.whole(-0x8000_0000, 0x7fff_ffff)),
    floats: range(300, () => Math.fround(random.next() * 1000)),
    doubles: range(500, () => random.next() * 1e6),
  };
}

function int64(): CountersInit {
  const random = new Random(29);
  const mixed = () => random.bigint(random.pick([7, 14, 31, 40, 52, 62]));
  return {
    small: 42n,
    large: 1_767_225_600_123_456_789n,
    negative: -77_000_000_001n,
    unsignedSmall: 7n,
    unsignedLarge: 0xffff_fff0_0000_0001n,
    zigzag: -123_456_789_012n,
    fixed: 0x0123_4567_89ab_cdefn,
    signedFixed: -5n,
    int64s: range(40, () => (random.chance(0.15) ? -mixed() : mixed())),
    uint64s: range(40, mixed),
    sint64s: range(40, () => (random.chance(0.5) ? -mixed() : mixed())),
    fixed64s: range(40, mixed),
  };
}

function maps(): MapsInit {
  const random = new Random(31);
  const keyed = <V>(count: number, make: () => V): { [key: string]: V } =>
    Object.fromEntries(range(count, (index) => [`${identifier(random)}_${index}`, make()]));
  return {
    labels: keyed(40, () => sentence(random, random.whole(4, 30))),
    counts: keyed(40, () => random.whole(1, 100_000)),
    names: new Map(range(40, (index) => [index * 37, word(random)])),
    entries: keyed(25, () => ({ title: sentence(random, 18), rank: random.whole(1, 300), hidden: random.chance(0.2) })),
    weights: new Map(range(30, (index) => [index * 1001, random.next() * 100])),
  };
}

function strings(): StringsInit {
  const random = new Random(37);
  return {
    short: range(60, (index) => sentence(random, 1 + (index % 16))),
    medium: range(40, (index) => sentence(random, 17 + index * 2)),
    long: range(8, (index) => sentence(random, 120 + index * 150)),
    international: range(24, (index) => internationalSentence(random, 2 + index * 4)),
  };
}

function trace(spans: number): TracesDataInit {
  const random = new Random(41);
  const anyValue = (): AnyValueInit => {
    const kind = random.next();
    if (kind < 0.65) return { value: { case: 'stringValue', value: sentence(random, random.whole(3, 40)) } };
    if (kind < 0.85) return { value: { case: 'intValue', value: BigInt(random.whole(0, 60_000)) } };
    if (kind < 0.93) return { value: { case: 'boolValue', value: random.chance(0.5) } };
    if (kind < 0.98) return { value: { case: 'doubleValue', value: random.whole(1, 9000) / 16 } };
    return { value: { case: 'arrayValue', value: { values: [{ value: { case: 'stringValue', value: word(random) } }] } } };
  };
  const attributes = (count: number): KeyValueInit[] =>
    range(count, () => ({ key: `${word(random)}.${identifier(random)}`, value: anyValue() }));
  const traceId = random.bytes(16);
  const event = (time: bigint): Span_EventInit => ({ timeUnixNano: time, name: identifier(random), attributes: attributes(1) });
  const span = (): SpanInit => {
    const start = 1_767_225_600_000_000_000n + random.bigint(40);
    const init: SpanInit = {
      traceId,
      spanId: random.bytes(8),
      parentSpanId: random.bytes(8),
      name: `${random.pick(['GET', 'POST', 'acme.Billing'])} /${identifier(random)}`,
      kind: random.whole(1, 3),
      startTimeUnixNano: start,
      endTimeUnixNano: start + random.bigint(26),
      attributes: attributes(random.whole(3, 8)),
      flags: 257,
      status: { code: random.chance(0.9) ? 1 : 2 },
    };
    if (random.chance(0.3)) init.events = [event(start + 1000n)];
    return init;
  };
  return {
    resourceSpans: [
      {
        resource: { attributes: attributes(8) },
        scopeSpans: [{ scope: { name: '@opentelemetry/instrumentation-http', version: '0.57.1' }, spans: range(spans, span) }],
        schemaUrl: 'https://opentelemetry.io/schemas/1.29.0',
      },
    ],
  };
}

/** Every payload of the bench, in the order of the report. */
export function payloads(): Payload[] {
  return [
    payload('hello', 'hello', Hello, { name: 'world' } satisfies HelloInit),
    payload('common', 'common', Test, common()),
    payload('order', 'order', Order, order()),
    payload('registry', 'registry', Module, registry()),
    payload('tile', 'tile', Tile, tile(), 2, 1),
    payload('tree', 'tree', Node, tree(9, 2)),
    payload('chain', 'tree', Node, chain(60)),
    payload('packed', 'packed', Numbers, packed()),
    payload('int64', 'int64', Counters, int64()),
    payload('maps', 'maps', Maps, maps()),
    payload('strings', 'strings', Strings, strings()),
    payload('descriptors', undefined, FileDescriptorSet, wellKnownSet() as FileDescriptorSetInit, 2, 1),
    payload('trace', 'trace', TracesData, trace(20)),
    payload('span', 'trace', TracesData, trace(1)),
  ];
}
