/** What a file of cases holds; README.md says the same to who writes a program that runs them. */

/** Text, or pieces of it, some of which come many times. */
export type Pieces = string | readonly (string | { readonly repeat: string; readonly times: number })[];

/** What an implementation may do with a case: refuse it, take it whatever comes out, or take it so that exactly this comes out. */
export type Outcome = 'reject' | 'accept' | { readonly binary: Pieces } | { readonly json: unknown };

/** A value of the implementation's language, which is put into a field of a new message. */
export interface Assignment {
  readonly field: string;
  readonly as: 'number' | 'bigint' | 'string' | 'boolean';
  readonly text: string;
}

export type Input =
  /** Bytes, as hex digits. */
  | { readonly binary: Pieces }
  /** ProtoJSON, as text. */
  | { readonly json: Pieces }
  /** Protobuf's text format. */
  | { readonly text: Pieces }
  | { readonly assign: Assignment };

export interface CaseOptions {
  /** JSON: members that the schema does not know are passed over. */
  readonly ignoreUnknown?: true;
  /** A message whose required fields are missing is taken. */
  readonly allowMissingRequired?: true;
  /** The bytes that were decoded are overwritten with 0xff before the message is encoded again. */
  readonly overwriteInput?: true;
}

export interface Case {
  /** Unique in its group. */
  readonly name: string;
  /** The rule, and where it stands. */
  readonly why: string;
  /** The full name of the message type. */
  readonly type: string;
  readonly input: Input;
  readonly options?: CaseOptions;
  /** What the message is turned into once it was read. */
  readonly output: 'binary' | 'json';
  /** Any of these will do. */
  readonly expect: readonly Outcome[];
}

export interface CaseFile {
  readonly group: string;
  readonly about: string;
  readonly cases: readonly Case[];
}

export function joined(pieces: Pieces): string {
  if (typeof pieces === 'string') return pieces;
  return pieces.map((piece) => (typeof piece === 'string' ? piece : piece.repeat.repeat(piece.times))).join('');
}
