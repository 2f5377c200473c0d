/** google-protobuf with code that protoc generated: `node google-protobuf.js FOLDER FILE...`. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type Implementation, serve, Unsupported } from '../adapter.js';

interface Message {
  serializeBinary(): Uint8Array;
}

/** A generated class. */
interface Type {
  new (): Message;
  deserializeBinary(bytes: Uint8Array): Message;
}

const [folder, ...files] = process.argv.slice(2);
const require = createRequire(join(folder!, 'index.js'));
for (const file of files) require(`./${file}`);
// The generated files put their classes below the global object, by their full names.
const all = globalThis as unknown as { proto: object };

const googleProtobuf: Implementation<Type, Message> = {
  typeOf: (name) =>
    name.split('.').reduce<unknown>((scope, part) => (scope as Record<string, unknown> | undefined)?.[part], all.proto) as Type | undefined,
  decode: (type, bytes) => type.deserializeBinary(bytes),
  encode: (_type, message) => message.serializeBinary(),
  fromJson() {
    throw new Unsupported('there is no ProtoJSON');
  },
  toJson() {
    throw new Unsupported('there is no ProtoJSON');
  },
  fromText() {
    throw new Unsupported('there is no text format');
  },
  assigned(type, field, value) {
    const message = new type();
    const camel = field.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
    const setter = `set${camel[0]!.toUpperCase()}${camel.slice(1)}`;
    (message as unknown as Record<string, (value: unknown) => void>)[setter]!(value);
    return message;
  },
};

serve(googleProtobuf);
