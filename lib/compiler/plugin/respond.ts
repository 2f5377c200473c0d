/** `protoc-gen-barewire`: from a compiler's request to the files that answer it. */
import { buildFile } from '../../../wire/protobuf/build.js';
import type { FileDescriptor } from '../../../wire/protobuf/descriptor.js';
import { DescriptorError } from '../../../wire/protobuf/errors.js';
import { Edition } from '../../../wire/protobuf/generated/descriptor.js';
import {
  type CodeGeneratorRequest,
  CodeGeneratorResponse,
  CodeGeneratorResponse_Feature,
  type CodeGeneratorResponse_FileInit,
  type CodeGeneratorResponseInit,
} from '../../../wire/protobuf/generated/plugin.js';
import { generate } from '../generator/generate.js';
import { LongStandIn } from '../generator/int64.js';
import { GeneratorError } from '../generator/literals.js';
import type { GeneratorOptions } from '../generator/options.js';
import { PluginError } from './error.js';
import { parseParameter } from './parameter.js';
import { sourceComments } from './source-comments.js';

const features: CodeGeneratorResponseInit = {
  supportedFeatures: BigInt(CodeGeneratorResponse_Feature.PROTO3_OPTIONAL | CodeGeneratorResponse_Feature.SUPPORTS_EDITIONS),
  minimumEdition: Edition.PROTO2,
  maximumEdition: Edition.EDITION_2026,
};

/** Answers `request`. What its user can mend is in the response's `error`; anything that is thrown is a fault of this program. */
export function respond(request: CodeGeneratorRequest): CodeGeneratorResponse {
  try {
    return CodeGeneratorResponse.create({ ...features, file: filesFor(request, parseParameter(request.parameter ?? '')) });
  } catch (error) {
    if (!(error instanceof PluginError || error instanceof GeneratorError || error instanceof DescriptorError)) throw error;
    return CodeGeneratorResponse.create({ ...features, error: error.message });
  }
}

function filesFor(request: CodeGeneratorRequest, options: GeneratorOptions): CodeGeneratorResponse_FileInit[] {
  const wanted = new Set(request.fileToGenerate);
  const built = new Map<string, FileDescriptor>();
  const files = new Map<string, CodeGeneratorResponse_FileInit>();
  for (const proto of request.protoFile) {
    const name = proto.name ?? '';
    const dependencies = proto.dependency.map((dependency) => {
      const found = built.get(dependency);
      if (found === undefined) throw new PluginError(`${name} imports ${dependency}, which does not stand before it in the request`);
      return found;
    });
    const file = buildFile(proto, dependencies, { int64: options.int64 === 'long' ? LongStandIn : options.int64 });
    built.set(name, file);
    if (!wanted.delete(name)) continue;
    for (const { path, text } of generate({ file, ...sourceComments(proto) }, options)) {
      if (files.has(path)) throw new PluginError(`two files would both become ${path}: rename one of them`);
      files.set(path, { name: path, content: text });
    }
  }
  for (const name of wanted) throw new PluginError(`the request asks for ${name} and does not bring it`);
  return [...files.values()];
}
