/**
 * `barewire/runtime`: what generated code imports, and nothing else does.
 *
 * How its parts fit together, for whoever reads or prints generated code:
 *
 *     function emptyOrder(bytes?: Bytes): Order {    // one literal, every member in descriptor order
 *       return { id: '', qty: 0, photo: bytes ?? emptyBytes(), main: undefined, lines: [], totals: new Map(), payment: { case: undefined } };
 *     }
 *
 *     function encodeOrder(message: OrderInit, buffer: Uint8Array, start: number, depth: number): number {
 *       if (depth < 0 || typeof message !== 'object') throw notA('shop.Order', message);
 *       let position = start;
 *       const { id = '', qty = 0, main, lines } = message;
 *       if (id !== '') {
 *         buffer[position] = 0x0a;
 *         position = writeString(id, buffer, position + 1);
 *       }
 *       if (qty !== 0) {
 *         buffer[position] = 0x10;
 *         if (qty === (qty & 0x7f)) {                // its type, its range, and whether one byte will do
 *           buffer[position + 1] = qty;
 *           position = position + 2;
 *         } else {
 *           position = writeInt32(qty, buffer, position + 1);
 *         }
 *       }
 *       if (main !== undefined) {
 *         buffer[position] = 0x1a;                   // the tag, then one byte kept free for the length
 *         const content = position + 2;              // in an Order inside an Order: position + 1 + lengthBytes[depth]
 *         position = encodeLine(main, buffer, content, depth - 1);
 *         if (position - content < 0x80) buffer[content - 1] = position - content;
 *         else position = closeLength(buffer, content, position);
 *       }
 *       if (lines !== undefined) {
 *         checkList(lines);
 *         for (let index = 0; index < lines.length; index++) { … }
 *       }
 *       if (labels !== undefined) {
 *         if (givenAsMap(labels)) {                  // a map with string keys may be given as an object too
 *           for (const [key, value] of labels) position = encodeOrder_LabelsEntry(key, value, buffer, position);
 *         } else {
 *           for (const key in labels) {
 *             if (Object.prototype.hasOwnProperty.call(labels, key)) position = encodeOrder_LabelsEntry(key, labels[key]!, buffer, position);
 *           }
 *         }
 *       }
 *       if (message[unknownFields] !== undefined) position = writeUnknown(message, buffer, position);
 *       if (position === start) checkEmpty('shop.Order', message);   // an array, a Map or a Date has no fields either
 *       return position;
 *     }
 *
 *     function decodeOrder(buffer: Uint8Array, start: number, end: number, depth: number, into: Order | undefined): Order {
 *       if (depth < 0) throw tooDeep('shop.Order');
 *       if (into === undefined) takeMemory(77);      // what it takes is counted before it is made, see budget.ts
 *       const message = into ?? emptyOrder(noBytes);
 *       let unknown: UnknownRanges | undefined;
 *       let position = start;
 *       while (position < end) {
 *         const fieldStart = position;
 *         let tag = buffer[position++]!;
 *         if (tag > 0x7f) {
 *           tag = readTag(buffer, fieldStart, end);
 *           position = varintEnd;                    // what a reader of unknown length leaves behind: take it at once
 *         }
 *         switch (tag) {
 *           case 0x0a: {
 *             message.id = readPrefixedString(buffer, position, end);
 *             position = varintEnd;
 *             break;
 *           }
 *           case 0x10: {
 *             const byte = buffer[position++]!;      // may stand behind `end`: asked once, behind the last field
 *             if (byte < 0x80) message.qty = byte;
 *             else {
 *               message.qty = readInt32(buffer, position - 1, end);
 *               position = varintEnd;
 *             }
 *             break;
 *           }
 *           case 0x19: {
 *             message.price = readDouble(buffer, position, end);
 *             position += 8;
 *             break;
 *           }
 *           case 0x1a: {
 *             const length = buffer[position]!;      // one byte in place; undefined behind the bytes, and then below nothing
 *             let content = position + 1;
 *             let stop = content + length;
 *             if (!(length < 0x80 && stop <= end)) {
 *               stop = readLength(buffer, position, end);
 *               content = varintEnd;
 *             }
 *             message.main = decodeLine(buffer, content, stop, depth - 1, message.main);
 *             position = stop;
 *             break;
 *           }
 *           case 0x23: {                             // a group: passed over to find its end, then read
 *             const stop = groupEnd(tag, buffer, position, end);
 *             message.part = decodePart(buffer, position, contentEnd, depth - 1, message.part);
 *             position = stop;
 *             break;
 *           }
 *           default:
 *             unknown ??= [];
 *             position = skipUnknown(unknown, tag, buffer, fieldStart, position, end);
 *         }
 *       }
 *       if (position > end) throw truncated('a varint', end);
 *       if (message.photo === noBytes) message.photo = emptyBytes();
 *       if (unknown !== undefined) keepUnknown(message, buffer, unknown);
 *       if (message.key === undefined) noteMissing();              // a required field; the outermost message asks
 *       return message;
 *     }
 *
 * Fields are written in ascending order of their numbers, members of oneofs among them, unknown fields behind all. Bytes that may
 * be empty are asked with `hasBytes`, floats that may be zero with `Object.is(value, 0)`, since -0 is a value of its own.
 * A value never passes `end`: lengths and fixed values are checked by their readers, and so is a varint of several bytes.
 * A value of a closed enum that has no name is noted as unknown: `noteUnknown((unknown ??= []), 0, fieldStart, varintEnd)`; encode
 * refuses it: `if (!isColor(color)) throw notA('shop.Color', color)`.
 */
