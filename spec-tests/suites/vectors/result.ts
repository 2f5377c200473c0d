/** One story or frame of the vectors. */
export interface Result {
  /** The file, as a path inside the folder. */
  readonly name: string;
  /** What is wrong; undefined where nothing is. */
  readonly failure: string | undefined;
}
