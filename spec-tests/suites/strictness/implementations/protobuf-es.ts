/** @bufbuild/protobuf over a registry of descriptors: `node protobuf-es.js FOLDER`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  create,
  createFileRegistry,
  type DescMessage,
  fromBinary,
  fromJsonString,
  type Message,
  toBinary,
  toJsonString,
} from '@bufbuild/protobuf';
import { reflect } from '@bufbuild/protobuf/reflect';
import { fromText } from '@bufbuild/protobuf/txtpb';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { DESCRIPTORS } from '../../protobuf/types.js';
import { type Implementation, serve } from '../adapter.js';

const registry = createFileRegistry(fromBinary(FileDescriptorSetSchema, readFileSync(join(process.argv[2]!, DESCRIPTORS))));

const protobufEs: Implementation<DescMessage, Message> = {
  typeOf: (name) => registry.getMessage(name),
  decode: (type, bytes) => fromBinary(type, bytes),
  encode: (type, message) => toBinary(type, message),
  fromJson: (type, json, { ignoreUnknown = false }) => fromJsonString(type, json, { registry, ignoreUnknownFields: ignoreUnknown }),
  toJson: (type, message) => toJsonString(type, message, { registry }),
  fromText: (type, text) => fromText(type, text, { registry }),
  assigned(type, name, value) {
    const message = create(type);
    const field = type.fields.find((one) => one.name === name)!;
    reflect(type, message, false).set(field, value);
    return message;
  },
};

serve(protobufEs);
