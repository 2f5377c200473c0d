import { MAX_FIELD_NUMBER } from '../../../../wire/protobuf/tag.js';
import type { Range } from '../../source.js';
import type { ExtensionsNode, IntegerNode, NumberRangeNode, ReservedNode } from '../../tree.js';
import type { EnumDefinition, MessageDefinition } from '../definitions.js';
import type { Declaring } from './declare.js';
import { MAX_MESSAGE_SET_NUMBER } from './field.js';
import { type NumberRange, NumberRanges } from './number-ranges.js';

/** A stretch of numbers that a message or an enum keeps from its fields or values. */
export interface BlockedRange extends NumberRange {
  readonly kind: 'reserved range' | 'extension range';
  readonly range: Range;
}

/** Enters a message's extension and reserved ranges; gives back all of them, to be compared with its fields. */
export function declareRanges(
  context: Declaring,
  extensions: readonly ExtensionsNode[],
  reserved: readonly ReservedNode[],
  message: MessageDefinition,
): NumberRanges<BlockedRange> {
  const blocked: BlockedRange[] = [];
  for (const node of extensions) declareExtensions(context, node, message, blocked);
  for (const node of reserved) {
    for (const rangeNode of node.ranges) {
      const range = checkRange(context, rangeNode, 1, MAX_FIELD_NUMBER, 'reserved range');
      if (range === undefined) continue;
      blocked.push(range);
      message.proto.reservedRange.push({ start: range.start, end: range.end });
    }
  }
  declareReservedNames(context, reserved, message.proto.reservedName);
  return withoutOverlaps(context, blocked);
}

function declareExtensions(context: Declaring, node: ExtensionsNode, message: MessageDefinition, blocked: BlockedRange[]): void {
  if (!context.file.language.allowsExtensionRanges && node.ranges.length > 0) {
    context.error(
      node.ranges[0]!.range,
      `${context.file.language.name} has no extension ranges`,
      'use google.protobuf.Any, or write this file in an edition',
    );
    return;
  }
  const isMessageSet = message.node !== undefined && saysMessageSet(message.node.body.options);
  for (const rangeNode of node.ranges) {
    const range = checkRange(context, rangeNode, 1, isMessageSet ? MAX_MESSAGE_SET_NUMBER : MAX_FIELD_NUMBER, 'extension range');
    if (range === undefined) continue;
    const proto: (typeof message.proto.extensionRange)[number] = { start: range.start, end: range.end, options: undefined };
    message.proto.extensionRange.push(proto);
    blocked.push(range);
    message.extensionRanges.push({ ...range, proto });
    context.file.options.push({
      nodes: node.options,
      typeName: 'google.protobuf.ExtensionRangeOptions',
      target: 2,
      what: 'an extension range',
      scope: message.fullName,
      assign: (options) => {
        proto.options = options as typeof proto.options;
      },
    });
  }
}

/** Read from the source, since ranges are declared before options are read. */
function saysMessageSet(options: NonNullable<MessageDefinition['node']>['body']['options']): boolean {
  return options.some(({ name, value }) => {
    const isIt = name.length === 1 && !name[0]!.isExtension && name[0]!.text === 'message_set_wire_format';
    return isIt && value.kind === 'identifier' && value.text === 'true';
  });
}

/** Unlike a message's, an enum's reserved ranges include their end in the descriptor too. */
export function declareReservedValues(
  context: Declaring,
  nodes: readonly ReservedNode[],
  enumeration: EnumDefinition,
): NumberRanges<BlockedRange> {
  const blocked: BlockedRange[] = [];
  for (const node of nodes) {
    for (const rangeNode of node.ranges) {
      const range = checkRange(context, rangeNode, -2_147_483_648, 2_147_483_647, 'reserved range');
      if (range === undefined) continue;
      blocked.push(range);
      enumeration.proto.reservedRange.push({ start: range.start, end: range.end - 1 });
    }
  }
  declareReservedNames(context, nodes, enumeration.proto.reservedName);
  return withoutOverlaps(context, blocked);
}

function withoutOverlaps(context: Declaring, blocked: readonly BlockedRange[]): NumberRanges<BlockedRange> {
  const ranges = new NumberRanges(blocked);
  for (const [later, earlier] of ranges.overlaps) {
    context.error(
      later.range,
      `the ${later.kind} ${nameRange(later)} overlaps the ${earlier.kind} ${nameRange(earlier)}`,
      'let each number stand in one range',
    );
  }
  return ranges;
}

/** The range as people write it. */
export function nameRange({ start, end }: NumberRange): string {
  return end === start + 1 ? `${start}` : `${start} to ${end - 1}`;
}

function declareReservedNames(context: Declaring, nodes: readonly ReservedNode[], names: string[]): void {
  const { language } = context.file;
  const seen = new Set<string>();
  for (const node of nodes) {
    const first = node.names[0];
    if (first !== undefined && node.quoted === language.isEdition) {
      context.error(
        first.range,
        `reserved names stand ${node.quoted ? 'without' : 'in'} quotes in ${language.name}`,
        node.quoted ? `write reserved ${first.text};` : `write reserved "${first.text}";`,
      );
    }
    for (const name of node.names) {
      if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name.text))
        context.error(name.range, `the reserved name "${name.text}" is no name`, 'a name has letters, digits and underscores');
      else if (seen.has(name.text)) context.error(name.range, `the name "${name.text}" is reserved twice`, 'remove one of them');
      seen.add(name.text);
      names.push(name.text);
    }
  }
}

function checkRange(
  context: Declaring,
  node: NumberRangeNode,
  least: number,
  most: number,
  kind: BlockedRange['kind'],
): BlockedRange | undefined {
  const start = checkBound(context, node.start, least, most);
  const end = node.end === 'max' ? most : node.end === node.start ? start : checkBound(context, node.end, least, most);
  if (start === undefined || end === undefined) return undefined;
  if (end < start) {
    context.error(node.range, `the range ${start} to ${end} ends before it starts`, `write ${end} to ${start}`);
    return undefined;
  }
  return { start, end: end + 1, range: node.range, kind };
}

function checkBound(context: Declaring, node: IntegerNode, least: number, most: number): number | undefined {
  if (node.broken) return undefined;
  const value = node.negative ? -node.magnitude : node.magnitude;
  if (value < BigInt(least) || value > BigInt(most)) {
    context.error(
      node.range,
      `numbers here go from ${least} to ${most}, this is ${node.negative ? '-' : ''}${node.text.slice(0, 40)}`,
      'choose a number in that range',
    );
    return undefined;
  }
  return Number(value);
}
