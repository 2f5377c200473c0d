import { versionOfRival } from '../../rpc/peers/rival.js';
import { type Contender, nameInFile } from '../contender.js';
import { requireGenerated, requireRival } from '../generated.js';

interface JspbType {
  deserializeBinary(bytes: Uint8Array): { serializeBinary(): Uint8Array };
}

/** Classes of protoc-gen-js. There are no literals: messages come from its decoder. */
export const googleProtobuf: Contender = {
  name: 'google-protobuf',
  version: versionOfRival('google-protobuf'),
  style: undefined,
  async open({ schema, typeName }) {
    let scope: unknown =
      schema === undefined
        ? requireRival('google-protobuf/google/protobuf/descriptor_pb.js')
        : requireGenerated(`google-protobuf/${schema}_pb.js`);
    for (const part of nameInFile(typeName)) scope = (scope as { readonly [name: string]: unknown })[part];
    const type = scope as JspbType;
    return {
      encode: (message) => (message as { serializeBinary(): Uint8Array }).serializeBinary(),
      decode: (bytes) => type.deserializeBinary(bytes as Uint8Array),
    };
  },
};
