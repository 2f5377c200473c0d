/** Fields of one message that have one JSON name, and could not be told apart in ProtoJSON (Protobuf json: Field names as JSON keys). */
import { jsonName } from '../names.js';

/** What the rule looks at. */
export interface JsonNamed {
  readonly name: string;
  readonly proto: { readonly jsonName?: string | undefined };
}

export interface JsonNameClash<F> {
  readonly field: F;
  /** The field that had the name first. */
  readonly other: F;
  readonly name: string;
  /** Whether the schema gives both their name; where it does for none or one, older schemas are left alone. */
  readonly bothGiven: boolean;
}

/** The clashes in a message: by the names that fields have by themselves, then by those that the schema gives them. */
export function jsonNameClashes<F extends JsonNamed>(fields: readonly F[]): JsonNameClash<F>[] {
  return [...clashes(fields, false), ...clashes(fields, true)];
}

function clashes<F extends JsonNamed>(fields: readonly F[], given: boolean): JsonNameClash<F>[] {
  const found: JsonNameClash<F>[] = [];
  const seen = new Map<string, { field: F; custom: boolean }>();
  for (const field of fields) {
    const byItself = jsonName(field.name);
    const name = given ? (field.proto.jsonName ?? byItself) : byItself;
    const custom = given && name !== byItself;
    const first = seen.get(name);
    if (first === undefined) seen.set(name, { field, custom });
    // Names that nobody gave are compared in the first round.
    else if ((!given || custom || first.custom) && first.field.name !== field.name)
      found.push({ field, other: first.field, name, bothGiven: custom && first.custom });
  }
  return found;
}
