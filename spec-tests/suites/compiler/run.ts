/**
 * The suite `compiler`: the .proto files that npm packages ship, compiled here and by `buf build`. What buf accepts is accepted here, its
 * descriptors are the same, and so are the places of its source info, by path and span. What buf refuses is refused here. Where the two
 * part, spec-tests/lib/compiler/disagreements.ts says why.
 */
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { compileEach } from '../../../lib/compiler/compile.js';
import { formatDiagnostic } from '../../../lib/compiler/diagnostics.js';
import { FileDescriptorProto } from '../../../wire/protobuf/generated/descriptor.js';
import { type BuiltFile, builtFile, builtFiles, canonicalFile, registryOf, runBuf } from '../../lib/compiler/buf.js';
import { inPublicFiles } from '../../lib/compiler/disagreements.js';
import { temporaryFolder } from '../../support/repository.js';
import { type Corpus, corpora, layOut } from './corpora.js';

/** A package that came half would make a suite of nothing. */
const fewestFiles = 8_000;

let passed = 0;
let failed = 0;
let disagreements = 0;

function report(corpus: Corpus, file: string, problem: string | undefined): void {
  const known = inPublicFiles.find((one) => one.package === corpus.name && one.file === file);
  if ((problem === undefined) === (known === undefined)) {
    passed++;
    if (known !== undefined) disagreements++;
    return;
  }
  failed++;
  if (failed <= 40) console.log(`${corpus.name}: ${file}: ${problem ?? `the two agree; remove "${known!.reason}" from the table`}`);
}

/** buf names the files it refuses in one run. Without them it builds the rest, or refuses what imports them: they are moved to `aside`. */
function buildWithBuf(folder: string, aside: string): { files: readonly BuiltFile[]; refused: ReadonlySet<string> } {
  const refused = new Set<string>();
  for (;;) {
    const { image, errors } = runBuf(folder);
    if (image !== undefined) return { files: builtFiles(image), refused };
    const before = refused.size;
    for (const name of errors.keys()) {
      if (existsSync(join(folder, name))) move(name, folder, aside);
      refused.add(name);
    }
    if (refused.size === before) throw new Error(`buf build refuses files that are not there: ${[...errors.keys()].join(', ')}`);
  }
}

function move(name: string, from: string, to: string): void {
  mkdirSync(dirname(join(to, name)), { recursive: true });
  renameSync(join(from, name), join(to, name));
}

/** Our files by name; none where there was an error, which is told by the file it stands in. */
function buildHere(folder: string, names: readonly string[]): { files: Map<string, BuiltFile>; errors: readonly string[] } {
  const files = new Map<string, BuiltFile>();
  const options = { includePaths: [folder], sourceInfo: true };
  const diagnostics = compileEach(
    names.map((name) => join(folder, name)),
    options,
    ({ name, proto }) => {
      files.set(name, builtFile(FileDescriptorProto.encode(proto)));
      proto.sourceCodeInfo = undefined;
    },
  );
  const errors = diagnostics.list.filter(({ severity }) => severity === 'error').map(formatDiagnostic);
  return { files: errors.length === 0 ? files : new Map(), errors };
}

function compareCorpus(corpus: Corpus): number {
  const folder = temporaryFolder('corpus');
  const aside = temporaryFolder('corpus-aside');
  try {
    const names = layOut(corpus, folder.path);
    const { files, refused } = buildWithBuf(folder.path, aside.path);
    const accepted = names.filter((name) => !refused.has(name));
    console.log(`${corpus.name}: buf build accepts ${accepted.length} of ${names.length} files`);
    const theirs = new Map(files.map((file) => [file.name, file]));
    const here = buildHere(folder.path, accepted);
    for (const error of here.errors.slice(0, 10)) console.log(error);
    const registry = registryOf(files);
    for (const name of accepted) report(corpus, name, differenceOf(here.files.get(name), theirs.get(name)!, registry));
    for (const name of refused) move(name, aside.path, folder.path);
    // Together they are refused, and each alone by its own faults: one that only takes a name that another has is accepted alone.
    if (refused.size > 0 && buildHere(folder.path, names).errors.length === 0) report(corpus, 'all files together', 'accepted here alone');
    for (const name of refused) report(corpus, name, differenceAlone(folder.path, name));
    return names.length;
  } finally {
    folder.remove();
    aside.remove();
  }
}

function differenceAlone(folder: string, name: string): string | undefined {
  const buf = runBuf(folder, [name]);
  const { errors } = buildHere(folder, [name]);
  if ((buf.image === undefined) === errors.length > 0) return undefined;
  return buf.image === undefined ? `buf alone refuses it: ${[...buf.errors.values()][0]?.[0]}` : `refused here alone: ${errors[0]}`;
}

function differenceOf(our: BuiltFile | undefined, their: BuiltFile, registry: ReturnType<typeof registryOf>): string | undefined {
  if (our === undefined) return 'not compiled here';
  const ourJson = canonicalFile(our.proto, registry);
  const theirJson = canonicalFile(their.proto, registry);
  if (ourJson !== theirJson) {
    const theirLines = theirJson.split('\n');
    const ourLines = ourJson.split('\n');
    const line = ourLines.findIndex((one, index) => one !== theirLines[index]);
    return `here ${ourLines[line]}, with buf ${theirLines[line]}`;
  }
  if (our.places === their.places) return undefined;
  const [ourPlaces, theirPlaces] = [our.places.split('\n'), their.places.split('\n')];
  const [oursOnly, theirsOnly] = [
    ourPlaces.filter((one) => !theirPlaces.includes(one)),
    theirPlaces.filter((one) => !ourPlaces.includes(one)),
  ];
  return `places here alone: ${oursOnly.slice(0, 4).join('; ')}; with buf alone: ${theirsOnly.slice(0, 4).join('; ')}`;
}

let files = 0;
for (const corpus of corpora) files += compareCorpus(corpus);
if (files < fewestFiles) {
  failed++;
  console.log(`only ${files} .proto files were found`);
}
console.log(`${files} files, ${disagreements} of them in the table of disagreements`);
console.log(`compiler: ${passed} passed, ${failed} failed, 0 skipped`);
process.exitCode = failed === 0 ? 0 : 1;
