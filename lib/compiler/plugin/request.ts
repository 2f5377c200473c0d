/** What another generator is asked: the request for a protoc plugin. */

import { type DescriptorProto, Edition, type FileDescriptorProto } from '../../../wire/protobuf/generated/descriptor.js';
import {
  type CodeGeneratorRequest,
  type CodeGeneratorResponse,
  CodeGeneratorResponse_Feature,
  type VersionInit,
} from '../../../wire/protobuf/generated/plugin.js';
import type { CompiledFile } from '../compile.js';
import { withoutSourceOptions } from '../source-options.js';
import { PluginError } from './error.js';

/** The protoc whose rules the compiler keeps; some plugins look at it, others print it into their files. */
const COMPILER_VERSION: VersionInit = { major: 6, minor: 33, patch: 2, suffix: 'barewire' };

/**
 * The request for code of the files named `wanted`. `compiled` has them and what they import, each behind what it imports.
 * Throws nothing.
 */
export function pluginRequest(compiled: readonly CompiledFile[], wanted: ReadonlySet<string>, parameter: string): CodeGeneratorRequest {
  const protos = compiled.map((file) => file.proto);
  return {
    fileToGenerate: protos.map((proto) => proto.name ?? '').filter((name) => wanted.has(name)),
    parameter: parameter === '' ? undefined : parameter,
    compilerVersion: { suffix: undefined, major: undefined, minor: undefined, patch: undefined, ...COMPILER_VERSION },
    protoFile: withoutSourceOptions(protos, wanted),
    sourceFileDescriptors: protos.filter((proto) => wanted.has(proto.name ?? '')),
  };
}

/** Throws a `PluginError` where a plugin does not know what the files it was asked for are written with. */
export function checkFeatures(plugin: string, request: CodeGeneratorRequest, response: CodeGeneratorResponse): void {
  const supported = response.supportedFeatures ?? 0n;
  const wanted = new Set(request.fileToGenerate);
  for (const proto of request.protoFile) {
    if (!wanted.has(proto.name ?? '')) continue;
    if ((supported & BigInt(CodeGeneratorResponse_Feature.PROTO3_OPTIONAL)) === 0n && hasProto3Optional(proto))
      throw new PluginError(
        `${plugin} does not know the optional fields of proto3, which ${proto.name} has: is there a newer version of it?`,
      );
    if (proto.syntax !== 'editions' || proto.edition === undefined) continue;
    if ((supported & BigInt(CodeGeneratorResponse_Feature.SUPPORTS_EDITIONS)) === 0n)
      throw new PluginError(`${plugin} does not know editions, which ${proto.name} is written in: is there a newer version of it?`);
    const { minimumEdition = Edition.UNKNOWN, maximumEdition = Edition.UNKNOWN } = response;
    if (proto.edition < minimumEdition || proto.edition > maximumEdition) {
      const range = `${editionName(minimumEdition)} to ${editionName(maximumEdition)}`;
      throw new PluginError(`${plugin} knows the editions ${range}, ${proto.name} is written in ${editionName(proto.edition)}`);
    }
  }
}

function editionName(edition: number): string {
  const found = Object.entries(Edition).find(([, number]) => number === edition);
  return found === undefined ? String(edition) : found[0].replace(/^EDITION_/, '').toLowerCase();
}

function hasProto3Optional(file: FileDescriptorProto): boolean {
  const inMessage = (message: DescriptorProto): boolean =>
    message.field.some((field) => field.proto3Optional === true) || message.nestedType.some(inMessage);
  return file.messageType.some(inMessage);
}
