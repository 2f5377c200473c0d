/**
 * Streams of messages, each behind its length as a varint: what other languages call delimited messages (`writeDelimitedTo`,
 * `SerializeDelimitedToZeroCopyStream`). Bytes are pushed in as they come, messages are taken out; lib has the form over async
 * iterables, `readDelimited`.
 */
import type { Bytes } from '../bytes/codec.js';
import { isBytes, isGone } from '../bytes/copy.js';
import { DEFAULT_MAX_DELIMITED_BYTES, MAX_DEPTH, MIN_DELIMITED_GATHER_BYTES } from '../limits.js';
import { checkOptions, checkType } from './arguments.js';
import { bytesGone, DecodeError, show } from './errors.js';
import type { DecodeOptions, EncodeOptions, MessageType } from './message-type.js';
import { varintSize, writeVarint32 } from './varint.js';

/** What reading a stream of messages may be told: for each message what `decode` may be told, and how long it may be. */
export interface DelimitedOptions extends DecodeOptions {
  /** How many bytes one message may have, without its length. Default 64 MiB. A longer one is refused at its length. */
  maxBytes?: number | undefined;
}

/** A varint of 64 bits has ten bytes at most (Protobuf encoding: Base 128 Varints). */
const MAX_VARINT_BYTES = 10;

/**
 * Takes messages out of a stream of bytes that comes in chunks of any size.
 *
 *     reader.push(chunk);
 *     for (let order = reader.next(); order !== undefined; order = reader.next()) use(order);
 *
 * and `reader.end()` behind the last chunk. A chunk is read where it is, so it must stay as it is until `next()` has given undefined;
 * messages share no memory with it. After an error nothing more can be read: where the next message begins is not known.
 */
export class DelimitedReader<out T> {
  readonly #type: MessageType<T, never>;
  readonly #options: DecodeOptions | undefined;
  readonly #maxBytes: number;
  /** Chunks not read yet, the first from `#position` on. */
  #chunks: Uint8Array[] = [];
  #first = 0;
  #position = 0;
  /** The length of the message that has begun; what of it has been read while `#lengthBytes` is not 0. */
  #length = 0;
  #lengthBytes = 0;
  #inMessage = false;
  /** The beginning of a message that straddles chunks. It grows with what comes, not with what the length says. */
  #gathered: Uint8Array | undefined;
  #gatheredBytes = 0;
  #failure: unknown;
  #ended = false;

  constructor(type: MessageType<T, never>, options?: DelimitedOptions) {
    checkType('DelimitedReader', type);
    checkOptions('DelimitedReader', options);
    const maxBytes = options?.maxBytes ?? DEFAULT_MAX_DELIMITED_BYTES;
    if (maxBytes !== Infinity && !(Number.isSafeInteger(maxBytes) && maxBytes >= 0)) {
      throw new RangeError(`maxBytes must be an integer of at least 0, got ${show(maxBytes)}`);
    }
    this.#type = type;
    // The length of each message is compared here.
    this.#options = options && { ...options, maxBytes: undefined };
    this.#maxBytes = maxBytes;
  }