export type { Bytes, Codec } from './bytes/codec.js';
export { emptyBytes, noBytes } from './bytes/copy.js';
export {
  type BidiMethod,
  bidi,
  type ClientStreamMethod,
  clientStream,
  type ServerStreamMethod,
  type ServiceType,
  serverStream,
  serviceType,
  type UnaryMethod,
  unary,
} from './grpc/service.js';
export { takeMemory } from './protobuf/budget.js';
export type { FileDescriptor } from './protobuf/descriptor.js';
export { checkEmpty, checkUnset, EncodeError, notA, truncated } from './protobuf/errors.js';
export { type Extension, extension } from './protobuf/extension.js';
export { fileDescriptor } from './protobuf/file-descriptor.js';
export { contentEnd, groupEnd } from './protobuf/group-ends.js';
export {
  isNotZero,
  readFixed64As,
  readInt64As,
  readPackedAs,
  readPackedFixedAs,
  readSfixed64As,
  readSint64As,
  readUint64As,
  writeFixed64As,
  writeInt64As,
  writePackedAs,
  writeSfixed64As,
  writeSint64As,
  writeUint64As,
} from './protobuf/int64-codec.js';
export { int64Long, int64Number, int64String } from './protobuf/int64-representation.js';
export { givenAsMap, mapEntries } from './protobuf/message/map-entries.js';
export { messageType, tooDeep } from './protobuf/message-factory.js';
export { closeMessage, lengthBytes } from './protobuf/message-length.js';
export type { MessageType } from './protobuf/message-type.js';
export { missingField } from './protobuf/missing-required.js';
export {
  checkList,
  readPackedBool,
  readPackedClosedEnum,
  readPackedEnum,
  readPackedInt32,
  readPackedInt64,
  readPackedSint32,
  readPackedSint64,
  readPackedUint32,
  readPackedUint64,
  writePackedBool,
  writePackedClosedEnum,
  writePackedEnum,
  writePackedInt32,
  writePackedInt64,
  writePackedSint32,
  writePackedSint64,
  writePackedUint32,
  writePackedUint64,
} from './protobuf/packed.js';
export {
  readPackedDouble,
  readPackedFixed32,
  readPackedFixed64,
  readPackedFloat,
  readPackedSfixed32,
  readPackedSfixed64,
  writePackedDouble,
  writePackedFixed32,
  writePackedFixed64,
  writePackedFloat,
  writePackedSfixed32,
  writePackedSfixed64,
} from './protobuf/packed-fixed.js';
export {
  readBool,
  readDouble,
  readEnum,
  readFixed32,
  readFixed64,
  readFloat,
  readInt32,
  readInt64,
  readPrefixedBytes,
  readPrefixedString,
  readPrefixedStringUnchecked,
  readSfixed32,
  readSfixed64,
  readSint32,
  readSint64,
  readUint32,
  readUint64,
} from './protobuf/read-scalars.js';
export { noteMissing } from './protobuf/required.js';
export { readTag } from './protobuf/tag.js';
export {
  keepUnknown,
  noteUnknown,
  skipField,
  skipUnknown,
  type UnknownFields,
  type UnknownRanges,
  unknownFields,
  writeUnknown,
} from './protobuf/unknown.js';
export { readLength, varintEnd, writeVarint32 } from './protobuf/varint.js';
export {
  closeLength,
  hasBytes,
  writeBool,
  writeBytes,
  writeDouble,
  writeEnum,
  writeFixed32,
  writeFixed64,
  writeFloat,
  writeInt32,
  writeInt64,
  writeSfixed32,
  writeSfixed64,
  writeSint32,
  writeSint64,
  writeUint32,
  writeUint64,
} from './protobuf/write-scalars.js';
export { writeString } from './protobuf/write-string.js';
