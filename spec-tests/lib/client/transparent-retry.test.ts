/** Transparent retry over real connections (gRFC A6): what a server that is no gRPC library of ours does to streams. */
import assert from 'node:assert/strict';
import { constants, createServer, type Http2Server, type ServerHttp2Stream } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { Channel, type Client, createClient, type Observer, RpcError, StatusCode } from '../../../lib/index.js';
import { TextService } from '../../support/text-service.js';
import { TRANSPORTS } from '../../support/transports.js';
import { forbidUnhandledRejections } from '../../support/unhandled-rejections.js';

/** A gRPC answer by hand: headers, one message, OK. */
function answer(stream: ServerHttp2Stream, text: string): void {
  stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
  stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
  const bytes = Buffer.from(text);
  const prefix = Buffer.alloc(5);
  prefix.writeUInt32BE(bytes.length, 1);
  stream.end(Buffer.concat([prefix, bytes]));
}

for (const transport of TRANSPORTS) {
  describe(`transparent retry over ${transport}`, () => {
    forbidUnhandledRejections();
    let server: Http2Server;
    let channel: Channel;
    let client: Client<TextService>;
    let onStream: (stream: ServerHttp2Stream, number: number) => void;
    let streams: number;
    let attempts: number;

    beforeEach(async () => {
      streams = 0;
      attempts = 0;
      server = createServer();
      server.on('sessionError', () => {});
      server.on('stream', (stream) => {
        stream.on('error', () => {});
        onStream(stream, ++streams);
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const observer: Observer = { onAttemptStart: () => attempts++ };
      channel = new Channel(`127.0.0.1:${(server.address() as AddressInfo).port}`, { observer, transport });
      client = createClient(TextService, channel);
    });

    afterEach(async () => {
      await channel.close({ graceMs: 0 });
      await new Promise((resolve) => server.close(resolve));
    });

    it('REFUSED_STREAM once: the call succeeds at the second attempt', async () => {
      onStream = (stream, number) => (number === 1 ? stream.close(constants.NGHTTP2_REFUSED_STREAM) : answer(stream, 'second'));
      assert.equal(await client.one('a', { timeoutMs: 10_000 }), 'second');
      assert.equal(attempts, 2);
    });

    it('REFUSED_STREAM twice: UNAVAILABLE, and the server has not run it', async () => {
      onStream = (stream) => stream.close(constants.NGHTTP2_REFUSED_STREAM);
      await assert.rejects(
        client.one('a', { timeoutMs: 10_000 }),
        (error) => RpcError.is(error, StatusCode.UNAVAILABLE) && error.processed === 'no',
      );
      assert.equal(attempts, 2);
    });

    it('requests of a stream are sent again', async () => {
      onStream = (stream, number) => {
        if (number === 1) {
          stream.close(constants.NGHTTP2_REFUSED_STREAM);
          return;
        }
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => answer(stream, `${Buffer.concat(chunks).length} bytes`));
      };
      assert.equal(await client.collect(['a', 'bb', 'ccc'], { timeoutMs: 10_000 }), '21 bytes');
      assert.equal(attempts, 2);
    });

    it('INTERNAL_ERROR is not repeated', async () => {
      onStream = (stream) => stream.close(constants.NGHTTP2_INTERNAL_ERROR);
      await assert.rejects(
        client.one('a', { timeoutMs: 10_000 }),
        (error) => RpcError.is(error, StatusCode.INTERNAL) && error.processed === 'maybe',
      );
      assert.equal(attempts, 1);
    });

    it('a connection that is cut with the call under way is not repeated either', async () => {
      onStream = (stream) => stream.session?.destroy();
      await assert.rejects(client.one('a', { timeoutMs: 10_000 }), (error) => RpcError.is(error) && error.processed === 'maybe');
      assert.equal(attempts, 1);
    });
  });
}
