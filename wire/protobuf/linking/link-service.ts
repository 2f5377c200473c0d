/** A service and its methods. */
import type { FileDescriptor, MethodDescriptor, ServiceDescriptor } from '../descriptor.js';
import type { MethodDescriptorProto, ServiceDescriptorProto } from '../generated/descriptor.js';
import { methodName, NameScope } from '../names.js';
import { type Mutable, qualify, type TypeScope } from './type-scope.js';

// The numbers of google.protobuf.MethodOptions.IdempotencyLevel.
const IDEMPOTENCY: { readonly [level: number]: MethodDescriptor['idempotency'] } = { 1: 'no-side-effects', 2: 'idempotent' };

/** The linked descriptor of a service of `file`. */
export function linkService(proto: ServiceDescriptorProto, file: FileDescriptor, types: TypeScope): ServiceDescriptor {
  const name = proto.name ?? '';
  const service: Mutable<ServiceDescriptor> = {
    kind: 'service',
    name,
    typeName: qualify(file.package, name),
    file,
    proto,
    methods: [],
  };
  const scope = NameScope.forMethods();
  service.methods = proto.method.map((method) => linkMethod(method, service, scope.claim(methodName(method.name ?? '')), types));
  return service;
}

function linkMethod(proto: MethodDescriptorProto, service: ServiceDescriptor, localName: string, types: TypeScope): MethodDescriptor {
  const name = proto.name ?? '';
  const where = `${service.typeName}.${name}`;
  const input = types.find(proto.inputType, where);
  const output = types.find(proto.outputType, where);
  if (input.kind !== 'message' || output.kind !== 'message') throw types.error(`${where}: a method takes and returns messages, not enums`);
  return {
    kind: 'method',
    name,
    localName,
    path: `/${service.typeName}/${name}`,
    service,
    shape: proto.clientStreaming ? (proto.serverStreaming ? 'bidi' : 'client-stream') : proto.serverStreaming ? 'server-stream' : 'unary',
    input,
    output,
    idempotency: IDEMPOTENCY[proto.options?.idempotencyLevel ?? 0] ?? 'unknown',
    proto,
  };
}
