/** What every walk over whole messages may be told: `clone`, `merge`, `equals`, `diff`. */
export interface WalkOptions {
  /** How many levels of messages may nest. Default 100 (protobuf's own default); a message that contains itself passes any. */
  maxDepth?: number | undefined;
}
