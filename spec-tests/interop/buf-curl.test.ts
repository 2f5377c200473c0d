import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type HelloServer, helloServer } from '../support/hello-server.js';
import { TRANSPORTS } from '../support/transports.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
/** The launcher of npm's `@bufbuild/buf`, which finds the binary of this system; run through node it needs no shell. */
const buf = join(dirname(createRequire(import.meta.url).resolve('@bufbuild/buf/package.json')), 'bin', 'buf');

interface Run {
  readonly code: number | null;
  /** What it printed: JSON, one value after the other. */
  readonly output: unknown[];
  readonly errors: string;
}

for (const transport of TRANSPORTS) {
  describe(`buf curl (an independent client in Go) on our server over ${transport}`, () => {
    let hello: HelloServer;

    before(async () => {
      hello = await helloServer({ transport });
    });

    after(async () => {
      assert.deepEqual((await hello.server.close({ graceMs: 1000 })).cut, []);
    });

    /** Asynchronous, since the server it calls runs in this process. */
    function curl(method: string, data: unknown[], ...more: string[]): Promise<Run> {
      const args = ['curl', '--schema', join(root, 'examples', 'hello', 'hello.proto'), '--protocol', 'grpc', '--http2-prior-knowledge'];
      const url = `http://${hello.address}/hello.Greeter/${method}`;
      const child = spawn(process.execPath, [buf, ...args, ...more, '--data', '@-', url], { cwd: root });
      child.stdin.end(data.map((value) => JSON.stringify(value)).join('\n'));
      let output = '';
      let errors = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        errors += text;
      });
      return new Promise((resolve, reject) => {
        child.on('error', reject);
        child.on('close', (code) => resolve({ code, output: values(output), errors }));
      });
    }

    it('makes a unary call', async () => {
      const { code, output, errors } = await curl('SayHello', [{ name: 'buf' }]);
      assert.deepEqual([code, output, errors], [0, [{ message: 'Hello, buf!' }], '']);
    });

    it('reads a server stream', async () => {
      const { code, output } = await curl('CountDown', [{ from: 3 }]);
      assert.deepEqual([code, output], [0, [{ n: 3 }, { n: 2 }, { n: 1 }]]);
    });

    it('writes a client stream', async () => {
      const { code, output } = await curl('Sum', [{ value: 1 }, { value: '9007199254740993' }]);
      assert.deepEqual([code, output], [0, [{ total: '9007199254740994', count: 2 }]]);
    });

    it('talks both ways', async () => {
      const { code, output } = await curl('Chat', [{ text: 'a' }, { text: 'b' }]);
      assert.deepEqual([code, output], [0, [{ text: 'A' }, { text: 'B' }, { text: 'bye' }]]);
    });

    it('sends metadata and gets headers and trailers', async () => {
      const { code, errors } = await curl('SayHello', [{ name: 'metadata' }], '-v', '-H', 'x-sent: from buf');
      assert.equal(code, 0);
      assert.match(errors, /x-got: from buf/i);
      assert.match(errors, /x-last: trailer/i);
      assert.match(errors, /content-type: application\/grpc/i);
    });

    it('gets an error status with its details', async () => {
      const { code, errors } = await curl('SayHello', [{ name: 'details' }]);
      // buf curl exits with eight times the gRPC code.
      assert.equal(code, 9 * 8);
      const error = JSON.parse(errors) as { code: string; message: string; details: { type: string; value: string }[] };
      assert.equal(error.code, 'failed_precondition');
      assert.equal(error.message, 'nicht jetzt: 100 % später\n');
      assert.equal(error.details[0]?.type, 'hello.HelloRequest');
    });
  });
}

/** JSON values printed one behind the other. */
function values(text: string): unknown[] {
  const joined = text.trim().replaceAll(/\}\s*\{/g, '},{');
  return JSON.parse(`[${joined}]`) as unknown[];
}
