import type { FileDescriptorProto } from '../../wire/protobuf/generated/descriptor.js';
import type { Diagnostic } from './diagnostics.js';

export interface CompileOptions {
  /**
   * Folders that inputs and imports are looked up in, in this order. Default: the folders of the inputs.
   * google/protobuf/*.proto come with the compiler and are found without any.
   */
  includePaths?: readonly string[] | undefined;
}

/** One file of the result. Its dependencies stand before it. */
export interface CompiledFile {
  /** The path it is imported by, such as `google/protobuf/any.proto`. */
  readonly name: string;
  /** Whole: types resolved to full names with a leading dot, `json_name` filled in, options read. */
  readonly proto: FileDescriptorProto;
  /** Whether it was asked for, rather than imported by one that was. */
  readonly isInput: boolean;
  /** What stands above the `syntax` line, or else above `package`. */
  readonly comment: string | undefined;
  /**
   * Doc comments by full name (`shop.Order`, `shop.Order.lines`, `shop.Orders.Place`; a enum's value by its enum's full name, as in
   * `shop.Status.OPEN`): the text above the declaration, or else the one behind it on its line. Comment marks are taken off.
   */
  readonly comments: ReadonlyMap<string, string>;
}

export interface CompileResult {
  /** The inputs and everything they import. Empty when there was an error. */
  readonly files: readonly CompiledFile[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads a file by its import name; undefined means there is none. */
export type ReadSource = (name: string) => Uint8Array | string | undefined;

/** Compiles the .proto files at the paths `inputs` and whatever they import. Never throws for what stands in a file. */
export async function compile(inputs: readonly string[], options: CompileOptions = {}): Promise<CompileResult> {
  void inputs;
  void options;
  throw new Error('not wired yet');
}

/** The same over texts that are at hand: `inputs` are import names, `read` gives each text (google/protobuf/*.proto come by themselves). */
export function compileSources(inputs: readonly string[], read: ReadSource): CompileResult {
  void inputs;
  void read;
  throw new Error('not wired yet');
}
