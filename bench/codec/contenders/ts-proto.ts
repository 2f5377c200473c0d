import { versionOfRival } from '../../rpc/peers/rival.js';
import { type Contender, nameInFile } from '../contender.js';
import { importGenerated } from '../generated.js';

interface TsProtoType {
  encode(message: unknown): { finish(): Uint8Array };
  decode(bytes: Uint8Array): unknown;
  toJSON(message: unknown): unknown;
  fromJSON(value: unknown): unknown;
}

/** Code of protoc-gen-ts_proto, given literals that have every field, as its types ask, with bigint for 64-bit integers, its one way that loses no digits without another package. */
export const tsProto: Contender = {
  name: 'ts-proto',
  version: versionOfRival('ts-proto'),
  style: 'ts-proto',
  async open({ schema, typeName }) {
    const exports = await importGenerated(schema === undefined ? 'ts-proto/google/protobuf/descriptor.js' : `ts-proto/${schema}.js`);
    const type = exports[nameInFile(typeName).join('_')] as TsProtoType;
    return {
      encode: (message) => type.encode(message).finish(),
      decode: (bytes) => type.decode(bytes as Uint8Array),
      toJson: (message) => JSON.stringify(type.toJSON(message)),
      fromJson: (text) => type.fromJSON(JSON.parse(text)),
    };
  },
};
