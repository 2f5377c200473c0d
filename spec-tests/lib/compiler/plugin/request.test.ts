import assert from 'node:assert/strict';
import { compileSources } from '../../../../lib/compiler/compile.js';
import { PluginError } from '../../../../lib/compiler/plugin/error.js';
import { checkFeatures, pluginRequest } from '../../../../lib/compiler/plugin/request.js';
import { CodeGeneratorRequest, CodeGeneratorResponse } from '../../../../wire/protobuf/generated/plugin.js';

const sources: { readonly [name: string]: string } = {
  'a.proto': 'syntax = "proto3"; import "b.proto"; message A { optional int32 x = 1; B b = 2; }',
  'b.proto': 'syntax = "proto3"; message B {}',
};
const compiled = compileSources(['a.proto'], (name) => sources[name]).files;

describe('the request for a plugin', () => {
  const request = pluginRequest(compiled, new Set(['a.proto']), 'target=ts');

  it('has the files in the order of their imports', () => {
    assert.deepEqual(request.fileToGenerate, ['a.proto']);
    assert.equal(request.parameter, 'target=ts');
    assert.deepEqual(
      request.protoFile.map((file) => file.name),
      ['b.proto', 'a.proto'],
    );
    assert.deepEqual(
      request.sourceFileDescriptors.map((file) => file.name),
      ['a.proto'],
    );
    assert.equal(request.compilerVersion?.major, 6);
    assert.equal(pluginRequest(compiled, new Set(), '').parameter, undefined);
    CodeGeneratorRequest.decode(CodeGeneratorRequest.encode(request));
  });

  it('is not given to a plugin that does not know what it has', () => {
    const check = (supportedFeatures: bigint | undefined) =>
      checkFeatures('es', request, CodeGeneratorResponse.create({ supportedFeatures }));
    assert.throws(() => check(undefined), {
      name: PluginError.name,
      message: /^es does not know the optional fields of proto3, which a\.proto has/,
    });
    assert.throws(() => check(2n), PluginError);
    check(1n);
    checkFeatures('es', pluginRequest(compiled, new Set(['b.proto']), ''), CodeGeneratorResponse.create({}));
  });

  it('is not given to a plugin of other editions', () => {
    const edition = (number: 1000 | 1001) =>
      CodeGeneratorRequest.create({ fileToGenerate: ['e'], protoFile: [{ name: 'e', syntax: 'editions', edition: number }] });
    const response = CodeGeneratorResponse.create({ supportedFeatures: 2n, minimumEdition: 998, maximumEdition: 1000 });
    checkFeatures('p', edition(1000), response);
    assert.throws(() => checkFeatures('p', edition(1001), response), {
      message: 'p knows the editions proto2 to 2023, e is written in 2024',
    });
    assert.throws(() => checkFeatures('p', edition(1000), CodeGeneratorResponse.create({ supportedFeatures: 1n })), {
      message: /^p does not know editions, which e is written in/,
    });
  });
});
