/** What is in a google.protobuf.Any (ProtoJSON: Any). */
import { isBytes } from '../../bytes/copy.js';
import { Fault, inMember, tooDeep, wrong } from './errors.js';
import { type PrintContext, type PrintPlan, printPlan } from './print-plan.js';

/** The message in an Any, and how it is printed. */
export interface AnyContent {
  readonly typeUrl: string;
  readonly plan: PrintPlan;
  readonly message: object;
}

/** The content of `any`, which may have `depth` more levels; undefined for an empty Any. Throws for a type that is not in the registry. */
export function anyContent(any: object, context: PrintContext, depth: number): AnyContent | undefined {
  const { typeUrl = '', value = NO_BYTES } = any as { typeUrl?: unknown; value?: unknown };
  if (typeof typeUrl !== 'string') throw inMember(wrong('string', typeUrl), 'typeUrl');
  if (!isBytes(value)) throw inMember(wrong('bytes (a Uint8Array)', value), 'value');
  if (typeUrl === '' && value.length === 0) return undefined;
  const slash = typeUrl.lastIndexOf('/');
  const typeName = typeUrl.slice(slash + 1);
  if (slash < 0 || typeName === '') throw inMember(wrong('a type URL such as type.googleapis.com/shop.Order', typeUrl), 'typeUrl');
  const type = context.registry?.messageType(typeName);
  if (type === undefined) throw inMember(new Fault(`the type ${typeName} is not in the registry: give it as { registry }`), 'typeUrl');
  if (depth < 1) throw tooDeep();
  try {
    const message = type.decode(value, {
      maxDepth: depth - 1,
      registry: context.registry,
      allowMissingRequired: context.allowMissingRequired,
    }) as object;
    return { typeUrl, plan: printPlan(type.descriptor, context.style), message };
  } catch (error) {
    throw inMember(error, 'value');
  }
}

const NO_BYTES = /* @__PURE__ */ new Uint8Array(0);
