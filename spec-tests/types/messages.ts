/** What decode returns and what encode and create take. */
import type { Bytes, MessageType } from 'barewire/protobuf';
import type { MessageType as RuntimeMessageType } from 'barewire/runtime';
import type { Part } from '../fixtures/gen/parts.js';
import { Card, Nothing, type NothingInit, Order, type Order_Line, type OrderInit, type Scalars } from '../fixtures/gen/shop.js';
import { expectSame, type Same } from './expect.js';

declare const order: Order;
declare const scalars: Scalars;

// Every field is there; those with presence may be undefined.
expectSame<Same<typeof order.id, string>>(true);
expectSame<Same<typeof order.note, string | undefined>>(true);
expectSame<Same<typeof order.serial, bigint>>(true);
expectSame<Same<typeof order.photo, Bytes>>(true);
expectSame<Same<typeof order.lines, Order_Line[]>>(true);
expectSame<Same<typeof order.main, Order_Line | undefined>>(true);
expectSame<Same<typeof order.totals, Map<string, number>>>(true);
expectSame<Same<typeof order.bySerial, Map<bigint, Order_Line>>>(true);
expectSame<Same<typeof scalars.maybeBool, boolean | undefined>>(true);
expectSame<Same<typeof scalars.uint64s, bigint[]>>(true);
expectSame<Same<keyof Nothing, keyof Nothing & symbol>>(true);
expectSame<Same<ReturnType<typeof Order.encode>, Bytes>>(true);
expectSame<Same<ReturnType<typeof Order.decode>, Order>>(true);
expectSame<Same<ReturnType<typeof Order.create>, Order>>(true);

// What is decoded can be written, whole or in part.
Order.encode(order);
Order.encode({ ...order, id: 'B' });
const init: OrderInit = order;
Order.create(init);
Order.encode({});
Order.create();
Order.encode({ id: undefined, lines: undefined, payment: undefined });

// Lists and maps may be read-only, a map with string keys may be a record.
const lines: readonly Order_Line[] = order.lines;
Order.encode({ lines, totals: order.totals });
Order.encode({ totals: { EUR: 3 }, bySerial: new Map([[3n, { sku: 'x' }]]) });
const readonlyTotals: ReadonlyMap<string, number> = order.totals;
Order.encode({ totals: readonlyTotals });
// @ts-expect-error: other keys than strings need a Map
Order.encode({ bySerial: { 3: { sku: 'x' } } });
// @ts-expect-error: a value of another type
Order.encode({ totals: { EUR: 'three' } });

// Wrong types and misspelt names.
// @ts-expect-error
Order.encode({ id: 3 });
// @ts-expect-error: int64 is a bigint
Order.encode({ serial: 3 });
// @ts-expect-error: null is no way to leave a field out
Order.encode({ note: null });
// @ts-expect-error
Order.encode({ idd: 'A' });
// @ts-expect-error
Order.create({ lines: [{ skuu: 'x' }] });
// @ts-expect-error: no properties in common
Order.encode(card());
// @ts-expect-error
order.lines[0].sku;
order.lines[0]?.sku;

// Messages without fields take nothing else either.
Nothing.encode({});
const nothing: NothingInit = Nothing.create();
Nothing.encode(nothing);
// @ts-expect-error
Nothing.encode('x');
// @ts-expect-error
Nothing.encode(Promise.resolve({}));

// bytes go in as any Uint8Array; what comes out is accepted by platform functions that want an ArrayBuffer behind it.
Order.encode({ photo: new Uint8Array(3) });
const bytes: Uint8Array = Order.encode({});
Order.decode(bytes, { maxDepth: 3 });
// @ts-expect-error
Order.decode(bytes, { maxDepht: 3 });
// @ts-expect-error
Order.decode('text');

// A message type is a codec of its own message and fits where any type will do.
const any: MessageType<unknown, never> = Order;
const types: readonly MessageType<unknown, never>[] = [Order, Card, Nothing];
const same: RuntimeMessageType<Order, OrderInit> = Order;
expectSame<Same<typeof any.typeName, string>>(true);
declare function whole<T>(type: MessageType<T, never>, message: NoInfer<T>): void;
whole(Order, order);
// @ts-expect-error: the full message is asked for
whole(Order, card());
// @ts-expect-error: not another message's type
const wrong: MessageType<Card> = Order;

// proto2: presence everywhere, closed enums.
declare const part: Part;
expectSame<Same<typeof part.count, number | undefined>>(true);
expectSame<Same<typeof part.material, 1 | 2 | 7 | undefined>>(true);

function card(): Card {
  return Card.create({ number: '4' });
}
export type Kept = [typeof types, typeof same, typeof wrong, typeof lines];
