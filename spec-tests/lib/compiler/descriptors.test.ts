import assert from 'node:assert/strict';
import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { compile, formatDiagnostic } from '../../../lib/compiler/index.js';
import { wellKnownFiles } from '../../../lib/compiler/well-known/index.js';
import { repositoryPath, temporaryFolder } from '../../support/repository.js';
import { bufBuild, canonicalFiles, createFileRegistry, ourSet, placesOf } from './buf.js';
import { different } from './disagreements.js';

function protoFilesIn(folder: string): string[] {
  return (readdirSync(folder, { recursive: true }) as string[])
    .map((path) => path.split(sep).join('/'))
    .filter((path) => path.endsWith('.proto'))
    .sort();
}

function linesOnlyIn(one: string, other: string): string[] {
  const counts = new Map<string, number>();
  for (const line of other.split('\n')) counts.set(line, (counts.get(line) ?? 0) + 1);
  return one.split('\n').filter((line) => {
    const count = counts.get(line) ?? 0;
    counts.set(line, count - 1);
    return count <= 0;
  });
}

/** The left-hand sides of Protobuf proto3-spec, in its order. */
const productions = (
  'letter decimalDigit octalDigit hexDigit ident fullIdent messageName enumName fieldName oneofName mapName serviceName rpcName messageType ' +
  'enumType intLit decimalLit octalLit hexLit floatLit decimals exponent boolLit strLit strLitSingle charValue hexEscape octEscape ' +
  'charEscape unicodeEscape unicodeLongEscape emptyStatement constant syntax import package option optionName bracedFullIdent type ' +
  'fieldNumber field fieldOptions oneof oneofField mapField keyType reserved ranges range strFieldNames strFieldName enum enumBody ' +
  'enumField enumValueOption message messageBody service rpc proto topLevelDef'
).split(' ');

describe('descriptors equal those of buf build', () => {
  const corpus = repositoryPath('spec-tests/lib/compiler/corpus/valid');
  const examples = repositoryPath('examples');
  const folder = temporaryFolder('descriptors');
  let ours: Map<string, string>;
  let theirs: Map<string, string>;
  let ourPlaces: Map<string, string[]>;
  let theirPlaces: Map<string, string[]>;

  before(async function () {
    this.timeout(60_000);
    cpSync(corpus, folder.path, { recursive: true });
    cpSync(repositoryPath('spec-tests/lib/compiler/corpus/different'), folder.path, { recursive: true });
    for (const name of protoFilesIn(examples)) cpSync(join(examples, name), join(folder.path, 'examples', name));
    const inputs = protoFilesIn(folder.path).map((name) => join(folder.path, name));
    const { files, errors } = bufBuild(folder.path);
    assert.deepEqual([...errors], []);
    const registry = createFileRegistry(files!);
    theirs = canonicalFiles(files!, registry);
    theirPlaces = new Map(files!.file.map((file) => [file.name, placesOf(file)]));
    const result = await compile(inputs, { includePaths: [folder.path], sourceInfo: true });
    assert.deepEqual(result.diagnostics.filter(({ severity }) => severity === 'error').map(formatDiagnostic), []);
    const set = ourSet(result.files);
    ours = canonicalFiles(set, registry);
    ourPlaces = new Map(set.file.map((file) => [file.name, placesOf(file)]));
  });
  after(() => folder.remove());

  for (const name of protoFilesIn(corpus)) {
    it(name, () => assert.equal(ours.get(name), theirs.get(name)));
    it(`${name}: places`, () => assert.deepEqual(ourPlaces.get(name), theirPlaces.get(name)));
  }
  for (const name of protoFilesIn(examples)) {
    it(`examples/${name}`, () => assert.equal(ours.get(`examples/${name}`), theirs.get(`examples/${name}`)));
    it(`examples/${name}: places`, () => assert.deepEqual(ourPlaces.get(`examples/${name}`), theirPlaces.get(`examples/${name}`)));
  }
  for (const name of wellKnownFiles.keys()) {
    it(name, () => assert.equal(ours.get(name), theirs.get(name)));
  }

  for (const { file, here, buf, reason } of different) {
    it(`${file} differs: ${reason}`, () => {
      const our = ours.get(`${file}.proto`)!;
      const their = theirs.get(`${file}.proto`)!;
      assert.notEqual(our, their);
      const ourLines = linesOnlyIn(our, their);
      assert.equal(ourLines.length, 1);
      assert.ok(ourLines[0]!.includes(here), ourLines[0]);
      const theirLine = linesOnlyIn(their, our)[0];
      assert.ok(theirLine!.includes(buf), theirLine);
    });
  }

  it('covers every file of the corpus, and all of them are inputs', () => {
    for (const name of ours.keys()) assert.ok(theirs.has(name), name);
    assert.ok(protoFilesIn(corpus).length >= 35);
  });

  it('covers every production of Protobuf proto3-spec, each by a file that names it', () => {
    const named = protoFilesIn(corpus).map((name) => /Production: (.*)/.exec(readFileSync(join(corpus, name), 'utf8'))?.[1] ?? '');
    const missing = productions.filter((production) => !named.some((line) => new RegExp(`\\b${production}\\b`).test(line)));
    assert.deepEqual(missing, []);
    assert.ok(named.every((line) => line !== ''));
  });
});
