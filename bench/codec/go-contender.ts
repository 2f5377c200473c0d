import { cpSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ran } from '../rpc/toolchains.js';
import { layOutProtos } from './prepare.js';

const sources = join(process.cwd(), 'bench', 'codec', 'go');

/** Go's module, its generated code and its programs; git ignores it. */
const folder = join(process.cwd(), '.cache', 'bench', 'codec-go');

/** Builds Go's side with the generator of the same module; fails with a sentence where that cannot be done. */
export async function buildGoCodec(): Promise<{ readonly program: string; readonly version: string }> {
  mkdirSync(folder, { recursive: true });
  cpSync(sources, folder, { recursive: true });
  const plugin = join(folder, 'protoc-gen-go');
  await ran('go', ['build', '-o', plugin, 'google.golang.org/protobuf/cmd/protoc-gen-go'], folder);
  const protos = layOutProtos();
  const files = readdirSync(protos).filter((file) => file.endsWith('.proto'));
  const packages = files.map((file) => `M${file}=barewire.bench/codec/pb/${file.replace('.proto', '')}`);
  const options = ['module=barewire.bench/codec', ...packages];
  const template = { version: 'v2', plugins: [{ local: plugin, out: folder, opt: options, strategy: 'all' }] };
  const buf = join('node_modules', '@bufbuild', 'buf', 'bin', 'buf');
  const paths = files.flatMap((file) => ['--path', join(protos, file)]);
  await ran(process.execPath, [buf, 'generate', protos, '--template', JSON.stringify(template), ...paths], process.cwd());
  const program = join(folder, 'codec');
  await ran('go', ['build', '-o', program, '.'], folder);
  const version = /google\.golang\.org\/protobuf v(\S+)/.exec(readFileSync(join(sources, 'go.mod'), 'utf8'))?.[1];
  return { program, version: `${version} (${(await ran('go', ['env', 'GOVERSION'], folder)).trim()})` };
}
