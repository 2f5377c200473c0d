/** Encoder and decoder as a pair, with tables that change size at random; and each of them with the HPACK of nghttp2 inside Node. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import http2 from 'node:http2';
import net, { type AddressInfo } from 'node:net';
import fc from 'fast-check';
import { type FieldList, HpackDecoder, HpackEncoder } from '../../../wire/hpack/index.js';
import { tableOf } from './table-of.js';

const name = fc.oneof(
  fc.constantFrom(':path', ':status', 'te', 'grpc-timeout', 'authorization', 'x-one', 'x-two', 'x-three', 'trace-bin', '__proto__'),
  fc.string({ unit: fc.constantFrom('a', 'b', '-', 'é', '\u0000'), maxLength: 20 }),
);
const value = fc.oneof(
  fc.constantFrom('', '/', '200', 'trailers', 'value', '1', '2'),
  fc.string({ unit: fc.nat(255).map((code) => String.fromCharCode(code)), maxLength: 40 }),
  fc.nat(3000).map((length) => 'x'.repeat(length)),
);
const list = fc.array(fc.tuple(name, value), { maxLength: 12 }).map((fields) => fields.flat());

type Step =
  | { readonly resize: number }
  | { readonly list: FieldList; readonly times: number; readonly secret: string | undefined; readonly room: number };
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 1, arbitrary: fc.record({ resize: fc.oneof(fc.nat(200), fc.nat(10_000), fc.constantFrom(0, 4096)) }) },
  {
    weight: 6,
    arbitrary: fc.record({
      list,
      times: fc.integer({ min: 1, max: 4 }),
      secret: fc.option(fc.constantFrom('x-one', 'te', ':path'), { nil: undefined, freq: 4 }),
      room: fc.nat(200),
    }),
  },
);

describe('HPACK round trip', () => {
  it('of any lists, with tables that change size, secrets, and buffers that are too small', () => {
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 30 }),
        fc.constantFrom(0, 100, 4096, 65_536),
        fc.boolean(),
        (steps, maxTableBytes, huffman) => {
          const encoder = new HpackEncoder({ maxTableBytes, huffman });
          const decoder = new HpackDecoder({ maxListBytes: 1_000_000 });
          const large = new Uint8Array(65_536);
          for (const one of steps) {
            if ('resize' in one) {
              encoder.setMaxTableBytes(one.resize);
              decoder.setMaxTableBytes(one.resize);
              continue;
            }
            const secrets = one.secret === undefined ? undefined : new Set([one.secret]);
            for (let time = 0; time < one.times; time++) {
              const small: Uint8Array = new Uint8Array(one.room);
              let buffer: Uint8Array = small;
              let end: number = encoder.encode(one.list, small, 0, secrets);
              if (end > small.length) {
                assert.ok(end <= large.length);
                buffer = large;
                end = encoder.encode(one.list, large, 0, secrets);
              }
              assert.deepEqual(decoder.decode(buffer, 0, end), one.list);
              assert.deepEqual(tableOf(decoder), tableOf(encoder));
              if (one.secret !== undefined && one.list.some((text, at) => at % 2 === 0 && text === one.secret)) {
                assert.ok(decoder.neverIndexed!.has(one.secret));
              }
            }
          }
        },
      ),
      { seed: 75_410_100, numRuns: 400 },
    );
  });

  it('with nghttp2 on the other side, both ways, with tables that change size', async () => {
    const peer = await Nghttp2.listen();
    try {
      for (let round = 0; round < 8; round++) {
        for (let count = 0; count < 10; count++) {
          const fields = [
            ...[':method', 'GET', ':scheme', 'http', ':path', `/path/${count % 3}`, ':authority', 'localhost'],
            ...[
              'x-round',
              `${round}`,
              'x-count',
              `${count}`,
              'authorization',
              `Bearer t${'t'.repeat(count * 9)}`,
              'x-long',
              'l'.repeat(round * 100),
            ],
          ];
          const { received, answer } = await peer.request(fields);
          assert.deepEqual(received, fields);
          assert.deepEqual(
            answer.filter((_, at) => answer[at - (at % 2)] !== 'date'),
            [':status', '200', 'x-count', `${count}`, 'x-path', `/path/${count % 3}`, 'x-round', `${round}`],
          );
        }
        // nghttp2 says what its decoder takes; our own setting goes the other way.
        await peer.resizeTheirs([0, 4096, 100, 1000, 64, 2000, 300, 4096][round]!);
        await peer.resizeOurs([100, 0, 4096, 200, 4096, 50, 1000, 4096][round]!);
      }
    } finally {
      peer.close();
    }
  });
});

/** A server of node:http2, and a raw socket that speaks to it with our HPACK. */
class Nghttp2 {
  readonly #server: http2.Http2Server;
  readonly #socket: net.Socket;
  readonly #encoder = new HpackEncoder();
  readonly #decoder = new HpackDecoder({ maxListBytes: 1_000_000 });
  #streamId = 1;
  #bytes = Buffer.alloc(0);
  #received: string[] = [];
  #session: http2.ServerHttp2Session | undefined;

