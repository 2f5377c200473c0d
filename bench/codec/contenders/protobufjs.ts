import { versionOfRival } from '../../rpc/peers/rival.js';
import type { Contender } from '../contender.js';
import { requireGenerated } from '../generated.js';

interface StaticType {
  encode(message: unknown): { finish(): Uint8Array };
  decode(bytes: Uint8Array): unknown;
}

/** Static code of pbjs, with Buffers and `Long`: what its README measures. */
export const protobufjs: Contender = {
  name: 'protobufjs',
  version: versionOfRival('protobufjs'),
  style: 'protobufjs',
  async open({ schema, typeName }) {
    let scope: unknown = requireGenerated(`protobufjs/${schema ?? 'descriptor'}.cjs`);
    for (const part of typeName.split('.')) scope = (scope as { readonly [name: string]: unknown })[part];
    const type = scope as StaticType;
    return {
      encode: (message) => type.encode(message).finish(),
      decode: (bytes) => type.decode(bytes as Uint8Array),
      input: (bytes) => Buffer.from(bytes),
    };
  },
};
