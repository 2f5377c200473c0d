import { MAX_DEPTH } from '../../limits.js';
import { show } from '../errors.js';

/** What every walk over whole messages may be told: `clone`, `merge`, `equals`, `diff`. */
export interface WalkOptions {
  /** How many levels of messages may nest. Default 100 (protobuf's own default); a message that contains itself passes any. */
  maxDepth?: number | undefined;
}

/** `maxDepth` of any options. */
export function depthOf(options: { readonly maxDepth?: number | undefined } | undefined): number {
  const depth = options?.maxDepth;
  if (depth === undefined) return MAX_DEPTH;
  if (!Number.isInteger(depth) || depth < 0) throw new RangeError(`maxDepth must be an integer of at least 0, got ${show(depth)}`);
  return depth;
}
