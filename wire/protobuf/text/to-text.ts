import { checkOptions, checkType } from '../arguments.js';
import { show } from '../errors.js';
import { explainWalk } from '../message/check.js';
import { depthOf } from '../message/walk-options.js';
import type { MessageType } from '../message-type.js';
import type { Registry } from '../registry.js';
import { printPlanOf } from './print-message.js';
import { TextOutput } from './text-output.js';

/** What `toText` may be told. */
export interface ToTextOptions {
  /** Where extensions, and what stands in an Any, are looked up. Without one an Any is printed as its two fields. */
  registry?: Registry | undefined;
  /** Spaces for each level, 0 to 16. Default 2. */
  indent?: number | undefined;
  /** Whether all of it goes on one line, with a space between fields. Default false. */
  singleLine?: boolean | undefined;
  /**
   * Whether unknown fields are printed, by their numbers. For people only: no parser reads them (Protobuf textformat-spec: Unknown
   * Fields). Default false.
   */
  printUnknownFields?: boolean | undefined;
  /** How many levels of messages may nest; what is in an Any below them is printed as bytes. Default 100 (protobuf's own default). */
  maxDepth?: number | undefined;
}

const MAX_INDENT = 16;

/**
 * `message` in protobuf's text format (Protobuf textformat-spec): fields in the order of their numbers, the entries of maps in the order
 * of their keys, `fromText` reads it again. A message that lacks required fields is printed too. Throws an `EncodeError` with the path
 * to what is no value of its field.
 */
export function toText<T>(type: MessageType<T, never>, message: NoInfer<T>, options: ToTextOptions = {}): string {
  checkType('toText', type);
  checkOptions('toText', options);
  const { indent = 2, singleLine = false } = options;
  if (!Number.isInteger(indent) || indent < 0 || indent > MAX_INDENT) {
    throw new RangeError(`indent must be an integer from 0 to ${MAX_INDENT}, got ${show(indent)}`);
  }
  const output = new TextOutput(singleLine ? undefined : indent, options.registry, options.printUnknownFields ?? false);
  const maxDepth = depthOf(options);
  try {
    printPlanOf(type.descriptor).print(output, message, maxDepth);
  } catch (error) {
    throw explainWalk(type.descriptor, [message], error, maxDepth);
  }
  return singleLine ? output.text.trimEnd() : output.text;
}
