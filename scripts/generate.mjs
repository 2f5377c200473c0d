/**
 * `npm run generate [-- --check]`: prints all generated code of this repository again with its own compiler, and docs/limits.md. With `--check` it
 * writes nothing and fails where a file is missing, stale or left over.
 */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { limitsPage } from './docs.mjs';
import { root, runTool } from './house.mjs';

const check = process.argv.includes('--check');

// Generated code that no longer fits may keep the tree from compiling; what was built of it still prints new code.
if (!check || !existsSync(join(root, 'dist', 'lib', 'cli', 'gen.js'))) await runTool('typescript', 'tsc', ['-b', 'wire', 'lib']);

const load = (path) => import(pathToFileURL(join(root, 'dist', 'lib', ...path.split('/'))).href);
const { compileSources } = await load('compiler/compile.js');
const { formatDiagnostic } = await load('compiler/diagnostics.js');
const { wellKnownFiles } = await load('compiler/well-known/index.js');
const { generateAll } = await load('compiler/generator/generate-all.js');
const { compareFiles, writeFiles } = await load('cli/output.js');

/** `google/protobuf/field_mask.proto` -> `field-mask`, as files are named here. */
const flat = (importName) =>
  importName
    .replace(/^google\/(protobuf\/compiler|protobuf|rpc)\//, '')
    .replace(/\.proto$/, '')
    .replaceAll('_', '-');
const isRpc = (importName) => importName.startsWith('google/rpc/');

/** Every .proto file below `folder`, as import names. */
function protosBelow(folder) {
  return readdirSync(join(root, folder), { recursive: true })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.proto'))
    .sort();
}

const sets = [
  {
    out: 'wire/protobuf/generated',
    protos: [...wellKnownFiles.keys()],
    options: { runtimeModule: '../../runtime.js', noCheck: false, outputStem: flat },
  },
  {
    out: 'lib/proto/google-rpc/generated',
    folder: 'lib/proto',
    protos: protosBelow('lib/proto').filter(isRpc),
    keep: isRpc,
    options: {
      runtimeModule: '../../../../wire/runtime.js',
      noCheck: false,
      outputStem: (name) => (isRpc(name) ? flat(name) : `../../../../wire/protobuf/generated/${flat(name)}`),
    },
  },
  ...readdirSync(join(root, 'examples'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => ({
      out: `examples/${name}/gen`,
      folder: `examples/${name}`,
      protos: protosBelow(`examples/${name}`),
      options: { noCheck: false },
    }))
    .filter(({ protos }) => protos.length > 0),
  {
    out: 'spec-tests/fixtures/gen',
    folder: 'spec-tests/fixtures',
    protos: protosBelow('spec-tests/fixtures'),
    options: { noCheck: false },
  },
  ...['string', 'number', 'long'].map((int64) => ({
    out: `spec-tests/fixtures/int64/${int64}/gen`,
    folder: 'spec-tests/fixtures/int64',
    protos: ['numbers.proto'],
    options: { noCheck: false, int64 },
  })),
  { out: 'bench/gen', folder: 'bench', protos: ['fixtures.proto'], options: { noCheck: true } },
  { out: 'bench/codec/gen', folder: 'bench/codec/schemas', protos: protosBelow('bench/codec/schemas'), options: { noCheck: true } },
];

let files = 0;
const wrong = [];
for (const { out, folder, protos, keep = () => true, options } of sets) {
  const read = (name) => {
    const path = folder === undefined ? undefined : join(root, folder, name);
    return path !== undefined && existsSync(path) ? readFileSync(path) : undefined;
  };
  const { files: compiled, diagnostics } = compileSources(protos, read);
  if (diagnostics.length > 0) {
    console.error(diagnostics.map(formatDiagnostic).join('\n\n'));
    process.exit(1);
  }
  const names = new Set(compiled.filter((file) => keep(file.name)).map((file) => file.name));
  const generated = generateAll(compiled, options).filter((_, index) => names.has(compiled[index].name));
  files += generated.length;
  const target = join(root, out);
  const expected = new Set(generated.map((file) => join(target, file.path)));
  const present = existsSync(target) ? readdirSync(target, { recursive: true, withFileTypes: true }) : [];
  const leftOver = present
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !expected.has(path));
  if (check) {
    const { missing, stale } = await compareFiles(target, generated);
    wrong.push(
      ...missing.map((path) => ['missing', path]),
      ...stale.map((path) => ['stale', path]),
      ...leftOver.map((path) => ['left over', path]),
    );
  } else {
    for (const path of (await writeFiles(target, generated)).written) console.log(relative(root, path));
    for (const path of leftOver) {
      rmSync(path);
      console.log(`removed ${relative(root, path)}`);
    }
  }
}

// The page of limits is printed from the code as well.
const page = join(root, 'docs', 'limits.md');
const limits = await limitsPage();
files++;
if (!existsSync(page) || readFileSync(page, 'utf8') !== limits) {
  if (check) wrong.push(['stale', page]);
  else {
    writeFileSync(page, limits);
    console.log(relative(root, page));
  }
}

for (const [what, path] of wrong) console.error(`${what}: ${relative(root, path)}`);
if (wrong.length > 0) console.error('npm run generate writes them anew');
else console.log(`${files} generated files up to date`);
process.exitCode = wrong.length === 0 ? 0 : 1;
