/** barewire: `node barewire.js generated|closures FOLDER`. */
import {
  type AnyMessageType,
  DecodeError,
  EncodeError,
  fromJsonString,
  fromText,
  JsonError,
  type MessageType,
  TextError,
  toJsonString,
} from '../../../../wire/protobuf/index.js';
import { loadTypes, type Path } from '../../protobuf/types.js';
import { type Implementation, serve } from '../adapter.js';

type Type = MessageType<object, object>;

const [path, folder] = process.argv.slice(2);
const registry = await loadTypes(path as Path, folder!);

const barewire: Implementation<Type, object> = {
  typeOf: (name) => registry.messageType(name) as AnyMessageType as Type | undefined,
  decode: (type, bytes, { allowMissingRequired }) => type.decode(bytes, { registry, allowMissingRequired }),
  encode: (type, message, { allowMissingRequired }) => type.encode(message, { allowMissingRequired }),
  fromJson: (type, json, { ignoreUnknown }) => fromJsonString(type, json, { registry, ignoreUnknownFields: ignoreUnknown }),
  toJson: (type, message) => toJsonString(type, message, { registry }),
  fromText: (type, text) => fromText(type, text, { registry }),
  assigned(type, field, value) {
    const { localName } = type.descriptor.fields.find(({ name }) => name === field)!;
    return { [localName]: value };
  },
  isOwn: (error) => [DecodeError, EncodeError, JsonError, TextError].some((one) => error instanceof one),
};

serve(barewire);
