/** Functions over message types: what they take and what they give. */
import {
  anyUnpackFrom,
  type Change,
  clone,
  defaultOf,
  diff,
  fieldMaskApply,
  fieldMaskMerge,
  fromText,
  getField,
  merge,
  Registry,
  setField,
  timestampDate,
  timestampNanos,
  toText,
  walk,
} from 'barewire/protobuf';
import { Card, Order, type Order_Line } from '../fixtures/gen/shop.js';
import { expectSame, type Same } from './expect.js';

declare const order: Order;
const card = Card.create({ number: '4' });

// Text.
const read = fromText(Order, 'id: "A"', { merge: true, registry: new Registry(Order) });
expectSame<Same<typeof read, Order>>(true);
expectSame<Same<string, ReturnType<typeof toText>>>(true);
toText(Order, order, { singleLine: true, indent: 4, printUnknownFields: true });
// @ts-expect-error: another type's message
toText(Order, card);
// @ts-expect-error: a misspelt option
toText(Order, order, { oneLine: true });
// @ts-expect-error
fromText(Order, new Uint8Array(3));

// What is merged in may leave fields out; what it is merged into may not.
expectSame<Same<Order, ReturnType<typeof merged>>>(true);
function merged() {
  return merge(Order, order, { id: 'B', lines: [{ sku: 'x' }] });
}
// @ts-expect-error
merge(Order, { id: 'B' }, order);
// @ts-expect-error
merge(Order, order, { idd: 'B' });
const changes: Change[] = diff(Order, order, clone(Order, order));
// @ts-expect-error
diff(Order, order, card);

// A default is never undefined.
const id = defaultOf(Order, 'id');
expectSame<Same<typeof id, string>>(true);
const note = defaultOf(Order, 'note');
expectSame<Same<typeof note, string>>(true);
const main = defaultOf(Order, 'main');
expectSame<Same<typeof main, Order_Line>>(true);
const unknown = defaultOf(Order, 'card');
expectSame<Same<typeof unknown, unknown>>(true);

// Masks.
expectSame<Same<Order, ReturnType<typeof kept>>>(true);
function kept() {
  return fieldMaskApply(Order, order, { paths: ['id'] });
}
fieldMaskMerge(Order, order, { id: 'B' }, { paths: ['id'] }, { replaceMessages: true });
// @ts-expect-error
fieldMaskApply(Order, order, ['id']);

// Descriptors.
for (const one of walk(Order.descriptor)) {
  if (one.kind === 'field') setField(Order, order, one, getField(Order, order, one));
}
const unpacked = anyUnpackFrom({ typeUrl: '', value: new Uint8Array(0) }, new Registry(Order));
expectSame<Same<NonNullable<typeof unpacked>['message'], unknown>>(true);

// Timestamps are plain data.
const date: Date = timestampDate({ seconds: 1n, nanos: 0 });
const nanos: bigint = timestampNanos({ seconds: 1n, nanos: 0 });
// @ts-expect-error: a Date is no Timestamp
timestampNanos(new Date());
export type Kept = [typeof changes, typeof date, typeof nanos];
