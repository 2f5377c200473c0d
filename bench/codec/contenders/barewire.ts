import { VERSION } from '../../../lib/version.js';
import { fromJsonString } from '../../../wire/protobuf/json/from-json.js';
import { toJsonString } from '../../../wire/protobuf/json/to-json.js';
import type { MessageType } from '../../../wire/protobuf/message-type.js';
import { fromText, toText } from '../../../wire/protobuf/text/index.js';
import { type Contender, nameInFile } from '../contender.js';

/** Generated code, as `barewire gen` prints it. */
export const barewire: Contender = {
  name: 'barewire',
  version: VERSION,
  style: 'barewire',
  async open({ schema, typeName }) {
    const url = schema === undefined ? '../../../wire/protobuf/generated/descriptor.js' : `../gen/${schema}.js`;
    const module = (await import(url)) as { readonly [name: string]: MessageType<unknown, never> };
    const type = module[nameInFile(typeName).join('_')]!;
    return {
      encode: (message) => type.encode(message as never),
      decode: (bytes) => type.decode(bytes as Uint8Array),
      toJson: (message) => toJsonString(type, message),
      fromJson: (text) => fromJsonString(type, text),
      toText: (message) => toText(type, message),
      fromText: (text) => fromText(type, text),
    };
  },
};
