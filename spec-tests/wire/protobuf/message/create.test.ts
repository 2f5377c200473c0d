import assert from 'node:assert/strict';
import { ENCODE_SCRATCH_BYTES } from '../../../../wire/limits.js';
import { EncodeError } from '../../../../wire/protobuf/errors.js';
import { clone } from '../../../../wire/protobuf/message/clone.js';
import { unknownFields } from '../../../../wire/protobuf/unknown.js';
import { hex, types } from '../../../support/schema.js';

const { Order } = types({
  messages: {
    Order: [
      'string id = 1',
      'repeated Line lines = 2',
      'map<string, Line> by_name = 3',
      'oneof payment Card card = 4',
      'oneof payment int32 cash = 5',
      'bytes photo = 6',
      'optional int64 serial = 7',
    ],
    Line: ['double price = 1', 'bytes raw = 2'],
    Card: ['string number = 1'],
  },
});

const FULL = {
  id: 'A-1',
  lines: [{ price: 1, raw: Uint8Array.of(1) }],
  byName: new Map([['x', { price: 2, raw: Uint8Array.of(2) }]]),
  payment: { case: 'card', value: { number: '4' } },
  photo: Uint8Array.of(3),
  serial: 5n,
};

describe('create', () => {
  it('gives a whole message from nothing, from a part and from all', () => {
    const empty = { id: '', lines: [], byName: new Map(), payment: { case: undefined }, photo: new Uint8Array(0), serial: undefined };
    assert.deepEqual(Order!.create(), empty);
    assert.deepEqual(Order!.create({}), empty);
    assert.deepEqual(Order!.create({ id: undefined, lines: undefined, payment: undefined }), empty);
    assert.deepEqual(Order!.create({ lines: [{}] }).lines, [{ price: 0, raw: new Uint8Array(0) }]);
    assert.deepEqual(Order!.create({ byName: { x: { price: 2 } } }).byName, new Map([['x', { price: 2, raw: new Uint8Array(0) }]]));
    assert.deepEqual(Order!.create(FULL), FULL);
  });

  it('shares nothing with what it was given', () => {
    const init = Order!.decode(Order!.encode(FULL));
    const made = Order!.create(init) as typeof FULL;
    made.lines[0]!.raw[0] = 9;
    made.byName.get('x')!.raw[0] = 9;
    made.byName.set('y', { price: 0, raw: made.photo });
    made.payment.value.number = '9';
    made.photo[0] = 9;
    made.lines.push(made.lines[0]!);
    assert.deepEqual(init, FULL);
  });

  it('refuses unknown keys, null and wrong types, with the path to the culprit', () => {
    const table: [unknown, RegExp][] = [
      [{ idd: 'x' }, /^EncodeError: order\.idd: t\.Order has no such property; it has id, lines, byName, payment, photo, serial$/],
      [{ lines: [{}, { prise: 1 }] }, /order\.lines\[1\]\.prise: t\.Line has no such property/],
      [{ card: { number: '4' } }, /order\.card: .*set it as payment: \{ case: 'card', value: … \}/],
      [{ lines: [{}, {}, { price: '3' }] }, /^EncodeError: order\.lines\[2\]\.price: expected double, got string "3"$/],
      [{ id: null }, /order\.id: expected string, got null/],
      [{ byName: { 'a"b': { price: true } } }, /order\.byName\["a\\"b"\]\.price: expected double, got boolean true/],
      [{ payment: { case: 'card', value: { number: 4 } } }, /order\.payment\.value\.number: expected string, got number 4/],
      [{ serial: 5 }, /order\.serial: expected int64 \(a bigint\), got number 5/],
      [{ serial: 2n ** 64n }, /order\.serial: expected int64 \(a bigint\), got bigint 18446744073709551616n/],
      [{ serial: 2n ** 5000n }, /got a bigint of more than 128 bits/],
      [{ photo: 'x'.repeat(500) }, /order\.photo: expected bytes \(a Uint8Array\), got string "x{40}…"/],
      [[], /order: expected t\.Order, got an array/],
      ['x', /order: expected t\.Order, got string "x"/],
      [null, /order: expected t\.Order, got null/],
    ];
    for (const [init, expected] of table) {
      assert.throws(
        () => Order!.create(init as never),
        (error: unknown) => error instanceof EncodeError && error.code === 'ERR_BAREWIRE_ENCODE' && expected.test(String(error)),
        String(expected),
      );
    }
  });

  it('sees own keys only, and one called __proto__ is an unknown one', () => {
    assert.throws(
      () => Order!.create(JSON.parse('{"__proto__": {"id": "x"}}') as never),
      /order\.__proto__: t\.Order has no such property/,
    );
    assert.equal(Order!.create(Object.create({ other: 1 }) as never).id, '');
  });

  it('keeps unknown fields', () => {
    const init = Order!.decode(hex('9a06 0161'));
    assert.deepEqual(Order!.create(init), init);
    assert.ok(unknownFields in Order!.create(init));
  });
});

describe('encode', () => {
  it('ignores unknown keys, and a getter that throws or encodes is no harm', () => {
    assert.deepEqual(Order!.encode({ idd: 'x' }), new Uint8Array(0));
    assert.throws(
      () =>
        Order!.encode({
          get id(): string {
            throw new RangeError('mine');
          },
        }),
      (error: unknown) => error instanceof EncodeError && /order\.id: reading it threw: mine/.test(error.message),
    );
    const inner = {
      get id(): string {
        return `${Order!.encode({ id: 'in' }).length}`;
      },
    };
    assert.deepEqual(Order!.encode(inner), hex('0a0134'));
  });

  it('names the place of what it cannot write', () => {
    assert.throws(
      () => Order!.encode({ lines: [{}, {}, { price: '3' }] }),
      /^EncodeError: order\.lines\[2\]\.price: expected double, got string "3"$/,
    );
    assert.throws(() => Order!.encode({ id: '\ud800' }), /order\.id: expected a string that has a UTF-8 form, without lone surrogates/);
    assert.throws(() => Order!.encodeInto({ id: 5 }, new Uint8Array(10), 0), /order\.id/);
    assert.throws(() => Order!.encode('x' as never), /order: expected t\.Order, got string "x"/);
  });

  it('gives a plain buffer of exactly the message, at every size', () => {
    // A tag and a length of three bytes stand before it: the middle ones fill what encode writes into, or pass it by one byte.
    const full = ENCODE_SCRATCH_BYTES - 4;
    for (const length of [0, 1, 100, 4_000, 4_096, 5_000, 70_000, full - 1, full, full + 1, full + 2, 3 * full, 1]) {
      const bytes = Order!.encode({ photo: new Uint8Array(length).fill(7) });
      assert.equal(bytes.buffer.byteLength, bytes.length);
      assert.equal(Object.getPrototypeOf(bytes), Uint8Array.prototype);
      assert.equal((Order!.decode(bytes).photo as Uint8Array).length, length);
    }
  });
});

describe('clone', () => {
  it('copies everything, unknown fields too, and shares nothing', () => {
    const message = Order!.decode(Uint8Array.from([...Order!.encode(FULL), ...hex('9a06 0161')]));
    const copy = clone(Order!, message) as typeof FULL & { [unknownFields]?: Uint8Array[] };
    assert.deepEqual(copy, message);
    copy.lines[0]!.raw[0] = 9;
    copy.byName.get('x')!.price = 9;
    copy.payment.value.number = '9';
    copy.photo[0] = 9;
    copy[unknownFields]![0]![0] = 9;
    assert.deepEqual(message, Order!.decode(Uint8Array.from([...Order!.encode(FULL), ...hex('9a06 0161')])));
  });

  it('ends where a message contains itself', () => {
    const { Node } = types({ messages: { Node: ['Node next = 1'] } });
    const circle = Node!.create();
    (circle as { next: unknown }).next = circle;
    assert.throws(() => clone(Node!, circle), EncodeError);
  });
});
