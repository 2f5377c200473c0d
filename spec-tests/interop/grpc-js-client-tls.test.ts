import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import * as grpc from '@grpc/grpc-js';
import { Greeter, HelloReply, HelloRequest } from '../../examples/hello/gen/hello.js';
import { type ListenOptions, Server } from '../../lib/server/server.js';
import { sharedCertificates } from '../support/certificates.js';
import { TRANSPORTS } from '../support/transports.js';

for (const transport of TRANSPORTS) {
  describe(`a client of @grpc/grpc-js on our server over TLS and ${transport}`, () => {
    /** Says hello over a port of its own; gives the reply, which names the client as the server sees it. */
    async function sayHello(options: ListenOptions, credentials: grpc.ChannelCredentials): Promise<string> {
      const server = new Server({ onError: () => {}, transport });
      server.add(
        Greeter,
        {
          sayHello: (_request, { peer }) => {
            const certificate = peer.tls?.certificate;
            const who = certificate === undefined ? 'nobody' : new X509Certificate(certificate).subject;
            return { message: `${peer.tls?.protocol}, authorized: ${peer.tls?.authorized}, ${who}` };
          },
        },
        { partial: true },
      );
      const { port } = await server.listen('127.0.0.1:0', options);
      const client = new grpc.Client(`localhost:${port}`, credentials);
      try {
        return await new Promise<string>((resolve, reject) => {
          client.makeUnaryRequest(
            '/hello.Greeter/SayHello',
            (message: HelloRequest) => Buffer.from(HelloRequest.encode(message)),
            (bytes) => HelloReply.decode(bytes),
            { name: '' },
            { deadline: Date.now() + 10_000 },
            (error, reply) => {
              if (error !== null) reject(error);
              else resolve(reply?.message ?? '');
            },
          );
        });
      } finally {
        client.close();
        await server.close({ graceMs: 1000 });
      }
    }

    it('checks our certificate and is not asked for one', async () => {
      const { ca, server } = await sharedCertificates();
      const message = await sayHello({ tls: server }, grpc.credentials.createSsl(Buffer.from(ca.cert)));
      assert.equal(message, 'TLSv1.3, authorized: false, nobody');
    });

    it('shows its own where ours asks: mutual TLS', async () => {
      const { ca, server, client } = await sharedCertificates();
      const credentials = grpc.credentials.createSsl(Buffer.from(ca.cert), Buffer.from(client.key), Buffer.from(client.cert));
      assert.equal(await sayHello({ tls: { ...server, ca: ca.cert } }, credentials), 'TLSv1.3, authorized: true, CN=client');
    });

    it('is refused without one where ours requires it', async () => {
      const { ca, server } = await sharedCertificates();
      await assert.rejects(sayHello({ tls: { ...server, ca: ca.cert } }, grpc.credentials.createSsl(Buffer.from(ca.cert))), {
        code: grpc.status.UNAVAILABLE,
      });
    });

    it('refuses us where it does not trust our certificate', async () => {
      const { server, client } = await sharedCertificates();
      await assert.rejects(sayHello({ tls: server }, grpc.credentials.createSsl(Buffer.from(client.cert))), {
        code: grpc.status.UNAVAILABLE,
      });
    });
  });
}
