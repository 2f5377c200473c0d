import { versionOfRival } from '../../rpc/peers/rival.js';
import { type Contender, nameInFile } from '../contender.js';
import { importGenerated, importRival } from '../generated.js';

interface PbfModule {
  PbfReader: new (bytes: Uint8Array) => object;
  PbfWriter: new () => { finish(): Uint8Array };
}
type Functions = { readonly [name: string]: (message: unknown, pbf: unknown) => unknown };

/** Functions that pbf compiles. */
export const pbf: Contender = {
  name: 'pbf',
  version: versionOfRival('pbf'),
  style: 'pbf',
  async open({ schema, typeName }) {
    const { PbfReader, PbfWriter } = (await importRival('pbf')) as unknown as PbfModule;
    const functions = (await importGenerated(`pbf/${schema ?? 'descriptor'}.js`)) as Functions;
    const name = nameInFile(typeName).join('');
    const write = functions[`write${name}`]!;
    const read = functions[`read${name}`]!;
    return {
      encode(message) {
        const writer = new PbfWriter();
        write(message, writer);
        return writer.finish();
      },
      decode: (bytes) => read(new PbfReader(bytes as Uint8Array), undefined),
    };
  },
};
