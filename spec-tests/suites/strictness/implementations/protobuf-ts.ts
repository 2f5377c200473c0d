/** @protobuf-ts/runtime with code that its plugin generated: `node protobuf-ts.js FOLDER`, 64-bit integers as bigint. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Implementation, serve, Unsupported } from '../adapter.js';

/** What is used of a generated message type. */
interface Type {
  readonly typeName: string;
  readonly fields: readonly { readonly name: string; readonly localName: string; readonly oneof?: string | undefined }[];
  create(init?: object): object;
  fromBinary(bytes: Uint8Array): object;
  toBinary(message: object): Uint8Array;
  fromJsonString(json: string, options: object): object;
  toJsonString(message: object, options: object): string;
}

const types = new Map<string, Type>();
for (const name of readdirSync(process.argv[2]!, { recursive: true }) as string[]) {
  if (!name.endsWith('.js') || name.startsWith('node_modules')) continue;
  const exported = (await import(pathToFileURL(join(process.argv[2]!, name)).href)) as Record<string, Type | undefined>;
  for (const value of Object.values(exported)) if (typeof value?.typeName === 'string') types.set(value.typeName, value);
}
const typeRegistry = [...types.values()];

const protobufTs: Implementation<Type, object> = {
  typeOf: (name) => types.get(name),
  decode: (type, bytes) => type.fromBinary(bytes),
  encode: (type, message) => type.toBinary(message),
  fromJson: (type, json, { ignoreUnknown = false }) => type.fromJsonString(json, { typeRegistry, ignoreUnknownFields: ignoreUnknown }),
  toJson: (type, message) => type.toJsonString(message, { typeRegistry }),
  fromText() {
    throw new Unsupported('there is no text format');
  },
  assigned: (type, name, value) => type.create({ [type.fields.find((field) => field.name === name)!.localName]: value }),
};

serve(protobufTs);
