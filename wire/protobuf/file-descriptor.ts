/** The descriptor a generated file carries: decoded and linked when it is first asked for. */
import { decodeBase64 } from '../bytes/base64.js';
import { MAX_DEPTH } from '../limits.js';
import { beginDecode } from './budget.js';
import { buildFile } from './build.js';
import type { FileDescriptor } from './descriptor.js';
import { DecodeError } from './errors.js';
import { FileDescriptorProto } from './generated/descriptor.js';
import type { Int64Option } from './int64-representation.js';

/**
 * A function that gives the linked descriptor of the FileDescriptorProto in `base64`. `dependencies` gives the files it imports,
 * in the order of its `dependency` list; `int64` is what the generator was told (`BuildOptions`).
 */
export function fileDescriptor(base64: string, dependencies: () => readonly FileDescriptor[], int64?: Int64Option): () => FileDescriptor {
  let file: FileDescriptor | undefined;
  return () => {
    if (file === undefined) {
      const bytes = decodeBase64(base64);
      if (bytes === undefined) throw new DecodeError('the descriptor of a generated file is damaged: generate it again');
      // Without the check for required fields, which would need the descriptor of descriptor.proto to read any descriptor.
      beginDecode(bytes.length);
      const proto = FileDescriptorProto.decodeNested(bytes, 0, bytes.length, MAX_DEPTH, undefined);
      file = buildFile(proto, dependencies(), { int64 });
    }
    return file;
  };
}
