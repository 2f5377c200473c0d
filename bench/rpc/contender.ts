import { fileURLToPath } from 'node:url';
import { type Core, PinnedProcess } from '../support/pinned-process.js';
import type { Contestant } from './contestants.js';
import type { ClientReady, Load, LoadResult, ServerReady, TlsFiles, Usage } from './protocol.js';

/** One run of one case, both ends together. */
export interface Run {
  readonly operationsPerSecond: number;
  readonly cpuMicrosecondsPerOperation: number;
  readonly latencyMicroseconds: LoadResult['latencyMicroseconds'];
}

/** A contender that is up: its two processes (one where both ends share it), ready to run cases in turn with the others. */
export class Contender {
  readonly server: PinnedProcess | undefined;
  readonly client: PinnedProcess;
  readonly port: number;
  readonly version: string;

  private constructor(server: PinnedProcess | undefined, client: PinnedProcess, port: number, version: string) {
    this.server = server;
    this.client = client;
    this.port = port;
    this.version = version;
  }

  static async start(contestant: Contestant, connections: number, tls: TlsFiles | undefined): Promise<Contender> {
    let server: PinnedProcess | undefined;
    let client: PinnedProcess | undefined;
    try {
      let port = 0;
      if (contestant.inProcess !== true) {
        server = end(contestant, 'server', tls === undefined ? [] : [tls.cert, tls.key], 0);
        port = (await server.first<ServerReady>()).port;
      }
      client = end(contestant, 'client', [String(port), String(connections), ...(tls === undefined ? [] : [tls.ca])], 1);
      const { version } = await client.first<ClientReady>();
      return new Contender(server, client, port, version);
    } catch (error) {
      server?.end();
      client?.end();
      throw error;
    }
  }

  async run(load: Load): Promise<Run> {
    const before = (await this.serverUsage())?.cpuMicroseconds ?? 0;
    const { operations, elapsedMs, cpuMicroseconds, latencyMicroseconds } = await this.client.ask<LoadResult>(load);
    const after = (await this.serverUsage())?.cpuMicroseconds ?? 0;
    return {
      operationsPerSecond: (operations / elapsedMs) * 1000,
      cpuMicrosecondsPerOperation: (cpuMicroseconds + after - before) / operations,
      latencyMicroseconds,
    };
  }

  async serverUsage(collect = false): Promise<Usage | undefined> {
    return this.server?.ask<Usage>({ ask: 'usage', collect });
  }

  async clientUsage(collect = false): Promise<Usage> {
    return this.client.ask<Usage>({ ask: 'usage', collect });
  }

  end(): void {
    this.client.end();
    this.server?.end();
  }
}

function end({ name, command, environment }: Contestant, role: 'server' | 'client', args: readonly string[], core: Core): PinnedProcess {
  return new PinnedProcess(`the ${role} of ${name}`, [...command, role, ...args], core, environment);
}

/** The command that runs a peer of `peers/index.ts`. */
export function nodeCommand(peer: string): string[] {
  return [process.execPath, '--expose-gc', fileURLToPath(new URL('node-end.js', import.meta.url)), peer];
}
