import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import protobuf from 'protobufjs';
import { DecodeError, EncodeError } from '../../../../wire/protobuf/errors.js';
import { unknownFields } from '../../../../wire/protobuf/unknown.js';
import { Material, Part } from '../../../fixtures/gen/parts.js';
import { Card, Nothing, Order, type OrderInit, Orders, Scalars, type ScalarsInit, Status } from '../../../fixtures/gen/shop.js';
import { repositoryPath } from '../../../support/repository.js';

const order: OrderInit = {
  id: 'A-1',
  note: '',
  status: Status.OPEN,
  serial: -(2n ** 63n),
  photo: Uint8Array.of(1, 2, 3),
  lines: [{ sku: 'x', qty: 4_294_967_295, price: 0.1, kind: 1, parts: [{ part: { name: 'leg' } }] }, {}],
  totals: { EUR: 3, USD: -1 },
  main: { sku: 'é'.repeat(100) },
  payment: { case: 'cash', value: 0 },
  weightKg: -0,
  placedAt: { seconds: 5n, nanos: 7 },
  marks: [-1n, 0n, 2n ** 62n],
  history: [Status.SENT, -1, 77],
  bySerial: new Map([[7n, { sku: 'seven' }]]),
  flags: new Map([
    [true, Uint8Array.of(9)],
    [false, new Uint8Array(0)],
  ]),
  states: new Map([[0, Status.UNSPECIFIED]]),
  tags: ['', 'b'],
};

const scalars: ScalarsInit = {
  double: 1e300,
  float: 0.5,
  int32: -1,
  int64: -1n,
  uint32: 0xffff_ffff,
  uint64: 2n ** 64n - 1n,
  sint32: -2_147_483_648,
  sint64: -(2n ** 63n),
  fixed32: 0xffff_ffff,
  fixed64: 2n ** 64n - 1n,
  sfixed32: -1,
  sfixed64: -1n,
  bool: true,
  string: 'text',
  bytes: Uint8Array.of(0, 255),
  maybeDouble: 0,
  maybeFloat: 0,
  maybeInt32: 0,
  maybeInt64: 0n,
  maybeBool: false,
  maybeString: '',
  maybeBytes: new Uint8Array(0),
  maybeStatus: 0,
  doubles: [0, -0, Infinity],
  floats: [1.5],
  int32s: [1, -1],
  int64s: [1n, -1n],
  uint32s: [1, 300],
  uint64s: [1n],
  sint32s: [-1],
  sint64s: [-1n],
  fixed32s: [1],
  fixed64s: [1n],
  sfixed32s: [-1],
  sfixed64s: [-1n],
  bools: [true, false],
  strings: ['', 'a'],
  bytess: [Uint8Array.of(1)],
  loose: [1, 2, 300],
  last: 1,
};

/** The same schema through protobufjs, as an opinion from outside. It does not parse groups inside oneofs. */
function outsider(name: string): protobuf.Type {
  const fixture = (path: string): string => readFileSync(repositoryPath(`spec-tests/fixtures/${path}`), 'utf8');
  const root = new protobuf.Root();
  root.addJSON(protobuf.common.get('google/protobuf/timestamp.proto')!.nested!);
  protobuf.parse(fixture('parts.proto').replace(/group Paint = 13 \{[^}]*\}/, ''), root);
  protobuf.parse(fixture('shop.proto'), root);
  return root.lookupType(name);
}

