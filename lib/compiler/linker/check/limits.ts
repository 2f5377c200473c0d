/** Protobuf features: enforce_proto_limits. */
import type { FeatureSet } from '../../../../wire/protobuf/descriptor.js';
import type { Diagnostics } from '../../diagnostics.js';
import type { Range } from '../../source.js';
import type { LinkedFile, OneofDefinition } from '../definitions.js';

// PROTO_LIMITS2026: what the classes of every language can hold.
const MOST_FIELDS = 1_500;
const MOST_ONEOFS = 1_000;
const MOST_FIELDS_OF_ONEOF = 1_200;
const MOST_VALUES = 1_700;

export function checkLimits(file: LinkedFile, diagnostics: Diagnostics): void {
  if (!file.language.isEdition) return;
  const check = (features: FeatureSet, count: number, most: number, what: string, things: string, range: Range): void => {
    if (count <= most || features.enforceProtoLimits !== 'proto-limits2026') return;
    diagnostics.error(
      file.source,
      range,
      `${what} has ${count} ${things}, more than the ${most} that are allowed`,
      'split it, or set features.enforce_proto_limits = LEGACY_NO_EXPLICIT_LIMITS in it',
    );
  };
  for (const { fields, oneofs, features, name, range } of file.messages) {
    check(features, fields.length, MOST_FIELDS, `the message "${name}"`, 'fields', range);
    check(features, oneofs.length, MOST_ONEOFS, `the message "${name}"`, 'oneofs', range);
    if (fields.length <= MOST_FIELDS_OF_ONEOF) continue;
    const counts = new Map<OneofDefinition, number>();
    for (const { oneof } of fields) if (oneof !== undefined) counts.set(oneof, (counts.get(oneof) ?? 0) + 1);
    for (const [oneof, count] of counts)
      check(oneof.features, count, MOST_FIELDS_OF_ONEOF, `the oneof "${oneof.name}"`, 'fields', oneof.range);
  }
  for (const { proto, features, name, range } of file.enums)
    check(features, proto.value.length, MOST_VALUES, `the enum "${name}"`, 'values', range);
}
