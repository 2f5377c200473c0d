/**
 * `barewire/runtime`: what generated code imports, and nothing else does.
 *
 * How its parts fit together, for whoever reads or prints generated code:
 *
 *     function emptyOrder(): Order {                 // one literal, every member in descriptor order
 *       return { id: '', qty: 0, main: undefined, lines: [], totals: new Map(), payment: { case: undefined } };
 *     }
 *
 *     function encodeOrder(message: OrderInit, buffer: Uint8Array, position: number, depth: number): number {
 *       if (depth < 0 || typeof message !== 'object') throw notA('shop.Order', message);
 *       const { id, main, lines } = message;
 *       if (id !== undefined && id !== '') {
 *         buffer[position++] = 10;
 *         position = writeString(id, buffer, position);
 *       }
 *       if (main !== undefined) {
 *         buffer[position] = 26;                     // the tag, then one byte kept free for the length
 *         position = closeLength(buffer, position + 2, encodeLine(main, buffer, position + 2, depth - 1));
 *       }
 *       if (lines !== undefined) {
 *         for (const line of checkList(lines)) { … }
 *       }
 *       return writeUnknown(message, buffer, position);
 *     }
 *
 *     function decodeOrder(buffer: Uint8Array, start: number, end: number, depth: number, into: Order | undefined): Order {
 *       if (depth < 0) throw tooDeep('shop.Order');
 *       if (into === undefined) takeMemory(48);       // words of 8 bytes; what can repeat is counted before it is made
 *       const message = into ?? emptyOrder();
 *       let unknown: UnknownRanges | undefined;
 *       let position = start;
 *       while (position < end) {
 *         const fieldStart = position;
 *         let tag = buffer[position]!;
 *         if (tag < 0x80) position++;
 *         else {
 *           tag = readTag(buffer, position, end);
 *           position = varintEnd;                    // what a varint reader leaves behind: take it at once
 *         }
 *         switch (tag) {
 *           case 10: {
 *             const next = readLength(buffer, position, end);
 *             message.id = readString(buffer, varintEnd, next);
 *             position = next;
 *             break;
 *           }
 *           case 16:
 *             message.qty = readInt32(buffer, position, end);
 *             position = varintEnd;
 *             break;
 *           case 25:
 *             message.price = readDouble(buffer, position, end);
 *             position += 8;
 *             break;
 *           case 26: {
 *             const next = readLength(buffer, position, end);
 *             message.main = decodeLine(buffer, varintEnd, next, depth - 1, message.main);
 *             position = next;
 *             break;
 *           }
 *           case 35: {                               // a group: passed over to find its end, then read
 *             const next = groupEnd(tag, buffer, position, end);
 *             message.part = decodePart(buffer, position, contentEnd, depth - 1, message.part);
 *             position = next;
 *             break;
 *           }
 *           default:
 *             position = skipUnknown((unknown ??= []), tag, buffer, fieldStart, position, end);
 *         }
 *       }
 *       if (unknown !== undefined) keepUnknown(message, buffer, unknown);
 *       return message;
 *     }
 *
 * Fields are written in ascending order of their numbers, members of oneofs among them, unknown fields behind all. Bytes that may
 * be empty are asked with `hasBytes`, floats that may be zero with `Object.is(value, 0)`, since -0 is a value of its own.
 * A value never passes `end`: lengths and fixed values are checked by their readers, and a varint stops there.
 * A value of a closed enum that has no name is noted as unknown: `noteUnknown((unknown ??= []), 0, fieldStart, varintEnd)`.
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
export { mapEntries, stringMapEntries } from './protobuf/message/map-entries.js';
export { messageType, tooDeep } from './protobuf/message-factory.js';
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
  writeString,
  writeUint32,
  writeUint64,
} from './protobuf/write-scalars.js';