describe('a generated message type', () => {
  it('reads what it wrote', () => {
    assert.deepEqual(Order.decode(Order.encode(order)), Order.create(order));
    assert.deepEqual(Scalars.decode(Scalars.encode(scalars)), Scalars.create(scalars));
    assert.deepEqual(Nothing.decode(Nothing.encode({})), {});
  });

  it('writes the bytes that protobufjs writes again', () => {
    for (const [type, bytes] of [
      [outsider('shop.Order'), Order.encode(order)],
      [outsider('shop.Scalars'), Scalars.encode(scalars)],
    ] as const) {
      const again = type.encode(type.decode(bytes)).finish();
      assert.equal(Buffer.from(bytes).toString('hex'), Buffer.from(again).toString('hex'), type.fullName);
    }
  });

  it('has every property in one order, whatever order came in', () => {
    const keys = Object.keys(Order.create());
    assert.deepEqual(
      keys,
      Order.descriptor.members.map((member) => member.localName),
    );
    assert.deepEqual(Object.keys(Order.decode(Order.encode({ tags: ['x'], id: 'y' }))), keys);
  });

  it('writes a oneof between other fields by the order of numbers', () => {
    const bytes = Order.encode({ payment: { case: 'voucher', value: 'v' }, weightKg: 1, tags: ['t'] });
    assert.deepEqual([bytes[0], bytes[9], bytes[10]], [0x61, 0x9a, 0x01], 'weight_kg = 12, tags = 19, voucher = 20');
    assert.deepEqual(Order.decode(bytes).payment, { case: 'voucher', value: 'v' });
  });

  it('reads packed and unpacked lists either way', () => {
    assert.deepEqual(Scalars.decode(Uint8Array.of(0xd8, 0x02, 1, 0xd8, 0x02, 2, 0xda, 0x02, 2, 3, 4)).int32s, [1, 2, 3, 4]);
    assert.deepEqual(Scalars.decode(Uint8Array.of(0xc2, 0x03, 2, 5, 6)).loose, [5, 6]);
    assert.deepEqual([...Scalars.encode({ loose: [5] })], [0xc0, 0x03, 5]);
  });

  it('merges a message that comes in parts, oneofs included', () => {
    const parts = [Order.encode({ main: { sku: 'a', qty: 1 } }), Order.encode({ main: { sku: 'b', parts: [{}] } })];
    const { main } = Order.decode(Buffer.concat(parts));
    assert.deepEqual([main?.sku, main?.qty, main?.parts.length], ['b', 1, 1]);
    const cards = [
      Order.encode({ payment: { case: 'card', value: { number: '1' } } }),
      Order.encode({ payment: { case: 'card', value: { check: 7 } } }),
    ];
    assert.deepEqual(Order.decode(Buffer.concat(cards)).payment, { case: 'card', value: { number: '1', check: 7 } });
    const switched = [
      ...cards,
      Order.encode({ payment: { case: 'cash', value: 3 } }),
      Order.encode({ payment: { case: 'card', value: {} } }),
    ];
    assert.deepEqual(Order.decode(Buffer.concat(switched)).payment, { case: 'card', value: { number: '', check: undefined } });
  });

  it('keeps a known field in another wire type as unknown', () => {
    const bytes = Uint8Array.of(0x08, 5); // id = 1 as a varint
    const read = Order.decode(bytes);
    assert.equal(read.id, '');
    assert.deepEqual(Order.encode(read), bytes);
  });

  it('keeps numbers that a closed enum does not have among the unknown fields', () => {
    const bytes = Uint8Array.of(0x0a, 1, 0x78, 0x10, 3, 0x3a, 3, 1, 5, 7, 0x60, 9, 0x4a, 5, 0x0a, 1, 0x6b, 0x10, 4);
    const read = Part.decode(bytes);
    assert.deepEqual(
      [read.material, read.layers, read.finish, read.spots.size],
      [undefined, [Material.WOOD, Material.GLASS], { case: undefined }, 0],
    );
    assert.deepEqual(read[unknownFields as never], [Uint8Array.of(0x10, 3, 0x38, 5, 0x60, 9, 0x4a, 5, 0x0a, 1, 0x6b, 0x10, 4)]);
    assert.ok(!(unknownFields in Part.decode(Uint8Array.of(0x0a, 1, 0x78, 0x3a, 2, 1, 7))), 'a packed list without any leaves no trace');
  });

  it('reads and writes groups', () => {
    const part = Part.create({
      name: 'p',
      box: { width: 3, inner: { width: 4 } },
      shelf: [{ label: 'a' }, {}],
      finish: { case: 'paint', value: { colour: 'red' } },
    });
    const bytes = Part.encode(part);
    assert.deepEqual(Part.decode(bytes), part);
    assert.deepEqual([...bytes.slice(0, 11)], [0x0a, 1, 0x70, 0x53, 0x08, 3, 0x12, 2, 0x08, 4, 0x54], 'inner is no group itself');
  });

  it('asks for required fields on both sides', () => {
    assert.throws(
      () => Part.encode({}),
      (error: unknown) => error instanceof EncodeError && error.path === 'part.name',
    );
    assert.throws(() => Part.decode(new Uint8Array(0)), DecodeError);
    assert.throws(() => Order.encode({ lines: [{ parts: [{ part: {} }] }] }), /^EncodeError: order\.lines\[0\]\.parts\[0\]\.part\.name/);
    assert.throws(() => Order.decode(Uint8Array.of(0x32, 4, 0x2a, 2, 0x0a, 0)), DecodeError, 'inside a message that came by itself');
  });

  it('names the way to a wrong value', () => {
    const wrong: readonly [unknown, RegExp][] = [
      [{ id: 3 }, /^order\.id: expected string, got number 3/],
      [{ lines: [{}, { price: '3' }] }, /^order\.lines\[1\]\.price: expected double, got string "3"/],
      [{ lines: 'x' }, /^order\.lines: expected an array/],
      [{ lines: [null] }, /^order\.lines\[0\]: expected shop\.Order\.Line, got null/],
      [{ main: 5 }, /^order\.main: expected shop\.Order\.Line, got number 5/],
      [{ note: null }, /^order\.note: expected string, got null/],
      [{ photo: '' }, /^order\.photo: expected bytes/],
      [{ photo: [1] }, /^order\.photo: expected bytes/],
      [{ status: 1.5 }, /^order\.status: expected a value of shop\.Status/],
      [{ status: 2n }, /^order\.status/],
      [{ serial: 1 }, /^order\.serial: expected int64 \(a bigint\), got number 1/],
      [{ serial: 2n ** 63n }, /^order\.serial: expected int64/],
      [{ totals: [['a', 1]] }, /^order\.totals: expected a Map or a plain object/],
      [{ totals: { a: 2 ** 31 } }, /^order\.totals\["a"\]: expected int32/],
      [{ bySerial: {} }, /^order\.bySerial: expected a Map/],
      [{ payment: 'cash' }, /^order\.payment: expected a oneof/],
      [{ payment: null }, /^order\.payment: expected a oneof/],
      [{ payment: { case: 'cheque', value: 1 } }, /^order\.payment\.case: expected/],
      [{ payment: { case: 'cash' } }, /^order\.payment\.value: expected int32, got undefined/],
      [{ tags: ['\ud800'] }, /^order\.tags\[0\]: expected a string that has a UTF-8 form/],
      [{ marks: [1] }, /^order\.marks\[0\]: expected sint64/],
      ['text', /^order: expected shop\.Order/],
      [null, /^order: expected shop\.Order/],
    ];
    for (const [message, expected] of wrong) {
      assert.throws(
        () => Order.encode(message as OrderInit),
        (error: unknown) => error instanceof EncodeError && expected.test(error.message),
        JSON.stringify(message, (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value)),
      );
    }
  });

  it('refuses what is nested without end, both ways', () => {
    const circle: { main?: unknown } = {};
    const line: { parts: unknown[] } = { parts: [] };
    circle.main = line;
    assert.doesNotThrow(() => Order.encode(circle as OrderInit));
    const box: { width: number; inner?: unknown } = { width: 1 };
    box.inner = box;
    assert.throws(() => Part.encode({ name: 'p', box: box as never }), /nested more than 100 levels/);
    let bytes: Uint8Array = Part.encode({ name: 'p', box: { width: 1 } });
    assert.ok(Part.decode(bytes));
    bytes = Uint8Array.of(0x0a, 1, 0x70, ...new Array<number>(500).fill(0x53), ...new Array<number>(500).fill(0x54));
    assert.throws(() => Part.decode(bytes), DecodeError);
  });

  it('refuses bytes that end too early, wherever that is', () => {
    const bytes = Order.encode(order);
    let refused = 0;
    for (let length = 1; length < bytes.length; length++) {
      try {
        Order.decode(bytes.subarray(0, length));
      } catch (error) {
        assert.ok(error instanceof DecodeError, String(error));
        refused++;
      }
    }
    assert.ok(refused > bytes.length / 2);
  });

  it('has a descriptor that is linked to those it imports', () => {
    const line = Order.descriptor.fieldByName('lines');
    assert.equal(line?.value.kind === 'message' && line.value.message.typeName, 'shop.Order.Line');
    assert.equal(Order.descriptor.file.dependencies[0]?.name, 'google/protobuf/timestamp.proto');
    assert.equal(Card.descriptor.file, Order.descriptor.file);
  });
});

