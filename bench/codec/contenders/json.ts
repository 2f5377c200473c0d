import type { Contender } from '../contender.js';

/** `JSON.stringify` and `JSON.parse` of the same data: 64-bit integers as decimal text and bytes as base64, as ProtoJSON has them. */
export const json: Contender = {
  name: 'JSON',
  version: process.version,
  style: 'json',
  async open() {
    return {
      encode: (message) => JSON.stringify(message),
      decode: (text) => JSON.parse(text as string) as unknown,
    };
  },
};
