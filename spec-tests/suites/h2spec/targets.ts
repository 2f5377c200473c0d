/** What h2spec is pointed at: a server that answers GET and POST / with 200 and a body. */
import * as http2 from 'node:http2';
import type { AddressInfo } from 'node:net';
import { Server } from '../../../lib/index.js';
import { engine } from '../../../lib/transport/engine/index.js';
import { sharedCertificates } from '../../support/certificates.js';

export interface Target {
  readonly port: number;
  close(): Promise<void>;
}

/** A window of one byte and more is opened on this body, so it is no short one. */
const BODY = 'barewire answers h2spec\n';

/** Our server over our engine, answering plain requests. */
export async function startBarewire(tls: boolean): Promise<Target> {
  const { server: certificate } = await sharedCertificates();
  const server = new Server({
    transport: engine,
    http: () => ({ status: 200, body: BODY }),
    // h2spec sends lists of two fields of 4,000 bytes, which do not fit the 8 KiB that gRPC suggests.
    maxHeaderListBytes: 16 * 1024,
    onError: () => {},
  });
  const { port } = await server.listen('127.0.0.1:0', tls ? { tls: certificate } : {});
  return {
    port,
    close: async () => {
      await server.close({ graceMs: 0 });
    },
  };
}

/** node:http2 itself, the yardstick. */
export async function startNodeHttp2(tls: boolean): Promise<Target> {
  const { server: certificate } = await sharedCertificates();
  const server = tls ? http2.createSecureServer(certificate) : http2.createServer();
  server.on('request', (request, response) => {
    request.resume();
    response.end(BODY);
  });
  server.on('sessionError', () => {});
  server.on('error', () => {});
  const sessions = new Set<http2.ServerHttp2Session>();
  server.on('session', (session) => {
    sessions.add(session);
    session.once('close', () => sessions.delete(session));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      server.close();
      for (const session of sessions) session.destroy();
    },
  };
}