  /** Bytes that have come and not been taken out: of messages that wait, and of one that is not complete. */
  get bufferedBytes(): number {
    let bytes = this.#gatheredBytes - this.#position;
    for (let index = this.#first; index < this.#chunks.length; index++) bytes += this.#chunks[index]!.length;
    return bytes;
  }

  /** Takes the next bytes of the stream. */
  push(chunk: Uint8Array): void {
    if (this.#failure !== undefined) throw this.#failure;
    if (this.#ended) throw new DecodeError(`bytes of ${this.#type.typeName} messages came after the end of their stream`);
    if (!isBytes(chunk)) throw new DecodeError(`a stream of ${this.#type.typeName} messages comes as Uint8Arrays, got ${show(chunk)}`);
    if (chunk.length > 0) this.#chunks.push(chunk);
    else if (isGone(chunk)) throw bytesGone(`a stream of ${this.#type.typeName} messages`);
  }

  /** The next message, or undefined where it has not come as a whole. Throws a `DecodeError` for bytes that are no message. */
  next(): T | undefined {
    if (this.#failure !== undefined) throw this.#failure;
    try {
      return this.#next();
    } catch (error) {
      this.#failure = error;
      this.#chunks = [];
      this.#position = 0;
      this.#gathered = undefined;
      this.#gatheredBytes = 0;
      throw error;
    }
  }

  /** The stream has ended. Throws a `DecodeError` when it did in the middle of a message. Complete messages can still be taken out. */
  end(): void {
    if (this.#failure !== undefined) throw this.#failure;
    this.#ended = true;
    if (this.#chunks.length === this.#first) this.#checkEnd();
  }

  #next(): T | undefined {
    while (this.#first < this.#chunks.length) {
      const chunk = this.#chunks[this.#first]!;
      // It had bytes when it came.
      if (chunk.length === 0) throw bytesGone(`a stream of ${this.#type.typeName} messages`);
      if (!this.#inMessage) this.#readLength(chunk);
      // A message without content is complete with its length.
      if (this.#inMessage && (this.#position < chunk.length || this.#length === 0)) {
        const message = this.#readMessage(chunk);
        this.#dropChunk(chunk);
        if (message !== undefined) return message;
      } else {
        this.#dropChunk(chunk);
      }
    }
    if (this.#ended) this.#checkEnd();
    return undefined;
  }

  /** Gives up the first chunk when all of it is read. */
  #dropChunk(chunk: Uint8Array): void {
    if (this.#position < chunk.length) return;
    this.#position = 0;
    this.#first++;
    // The places in front go in one go, so that many small chunks cost no more than their number.
    if (this.#first === this.#chunks.length) {
      this.#chunks.length = 0;
      this.#first = 0;
    }
  }

  #readLength(chunk: Uint8Array): void {
    while (this.#position < chunk.length) {
      const byte = chunk[this.#position++]!;
      this.#length += (byte & 0x7f) * 2 ** (7 * this.#lengthBytes);
      this.#lengthBytes++;
      if (this.#length > this.#maxBytes) throw this.#tooLong();
      if (byte < 0x80) {
        this.#inMessage = true;
        return;
      }
      if (this.#lengthBytes === MAX_VARINT_BYTES) {
        throw new DecodeError(`the length of a ${this.#type.typeName} message has more than ten bytes`);
      }
    }
  }

  #readMessage(chunk: Uint8Array): T | undefined {
    const start = this.#position;
    const missing = this.#length - this.#gatheredBytes;
    const end = Math.min(start + missing, chunk.length);
    if (this.#gathered === undefined && end - start === missing) {
      this.#position = end;
      return this.#decode(chunk, start, end);
    }
    this.#gather(chunk, start, end);
    this.#position = end;
    return this.#gatheredBytes === this.#length ? this.#decode(this.#gathered!, 0, this.#length) : undefined;
  }

  #gather(chunk: Uint8Array, start: number, end: number): void {
    const bytes = this.#gatheredBytes + end - start;
    let gathered = this.#gathered ?? new Uint8Array(0);
    if (bytes > gathered.length) {
      const room = Math.min(this.#length, Math.max(bytes, gathered.length * 2, MIN_DELIMITED_GATHER_BYTES));
      const larger = new Uint8Array(room);
      larger.set(gathered.subarray(0, this.#gatheredBytes));
      gathered = larger;
    }
    gathered.set(chunk.subarray(start, end), this.#gatheredBytes);
    this.#gathered = gathered;
    this.#gatheredBytes = bytes;
  }

  #decode(buffer: Uint8Array, start: number, end: number): T {
    this.#gathered = undefined;
    this.#gatheredBytes = 0;
    this.#inMessage = false;
    this.#length = 0;
    this.#lengthBytes = 0;
    return this.#type.decodeFrom(buffer, start, end, MAX_DEPTH, this.#options);
  }

  #tooLong(): DecodeError {
    return new DecodeError(
      `a ${this.#type.typeName} message of at least ${this.#length} bytes came, more than the ${this.#maxBytes} allowed (maxBytes)`,
      undefined,
      undefined,
      'maxBytes',
    );
  }

  #checkEnd(): void {
    if (!this.#inMessage && this.#lengthBytes === 0) return;
    const what = this.#inMessage ? `${this.#gatheredBytes} of ${this.#length} bytes of a message have come` : 'a length is not complete';
    this.#failure = new DecodeError(`the stream of ${this.#type.typeName} messages was cut off: ${what}`);
    throw this.#failure;
  }
}

/** `message` behind its length, as one piece of a stream. Throws an `EncodeError` as `encode` does. */
export function writeDelimited<T, I>(type: MessageType<T, I>, message: NoInfer<I>, options?: EncodeOptions): Bytes {
  checkType('writeDelimited', type);
  const content = type.encode(message, options);
  const size = varintSize(content.length);
  const bytes = new Uint8Array(size + content.length);
  writeVarint32(content.length, bytes, 0);
  bytes.set(content, size);
  return bytes;
}
