/**
 * Items of a message set, the oldest form of extensions: a message with `message_set_wire_format` is a list of groups, each with the
 * number of an extension and its message (google/protobuf/descriptor.proto: MessageOptions.message_set_wire_format).
 *
 *     repeated group Item = 1 { required int32 type_id = 2; required bytes message = 3; }
 */
import { readTag, WireType } from './tag.js';
import { skipField } from './unknown.js';
import { readLength, readVarint32, varintEnd } from './varint.js';

const tagOf = (number: number, wireType: WireType): number => (number << 3) | wireType;

export const ITEM_TAG = /* @__PURE__ */ tagOf(1, WireType.SGROUP);
export const ITEM_END_TAG = /* @__PURE__ */ tagOf(1, WireType.EGROUP);
export const TYPE_ID_TAG = /* @__PURE__ */ tagOf(2, WireType.VARINT);
export const MESSAGE_TAG = /* @__PURE__ */ tagOf(3, WireType.LEN);

/** Where the message of the item last read stands; take it at once. */
export let itemStart = 0;
export let itemEnd = 0;

/**
 * The number of the extension in the item whose content is `[start, end)`; its message is between `itemStart` and `itemEnd`. The two
 * parts may come in either order, the first of each counts. Undefined where one of them is missing: such an item says nothing.
 */
export function readItem(buffer: Uint8Array, start: number, end: number): number | undefined {
  let typeId: number | undefined;
  let found = false;
  let position = start;
  while (position < end) {
    const tag = readTag(buffer, position, end);
    position = varintEnd;
    if (tag === TYPE_ID_TAG && typeId === undefined) {
      typeId = readVarint32(buffer, position, end);
      position = varintEnd;
    } else if (tag === MESSAGE_TAG && !found) {
      found = true;
      itemEnd = readLength(buffer, position, end);
      itemStart = varintEnd;
      position = itemEnd;
    } else {
      position = skipField(tag, buffer, position, end);
    }
  }
  return found ? typeId : undefined;
}
