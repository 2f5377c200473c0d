/** Schemas in a few words, for tests of the codec: each field a line, each message a list of them. */
import { type BuildOptions, buildFile } from '../../wire/protobuf/build.js';
import { type DynamicMessage, dynamicMessageType } from '../../wire/protobuf/closures/dynamic.js';
import type { FileDescriptor } from '../../wire/protobuf/descriptor.js';
import {
  type DescriptorProtoInit,
  type EnumDescriptorProtoInit,
  type FieldDescriptorProto_Type,
  type FieldDescriptorProtoInit,
  FileDescriptorProto,
  type FileDescriptorProtoInit,
} from '../../wire/protobuf/generated/descriptor.js';
import type { MessageType } from '../../wire/protobuf/message-type.js';
import { generatedTypes } from './generated.js';

export interface Schema {
  /** Default proto3; `2023` is an edition. */
  syntax?: 'proto2' | 'proto3' | '2023';
  /** `{ Order: ['string id = 1', 'repeated int32 e = 5 [packed=false]', 'map<string, Line> m = 7', 'oneof pay Card card = 8', 'group Part = 9'] }` */
  messages: { readonly [name: string]: readonly string[] };
  enums?: { readonly [name: string]: { readonly [value: string]: number } };
  dependencies?: readonly FileDescriptor[];
}

const SCALARS: { readonly [name: string]: FieldDescriptorProto_Type } = {
  double: 1,
  float: 2,
  int64: 3,
  uint64: 4,
  int32: 5,
  fixed64: 6,
  fixed32: 7,
  bool: 8,
  string: 9,
  bytes: 12,
  uint32: 13,
  sfixed32: 15,
  sfixed64: 16,
  sint32: 17,
  sint64: 18,
};

const LINE = /^(?:oneof (\w+) )?(optional |repeated |required |group )?(?:map<(\w+), ?(\w+)>|(\w+))(?: (\w+))? = (\d+)(?: \[(.*)\])?$/;

/** The descriptor proto of `schema`, package `t`, file `t.proto`. */
export function fileProto(schema: Schema): FileDescriptorProto {
  const syntax = schema.syntax ?? 'proto3';
  const typeOf = (name: string): Pick<FieldDescriptorProtoInit, 'type' | 'typeName'> => {
    const scalar = SCALARS[name];
    if (scalar !== undefined) return { type: scalar };
    return { type: schema.enums?.[name] ? 14 : 11, typeName: `.t.${name}` };
  };
  const messageType = Object.entries(schema.messages).map(([name, lines]): DescriptorProtoInit => {
    const oneofs: string[] = [];
    const synthetic: number[] = [];
    const nestedType: DescriptorProtoInit[] = [];
    const field = lines.map((line, index): FieldDescriptorProtoInit => {
      const match = LINE.exec(line);
      if (match === null) throw new Error(`not a field: ${line}`);
      const [, oneof, modifier, key, value, type, fieldName, number, options] = match;
      const base = { name: fieldName ?? '', number: Number(number), ...optionsOf(options) };
      if (key !== undefined) {
        const entry = `E${index}Entry`;
        nestedType.push({
          name: entry,
          options: { mapEntry: true },
          field: [
            { name: 'key', number: 1, label: 1, ...typeOf(key) },
            { name: 'value', number: 2, label: 1, ...typeOf(value!) },
          ],
        });
        return { ...base, label: 3, type: 11, typeName: `.t.${name}.${entry}` };
      }
      if (modifier === 'group ') return { ...base, name: fieldName ?? type!.toLowerCase(), label: 1, ...typeOf(type!), type: 10 };
      const label = modifier === 'repeated ' ? 3 : modifier === 'required ' ? 2 : 1;
      const made: FieldDescriptorProtoInit = { ...base, label, ...typeOf(type!) };
      if (oneof !== undefined) {
        if (!oneofs.includes(oneof)) oneofs.push(oneof);
        made.oneofIndex = oneofs.indexOf(oneof);
      } else if (modifier === 'optional ' && syntax === 'proto3') {
        made.proto3Optional = true;
        synthetic.push(index);
      }
      return made;
    });
    for (const index of synthetic) {
      field[index] = { ...field[index]!, oneofIndex: oneofs.push(`_${field[index]!.name}`) - 1 };
    }
    return { name, field, nestedType, oneofDecl: oneofs.map((one) => ({ name: one })) };
  });
  const enumType = Object.entries(schema.enums ?? {}).map(
    ([name, values]): EnumDescriptorProtoInit => ({
      name,
      value: Object.entries(values).map(([key, number]) => ({ name: key, number })),
    }),
  );
  const init: FileDescriptorProtoInit = {
    name: 't.proto',
    package: 't',
    dependency: (schema.dependencies ?? []).map((file) => file.name),
    messageType,
    enumType,
    ...(syntax === '2023' ? { syntax: 'editions', edition: 1000 } : { syntax }),
  };
  return FileDescriptorProto.create(init);
}

function optionsOf(text: string | undefined): Pick<FieldDescriptorProtoInit, 'options' | 'defaultValue'> {
  const made: { options?: NonNullable<FieldDescriptorProtoInit['options']>; defaultValue?: string } = {};
  for (const part of text?.split(/, */) ?? []) {
    const [key, value = ''] = part.split('=');
    if (key === 'default') made.defaultValue = value;
    else if (key === 'packed') made.options = { ...made.options, packed: value === 'true' };
    else if (key === 'jstype') made.options = { ...made.options, jstype: value === 'JS_STRING' ? 1 : value === 'JS_NUMBER' ? 2 : 0 };
    else if (key === 'delimited') made.options = { ...made.options, features: { messageEncoding: 2 } };
    else if (key === 'implicit') made.options = { ...made.options, features: { fieldPresence: 2 } };
    else if (key === 'required') made.options = { ...made.options, features: { fieldPresence: 3 } };
    else if (key === 'expanded') made.options = { ...made.options, features: { repeatedFieldEncoding: 2 } };
    else if (key === 'unchecked') made.options = { ...made.options, features: { utf8Validation: 3 } };
    else throw new Error(`no such option: ${part}`);
  }
  return made;
}

export type AnyType = MessageType<DynamicMessage, Readonly<DynamicMessage>>;

export function buildSchema(schema: Schema, options: BuildOptions = {}): FileDescriptor {
  return buildFile(fileProto(schema), schema.dependencies ?? [], options);
}

/** Whether the tests of the codec run through generated code; spec-tests/wire/protobuf/every-way.test.ts starts them so. */
export const throughGeneratedCode = process.env.BAREWIRE_TEST_CODE === 'generated';

/** The message types of `schema` by name, made of closures or generated. */
export function types(schema: Schema): { readonly [name: string]: AnyType } {
  if (throughGeneratedCode) return generatedTypes(buildSchema(schema));
  const made: Record<string, AnyType> = {};
  for (const message of buildSchema(schema).messages) made[message.name] = dynamicMessageType(message);
  return made;
}

/** The message type of one message `M`. */
export function type(fields: readonly string[], rest: Partial<Schema> = {}): AnyType {
  return types({ ...rest, messages: { M: fields, ...rest.messages } }).M!;
}

/** Bytes from hex text; spaces do not count. */
export function hex(text: string): Uint8Array {
  const digits = text.replaceAll(/\s/g, '');
  return Uint8Array.from({ length: digits.length / 2 }, (_, index) => Number.parseInt(digits.slice(index * 2, index * 2 + 2), 16));
}

export function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex');
}
