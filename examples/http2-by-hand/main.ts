/**
 * The HTTP/2 engine by hand: two `Connection`s without a socket, a timer or a promise. Bytes, commands and the time go in; calls on a
 * sink and bytes come out. Whoever has another way to carry bytes, or wants to see every frame, drives it like this.
 *
 *   node dist/examples/http2-by-hand/main.js
 */
import { type Closed, Connection, type ConnectionSink, type FieldList, type Http2Stream, releaseSlab, type Slab } from 'barewire/http2';

/** What hangs on each stream: here the name that it is printed with. */
type Named = string;

const text = new TextDecoder();
const bytes = new TextEncoder();

/** One end: a connection, and the bytes that it has written and nobody has carried over yet. */
class End implements ConnectionSink<Named> {
  readonly name: string;
  readonly connection: Connection<Named>;
  readonly outgoing: Uint8Array[] = [];

  constructor(name: 'client' | 'server') {
    this.name = name;
    this.connection = new Connection({ role: name }, this);
  }

  /** A field section: a request, a response, or trailers. */
  onHeaders(stream: Http2Stream<Named>, fields: FieldList, section: string, endStream: boolean): void {
    const pairs = fields.flatMap((name, index) => (index % 2 === 0 ? [`${name} ${fields[index + 1]}`] : []));
    this.say(`${section} of stream ${stream.id}: ${pairs.join(', ')}${endStream ? ' (end)' : ''}`);
    if (this.name === 'client') return;
    stream.user = 'the answer';
    this.connection.sendHeaders(stream, [':status', '200', 'content-type', 'text/plain'], false);
  }

  /** Content. The range is valid during this call only; `consumed` gives the credit back, so that more may come. */
  onData(stream: Http2Stream<Named>, buffer: Uint8Array, start: number, end: number, endStream: boolean): void {
    const content = text.decode(buffer.subarray(start, end));
    this.say(`data of stream ${stream.id}: ${JSON.stringify(content)}${endStream ? ' (end)' : ''}`);
    this.connection.consumed(stream, end - start);
    if (this.name === 'client' || !endStream) return;
    // Commands inside a call are legal. The bytes belong to the connection from now on.
    this.connection.sendData(stream, bytes.encode(`${content.length} letters`), false);
    this.connection.sendHeaders(stream, ['x-counted-by', this.name], true);
  }

  /** Bytes for the other end. A slab is lent memory, and is given back when the bytes have gone. */
  onWrite(written: Uint8Array, slab: Slab | undefined): void {
    this.outgoing.push(written.slice());
    if (slab !== undefined) releaseSlab(slab);
  }

  onStreamClosed(stream: Http2Stream<Named>, closed: Closed): void {
    this.say(`stream ${stream.id} ended early: ${closed.message}`);
  }

  onClosed(closed: Closed | undefined): void {
    this.say(closed === undefined ? 'closed in good order' : `closed: ${closed.message}`);
  }

  onSettings(): void {
    this.say(`the other side takes frames of ${this.connection.peerSettings.maxFrameBytes} bytes`);
  }

  onGoAway(lastStreamId: number): void {
    this.say(`the other side opens no more streams; the last it takes is ${lastStreamId}`);
  }

  onWritable(): void {}
  onSlots(): void {}
  /** A socket would write at the end of this turn, and a timer be set to `connection.wakeAtMs`: here the loop below looks each time. */
  onOutput(): void {}
  onWakeChange(): void {}

  say(what: string): void {
    console.log(`${this.name}: ${what}`);
  }
}

const client = new End('client');
const server = new End('server');
/** The time is an argument: here it stands still. */
const nowMs = 0;

/** Carries bytes over until both ends are silent. */
function exchange(): void {
  for (let silent = 0; silent < 2; ) {
    for (const [from, to] of [
      [client, server],
      [server, client],
    ] as const) {
      // Room for as much as the connection likes to write; a socket would say how much it takes.
      from.connection.writable(1_000_000);
      from.connection.flush(nowMs);
      const pieces = from.outgoing.splice(0);
      silent = pieces.length === 0 ? silent + 1 : 0;
      for (const piece of pieces) to.connection.receive(piece, 0, piece.length, nowMs);
    }
  }
}

client.connection.start(nowMs);
server.connection.start(nowMs);
exchange();

const request = [':method', 'POST', ':scheme', 'http', ':path', '/count', ':authority', 'localhost'];
const stream = client.connection.openStream(request, false, 'the question');
if (stream === undefined) throw new Error('the server allows no stream');
client.connection.sendData(stream, bytes.encode('barewire'), true);
exchange();

client.connection.ping((roundTripMs) => client.say(`PING came back after ${roundTripMs} ms`), nowMs);
exchange();

server.connection.shutdown(nowMs);
exchange();
