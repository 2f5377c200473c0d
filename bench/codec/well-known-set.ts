import { compileSources } from '../../lib/compiler/compile.js';
import { wellKnownFiles } from '../../lib/compiler/well-known/index.js';
import type { FileDescriptorSet } from '../../wire/protobuf/generated/descriptor.js';

/** The descriptors of google/protobuf/*.proto, as the compiler makes them. */
export function wellKnownSet(): FileDescriptorSet {
  const { files } = compileSources([...wellKnownFiles.keys()], () => undefined);
  return { file: files.map(({ proto }) => ({ ...proto, sourceCodeInfo: undefined })) };
}
