/** `npm start` as a newcomer meets it. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));

function start(...args: string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
  return new Promise((done) => {
    const child = execFile(
      process.execPath,
      [join(root, 'scripts', 'start.mjs'), ...args],
      { timeout: 60_000 },
      (_error, stdout, stderr) => {
        done({ code: child.exitCode, stdout, stderr });
      },
    );
  });
}

/** A port that was free a moment ago, or one that stays taken until `release`. */
function takePort(): Promise<{ port: number; release: () => Promise<void> }> {
  return new Promise((done) => {
    const holder = createServer().listen(0, '127.0.0.1', () => {
      const { port } = holder.address() as { port: number };
      done({ port, release: () => new Promise((released) => holder.close(() => released())) });
    });
  });
}

describe('npm start', function () {
  this.timeout(60_000);

  it('shows the four shapes, a failure, a deadline and a graceful end, in this order', async () => {
    const { code, stdout, stderr } = await start();
    assert.deepEqual({ code, stderr }, { code: 0, stderr: '' });
    const expected = [
      /listening on 127\.0\.0\.1:\d+/,
      /unary/i,
      /request .*\n/,
      /metadata .*\n/,
      /reply .*\n/,
      /status +OK after [\d.]+ ms/,
      /server streaming/i,
      /status +OK/,
      /client streaming/i,
      /status +OK/,
      /bidirectional streaming/i,
      /status +OK/,
      /INVALID_ARGUMENT: /,
      /DEADLINE_EXCEEDED: /,
      /server: closed/,
    ];
    let rest = stdout;
    for (const pattern of expected) {
      const found = pattern.exec(rest);
      assert.ok(found !== null, `${pattern} is missing in the rest of the output:\n${rest}`);
      rest = rest.slice(found.index + found[0].length);
    }
  });

  it('listens where --port says', async () => {
    const { port, release } = await takePort();
    await release();
    const { code, stdout } = await start('--port', String(port));
    assert.equal(code, 0);
    assert.ok(stdout.includes(`listening on 127.0.0.1:${port}`));
  });

  it('says what to do where the port is taken', async () => {
    const { port, release } = await takePort();
    const { code, stdout, stderr } = await start('--port', String(port));
    await release();
    assert.notEqual(code, 0);
    assert.match(stdout + stderr, new RegExp(`127\\.0\\.0\\.1:${port} is in use: .*take another port`));
    assert.doesNotMatch(stdout + stderr, /\n +at /);
  });

  for (const port of ['x', '-1', '65536', '']) {
    it(`refuses --port ${JSON.stringify(port)}`, async () => {
      const { code, stderr } = await start('--port', port);
      assert.equal(code, 2);
      assert.match(stderr, /--port takes a number from 0/);
    });
  }
});