  static async listen(): Promise<Nghttp2> {
    const server = http2.createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const socket = net.connect((server.address() as AddressInfo).port, '127.0.0.1');
    await once(socket, 'connect');
    const peer = new Nghttp2(server, socket);
    // The server's SETTINGS and its acknowledgement of ours.
    socket.write(Buffer.concat([Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'), frame(4, 0, 0, Buffer.alloc(0))]));
    await peer.#settings();
    await peer.#frame(4);
    return peer;
  }

  private constructor(server: http2.Http2Server, socket: net.Socket) {
    this.#server = server;
    this.#socket = socket;
    server.on('stream', (stream: http2.ServerHttp2Stream, _headers: unknown, _flags: number, raw: string[]) => {
      this.#session = stream.session as http2.ServerHttp2Session;
      this.#received = raw;
      const headers = Object.fromEntries(raw.flatMap((text, at) => (at % 2 === 0 ? [[text, raw[at + 1]!]] : [])));
      stream.respond({ 'x-count': headers['x-count'], 'x-path': headers[':path'], 'x-round': headers['x-round'] }, { endStream: true });
    });
  }

  async request(fields: FieldList): Promise<{ received: string[]; answer: FieldList }> {
    const buffer = Buffer.alloc(16_384);
    const end = this.#encoder.encode(fields, buffer, 0);
    this.#socket.write(frame(1, 0x5, this.#streamId, buffer.subarray(0, end)));
    this.#streamId += 2;
    const answer = await this.#frame(1);
    return { received: this.#received, answer: this.#decoder.decode(answer, 0, answer.length)! };
  }

  /** What the decoder inside nghttp2 takes. */
  async resizeTheirs(bytes: number): Promise<void> {
    this.#session!.settings({ headerTableSize: bytes });
    await this.#settings();
  }

  /** What our decoder takes. */
  async resizeOurs(bytes: number): Promise<void> {
    const payload = Buffer.alloc(6);
    payload.writeUInt16BE(1, 0);
    payload.writeUInt32BE(bytes, 2);
    this.#socket.write(frame(4, 0, 0, payload));
    await this.#frame(4);
    this.#decoder.setMaxTableBytes(bytes);
  }

  close(): void {
    this.#socket.destroy();
    this.#server.close();
  }

  /** SETTINGS of the server, which we take over and acknowledge. */
  async #settings(): Promise<void> {
    const payload = await this.#frame(4);
    for (let at = 0; at < payload.length; at += 6) {
      if (payload.readUInt16BE(at) === 1) this.#encoder.setMaxTableBytes(payload.readUInt32BE(at + 2));
    }
    this.#socket.write(frame(4, 1, 0, Buffer.alloc(0)));
  }

  /** The payload of the next frame of a type; others are read over, GOAWAY and RST_STREAM excepted. */
  async #frame(type: number): Promise<Buffer> {
    for (;;) {
      while (this.#bytes.length < 9 || this.#bytes.length < 9 + this.#bytes.readUIntBE(0, 3)) {
        const [chunk] = (await once(this.#socket, 'data')) as [Buffer];
        this.#bytes = Buffer.concat([this.#bytes, chunk]);
      }
      const end = 9 + this.#bytes.readUIntBE(0, 3);
      const found = this.#bytes[3]!;
      const payload = this.#bytes.subarray(9, end);
      this.#bytes = this.#bytes.subarray(end);
      if (found === type) return payload;
      assert.ok(found !== 7 && found !== 3, `frame of type ${found}: ${payload.toString('hex')}`);
    }
  }
}

function frame(type: number, flags: number, streamId: number, payload: Uint8Array): Buffer {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head[3] = type;
  head[4] = flags;
  head.writeUInt32BE(streamId, 5);
  return Buffer.concat([head, payload]);
}
