/** An enum is a constant object and the union of its numbers. */
import { Material, Part } from '../fixtures/gen/parts.js';
import { Order, Order_Line_Kind, Status } from '../fixtures/gen/shop.js';
import { expectSame, type Same } from './expect.js';

expectSame<Same<typeof Status.OPEN, 1>>(true);
expectSame<Same<typeof Status.LOST, -1>>(true);
expectSame<Same<keyof typeof Status, 'UNSPECIFIED' | 'OPEN' | 'SENT' | 'GONE' | 'LOST'>>(true);

let status: Status = Status.OPEN;
status = Status.GONE;
// An open enum's messages keep numbers that have no name here.
status = 77;
Order.encode({ status, history: [Status.SENT, 9] });
// @ts-expect-error
status = 'OPEN';
// @ts-expect-error: a constant
Status.OPEN = 3;
// @ts-expect-error
Status.OPENED;

// A closed enum admits its own numbers only.
expectSame<Same<Material, 1 | 2 | 7>>(true);
Part.encode({ name: 'leg', material: Material.STEEL, layers: [7] });
// @ts-expect-error
Part.encode({ name: 'leg', material: 3 });
declare const number: number;
// @ts-expect-error
Part.encode({ name: 'leg', layers: [number] });

// Names are told apart in a switch; the type of a message's field stays the enum.
export function word(kind: Order_Line_Kind): string {
  switch (kind) {
    case Order_Line_Kind.GIFT:
      return 'gift';
    default:
      return 'plain';
  }
}
