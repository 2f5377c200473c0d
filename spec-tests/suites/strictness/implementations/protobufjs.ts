/** protobufjs with its own parser, by reflection, unknown fields kept: `node protobufjs.js SCHEMA...`. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Implementation, serve } from '../adapter.js';

const require = createRequire(import.meta.url);
const protobuf = require('protobufjs') as typeof import('protobufjs');
const json = require('protobufjs/ext/protojson.js') as typeof import('protobufjs/ext/protojson.js');
const textFormat = require('protobufjs/ext/textformat.js') as typeof import('protobufjs/ext/textformat.js');

protobuf.Reader.discardUnknown = false;
const root = new protobuf.Root();
// What google/protobuf has comes with the package.
root.resolvePath = (_origin, target) => (target.startsWith('google/') ? require.resolve(`protobufjs/${target}`) : target);
const schemas = process.argv.slice(2);
for (const schema of schemas) protobuf.parse(readFileSync(schema, 'utf8'), root, { keepCase: false });
for (const name of ['any', 'duration', 'empty', 'field_mask', 'struct', 'timestamp', 'wrappers'])
  root.addJSON(protobuf.common.get(`google/protobuf/${name}.proto`)!.nested!);
root.resolveAll();

type Type = InstanceType<typeof protobuf.Type>;

const protobufJs: Implementation<Type, object> = {
  typeOf(name) {
    try {
      return root.lookupType(name);
    } catch {
      return undefined;
    }
  },
  decode: (type, bytes) => type.decode(bytes),
  encode: (type, message) => type.encode(message).finish(),
  fromJson: (type, text, { ignoreUnknown = false }) => json.fromJsonString(type, text, { ignoreUnknownFields: ignoreUnknown }),
  toJson: (type, message) => json.toJsonString(type, message),
  fromText: (type, text) => textFormat.fromText(type, text),
  assigned(type, name, value) {
    const property = name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
    const problem = type.verify({ [property]: value });
    if (problem !== null) throw new Error(problem);
    return type.create({ [property]: value });
  },
};

serve(protobufJs);
