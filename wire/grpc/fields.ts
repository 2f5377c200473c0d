import { QUOTED_LENGTH } from '../limits.js';
import type { StatusCode } from './status-code.js';

/** Header fields as name, value, name, value…: names in lower case, in the order of the wire, pseudo-header fields first. */
export type FieldList = readonly string[];

/** A word of somebody else's for a message: cut, so that it cannot flood it, and without control characters. */
export function quoted(word: string): string {
  return JSON.stringify(word.length > QUOTED_LENGTH ? `${word.slice(0, QUOTED_LENGTH)}…` : word);
}

/** What is wrong with what the other side sent, as the answer to it: the HTTP status, and the gRPC status the call ends with. */
export interface Problem {
  /** 200, unless the request is no gRPC at all (415, 405). */
  readonly httpStatus: number;
  readonly code: StatusCode;
  /** What came, what was expected, what to do. */
  readonly message: string;
}
