import type { FeatureSet } from '../../../../wire/protobuf/descriptor.js';
import type { FieldDescriptorProto } from '../../../../wire/protobuf/generated/descriptor.js';
import { jsonName } from '../../../../wire/protobuf/names.js';
import { MAX_FIELD_NUMBER } from '../../../../wire/protobuf/tag.js';
import type { ExtendNode, FieldNode } from '../../tree.js';
import type { FieldDefinition, MessageDefinition, OneofDefinition } from '../definitions.js';
import { featuresOf } from '../features.js';
import { join, mapEntryNameOf } from '../names.js';
import type { Declaring } from './declare.js';

/** The numbers that are kept for implementations of protobuf (Protobuf proto3: Assigning Field Numbers). */
const FIRST_IMPLEMENTATION_NUMBER = 19_000;
const LAST_IMPLEMENTATION_NUMBER = 19_999;
/** Numbers of a message with message_set_wire_format are type ids: all positive int32. */
export const MAX_MESSAGE_SET_NUMBER = 2_147_483_646;

const labels = { optional: 1, required: 2, repeated: 3 } as const;

export function emptyField(): FieldDescriptorProto {
  return {
    name: undefined,
    number: undefined,
    label: undefined,
    type: undefined,
    typeName: undefined,
    extendee: undefined,
    defaultValue: undefined,
    oneofIndex: undefined,
    jsonName: undefined,
    options: undefined,
    proto3Optional: undefined,
  };
}

export function declareField(
  context: Declaring,
  node: FieldNode,
  message: MessageDefinition,
  oneof: OneofDefinition | undefined,
): FieldDefinition {
  if (oneof !== undefined) {
    if (node.labelRange !== undefined)
      context.error(
        node.labelRange,
        `fields of a oneof have no label`,
        `remove "${node.label}": a oneof's fields are optional by themselves`,
      );
    if (node.mapKey !== undefined)
      context.error(node.name.range, 'a map cannot stand in a oneof', 'put the map into a message of its own and that message here');
  }
  const field = newField(context, node, message.fullName, oneof, (oneof ?? message).features);
  field.container = message;
  checkLabel(context, node, oneof !== undefined);
  return declare(context, field);
}

export function declareExtension(
  context: Declaring,
  node: FieldNode,
  extend: ExtendNode,
  scope: string,
  inherited: FeatureSet,
): FieldDefinition {
  if (node.mapKey !== undefined)
    context.error(node.name.range, 'an extension cannot be a map', 'extend with a repeated message of a key and a value instead');
  if (node.label === 'required') context.error(node.labelRange!, 'an extension cannot be required', 'use optional');
  const field: FieldDefinition = { ...newField(context, node, scope, undefined, inherited), extend };
  checkLabel(context, node, false);
  return declare(context, field);
}

function newField(
  context: Declaring,
  node: FieldNode,
  scope: string,
  oneof: OneofDefinition | undefined,
  inherited: FeatureSet,
): FieldDefinition {
  const isMap = node.mapKey !== undefined;
  const label = isMap ? 'repeated' : (node.label ?? 'optional');
  const number = checkedNumber(context, node);
  const proto: FieldDescriptorProto = {
    ...emptyField(),
    name: node.name.text,
    number,
    label: labels[label],
    jsonName: jsonName(node.name.text),
    proto3Optional: context.file.language.syntheticOneofs && node.label === 'optional' && oneof === undefined ? true : undefined,
  };
  if (isMap) {
    proto.type = 11;
    proto.typeName = `.${join(scope, mapEntryNameOf(node.name.text))}`;
  }
  return {
    kind: 'field',
    name: node.name.text,
    fullName: join(scope, node.name.text),
    file: context.file,
    range: node.name.range,
    proto,
    node,
    number,
    repeated: label === 'repeated',
    features: featuresOf(context.file, inherited, node.options),
    container: undefined,
    extend: undefined,
    scope,
    oneof,
    type: undefined,
  };
}

function declare(context: Declaring, field: FieldDefinition): FieldDefinition {
  const { file } = context;
  const { proto } = field;
  context.table.declare(field);
  context.comment(field.fullName, field.node.doc);
  file.fields.push(field);
  file.options.push({
    nodes: field.node.options.filter((option) => !isPseudoOption(option.name)),
    typeName: 'google.protobuf.FieldOptions',
    target: 4,
    what: 'a field',
    scope: field.scope,
    assign: (options) => {
      proto.options = options as typeof proto.options;
    },
  });
  return field;
}

/** `default` and `json_name` are written as options and are fields of the descriptor. */
function isPseudoOption(name: FieldNode['options'][number]['name']): boolean {
  return name.length === 1 && !name[0]!.isExtension && (name[0]!.text === 'default' || name[0]!.text === 'json_name');
}

function checkedNumber(context: Declaring, node: FieldNode): number {
  const { magnitude, negative, range, broken } = node.number;
  if (broken) return 0;
  // Only a message set takes larger ones; whether it is one is not known yet.
  const tooLarge = magnitude > BigInt(MAX_MESSAGE_SET_NUMBER);
  if (negative || magnitude === 0n || tooLarge) {
    context.error(
      range,
      `field numbers go from 1 to ${MAX_FIELD_NUMBER}, "${node.name.text}" has ${negative ? '-' : ''}${node.number.text.slice(0, 40)}`,
      negative || magnitude === 0n ? 'the first field of a message usually has 1' : 'choose a number in that range',
    );
    return 0;
  }
  const number = Number(magnitude);
  if (number >= FIRST_IMPLEMENTATION_NUMBER && number <= LAST_IMPLEMENTATION_NUMBER) {
    context.error(
      range,
      `the numbers 19000 to 19999 belong to protobuf itself, "${node.name.text}" has ${number}`,
      'choose a number outside that range',
    );
  }
  return number;
}

function checkLabel(context: Declaring, node: FieldNode, inOneof: boolean): void {
  const { language } = context.file;
  if (node.mapKey !== undefined) {
    if (node.labelRange !== undefined) context.error(node.labelRange, `a map has no label`, `remove "${node.label}"`);
    return;
  }
  if (node.label === 'required' && !language.allowsRequired) {
    context.error(
      node.labelRange!,
      `${language.name} has no ${language.isEdition ? 'label "required"' : 'required fields'}`,
      language.isEdition
        ? 'write [features.field_presence = LEGACY_REQUIRED] behind the number'
        : 'remove "required": readers and writers of other versions would break on it',
    );
  }
  if (node.label === 'optional' && language.isEdition && !inOneof) {
    context.error(
      node.labelRange!,
      `${language.name} has no label "optional"`,
      context.file.features.fieldPresence === 'implicit'
        ? 'write [features.field_presence = EXPLICIT] behind the number'
        : 'remove it: fields are optional by themselves',
    );
  }
  if (node.label === undefined && !inOneof && language.needsLabels) {
    context.error(
      node.type.range,
      `the field "${node.name.text}" has no label`,
      `in ${language.name} a field starts with optional, required or repeated (or write syntax = "proto3"; at the top of the file)`,
    );
  }
  if (node.group !== undefined) {
    if (!language.allowsGroups) {
      context.error(
        node.name.range,
        `${language.name} has no groups`,
        `declare a message and a field of its type${language.isEdition ? ', with [features.message_encoding = DELIMITED] behind its number' : ''}`,
      );
    }
  }
}
