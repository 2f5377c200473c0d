import { Chunk, DownloadRequest, Hello, Summary } from '../../gen/fixtures.js';

/** The service in grpc-js' words, with barewire's codec, so that the rows compare the calls and not the codecs. */
export const service = {
  sayHello: method('SayHello', false, false, Hello, Hello),
  download: method('Download', false, true, DownloadRequest, Chunk),
  upload: method('Upload', true, false, Chunk, Summary),
  chat: method('Chat', true, true, Chunk, Chunk),
} as const;

interface Codec<T> {
  encode(message: T): Uint8Array;
  decode(bytes: Uint8Array): T;
}

function method<Req, Res>(name: string, requestStream: boolean, responseStream: boolean, request: Codec<Req>, response: Codec<Res>) {
  return {
    path: `/barewire.bench.Bench/${name}`,
    requestStream,
    responseStream,
    requestSerialize: (message: Req) => asBuffer(request.encode(message)),
    requestDeserialize: (bytes: Buffer) => request.decode(bytes),
    responseSerialize: (message: Res) => asBuffer(response.encode(message)),
    responseDeserialize: (bytes: Buffer) => response.decode(bytes),
  };
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
