/** Schemas written as .proto text in a test. */
import { compileSources, type Schema, schemaOf } from '../../lib/compiler/index.js';
import type { FieldDescriptor, FileDescriptor, MessageDescriptor } from '../../wire/protobuf/descriptor.js';
import { Registry } from '../../wire/protobuf/registry.js';

/** The schema of `text`, a file called `t.proto`; what it imports, other than google/protobuf, is in `imports`. */
export function protoSchema(text: string, imports: Readonly<Record<string, string>> = {}): Schema {
  return schemaOf(compileSources(['t.proto'], (name) => (name === 't.proto' ? text : imports[name])));
}

/** The file `t.proto` of a schema. */
export function ownFile(schema: Schema): FileDescriptor {
  return schema.files.find((file) => file.name === 't.proto')!;
}

/** The extension of a full name, wherever in the schema it is declared. */
export function extensionNamed(schema: Schema, name: string): FieldDescriptor {
  const inMessages = (messages: readonly MessageDescriptor[]): FieldDescriptor[] =>
    messages.flatMap((message) => [...message.extensions, ...inMessages(message.messages)]);
  const all = schema.files.flatMap((file) => [...file.extensions, ...inMessages(file.messages)]);
  const found = all.find((one) => one.extensionName === name);
  if (found === undefined) throw new Error(`the schema has no extension ${name}`);
  return found;
}

/** Everything the schema declares. */
export function registryOf(schema: Schema): Registry {
  return new Registry(...schema.files);
}
