import type { FeatureSet } from '../../../../wire/protobuf/descriptor.js';
import type { DescriptorProto } from '../../../../wire/protobuf/generated/descriptor.js';
import { MAX_FIELD_NUMBER } from '../../../../wire/protobuf/tag.js';
import type { Range } from '../../source.js';
import type { ExtendNode, FieldNode, MessageNode, OneofNode } from '../../tree.js';
import type { FieldDefinition, MessageDefinition, OneofDefinition } from '../definitions.js';
import { featuresOf, isExported, isFeature, visibilities } from '../features.js';
import { join, mapEntryNameOf, syntheticOneofNameOf } from '../names.js';
import type { Declaring } from './declare.js';
import { declareEnum } from './enum.js';
import { declareExtension, declareField, emptyField } from './field.js';
import type { NumberRanges } from './number-ranges.js';
import { type BlockedRange, declareRanges, nameRange } from './ranges.js';

/** A message to declare: one of its own, or what stands behind a group or a map. */
export interface Nested {
  readonly node: MessageNode;
  /** Set for a map: the field that it stands behind. */
  readonly field: FieldNode | undefined;
  /** Its name, or its field without what ends it. */
  readonly at: Range;
}

/** Messages that stand in their scope because of a field. */
export function declareGroupsOf(extend: readonly ExtendNode[]): FieldNode[] {
  return extend.flatMap((node) => node.fields.filter((field) => field.group !== undefined));
}

/** Nested messages in source order: declared ones, groups, and map entries, each where its field stands. */
export function byPosition(messages: readonly MessageNode[], fields: readonly FieldNode[]): Nested[] {
  const nested: Nested[] = messages.map((node) => ({ node, field: undefined, at: node.name.range }));
  for (const field of fields) {
    const group = field.group;
    if (group !== undefined) nested.push({ node: group, field: undefined, at: field.range });
    else if (field.mapKey !== undefined) nested.push({ node: mapEntryNode(field), field, at: field.range });
  }
  return nested.sort((a, b) => a.at.start - b.at.start);
}

const noDoc = { leading: undefined, trailing: undefined };

function mapEntryNode(field: FieldNode): MessageNode {
  return {
    kind: 'message',
    visibility: undefined,
    name: { text: mapEntryNameOf(field.name.text), range: field.name.range },
    span: field.span,
    doc: noDoc,
    body: { fields: [], oneofs: [], messages: [], enums: [], extends: [], extensionRanges: [], reserved: [], options: [] },
  };
}

export function declareMessage(
  context: Declaring,
  node: MessageNode,
  scope: string,
  parent: MessageDefinition | undefined,
  inherited: FeatureSet,
): MessageDefinition {
  const message = newMessage(context, node, scope, parent, inherited);
  const { file } = context;
  const { proto, fullName } = message;
  const { body } = node;
  if (context.isTooLong(message)) return message;
  context.table.declare(message);
  context.comment(fullName, node.doc);
  file.messages.push(message);

  const oneofs = new Map<OneofNode, OneofDefinition>();
  const filled = new Set(body.fields.map((field) => field.oneof));
  for (const oneof of body.oneofs) {
    const name = oneof.name.text;
    const index = message.oneofs.length;
    const definition: OneofDefinition = {
      kind: 'oneof',
      name,
      fullName: join(fullName, name),
      file,
      range: oneof.name.range,
      index,
      features: featuresOf(file, message.features, oneof.options),
      synthetic: false,
    };
    oneofs.set(oneof, definition);
    message.oneofs.push(definition);
    context.table.declare(definition);
    context.comment(definition.fullName, oneof.doc);
    const oneofProto: DescriptorProto['oneofDecl'][number] = { name: definition.name, options: undefined };
    proto.oneofDecl.push(oneofProto);
    if (!filled.has(oneof) && oneof.whole)
      context.error(oneof.name.range, `the oneof "${definition.name}" has no fields`, 'give it one, or remove it');
    file.options.push({
      nodes: oneof.options,
      typeName: 'google.protobuf.OneofOptions',
      target: 5,
      what: 'a oneof',
      scope: fullName,
      assign: (options) => {
        oneofProto.options = options as typeof oneofProto.options;
      },
    });
  }

  for (const field of body.fields) {
    const oneof = field.oneof === undefined ? undefined : oneofs.get(field.oneof);
    const definition = declareField(context, field, message, oneof);
    addField(message, definition);
    if (oneof !== undefined) definition.proto.oneofIndex = oneof.index;
  }
  const nestedFields = [...body.fields, ...declareGroupsOf(body.extends)];
  for (const nested of byPosition(body.messages, nestedFields)) {
    if (nested.field === undefined) proto.nestedType.push(declareMessage(context, nested.node, fullName, message, message.features).proto);
    else proto.nestedType.push(declareMapEntry(context, nested.node, nested.field, message).proto);
  }
  for (const child of body.enums) proto.enumType.push(declareEnum(context, child, fullName, message, message.features).proto);
  for (const extend of body.extends) {
    for (const field of extend.fields) proto.extension.push(declareExtension(context, field, extend, fullName, message.features).proto);
  }
  addSyntheticOneofs(context, message);
  checkNumbers(context, message, declareRanges(context, body.extensionRanges, body.reserved, message));
  file.options.push({
    nodes: body.options,
    typeName: 'google.protobuf.MessageOptions',
    target: 3,
    what: 'a message',
    // As in protoc: what a message declares is not in scope for its own options.
    scope,
    assign: (options) => {
      proto.options = options as typeof proto.options;
    },
  });
  return message;
}

