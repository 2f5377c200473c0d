/** A oneof is one property: which case, and its value. */
import { type Card, Order } from '../fixtures/gen/shop.js';
import { expectSame, type Same } from './expect.js';

declare const order: Order;

expectSame<Same<Order['payment']['case'], 'card' | 'cash' | 'voucher' | undefined>>(true);

// The case tells the value's type.
if (order.payment.case === 'card') expectSame<Same<typeof order.payment.value, Card>>(true);
if (order.payment.case === 'cash') expectSame<Same<typeof order.payment.value, number>>(true);
if (order.payment.case === undefined) expectSame<Same<typeof order.payment.value, undefined>>(true);

// Also when it was destructured.
const { case: kind, value } = order.payment;
if (kind === 'cash') expectSame<Same<typeof value, number>>(true);

// A switch over all cases is exhaustive.
export function describe(payment: Order['payment']): string {
  switch (payment.case) {
    case 'card':
      return payment.value.number;
    case 'cash':
      return payment.value.toFixed(2);
    case 'voucher':
      return payment.value;
    case undefined:
      return 'unpaid';
  }
}

order.payment = { case: 'cash', value: 5 };
order.payment = { case: undefined };
Order.encode({ payment: { case: 'card', value: { number: '4' } } });
Order.encode({ payment: order.payment });
Order.encode({ payment: {} });
// @ts-expect-error: the value of another case
order.payment = { case: 'cash', value: 'five' };
// @ts-expect-error: the value is missing
order.payment = { case: 'voucher' };
// @ts-expect-error: no such case
order.payment = { case: 'cheque', value: 1 };
// @ts-expect-error: members are no properties of their own
order.cash;
// @ts-expect-error
Order.encode({ cash: 5 });
