/**
 * Message encodings (gRPC over HTTP/2: Message-Encoding, Message-Accept-Encoding; gRPC compression).
 *
 *   Content-Coding          -> "identity" / "gzip" / "deflate" / "snappy" / {custom}
 *   Message-Encoding        -> "grpc-encoding" Content-Coding
 *   Message-Accept-Encoding -> "grpc-accept-encoding" Content-Coding *("," Content-Coding)
 *
 * These functions classify; the RPC layer answers.
 */
import { type Problem, quoted } from './fields.js';
import { StatusCode } from './status-code.js';

/** The encoding that changes nothing. */
export const IDENTITY = 'identity';

/** What can be read without a compressor. */
export const IDENTITY_ONLY: readonly string[] = Object.freeze([IDENTITY]);

/** The value of `grpc-accept-encoding` for what this side can read. */
export function acceptEncodingValue(supported: readonly string[]): string {
  return supported.join(',');
}

/** Whether a peer that sent `acceptEncoding` can read `encoding`. Without the header it can read identity and nothing else. */
export function acceptsEncoding(acceptEncoding: string | undefined, encoding: string): boolean {
  if (encoding === IDENTITY) return true;
  if (acceptEncoding === undefined) return false;
  for (const item of acceptEncoding.split(',')) if (item.trim() === encoding) return true;
  return false;
}

/**
 * A server's view of a request's `grpc-encoding`: UNIMPLEMENTED for one it does not know, to be answered together with
 * `grpc-accept-encoding` (gRPC compression: test case 4).
 */
export function requestEncodingProblem(encoding: string, supported: readonly string[]): Problem | undefined {
  if (encoding === IDENTITY || supported.includes(encoding)) return undefined;
  return {
    httpStatus: 200,
    code: StatusCode.UNIMPLEMENTED,
    message: `grpc-encoding ${quoted(encoding)} is not supported, this server reads ${supported.join(', ')}: send one of these`,
  };
}

/** A client's view of a response's `grpc-encoding`: INTERNAL for one it did not offer (gRPC compression: test case 5). */
export function responseEncodingProblem(encoding: string, supported: readonly string[]): Problem | undefined {
  if (encoding === IDENTITY || supported.includes(encoding)) return undefined;
  return {
    httpStatus: 200,
    code: StatusCode.INTERNAL,
    message: `the server answered with grpc-encoding ${quoted(encoding)}, this client reads ${supported.join(', ')}, as it said in grpc-accept-encoding`,
  };
}

/** A message with its compressed flag set where no encoding was named (gRPC over HTTP/2: Compressed-Flag; gRPC compression: test case 6). */
export function compressedFlagProblem(encoding: string): Problem | undefined {
  return encoding === IDENTITY ? COMPRESSED_WITHOUT_ENCODING : undefined;
}

const COMPRESSED_WITHOUT_ENCODING: Problem = Object.freeze({
  httpStatus: 200,
  code: StatusCode.INTERNAL,
  message: 'a message has its compressed flag set, but the headers name no grpc-encoding: the sender must name one or clear the flag',
});
