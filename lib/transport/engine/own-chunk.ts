import type { Codec } from '../../../wire/bytes/codec.js';
import { borrowLargeSlab, releaseSlab, type Slab } from '../../../wire/bytes/slab.js';
import { PREFIX_BYTES, writeMessage, writePrefix } from '../../../wire/grpc/message-writer.js';
import { ENGINE_SCRATCH_BYTES } from '../../limits.js';
import { MessageTooLarge } from '../transport.js';

/** Where small messages are encoded before their length is known; undefined while an encoder is at work in it. */
let scratch: Uint8Array | undefined;

/**
 * Encodes `message` behind its prefix into memory of its own. `guessBytes` is what the last such message took, or 0: a right guess
 * saves encoding twice. Throws what the codec throws, or `MessageTooLarge`.
 */
export function encodeApart<I>(
  codec: Codec<unknown, I>,
  message: I,
  compressed: boolean,
  limitBytes: number,
  guessBytes: number,
): Uint8Array {
  if (guessBytes > ENGINE_SCRATCH_BYTES) return encodeInto(codec, message, compressed, limitBytes, newChunk(guessBytes));
  const own = scratch ?? new Uint8Array(ENGINE_SCRATCH_BYTES);
  scratch = undefined;
  try {
    const chunk = encodeInto(codec, message, compressed, limitBytes, own);
    return chunk.buffer === own.buffer ? chunk.slice() : chunk;
  } finally {
    scratch = own;
  }
}

/**
 * The same in a slab of the pool that takes `guessBytes`, whose one user is the caller. Undefined where the message does not fit it, or
 * would leave most of it unused while it waits.
 */
export function encodeInSlab<I>(
  codec: Codec<unknown, I>,
  message: I,
  compressed: boolean,
  limitBytes: number,
  guessBytes: number,
): Slab | undefined {
  const slab = borrowLargeSlab(guessBytes);
  const { buffer } = slab;
  let kept = false;
  try {
    const end = writeMessage(codec, message, buffer, 0, compressed);
    if (end - PREFIX_BYTES > limitBytes) throw new MessageTooLarge(end - PREFIX_BYTES, limitBytes);
    kept = end <= buffer.length && end >= buffer.length / 2;
    return kept ? slab : undefined;
  } finally {
    if (!kept) releaseSlab(slab);
  }
}

function encodeInto<I>(codec: Codec<unknown, I>, message: I, compressed: boolean, limitBytes: number, first: Uint8Array): Uint8Array {
  let chunk = first;
  let end = codec.encodeInto(message, chunk, PREFIX_BYTES);
  if (end - PREFIX_BYTES > limitBytes) throw new MessageTooLarge(end - PREFIX_BYTES, limitBytes);
  if (end > chunk.length) {
    chunk = newChunk(end);
    end = codec.encodeInto(message, chunk, PREFIX_BYTES);
    if (end > chunk.length) throw new Error('the message grew while it was encoded: do not change it before it is sent');
  }
  writePrefix(chunk, 0, end - PREFIX_BYTES, compressed);
  if (end === chunk.length) return chunk;
  // A view would keep what was guessed too much.
  return chunk === first && end < chunk.length / 2 && chunk.length > ENGINE_SCRATCH_BYTES ? chunk.slice(0, end) : chunk.subarray(0, end);
}

/** Memory that is written before it is read: not filled with zeros. */
function newChunk(bytes: number): Uint8Array {
  return new Uint8Array(Buffer.allocUnsafeSlow(bytes).buffer);
}
