/**
 * The dependency rule of the house: which room may import from which. A room is a folder of `wire` or `lib`; a single file at the
 * top of one of them is named by its own name.
 */
import { createRequire } from 'node:module';
import { posix } from 'node:path';

// typescript 7 has no JavaScript interface; an older one reads imports as well.
const typescript = createRequire(import.meta.url)('typescript-5.9') as typeof import('typescript-5.9');

/** A source file: its path from the repository's folder, with slashes. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** What each room of wire may import beside itself. Any of them may use the limits. */
const WIRE: Readonly<Record<string, readonly string[]>> = {
  'limits.ts': [],
  bytes: [],
  hpack: ['bytes'],
  http2: ['bytes', 'hpack'],
  grpc: ['bytes'],
  protobuf: ['bytes'],
  // The door of generated code is the one place where messages and services meet.
  'runtime.ts': ['bytes', 'protobuf', 'grpc'],
  'well-known.ts': ['protobuf'],
};

/** Single files that rooms of lib may use; they import no room themselves. */
const LIB_BASE = ['limits.ts', 'check-options.ts', 'version.ts'];
const TO_TRANSPORT = ['time', 'security', 'transport'];
const TO_RPC = [...TO_TRANSPORT, 'rpc', 'proto'];
const TO_SERVER = [...TO_RPC, 'http2'];
const TO_SIDES = [...TO_SERVER, 'client', 'server'];

/** What each room of lib may import beside itself, wire and the base files. */
const LIB: Readonly<Record<string, readonly string[]>> = {
  time: [],
  proto: [],
  compiler: [],
  security: ['time'],
  transport: ['time', 'security'],
  // Plain HTTP/2 without gRPC: the door `barewire/http2`.
  http2: TO_TRANSPORT,
  rpc: [...TO_TRANSPORT, 'proto'],
  client: TO_RPC,
  server: TO_SERVER,
  // On the public interface only, as their users would write them.
  services: ['index.ts', 'proto'],
  discovery: ['index.ts', 'proto'],
  telemetry: TO_SIDES,
  testing: TO_SIDES,
  explorer: TO_SIDES,
  'index.ts': TO_SIDES,
  cli: [...TO_SIDES, 'compiler', 'services', 'discovery', 'telemetry', 'testing', 'explorer', 'index.ts'],
};

/** What needs wire alone: of the base files it may use the limits. */
const WIRE_ONLY = ['proto', 'compiler', 'time', ...LIB_BASE];

/** Every import that the rule forbids, as one sentence each. */
export function importViolations(files: readonly SourceFile[]): string[] {
  return files.flatMap((file) =>
    importsOf(file.text).flatMap((specifier) => {
      const why = violation(file.path, specifier);
      return why === undefined ? [] : [`${file.path} imports ${specifier}: ${why}`];
    }),
  );
}

/** `async` and `await` in wire, which has no promises: bytes go in, bytes and calls come out. */
export function asyncViolations(files: readonly SourceFile[]): string[] {
  return files.flatMap((file) => {
    const scanner = typescript.createScanner(typescript.ScriptTarget.ES2022, true, typescript.LanguageVariant.Standard, file.text);
    const found: string[] = [];
    for (let token = scanner.scan(); token !== typescript.SyntaxKind.EndOfFileToken; token = scanner.scan()) {
      if (token === typescript.SyntaxKind.AsyncKeyword || token === typescript.SyntaxKind.AwaitKeyword) {
        found.push(`${file.path} has ${scanner.getTokenText()} at ${scanner.getTokenStart()}: wire has no promises`);
      }
    }
    return found;
  });
}

/** Every specifier: import, export from, import() of values and of types, require. */
function importsOf(text: string): string[] {
  return typescript.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName);
}

function violation(path: string, specifier: string): string | undefined {
  const part = path.split('/')[0]!;
  if (!specifier.startsWith('.')) {
    if (part === 'wire') return 'wire imports nothing from outside';
    return specifier.startsWith('node:') ? undefined : 'lib has no dependencies';
  }
  const target = posix.join(posix.dirname(path), specifier).replace(/\.js$/, '.ts');
  const targetPart = target.split('/')[0]!;
  if (targetPart !== 'wire' && targetPart !== 'lib') return 'wire and lib import from wire and lib only';
  if (part === 'wire') return targetPart === 'wire' ? insideWire(path, target) : 'wire never imports from lib';
  return targetPart === 'lib' ? insideLib(path, target) : undefined;
}

function insideWire(path: string, target: string): string | undefined {
  const [from, to] = [room(path), room(target)];
  const allowed = WIRE[from];
  if (allowed === undefined) return `the room wire/${from} is not in the rule, put it where it belongs`;
  if (from === to || to === 'limits.ts' || allowed.includes(to)) return undefined;
  // Generated code imports the door and nothing else, wherever it stands.
  if (path.startsWith('wire/protobuf/generated/') && to === 'runtime.ts') return undefined;
  return `wire/${from} may import ${listed('wire', allowed)}`;
}

function insideLib(path: string, target: string): string | undefined {
  const [from, to] = [room(path), room(target)];
  const allowed = LIB_BASE.includes(from) ? [] : LIB[from];
  if (allowed === undefined) return `the room lib/${from} is not in the rule, put it where it belongs`;
  if (from === to || allowed.includes(to)) return undefined;
  if (LIB_BASE.includes(to) && (to === 'limits.ts' || !WIRE_ONLY.includes(from))) return undefined;
  return `lib/${from} may import ${listed('lib', allowed)}`;
}

function room(path: string): string {
  return path.split('/')[1]!;
}

function listed(part: string, rooms: readonly string[]): string {
  return rooms.length === 0 ? 'no other room' : `${rooms.map((name) => `${part}/${name}`).join(', ')} and no other room`;
}
