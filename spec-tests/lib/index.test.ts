import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const door = new URL('../../lib/index.js', import.meta.url);

/** Runs `script` as a module in a process of its own and gives what it prints, as JSON. */
function inFreshProcess(script: string): unknown {
  const output = execFileSync(process.execPath, ['--input-type=module', '--eval', script], { encoding: 'utf8' });
  return JSON.parse(output);
}

describe('the door barewire', () => {
  it('has these values, and no others', async () => {
    assert.deepEqual(Object.keys((await import(door.href)) as object).sort(), [
      'Channel',
      'HttpFields',
      'HttpResponseError',
      'Metadata',
      'MetadataError',
      'OptionError',
      'RpcError',
      'Server',
      'StatusCode',
      'TransportError',
      'VERSION',
      'bidi',
      'clientStream',
      'createClient',
      'rawBytes',
      'readDelimited',
      'serverStream',
      'serviceType',
      'statusName',
      'unary',
    ]);
  });

  it('loads neither node:http2 nor anything of HTTP/1.1 before they are needed', () => {
    // What the modules of Node that it does need bring along differs with the version: newer ones load worker_threads with node:util.
    const loadedBy = (...modules: string[]) =>
      inFreshProcess(`
        ${modules.map((name) => `await import(${JSON.stringify(name)});`).join('\n')}
        process.stdout;
        console.log(JSON.stringify(process.moduleLoadList));
      `) as string[];
    const needed = ['node:async_hooks', 'node:net', 'node:util'];
    const anyway = new Set(loadedBy(...needed));
    const loaded = loadedBy(door.href).filter((name) => !anyway.has(name));
    for (const name of ['http2', 'internal/http2/core', 'http', 'https', '_http_server', 'worker_threads']) {
      assert.ok(!loaded.includes(`NativeModule ${name}`), name);
    }
    // The list is one that shows them.
    const withHttp2 = loadedBy(...needed, 'node:http2').filter((name) => !anyway.has(name));
    for (const name of ['http2', 'internal/http2/core', 'http', '_http_server'])
      assert.ok(withHttp2.includes(`NativeModule ${name}`), name);
  });

  it('loads node:http2 where it is asked for by name, and not for calls over the engine', () => {
    const loads = (transport: string) =>
      inFreshProcess(`
        const { Channel, createClient, Server, serviceType, unary } = await import(${JSON.stringify(door.href)});
        const { rawBytes } = await import(${JSON.stringify(new URL('../../wire/bytes/raw-bytes.js', import.meta.url).href)});
        const Raw = serviceType('test.Raw', { echo: unary('/test.Raw/Echo', rawBytes, rawBytes) });
        const server = new Server(${transport}).add(Raw, { echo: (request) => request });
        const { address } = await server.listen('127.0.0.1:0');
        const channel = new Channel(address, ${transport});
        const reply = await createClient(Raw, channel).echo(Uint8Array.of(7));
        await channel.close();
        await server.close();
        console.log(JSON.stringify([reply.length, process.moduleLoadList.includes('NativeModule internal/http2/core')]));
      `);
    assert.deepEqual(loads('{}'), [1, false]);
    assert.deepEqual(loads("{ transport: 'engine' }"), [1, false]);
    assert.deepEqual(loads("{ transport: 'node:http2' }"), [1, true]);
  });

  it('has no side effects: no timer, no listener, no global, no word on the console', () => {
    const found = inFreshProcess(`
      // Both open with their first use, and stay open.
      process.stdout;
      process.stderr;
      await import('data:text/javascript,export {}');
      const look = () => ({
        globals: Reflect.ownKeys(globalThis).map(String),
        listeners: process.eventNames().map((name) => [String(name), process.listenerCount(name)]),
        resources: process.getActiveResourcesInfo().filter((name) => !name.endsWith('Req')), // but for the module files being closed
        prototypes: [Object, Array, Promise, Uint8Array, Error].map((type) => Reflect.ownKeys(type.prototype).length),
      });
      look();
      const before = look();
      await import(${JSON.stringify(door.href)});
      const after = look();
      console.log(JSON.stringify({ before, after }));
    `) as { before: unknown; after: unknown };
    assert.deepEqual(found.after, found.before);
  });

  it('declares its types with the references that they need', () => {
    const types = readFileSync(new URL('../../lib/index.d.ts', import.meta.url), 'utf8');
    const [beginning] = types.split('export', 1);
    assert.match(
      beginning ?? '',
      /\/\/\/ <reference types="node" preserve="true" \/>\n\/\/\/ <reference lib="esnext\.disposable" preserve="true" \/>/,
    );
  });
});
