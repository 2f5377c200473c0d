import { QUOTED_LENGTH } from '../limits.js';

/** Why a list of fields is malformed. */
export interface FieldProblem {
  /** The field to blame; empty where it is one that is missing. Never more than a person can read. */
  readonly name: string;
  /** What came and what was expected. Values are not shown: they may be secrets. */
  readonly message: string;
  /** Such as `RFC 9113 §8.2.1`. */
  readonly section: string;
}

/** Fields that were given to be sent and cannot be: the caller's mistake, and nothing was sent. */
export class FieldError extends TypeError {
  override readonly name = 'FieldError';
  readonly code = 'ERR_BAREWIRE_FIELD';
  /** The field to blame; empty where it is one that is missing. */
  readonly fieldName: string;

  constructor(problem: FieldProblem) {
    super(`${problem.message} (${problem.section})`);
    this.fieldName = problem.name;
  }
}

/** A word of the other side for a message: cut, so that it cannot flood it, and without control characters. */
export function quoted(word: string): string {
  return JSON.stringify(word.length > QUOTED_LENGTH ? `${word.slice(0, QUOTED_LENGTH)}…` : word);
}