function newMessage(
  context: Declaring,
  node: MessageNode,
  scope: string,
  parent: MessageDefinition | undefined,
  inherited: FeatureSet,
): MessageDefinition {
  const word = node.visibility?.word;
  return {
    kind: 'message',
    name: node.name.text,
    fullName: join(scope, node.name.text),
    file: context.file,
    range: node.name.range,
    proto: {
      name: node.name.text,
      field: [],
      extension: [],
      nestedType: [],
      enumType: [],
      extensionRange: [],
      oneofDecl: [],
      options: undefined,
      reservedRange: [],
      reservedName: [],
      visibility: word === undefined ? undefined : visibilities[word],
    },
    node,
    parent,
    features: featuresOf(context.file, inherited, node.body.options),
    exported: isExported(context.file, word, parent !== undefined),
    fields: [],
    fieldsByName: new Map(),
    oneofs: [],
    extensionRanges: [],
    extensionIndex: undefined,
    extensionsByNumber: new Map(),
  };
}

function addField(message: MessageDefinition, field: FieldDefinition): void {
  message.proto.field.push(field.proto);
  message.fields.push(field);
  if (!message.fieldsByName.has(field.name)) message.fieldsByName.set(field.name, field);
}

/** Protobuf encoding: a map is a repeated message of a key 1 and a value 2. */
function declareMapEntry(context: Declaring, node: MessageNode, field: FieldNode, parent: MessageDefinition): MessageDefinition {
  const entry: MessageDefinition = { ...newMessage(context, node, parent.fullName, parent, parent.features), node: undefined };
  const isFirst = context.table.declare(entry);
  // As in protoc: key and value say of themselves what the map says.
  const features = context.file.language.isEdition ? field.options.filter(({ name }) => isFeature(name)) : [];
  context.file.messages.push(entry);
  for (const [name, number, type] of [
    ['key', 1, field.mapKey!],
    ['value', 2, field.type],
  ] as const) {
    const half: FieldDefinition = {
      kind: 'field',
      name,
      fullName: join(entry.fullName, name),
      file: context.file,
      range: type.range,
      proto: { ...emptyField(), name, number, label: 1, jsonName: name },
      node: { ...field, type, mapKey: undefined, label: undefined, labelRange: undefined, options: [], doc: noDoc },
      number,
      repeated: false,
      features: featuresOf(context.file, parent.features, field.options),
      container: entry,
      extend: undefined,
      scope: parent.fullName,
      oneof: undefined,
      type: undefined,
    };
    addField(entry, half);
    if (isFirst) context.table.declare(half);
    context.file.fields.push(half);
    if (features.length > 0) {
      context.file.options.push({
        nodes: features,
        typeName: 'google.protobuf.FieldOptions',
        target: 4,
        what: 'a field',
        scope: parent.fullName,
        assign: (options) => {
          half.proto.options = options as typeof half.proto.options;
        },
      });
    }
  }
  context.file.options.push({
    nodes: [],
    typeName: 'google.protobuf.MessageOptions',
    target: 3,
    what: 'a message',
    scope: entry.fullName,
    mapEntry: true,
    assign: (options) => {
      entry.proto.options = options as typeof entry.proto.options;
    },
  });
  return entry;
}

/** As descriptor.proto says at `proto3_optional`: real oneofs first, then one for each proto3 `optional`. */
function addSyntheticOneofs(context: Declaring, message: MessageDefinition): void {
  const optional = message.fields.filter((field) => field.proto.proto3Optional === true);
  if (optional.length === 0) return;
  const taken = new Set<string>();
  for (const field of message.fields) taken.add(field.name);
  for (const oneof of message.oneofs) taken.add(oneof.name);
  for (const field of optional) {
    const name = syntheticOneofNameOf(field.name, taken);
    taken.add(name);
    const index = message.proto.oneofDecl.length;
    field.proto.oneofIndex = index;
    // Other readers of the descriptor would refuse a name that is taken.
    context.table.declare({
      kind: 'oneof',
      name,
      fullName: join(message.fullName, name),
      file: context.file,
      range: field.range,
      index,
      features: message.features,
      synthetic: true,
    });
    message.proto.oneofDecl.push({ name, options: undefined });
  }
}

function checkNumbers(context: Declaring, message: MessageDefinition, blocked: NumberRanges<BlockedRange>): void {
  const byNumber = new Map<number, FieldDefinition>();
  const reservedNames = new Set(message.proto.reservedName);
  const next = (): string | undefined => nextFreeNumber(message, blocked);
  for (const field of message.fields) {
    const { number } = field;
    const place = field.node.number.range;
    const other = byNumber.get(number);
    if (other === undefined) byNumber.set(number, field);
    else if (number > 0) context.error(place, `the number ${number} of "${field.name}" is taken by "${other.name}"`, next);
    if (reservedNames.has(field.name)) {
      context.error(
        field.range,
        `the name "${field.name}" is reserved in "${message.fullName}"`,
        'choose another name, or remove it from the reserved ones',
      );
    }
    const range = blocked.find(number);
    if (range !== undefined) {
      context.error(
        place,
        `the number ${number} of "${field.name}" stands in the ${range.kind} ${nameRange(range)} of "${message.fullName}"`,
        next,
      );
    }
  }
}

function nextFreeNumber(message: MessageDefinition, blocked: NumberRanges<BlockedRange>): string | undefined {
  const used = new Set(message.fields.map((field) => field.number));
  let number = 1;
  while (number <= MAX_FIELD_NUMBER) {
    const range = number >= 19_000 && number < 20_000 ? { end: 20_000 } : blocked.find(number);
    if (range !== undefined) number = range.end;
    else if (used.has(number)) number++;
    else return `the next free number is ${number}`;
  }
  return undefined;
}
