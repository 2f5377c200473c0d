/**
 * A scripted conversation between a connection and its peer, under a clock that a test moves: `send` is the peer, `does` is the
 * connection's owner, `writes` and `tells` are what the connection must do then, each with its reason.
 *
 *     conversation('server', 'a request and its answer', (c) => {
 *       c.send(headers(1, GET, { end: true }));
 *       c.tells('the request is announced, with its end', `headers 1 ${fieldsText(GET)} END_STREAM`);
 *       c.does((engine) => engine.sendHeaders(c.stream(1), OK, true));
 *       c.writes('an answer without content is one frame', 'HEADERS 1 :status=200 END_STREAM');
 *     });
 *
 * Every conversation runs several times: whole, one byte at a time, and in pieces cut at random; all must go the same way.
 */
import assert from 'node:assert/strict';
import { Connection, type ConnectionOptions } from '../../../../wire/http2/connection.js';
import { Random } from '../../../support/random.js';
import { type ReadFrame, WireReader } from './frame-text.js';
import { CLIENT_PREFACE, codeText, join, ping, settings, settingsAck } from './frames.js';
import { RecordingSink, type TestStream } from './recording-sink.js';
import { Referee } from './referee.js';

export type Role = 'client' | 'server';

export const GET = [':method', 'GET', ':scheme', 'http', ':path', '/', ':authority', 'here'] as const;
export const POST = [':method', 'POST', ':scheme', 'http', ':path', '/', ':authority', 'here'] as const;
export const OK = [':status', '200'] as const;

/** How the peer's bytes are cut: as they were sent, one by one with a flush behind all or behind each, or at random. */
const CUTS = ['whole', 'bytes', 'bytes, a turn each', 'random 1', 'random 2'] as const;
type Cut = (typeof CUTS)[number];

export interface ConversationOptions extends Partial<Omit<ConnectionOptions, 'role'>> {
  /** No preface and SETTINGS before the script. */
  readonly raw?: boolean;
  /** The peer's SETTINGS in the opening. */
  readonly peerSettings?: Parameters<typeof settings>[0];
  /** Credit is given back for everything that comes, at the end of each `send`. */
  readonly consume?: boolean;
}

export class Conversation {
  readonly role: Role;
  readonly engine: Connection<string>;
  readonly sink = new RecordingSink();
  readonly referee: Referee;
  /** Every line and every frame, in order: what must be the same however the bytes were cut. */
  readonly transcript: string[] = [];
  nowMs = 5_000;
  roomBytes = 1 << 20;
  /** All frames since the opening. */
  readonly allFrames: ReadFrame[] = [];
  readonly #cut: Cut;
  readonly #random: Random;
  readonly #consume: boolean;
  readonly #reader: WireReader;
  #frames: ReadFrame[] = [];
  #told = 0;

