/** Compiled files as one google.protobuf.FileDescriptorSet. */
import { FileDescriptorProto } from '../../wire/protobuf/generated/descriptor.js';
import { writeVarint32 } from '../../wire/protobuf/varint.js';
import { type CompileOptions, compileEach } from './compile.js';
import type { Diagnostic } from './diagnostics.js';

export interface DescriptorSetOptions extends CompileOptions {
  /** Whether what the inputs import is put in too. Default false. */
  readonly imports?: boolean | undefined;
}

export interface EncodedDescriptorSet {
  /** A FileDescriptorSet in pieces, each file behind those it imports; undefined when there was an error. */
  readonly chunks: readonly Uint8Array[] | undefined;
  readonly fileCount: number;
  readonly diagnostics: readonly Diagnostic[];
}

/** Encodes each file as soon as it is linked, and then lets go of it: the set of ten thousand files is held once, as bytes. */
export function encodeDescriptorSet(inputs: readonly string[], options: DescriptorSetOptions): EncodedDescriptorSet {
  const chunks: Uint8Array[] = [];
  const diagnostics = compileEach(inputs, { ...options, comments: false }, ({ proto, isInput }) => {
    if (!isInput && options.imports !== true) return;
    const bytes = FileDescriptorProto.encode(proto);
    // FileDescriptorSet: repeated FileDescriptorProto file = 1.
    const head = new Uint8Array(6);
    head[0] = 0x0a;
    chunks.push(head.subarray(0, writeVarint32(bytes.length, head, 1)), bytes);
    proto.sourceCodeInfo = undefined;
  });
  const failed = diagnostics.errorCount > 0;
  return { chunks: failed ? undefined : chunks, fileCount: chunks.length / 2, diagnostics: diagnostics.sorted() };
}
