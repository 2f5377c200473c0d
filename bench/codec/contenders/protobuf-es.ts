import { rival, versionOfRival } from '../../rpc/peers/rival.js';
import { type Contender, nameInFile } from '../contender.js';
import { importGenerated } from '../generated.js';

interface ProtobufEs {
  create(schema: unknown, init: object): unknown;
  toBinary(schema: unknown, message: unknown): Uint8Array;
  fromBinary(schema: unknown, bytes: Uint8Array): unknown;
}

/** Code of protoc-gen-es; messages are made by `create`, as its manual asks. */
export const protobufEs: Contender = {
  name: 'protobuf-es',
  version: versionOfRival('@bufbuild/protobuf'),
  style: 'protobuf-es',
  async open({ schema, typeName }) {
    const { create, toBinary, fromBinary } = rival<ProtobufEs>('@bufbuild/protobuf');
    const exports =
      schema === undefined
        ? rival<{ readonly [name: string]: unknown }>('@bufbuild/protobuf/wkt')
        : await importGenerated(`protobuf-es/${schema}_pb.js`);
    const descriptor = exports[`${nameInFile(typeName).join('_')}Schema`];
    return {
      fromLiteral: (literal) => create(descriptor, literal),
      encode: (message) => toBinary(descriptor, message),
      decode: (bytes) => fromBinary(descriptor, bytes as Uint8Array),
    };
  },
};
