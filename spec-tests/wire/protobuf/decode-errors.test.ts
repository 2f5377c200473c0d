import assert from 'node:assert/strict';
import { DecodeError } from '../../../wire/protobuf/errors.js';
import { hex, types } from '../../support/schema.js';

const { Order } = types({
  messages: {
    Order: [
      'string id = 1',
      'repeated Line lines = 2',
      'oneof payment Line card = 3',
      'map<string, Line> by_name = 4',
      'repeated int32 codes = 5',
      'Order inner = 6',
    ],
    Line: ['string title = 1', 'fixed32 price = 2'],
  },
});

describe('a DecodeError', () => {
  it('names the field, the reason and the byte', () => {
    const table: [bytes: string, message: string][] = [
      ['0a01ff', 'order.id: a string is not UTF-8 (at byte 2)'],
      ['0a0141 1200 1200 1203 0a01ff', 'order.lines[2].title: a string is not UTF-8 (at byte 11)'],
      ['1a03 0a01ff', 'order.payment.value.title: a string is not UTF-8 (at byte 4)'],
      ['2203 0a01ff', 'order.byName: a string is not UTF-8 (at byte 4)'],
      ['3207 3205 1203 0a01ff', 'order.inner.inner.lines[0].title: a string is not UTF-8 (at byte 8)'],
      ['0a05 41', 'order.id: a length of 5 goes past the end of its message, which has 1 bytes left (at byte 1)'],
      [
        '1202 1501',
        'order.lines[0].price: a 32-bit value is cut off by the end of its message: the bytes are damaged or incomplete (at byte 3)',
      ],
      ['2a02 0180', 'order.codes: a varint is cut off by the end of its message: the bytes are damaged or incomplete (at byte 3)'],
      ['1201 0f', 'order.lines[0].title: a tag has wire type 7, which does not exist (at byte 2)'],
      ['0c', 'order: an end of group 1 has no beginning (at byte 0)'],
    ];
    for (const [bytes, message] of table) {
      for (const offset of [0, 3]) {
        // Where the message stands in the buffer is nobody's business.
        const buffer = Uint8Array.from([...new Array<number>(offset).fill(0x0a), ...hex(bytes), 0x0a]);
        assert.throws(
          () => Order!.decodeFrom(buffer, offset, buffer.length - 1, 100),
          (error: unknown) => error instanceof DecodeError && error.message === message && error.code === 'ERR_BAREWIRE_DECODE',
          message,
        );
      }
    }
  });

  it('has place and path as values too', () => {
    try {
      Order!.decode(hex('1203 0a01ff'));
      assert.fail('it was read');
    } catch (error) {
      assert.ok(error instanceof DecodeError);
      assert.deepEqual([error.path, error.reason, error.position], ['order.lines[0].title', 'a string is not UTF-8', 4]);
    }
  });
});
