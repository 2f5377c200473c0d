import type { MethodDescriptorProto } from '../../../../wire/protobuf/generated/descriptor.js';
import type { MethodNode, ServiceNode } from '../../tree.js';
import type { MethodDefinition, ServiceDefinition } from '../definitions.js';
import { join } from '../names.js';
import type { Declaring } from './declare.js';

export function declareService(context: Declaring, node: ServiceNode, scope: string): ServiceDefinition {
  const { file } = context;
  const service: ServiceDefinition = {
    kind: 'service',
    name: node.name.text,
    fullName: join(scope, node.name.text),
    file,
    range: node.name.range,
    proto: { name: node.name.text, method: [], options: undefined },
    node,
  };
  const { proto } = service;
  if (context.isTooLong(service)) return service;
  context.table.declare(service);
  context.comment(service.fullName, node.doc);
  file.services.push(service);
  for (const method of node.methods) proto.method.push(declareMethod(context, method, service));
  file.options.push({
    nodes: node.options,
    typeName: 'google.protobuf.ServiceOptions',
    target: 8,
    what: 'a service',
    scope: service.fullName,
    assign: (options) => {
      proto.options = options as typeof proto.options;
    },
  });
  return service;
}

function declareMethod(context: Declaring, node: MethodNode, service: ServiceDefinition): MethodDescriptorProto {
  const proto: MethodDescriptorProto = {
    name: node.name.text,
    inputType: undefined,
    outputType: undefined,
    options: undefined,
    clientStreaming: node.clientStreaming ? true : undefined,
    serverStreaming: node.serverStreaming ? true : undefined,
  };
  const method: MethodDefinition = {
    kind: 'method',
    name: node.name.text,
    fullName: join(service.fullName, node.name.text),
    file: context.file,
    range: node.name.range,
    proto,
    node,
  };
  context.table.declare(method);
  context.comment(method.fullName, node.doc);
  context.file.methods.push(method);
  context.file.options.push({
    nodes: node.options ?? [],
    // Braces without an option in them leave an empty message, as in protoc.
    keepEmpty: node.options !== undefined,
    typeName: 'google.protobuf.MethodOptions',
    target: 9,
    what: 'a method',
    scope: service.fullName,
    assign: (options) => {
      proto.options = options as typeof proto.options;
    },
  });
  return proto;
}
