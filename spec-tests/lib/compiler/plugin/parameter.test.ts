import assert from 'node:assert/strict';
import { PluginError } from '../../../../lib/compiler/plugin/error.js';
import { parseParameter } from '../../../../lib/compiler/plugin/parameter.js';

describe('the parameter of a plugin', () => {
  it('is the options of the generator', () => {
    assert.deepEqual(parseParameter(''), { wellKnown: 'import' });
    assert.deepEqual(
      parseParameter(
        'target=js,import_extension=none,int64=string,enum_prefix=keep,well_known=generate,services=false,ts_check=true,runtime_module=./x.js',
      ),
      {
        target: 'js',
        importExtension: 'none',
        int64: 'string',
        enumPrefix: 'keep',
        wellKnown: 'generate',
        services: false,
        noCheck: false,
        runtimeModule: './x.js',
      },
    );
  });

  it('takes - for _, spaces around a part, empty parts, and a flag alone', () => {
    assert.deepEqual(parseParameter(' import-extension=ts , ,ts_check,'), { wellKnown: 'import', importExtension: 'ts', noCheck: false });
  });

  for (const [text, message] of [
    ['targte=js', 'unknown parameter "targte", did you mean "target"?'],
    ['__proto__=js', /^unknown parameter "__proto__"; known are target, /],
    ['constructor', /^unknown parameter "constructor"/],
    ['target=coffee', 'parameter target takes ts, js, got "coffee"'],
    ['target', 'parameter target needs a value: target=ts|js'],
    ['services=no', 'parameter services takes true, false, got "no"'],
    ['runtime_module', 'parameter runtime_module needs a value: runtime_module=VALUE'],
    ['target=ts,target=js', 'parameter target is given twice'],
  ] as const) {
    it(`refuses ${text}`, () => {
      assert.throws(() => parseParameter(text), { name: PluginError.name, message });
    });
  }
});