  constructor(role: Role, cut: Cut, options: ConversationOptions = {}) {
    const { raw, peerSettings, consume, ...engineOptions } = options;
    this.role = role;
    this.#cut = cut;
    this.#random = new Random(cut === 'random 1' ? 1 : 2);
    this.#consume = consume ?? false;
    this.#reader = new WireReader(role === 'client');
    this.referee = new Referee(role === 'server', this.#reader);
    this.engine = new Connection<string>({ ...engineOptions, role }, this.sink);
    this.engine.writable(this.roomBytes);
    this.engine.start(this.nowMs);
    if (!raw) this.open(peerSettings);
  }

  /** Both prefaces and both acknowledgements. */
  open(peerSettings: Parameters<typeof settings>[0] = {}): void {
    if (this.role === 'server') this.send(CLIENT_PREFACE, settings(peerSettings));
    else this.send(settings(peerSettings));
    this.send(settingsAck());
    this.transcript.push(...this.#take());
    this.#told = this.sink.lines.length;
    this.sink.breakRun();
  }

  /** The peer sends: the bytes are fed as the run's cut says, and the turn ends. */
  send(...frames: readonly Uint8Array[]): this {
    const bytes = join(...frames);
    this.referee.peerSends(bytes);
    for (let start = 0; start < bytes.length; ) {
      const end = start + this.#pieceBytes(bytes.length - start);
      this.#feed(bytes.subarray(start, end));
      start = end;
      if (this.#cut === 'bytes, a turn each') this.flush();
    }
    if (this.#consume) this.#consumeAll();
    this.flush();
    return this;
  }

  /** The owner's commands, and the end of the turn. */
  does(commands: (engine: Connection<string>) => void): this {
    this.command(commands);
    this.flush();
    return this;
  }

  /** As `does`, without the end of the turn. */
  command(commands: (engine: Connection<string>) => void): this {
    this.sink.inCommand = 'of the test';
    commands(this.engine);
    this.sink.inCommand = undefined;
    return this;
  }

  /** Opens a stream (client). */
  request(fields: readonly string[] = GET, end = true): TestStream {
    let stream: TestStream | undefined;
    this.does((engine) => {
      stream = engine.openStream(fields, end, 'user');
    });
    assert.ok(stream !== undefined, 'there is a free slot');
    this.sink.streams.set(stream.id, stream);
    return stream;
  }

  flush(): void {
    for (let turns = 0; this.sink.flushAsked; turns++) {
      assert.ok(turns < 100, 'a connection comes to rest');
      this.sink.flushAsked = false;
      this.engine.writable(this.roomBytes);
      this.engine.flush(this.nowMs);
      const wrote = this.#collect();
      if (this.roomBytes > 0) this.referee.turnEnds();
      // The socket has written everything, and says so.
      if (wrote) this.engine.writable(this.roomBytes);
    }
    if (this.roomBytes > 0) this.referee.turnEnds();
  }

  /** One turn in which the socket takes so many bytes, and no further one. */
  turn(roomBytes: number): this {
    this.engine.writable(roomBytes);
    assert.ok(this.sink.flushAsked, 'a turn was asked for');
    this.sink.flushAsked = false;
    this.engine.flush(this.nowMs);
    this.#collect();
    return this;
  }

  /** Time goes on; `wake` is called when it was asked for. */
  pass(ms: number): this {
    const target = this.nowMs + ms;
    for (let wakes = 0; this.engine.wakeAtMs <= target && !this.sink.closed; wakes++) {
      assert.ok(wakes < 1_000, 'wake() asks for a later one');
      this.nowMs = Math.max(this.nowMs, this.engine.wakeAtMs);
      this.engine.wake(this.nowMs);
      this.flush();
    }
    this.nowMs = target;
    return this;
  }

  stream(id: number): TestStream {
    const stream = this.sink.streams.get(id);
    assert.ok(stream !== undefined, `stream ${id} is known`);
    return stream;
  }

  /** All frames since the last look, and no others. */
  writes(why: string, ...expected: readonly string[]): this {
    assert.deepEqual(this.#take(), expected, why);
    return this;
  }

  /** All sink calls since the last look, and no others. */
  tells(why: string, ...expected: readonly string[]): this {
    const lines = this.sink.lines.slice(this.#told);
    this.#told = this.sink.lines.length;
    this.sink.breakRun();
    this.transcript.push(...lines);
    assert.deepEqual(lines, expected, why);
    return this;
  }

  /** Takes what was written and told, for a test that looks at parts of it. */
  take(): { frames: readonly string[]; lines: readonly string[] } {
    const lines = this.sink.lines.slice(this.#told);
    this.#told = this.sink.lines.length;
    this.sink.breakRun();
    const frames = this.#take();
    this.transcript.push(...lines);
    return { frames, lines };
  }

  /** Neither frames nor calls. */
  silent(why: string): this {
    return this.writes(why).tells(why);
  }

  /** The connection has ended with GOAWAY of this code, and the owner knows. */
  failed(why: string, code: string): this {
    const { frames, lines } = this.take();
    const goAways = frames.filter((line) => line.startsWith('GOAWAY'));
    assert.equal(goAways.length, 1, `${why}: one GOAWAY, got ${JSON.stringify(frames)}`);
    assert.match(goAways[0]!, new RegExp(` ${code}$`), why);
    assert.equal(frames.at(-1), goAways[0], `${why}: GOAWAY is the last frame`);
    assert.equal(lines.at(-1), `end by us: ${code}`, why);
    assert.ok(this.engine.closed, `${why}: the connection is closed`);
    return this;
  }

  /** The connection goes on: a PING is answered, and nothing else happens. */
  alive(why: string): this {
    assert.ok(!this.engine.closed, `${why}: the connection is open, ${this.sink.closedWith?.message}`);
    return this.send(ping('alive?!?')).silentBut(why, 'PING ACK alive?!?');
  }

  silentBut(why: string, ...frames: readonly string[]): this {
    return this.writes(why, ...frames).tells(why);
  }

  #take(): string[] {
    const texts = this.#frames.map(({ text }) => text);
    this.allFrames.push(...this.#frames);
    this.#frames = [];
    this.transcript.push(...texts);
    return texts;
  }

  #collect(): boolean {
    const bytes = this.sink.takeWritten();
    if (bytes.length === 0) return false;
    this.#reader.readEach(bytes, (frame) => {
      this.referee.engineSends(frame);
      this.#frames.push(frame);
    });
    assert.equal(this.#reader.unread, 0, 'a turn writes whole frames');
    return true;
  }

  /** Nothing of a chunk may be kept: it lies somewhere in a larger buffer, which is overwritten at once. */
  #feed(bytes: Uint8Array): void {
    const offset = bytes.length % 7;
    const chunk = new Uint8Array(offset + bytes.length + 3).fill(0xee);
    chunk.set(bytes, offset);
    this.engine.receive(chunk, offset, offset + bytes.length, this.nowMs);
    chunk.fill(0xdd);
  }

  #consumeAll(): void {
    for (const [stream, bytes] of this.sink.received) {
      if (bytes > 0 && !stream.closed) this.command((engine) => engine.consumed(stream, bytes));
    }
    this.sink.received.clear();
  }

  #pieceBytes(left: number): number {
    if (this.#cut === 'whole') return left;
    if (this.#cut !== 'random 1' && this.#cut !== 'random 2') return 1;
    return Math.min(left, this.#random.pick([1, 2, 3, 8, 9, 10, 24, 100, 1_000, 20_000]));
  }
}

export type Script = (c: Conversation) => void;

/** Runs a script once for each cut, and holds the runs to each other. */
export function converse(role: Role, script: Script, options: ConversationOptions = {}): void {
  let first: string[] | undefined;
  for (const cut of CUTS) {
    let conversation: Conversation | undefined;
    try {
      conversation = new Conversation(role, cut, options);
      script(conversation);
      conversation.take();
    } catch (error) {
      if (error instanceof Error) {
        const end = conversation?.sink.closedWith;
        error.message = `${error.message}\n(bytes cut: ${cut}${end === undefined ? '' : `; ended with ${codeText(end.code)}: ${end.message}`})`;
      }
      throw error;
    }
    // The connection's credit goes back once per chunk, so its increments are the one thing that may differ.
    const transcript = conversation.transcript.filter((line) => !line.startsWith('WINDOW_UPDATE 0 '));
    first ??= transcript;
    assert.deepEqual(transcript, first, `the same conversation, bytes cut: ${cut}`);
  }
}

/** A test of one conversation. */
export function conversation(role: Role, name: string, script: Script, options: ConversationOptions = {}): void {
  it(`${role}: ${name}`, () => converse(role, script, options));
}

/** The same for both roles. */
export function conversations(name: string, script: Script, options: ConversationOptions = {}): void {
  conversation('client', name, script, options);
  conversation('server', name, script, options);
}
