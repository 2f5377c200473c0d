/** Streams of messages behind their lengths, over async iterables: files, sockets, pipes. */
import { type DelimitedOptions, DelimitedReader } from '../../wire/protobuf/delimited.js';
import type { MessageType } from '../../wire/protobuf/message-type.js';

/**
 * The messages in `source`, which gives the bytes of a stream in chunks of any size: a Node.js Readable, a web ReadableStream, an async
 * generator or an array. Each message stands behind its length as a varint (`writeDelimited` writes it so). A message is decoded when it is
 * asked for, and the source is read when no whole message is left. Throws a `DecodeError` for bytes that are no message, for one of more than
 * `options.maxBytes` (default 64 MiB), and where the stream ends in the middle of one; messages in front of that come first.
 *
 *     for await (const order of readDelimited(Order, createReadStream('orders.bin'))) console.log(order.id);
 */
export async function* readDelimited<T>(
  type: MessageType<T, never>,
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  options?: DelimitedOptions,
): AsyncGenerator<T, void, undefined> {
  const reader = new DelimitedReader(type, options);
  for await (const chunk of source) {
    reader.push(chunk);
    for (let message = reader.next(); message !== undefined; message = reader.next()) yield message;
  }
  reader.end();
}
