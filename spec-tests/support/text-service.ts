/** A service whose messages are strings in UTF-8: all that tests of calls need of a schema. */
import type { Codec } from '../../wire/bytes/codec.js';
import {
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
} from '../../wire/grpc/service.js';

export const text: Codec<string, string> = {
  encodeInto(message, buffer, position) {
    if (typeof message !== 'string') throw new TypeError(`text: expected string, got ${typeof message}`);
    const bytes = new TextEncoder().encode(message);
    if (position + bytes.length <= buffer.length) buffer.set(bytes, position);
    return position + bytes.length;
  },
  decodeFrom(buffer, start, end) {
    return new TextDecoder('utf-8', { fatal: true }).decode(buffer.subarray(start, end));
  },
};

export interface TextService {
  one: UnaryMethod<string, string, string, string>;
  many: ServerStreamMethod<string, string, string, string>;
  collect: ClientStreamMethod<string, string, string, string>;
  talk: BidiMethod<string, string, string, string>;
}

export const TextService: ServiceType<TextService> = serviceType<TextService>('test.Text', {
  one: unary('/test.Text/One', text, text),
  many: serverStream('/test.Text/Many', text, text),
  collect: clientStream('/test.Text/Collect', text, text),
  talk: bidi('/test.Text/Talk', text, text),
});

/** The bytes of a text message. */
export function bytesOf(message: string): Uint8Array {
  return new TextEncoder().encode(message);
}

export function textOf(bytes: Uint8Array | undefined): string {
  return new TextDecoder().decode(bytes);
}
