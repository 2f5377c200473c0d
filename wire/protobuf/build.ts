import type { FileDescriptor } from './descriptor.js';
import type { FileDescriptorProto } from './generated/descriptor.js';

export function buildFile(proto: FileDescriptorProto, dependencies: readonly FileDescriptor[]): FileDescriptor {
  throw new Error(`${proto.name} ${dependencies.length}`);
}
