import type { FeatureSet } from '../../../../wire/protobuf/descriptor.js';
import type { EnumNode, EnumValueNode } from '../../tree.js';
import type { EnumDefinition, EnumValueDefinition, MessageDefinition } from '../definitions.js';
import { featuresOf, isExported, visibilities } from '../features.js';
import { join } from '../names.js';
import type { Declaring } from './declare.js';
import type { NumberRanges } from './number-ranges.js';
import { type BlockedRange, declareReservedValues } from './ranges.js';

export function declareEnum(
  context: Declaring,
  node: EnumNode,
  scope: string,
  parent: MessageDefinition | undefined,
  inherited: FeatureSet,
): EnumDefinition {
  const { file } = context;
  const fullName = join(scope, node.name.text);
  const word = node.visibility?.word;
  const enumeration: EnumDefinition = {
    kind: 'enum',
    name: node.name.text,
    fullName,
    file,
    range: node.name.range,
    proto: {
      name: node.name.text,
      value: [],
      options: undefined,
      reservedRange: [],
      reservedName: [],
      visibility: word === undefined ? undefined : visibilities[word],
    },
    node,
    parent,
    features: featuresOf(file, inherited, node.options),
    exported: isExported(file, word, parent !== undefined),
    numbers: new Map(),
    broken: !node.whole,
  };
  const { proto } = enumeration;
  if (context.isTooLong(enumeration)) return enumeration;
  context.table.declare(enumeration);
  context.comment(fullName, node.doc);
  file.enums.push(enumeration);
  for (const value of node.values) declareValue(context, value, enumeration, scope);
  checkValues(context, enumeration, declareReservedValues(context, node.reserved, enumeration));
  file.options.push({
    nodes: node.options,
    typeName: 'google.protobuf.EnumOptions',
    target: 6,
    what: 'an enum',
    scope: fullName,
    assign: (options) => {
      proto.options = options as typeof proto.options;
    },
  });
  return enumeration;
}

function declareValue(context: Declaring, node: EnumValueNode, enumeration: EnumDefinition, scope: string): void {
  const name = node.name.text;
  const { magnitude, negative } = node.number;
  const exact = negative ? -magnitude : magnitude;
  let number = 0;
  if (node.number.broken) {
    enumeration.broken = true;
  } else if (exact < -2_147_483_648n || exact > 2_147_483_647n) {
    context.error(
      node.number.range,
      `an enum's numbers go from -2147483648 to 2147483647, "${name}" has ${negative ? '-' : ''}${node.number.text.slice(0, 40)}`,
      'choose a number in that range',
    );
    enumeration.broken = true;
  } else {
    number = Number(exact);
  }
  const proto: EnumDefinition['proto']['value'][number] = { name, number, options: undefined };
  // Protobuf proto3: enum values stand beside their enum, not inside it.
  const definition: EnumValueDefinition = {
    kind: 'enum-value',
    name,
    fullName: join(scope, name),
    file: context.file,
    range: node.name.range,
    enum: enumeration,
  };
  enumeration.proto.value.push(proto);
  if (!enumeration.numbers.has(name)) enumeration.numbers.set(name, number);
  context.table.declare(definition);
  context.comment(`${enumeration.fullName}.${name}`, node.doc);
  context.file.options.push({
    nodes: node.options,
    typeName: 'google.protobuf.EnumValueOptions',
    target: 7,
    what: 'an enum value',
    scope: enumeration.fullName,
    assign: (options) => {
      proto.options = options as typeof proto.options;
    },
  });
}

function checkValues(context: Declaring, enumeration: EnumDefinition, blocked: NumberRanges<BlockedRange>): void {
  const { proto, node } = enumeration;
  if (enumeration.broken) return;
  const isOpen = enumeration.features.enumType === 'open';
  const first = proto.value[0];
  if (first === undefined) {
    context.error(
      enumeration.range,
      `the enum "${enumeration.name}" has no values`,
      isOpen ? 'its first value has the number 0' : 'give it one',
    );
    return;
  }
  if (isOpen && first.number !== 0) {
    context.error(
      node.values[0]!.number.range,
      `the first value of "${enumeration.name}" has the number ${first.number}, and has to have 0`,
      `0 is what a field holds that was never set: start with ${enumeration.name.replace(/[a-z0-9](?=[A-Z])/g, '$&_').toUpperCase()}_UNSPECIFIED = 0;`,
    );
  }
  const reservedNames = new Set(proto.reservedName);
  for (const [index, value] of proto.value.entries()) {
    const valueNode = node.values[index]!;
    if (reservedNames.has(value.name!))
      context.error(
        valueNode.name.range,
        `the name "${value.name}" is reserved in "${enumeration.fullName}"`,
        'choose another name, or remove it from the reserved ones',
      );
    if (blocked.find(value.number!) !== undefined)
      context.error(
        valueNode.number.range,
        `the number ${value.number} of "${value.name}" is reserved in "${enumeration.fullName}"`,
        'take another number, or remove it from the reserved ones',
      );
  }
}
