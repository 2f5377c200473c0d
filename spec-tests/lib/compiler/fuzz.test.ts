/**
 * Files of the corpora with pieces changed, as many as BAREWIRE_FUZZ_CASES says (default 300), from the seed BAREWIRE_SEED: word by word,
 * so that most of what comes out still parses and reaches the linker, the options, source info and the generator.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import fc from 'fast-check';
import { CompileError, compileSources, GeneratorError, generateAll, schemaOf } from '../../../lib/compiler/index.js';
import { DescriptorError } from '../../../wire/protobuf/errors.js';
import { FileDescriptorProto } from '../../../wire/protobuf/generated/descriptor.js';
import { repositoryPath } from '../../support/repository.js';

const SEED = Number(process.env.BAREWIRE_SEED ?? 20_261_123);
const CASES = Number(process.env.BAREWIRE_FUZZ_CASES ?? 300);

const corpus = repositoryPath('spec-tests/lib/compiler/corpus');
const files = new Map(
  ['valid', 'invalid', 'accepted-here', 'refused-here', 'different'].flatMap((folder) =>
    (readdirSync(join(corpus, folder), { recursive: true }) as string[])
      .map((path) => path.split(sep).join('/'))
      .filter((path) => path.endsWith('.proto'))
      .sort()
      .map((path) => [path, readFileSync(join(corpus, folder, path), 'utf8')] as const),
  ),
);
const names = [...files.keys()];

/** Words, numbers, strings, comments and signs, white space with what follows it. */
const pieceOf = /\s*(?:\/\/[^\n]*\n|\/\*[\s\S]*?\*\/|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|[A-Za-z_0-9.]+|[\s\S])/g;

function pieces(text: string): string[] {
  return text.match(pieceOf) ?? [];
}

const poison = (
  '__proto__ constructor prototype toString valueOf hasOwnProperty then default json_name features map group extend extensions reserved oneof enum ' +
  'message service rpc returns stream option import public weak package syntax edition export local to max optional required repeated inf nan true -1 0 ' +
  '1 2147483647 536870911 536870912 18446744073709551615 99999999999999999999999 0x7fffffff 1e999 1.5 "" "\\0" "__proto__" "\\xff" { } [ ] ( ) < > = ; : , . / ' +
  '// /* */ google.protobuf.FileOptions google.protobuf.Any .google.protobuf.FeatureSet [type.googleapis.com/google.protobuf.Any] (__proto__) ' +
  'features.field_presence message_set_wire_format allow_alias deprecated packed retention targets declaration string bytes int32 double bool'
).split(' ');

type Change =
  | { readonly how: 'remove' | 'repeat' | 'swap'; readonly at: number; readonly count: number }
  | { readonly how: 'put'; readonly at: number; readonly text: string }
  | { readonly how: 'graft'; readonly at: number; readonly from: number; readonly file: number; readonly count: number }
  | { readonly how: 'nest'; readonly at: number; readonly count: number }
  | { readonly how: 'cut'; readonly at: number };

const place = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
const change: fc.Arbitrary<Change> = fc.oneof(
  fc.record({
    how: fc.constantFrom('remove' as const, 'repeat' as const, 'swap' as const),
    at: place,
    count: fc.integer({ min: 1, max: 12 }),
  }),
  fc.record({ how: fc.constant('put' as const), at: place, text: fc.constantFrom(...poison) }),
  fc.record({
    how: fc.constant('graft' as const),
    at: place,
    from: place,
    file: fc.nat(names.length - 1),
    count: fc.integer({ min: 1, max: 40 }),
  }),
  fc.record({ how: fc.constant('nest' as const), at: place, count: fc.integer({ min: 1, max: 200 }) }),
  fc.record({ how: fc.constant('cut' as const), at: place }),
);

function changed(text: string, changes: readonly Change[]): string {
  let list = pieces(text);
  for (const one of changes) {
    const at = Math.floor(one.at * list.length);
    switch (one.how) {
      case 'remove':
        list.splice(at, one.count);
        break;
      case 'repeat':
        list.splice(at, 0, ...list.slice(at, at + one.count));
        break;
      case 'swap':
        list.splice(at, one.count, ...list.slice(at, at + one.count).reverse());
        break;
      case 'put':
        list.splice(at, 1, ` ${one.text} `);
        break;
      case 'graft': {
        const donor = pieces(files.get(names[one.file]!)!);
        const start = Math.floor(one.from * donor.length);
        list.splice(at, 0, ...donor.slice(start, start + one.count));
        break;
      }
      case 'nest':
        list.splice(at, 1, (list[at] ?? '').repeat(one.count));
        break;
      case 'cut':
        list = list.slice(0, at);
    }
  }
  return list.join('');
}

const prototypes = [Object.prototype, Array.prototype, Function.prototype, Map.prototype, String.prototype];
const before = prototypes.map((prototype) => Reflect.ownKeys(prototype).map(String).join());

function check(name: string, text: string): void {
  const read = (path: string): string | undefined => (path === name ? text : files.get(path));
  const result = compileSources([name], read, { sourceInfo: true });
  const errors = result.diagnostics.filter(({ severity }) => severity === 'error');
  assert.equal(errors.length === 0, result.files.length > 0, 'descriptors or errors');
  for (const { message, line, column } of errors) {
    assert.ok(message.length > 0 && message.length <= 1_000);
    assert.ok(line === undefined || (line >= 1 && column !== undefined && column >= 1));
  }
  if (errors.length === 0) {
    for (const { proto } of result.files) {
      for (const { span, path } of proto.sourceCodeInfo!.location) {
        assert.ok(span.length === 3 || span.length === 4);
        assert.ok([...span, ...path].every((number) => number >= 0));
      }
      FileDescriptorProto.encode(proto);
    }
    try {
      schemaOf(result);
      generateAll(result.files);
    } catch (error) {
      if (!(error instanceof GeneratorError || error instanceof DescriptorError || error instanceof CompileError)) throw error;
    }
  }
  assert.deepEqual(
    prototypes.map((prototype) => Reflect.ownKeys(prototype).map(String).join()),
    before,
  );
}

describe('changed files of the corpora', function () {
  this.timeout(0);

  it('are read whole from their pieces', () => {
    for (const text of files.values()) assert.equal(pieces(text).join(''), text);
    assert.ok(names.length >= 150);
  });

  it(`lead to descriptors or to typed errors (${CASES} cases, seed ${SEED})`, () => {
    fc.assert(
      fc.property(fc.nat(names.length - 1), fc.array(change, { minLength: 1, maxLength: 5 }), (index, changes) => {
        const name = names[index]!;
        check(name, changed(files.get(name)!, changes));
      }),
      { seed: SEED, numRuns: CASES },
    );
  });
});