describe('a generated service', () => {
  it('tells path, shape, codecs and idempotency of each method', () => {
    const { place, find, replace, watch, upload, haggle } = Orders.methods;
    assert.deepEqual([place.name, place.path, place.shape, place.idempotency], ['place', '/shop.Orders/Place', 'unary', 'unknown']);
    assert.deepEqual([find.idempotency, replace.idempotency], ['no-side-effects', 'idempotent']);
    assert.deepEqual([watch.shape, upload.shape, haggle.shape], ['server-stream', 'client-stream', 'bidi']);
    assert.equal(place.request, Order);
    assert.equal(haggle.reply, Part);
    assert.equal(Orders.typeName, 'shop.Orders');
  });

  it('carries doc comments on interface and constant, deprecation among them', () => {
    const text = readFileSync(repositoryPath('spec-tests/fixtures/gen/shop.ts'), 'utf8');
    assert.equal(text.match(/\/\*\*\n \* Takes orders\.\n \*\n \* @deprecated\n \*\/\nexport (interface|const) Orders/g)?.length, 2);
    assert.match(text, / {2}\/\*\* Places an order\. \*\/\n {2}place: UnaryMethod</);
    assert.match(text, / {2}\/\*\* Absent and empty are two things here\. \*\/\n {2}note: string \| undefined;/);
  });
});
