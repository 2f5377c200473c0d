/** Between our messages and those of protobufjs, by the descriptor. */
import Long from 'long';
import protobuf from 'protobufjs';
import type { FieldDescriptor, MessageDescriptor } from '../../wire/protobuf/descriptor.js';

type Properties = Record<string, unknown>;

export function parseWithProtobufjs(text: string): protobuf.Root {
  const { root } = protobuf.parse(text, { keepCase: false });
  root.resolveAll();
  return root;
}

/** The same message as protobufjs wants it: Long, plain objects for maps, members of oneofs beside the others. */
export function toProtobufjs(root: protobuf.Root, descriptor: MessageDescriptor, message: Properties): Properties {
  const made: Properties = {};
  for (const member of descriptor.members) {
    const value = message[member.localName];
    if (value === undefined) continue;
    if (member.kind === 'oneof') {
      const chosen = value as { case?: string; value: unknown };
      const field = member.fields.find((one) => one.localName === chosen.case);
      if (field !== undefined) made[field.localName] = valueOut(root, field, chosen.value);
    } else if (member.cardinality === 'repeated') {
      made[member.localName] = (value as unknown[]).map((one) => valueOut(root, member, one));
    } else if (member.cardinality === 'map') {
      const record: Properties = {};
      for (const [key, one] of value as Map<unknown, unknown>) {
        const name = typeof key === 'bigint' ? protobuf.util.longToHash(longOf(key, member.mapKey!)) : String(key);
        Object.defineProperty(record, name, { value: valueOut(root, member, one), enumerable: true, configurable: true, writable: true });
      }
      made[member.localName] = record;
    } else if (!(member.presence === 'implicit' && isDefault(value))) {
      made[member.localName] = valueOut(root, member, value);
    }
  }
  return root.lookupType(descriptor.typeName).create(made) as unknown as Properties;
}

function isDefault(value: unknown): boolean {
  return value instanceof Uint8Array ? value.length === 0 : typeof value === 'number' ? Object.is(value, 0) : !value;
}

function longOf(value: bigint, kind: string): Long {
  const unsigned = kind === 'uint64' || kind === 'fixed64';
  return Long.fromBits(Number(BigInt.asIntN(32, value)), Number(BigInt.asIntN(32, value >> 32n)), unsigned);
}

function valueOut(root: protobuf.Root, field: FieldDescriptor, value: unknown): unknown {
  if (field.value.kind === 'message') return toProtobufjs(root, field.value.message, value as Properties);
  return typeof value === 'bigint' && field.value.kind === 'scalar' ? longOf(value, field.value.scalar) : value;
}

/** What protobufjs decoded, as we would have. */
export function fromProtobufjs(descriptor: MessageDescriptor, message: Properties): Properties {
  const made: Properties = {};
  const own = (name: string): unknown => (Object.hasOwn(message, name) ? message[name] : undefined);
  for (const member of descriptor.members) {
    if (member.kind === 'oneof') {
      const field = member.fields.find((one) => own(one.localName) !== undefined);
      made[member.localName] =
        field === undefined ? { case: undefined } : { case: field.localName, value: valueIn(field, own(field.localName)) };
      continue;
    }
    const value = own(member.localName);
    if (member.cardinality === 'repeated') {
      made[member.localName] = ((value ?? []) as unknown[]).map((one) => valueIn(member, one));
    } else if (member.cardinality === 'map') {
      made[member.localName] = new Map(
        Object.entries((value ?? {}) as Properties).map(([key, one]) => [keyIn(member.mapKey!, key), valueIn(member, one)]),
      );
    } else if (value !== undefined) {
      made[member.localName] = valueIn(member, value);
    } else {
      made[member.localName] = member.presence === 'implicit' ? defaultOf(member) : undefined;
    }
  }
  return made;
}

function keyIn(kind: string, key: string): unknown {
  if (kind === 'string') return key;
  if (kind === 'bool') return key === 'true';
  if (!kind.endsWith('64')) return Number(key);
  return bigintOf(protobuf.util.longFromHash(key, kind === 'uint64' || kind === 'fixed64') as Long);
}

function bigintOf(value: Long): bigint {
  return BigInt(value.toString());
}

function valueIn(field: FieldDescriptor, value: unknown): unknown {
  if (field.value.kind === 'message') return fromProtobufjs(field.value.message, value as Properties);
  if (Long.isLong(value)) return bigintOf(value);
  return value instanceof Uint8Array ? Uint8Array.from(value) : value;
}

function defaultOf(field: FieldDescriptor): unknown {
  if (field.value.kind !== 'scalar') return 0;
  switch (field.value.scalar) {
    case 'string':
      return '';
    case 'bytes':
      return new Uint8Array(0);
    case 'bool':
      return false;
    case 'int64':
    case 'uint64':
    case 'sint64':
    case 'fixed64':
    case 'sfixed64':
      return 0n;
    default:
      return 0;
  }
}
