import type { FieldList } from '../../wire/grpc/fields.js';

/** The first value of `name`, or undefined. */
export function fieldValue(fields: FieldList, name: string): string | undefined {
  const index = fields.findIndex((field, at) => at % 2 === 0 && field === name);
  return index < 0 ? undefined : fields[index + 1];
}
