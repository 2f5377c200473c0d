import { rival, versionOfRival } from '../../rpc/peers/rival.js';
import { type Contender, nameInFile } from '../contender.js';
import { importGenerated } from '../generated.js';

interface ProtobufEs {
  create(schema: unknown, init: object): unknown;
  toBinary(schema: unknown, message: unknown): Uint8Array;
  fromBinary(schema: unknown, bytes: Uint8Array): unknown;
  toJsonString(schema: unknown, message: unknown): string;
  fromJsonString(schema: unknown, text: string): unknown;
}

interface ProtobufEsText {
  toText(schema: unknown, message: unknown): string;
  fromText(schema: unknown, text: string): unknown;
}

/** Code of protoc-gen-es; messages are made by `create`, as its manual asks. */
export const protobufEs: Contender = {
  name: 'protobuf-es',
  version: versionOfRival('@bufbuild/protobuf'),
  style: 'protobuf-es',
  async open({ schema, typeName }) {
    const { create, toBinary, fromBinary, toJsonString, fromJsonString } = rival<ProtobufEs>('@bufbuild/protobuf');
    const { toText, fromText } = rival<ProtobufEsText>('@bufbuild/protobuf/txtpb');
    const exports =
      schema === undefined
        ? rival<{ readonly [name: string]: unknown }>('@bufbuild/protobuf/wkt')
        : await importGenerated(`protobuf-es/${schema}_pb.js`);
    const descriptor = exports[`${nameInFile(typeName).join('_')}Schema`];
    return {
      fromLiteral: (literal) => create(descriptor, literal),
      encode: (message) => toBinary(descriptor, message),
      decode: (bytes) => fromBinary(descriptor, bytes as Uint8Array),
      toJson: (message) => toJsonString(descriptor, message),
      fromJson: (text) => fromJsonString(descriptor, text),
      toText: (message) => toText(descriptor, message),
      fromText: (text) => fromText(descriptor, text),
    };
  },
};
