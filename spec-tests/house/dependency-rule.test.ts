import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { asyncViolations, importViolations, type SourceFile } from './dependency-rule.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));

function sources(folder: 'wire' | 'lib'): SourceFile[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => ({ path: `${folder}/${name.replaceAll('\\', '/')}`, text: readFileSync(join(root, folder, name), 'utf8') }));
}

describe('the dependency rule', () => {
  it('holds in wire', () => {
    const files = sources('wire');
    assert.ok(files.length > 20);
    assert.deepEqual(importViolations(files), []);
    assert.deepEqual(asyncViolations(files), []);
  });

  it('holds in lib', () => {
    const files = sources('lib');
    assert.ok(files.length > 10);
    assert.deepEqual(importViolations(files), []);
  });
});

describe('the check of the dependency rule', () => {
  const refused: [string, string, RegExp][] = [
    ['wire/grpc/a.ts', "import { x } from '../protobuf/b.js';", /wire\/grpc may import wire\/bytes and no other/],
    ['wire/protobuf/a.ts', "import type { x } from '../grpc/b.js';", /wire\/protobuf may import wire\/bytes/],
    ['wire/protobuf/a.ts', "import { x } from '../runtime.js';", /wire\/protobuf may import/],
    ['wire/bytes/a.ts', "export { x } from '../grpc/b.js';", /wire\/bytes may import no other room/],
    ['wire/hpack/a.ts', "export * from '../http2/b.js';", /wire\/hpack/],
    ['wire/http2/a.ts', "import '../grpc/b.js';", /wire\/http2/],
    ['wire/limits.ts', "import './grpc/b.js';", /wire\/limits\.ts may import no other room/],
    ['wire/grpc/a.ts', "let x: import('../protobuf/b.js').X;", /wire\/grpc/],
    ['wire/grpc/a.ts', "const x = await import('../protobuf/b.js');", /wire\/grpc/],
    ['wire/grpc/a.ts', "import { x } from '../../lib/rpc/b.js';", /wire never imports from lib/],
    ['wire/grpc/a.ts', "import { Buffer } from 'node:buffer';", /nothing from outside/],
    ['wire/grpc/a.ts', "import long from 'long';", /nothing from outside/],
    ['wire/new/a.ts', "import '../bytes/b.js';", /wire\/new is not in the rule/],
    ['wire/grpc/a.ts', "import '../../spec-tests/b.js';", /from wire and lib only/],
    ['lib/client/a.ts', "import { x } from '../server/b.js';", /lib\/client may import/],
    ['lib/server/a.ts', "import { x } from '../client/b.js';", /lib\/server may import/],
    ['lib/rpc/a.ts', "import { x } from '../client/b.js';", /lib\/rpc may import/],
    ['lib/transport/a.ts', "import { x } from '../rpc/b.js';", /lib\/transport may import/],
    ['lib/transport/loopback/a.ts', "import { x } from '../../rpc/b.js';", /lib\/transport may import/],
    ['lib/security/a.ts', "import { x } from '../transport/b.js';", /lib\/security/],
    ['lib/time/a.ts', "import { x } from '../transport/b.js';", /lib\/time may import no other room/],
    ['lib/compiler/a.ts', "import { x } from '../rpc/b.js';", /lib\/compiler may import no other room/],
    ['lib/compiler/a.ts', "import { x } from '../check-options.js';", /lib\/compiler may import no other room/],
    ['lib/proto/google/a.ts', "import { x } from '../../rpc/b.js';", /lib\/proto/],
    ['lib/transport/a.ts', "import { x } from '../proto/b.js';", /lib\/transport/],
    ['lib/limits.ts', "import { x } from './rpc/b.js';", /limits\.ts may import no other room/],
    ['lib/limits.ts', "import { x } from './check-options.js';", /limits\.ts may import no other room/],
    ['lib/time/a.ts', "import { x } from '../check-options.js';", /lib\/time may import no other room/],
    ['lib/services/a.ts', "import { x } from '../server/b.js';", /lib\/services may import lib\/index\.ts/],
    ['lib/client/a.ts', "import { x } from '../index.js';", /lib\/client may import/],
    ['lib/index.ts', "import { x } from './cli/main.js';", /lib\/index\.ts/],
    ['lib/client/a.ts', "import long from 'long';", /lib has no dependencies/],
    ['lib/client/a.ts', "import fs from 'fs';", /lib has no dependencies/],
    ['lib/client/a.ts', "import x from '../../bench/b.js';", /from wire and lib only/],
  ];
  for (const [path, text, why] of refused) {
    it(`refuses ${text} in ${path}`, () => {
      const found = importViolations([{ path, text }]);
      assert.equal(found.length, 1);
      assert.match(found[0]!, why);
    });
  }

  const taken: [string, string][] = [
    ['wire/grpc/a.ts', "import { x } from '../bytes/b.js'; import { y } from '../limits.js'; import './c.js';"],
    ['wire/runtime.ts', "export * from './protobuf/b.js'; export * from './grpc/b.js'; export * from './bytes/b.js';"],
    ['wire/protobuf/generated/a.ts', "import { x } from '../../runtime.js';"],
    ['wire/http2/frames/a.ts', "import { x } from '../../hpack/b.js'; import '../b.js';"],
    ['lib/client/resolver/a.ts', "import { x } from '../../rpc/b.js'; import '../../../wire/grpc/service.js'; import 'node:dns';"],
    ['lib/rpc/a.ts', "import '../proto/b.js'; import '../transport/b.js'; import '../time/b.js'; import '../check-options.js';"],
    ['lib/index.ts', "import './client/b.js'; import './server/b.js'; import './rpc/b.js'; import '../wire/grpc/service.js';"],
    ['lib/cli/a.ts', "import '../compiler/b.js'; import '../index.js';"],
    ['lib/services/a.ts', "import '../index.js'; import '../proto/b.js'; import '../../wire/runtime.js'; import '../limits.js';"],
    ['lib/compiler/a.ts', "import '../../wire/runtime.js'; import '../limits.js'; import 'node:fs/promises';"],
    ['lib/client/a.ts', "// import '../server/b.js'\nconst text = \"import '../server/b.js'\"; const more = `import '../server/b.js'`;"],
  ];
  for (const [path, text] of taken)
    it(`takes ${JSON.stringify(text)} in ${path}`, () => assert.deepEqual(importViolations([{ path, text }]), []));

  it('finds promises in wire, and not in its comments', () => {
    const text = '// async\n/* await */ const a = "async"; async function f() { await 1; }';
    assert.deepEqual(
      asyncViolations([{ path: 'wire/a.ts', text }]).map((line) => line.replace(/ at.*/, '')),
      ['wire/a.ts has async', 'wire/a.ts has await'],
    );
  });
});
