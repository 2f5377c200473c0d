/**
 * Writes down what a connection tells its owner, one line a call, and fails where the contract of `ConnectionSink` is broken: a call
 * from inside a command, a call for a stream that is over, anything behind `onClosed`.
 */
import assert from 'node:assert/strict';
import { releaseSlab, type Slab } from '../../../../wire/bytes/slab.js';
import type { FieldList } from '../../../../wire/hpack/field-list.js';
import type { Settings } from '../../../../wire/http2/settings.js';
import type { Closed, ConnectionSink, FieldSection } from '../../../../wire/http2/sink.js';
import type { Http2Stream } from '../../../../wire/http2/stream.js';
import { bytesText, fieldsText } from './frame-text.js';
import { codeText, join } from './frames.js';

export type TestStream = Http2Stream<string>;

/** What an owner does from inside a call. */
export interface Reactions {
  headers?(stream: TestStream, fields: FieldList, section: FieldSection, endStream: boolean): void;
  data?(stream: TestStream, bytes: Uint8Array, endStream: boolean): void;
  writable?(stream: TestStream): void;
  streamClosed?(stream: TestStream, closed: Closed): void;
  settings?(settings: Settings): void;
  slots?(): void;
  goAway?(lastStreamId: number, code: number): void;
}

interface Written {
  readonly bytes: Uint8Array;
  readonly copy: Uint8Array;
  readonly slab: Slab | undefined;
}

export class RecordingSink implements ConnectionSink<string> {
  readonly lines: string[] = [];
  readonly streams = new Map<number, TestStream>();
  readonly reactions: Reactions = {};
  /** Delivered and not given back yet, by stream. */
  readonly received = new Map<TestStream, number>();
  settings: Settings | undefined;
  closedWith: Closed | undefined;
  closed = false;
  /** Set while a command runs: no call may come then. */
  inCommand: string | undefined;
  flushAsked = false;
  wakeChanges = 0;
  /** Calls of `onWrite`, and those that began a write: the others followed at once. */
  writes = 0;
  turns = 0;
  /** Calls of any kind but `onOutput` and `onWakeChange`. */
  calls = 0;
  #more = false;
  #written: Written[] = [];
  #outgoing: Uint8Array[] = [];
  readonly #over = new Set<TestStream>();
  #openData: { stream: TestStream; begin: Uint8Array; length: number; line: number } | undefined;

  onHeaders(stream: TestStream, fields: FieldList, section: FieldSection, endStream: boolean): void {
    this.#stream('onHeaders', stream);
    assert.ok(endStream || !stream.closed, `onHeaders for stream ${stream.id}, which is closed`);
    this.streams.set(stream.id, stream);
    this.#line(`${section} ${stream.id}${fields.length > 0 ? ' ' : ''}${fieldsText(fields)}${endStream ? ' END_STREAM' : ''}`);
    if (section === 'trailers') assert.ok(endStream, 'trailers always end the stream');
    if (section === 'informational') assert.ok(!endStream, 'an interim response never ends the stream');
    this.#ended(stream, endStream);
    this.reactions.headers?.(stream, fields, section, endStream);
  }

  onData(stream: TestStream, buffer: Uint8Array, start: number, end: number, endStream: boolean): void {
    this.#stream('onData', stream);
    assert.ok(endStream || !stream.closed, `onData for stream ${stream.id}, which is closed`);
    assert.ok(start >= 0 && start <= end && end <= buffer.length, `onData's range ${start} to ${end} of ${buffer.length}`);
    const bytes = buffer.slice(start, end);
    // One DATA frame may come in pieces, and frames of one stream behind each other are one run of bytes.
    if (this.#openData?.stream !== stream) this.#openData = { stream, begin: new Uint8Array(0), length: 0, line: this.lines.push('') - 1 };
    const run = this.#openData;
    if (run.begin.length <= 40) run.begin = join(run.begin, bytes);
    run.length += bytes.length;
    const shown = run.length > 40 ? `${run.length} bytes` : bytesText(run.begin);
    this.lines[run.line] = `data ${stream.id} ${shown}${endStream ? ' END_STREAM' : ''}`;
    this.received.set(stream, (this.received.get(stream) ?? 0) + bytes.length);
    this.#ended(stream, endStream);
    if (endStream) this.#openData = undefined;
    this.reactions.data?.(stream, bytes, endStream);
  }

  onWritable(stream: TestStream): void {
    this.#stream('onWritable', stream);
    assert.ok(!stream.closed, `onWritable for stream ${stream.id}, which is closed`);
    this.#line(`writable ${stream.id}`);
    this.reactions.writable?.(stream);
  }

  onStreamClosed(stream: TestStream, closed: Closed): void {
    this.#stream('onStreamClosed', stream);
    assert.ok(stream.user !== undefined || this.streams.has(stream.id), `stream ${stream.id} is closed, and was never announced`);
    assert.ok(stream.closed, 'a stream that is told as closed is closed');
    assert.ok(closed.message.length > 0, 'a reason has a sentence');
    this.#over.add(stream);
    this.#line(`closed ${stream.id} by ${closed.by}: ${closed.scope} ${codeText(closed.code)}, processed ${closed.processed}`);
    this.reactions.streamClosed?.(stream, closed);
  }

  onSettings(settings: Settings): void {
    this.#call('onSettings');
    this.settings = settings;
    this.#line('settings');
    this.reactions.settings?.(settings);
  }

  onSlots(): void {
    this.#call('onSlots');
    this.#line('slots');
    this.reactions.slots?.();
  }

  onGoAway(lastStreamId: number, code: number, debug: string): void {
    this.#call('onGoAway');
    this.#line(`goaway last=${lastStreamId} ${codeText(code)}${debug === '' ? '' : ` ${JSON.stringify(debug)}`}`);
    this.reactions.goAway?.(lastStreamId, code);
  }

  onOutput(): void {
    assert.ok(!this.flushAsked, 'onOutput comes at most once until flush');
    assert.ok(!this.closed, 'onClosed is the last call');
    this.flushAsked = true;
  }

  onWakeChange(): void {
    assert.ok(!this.closed, 'onClosed is the last call');
    this.wakeChanges++;
  }

  onWrite(bytes: Uint8Array, slab: Slab | undefined, more: boolean): void {
    this.#call('onWrite');
    assert.ok(bytes.length > 0, 'a write has bytes');
    const copy = bytes.slice();
    this.#written.push({ bytes, copy, slab });
    this.#outgoing.push(copy);
    this.writes++;
    if (!this.#more) this.turns++;
    this.#more = more;
  }

  onClosed(closed: Closed | undefined): void {
    this.#call('onClosed');
    if (closed !== undefined) assert.equal(closed.scope, 'connection', 'a connection ends by something of its own');
    this.closedWith = closed;
    this.#line(closed === undefined ? 'end' : `end by ${closed.by}: ${codeText(closed.code)}`);
    this.closed = true;
  }

  /** The lines from here on are looked at on their own. */
  breakRun(): void {
    this.#openData = undefined;
  }

  /** What was written since the last call. The memory was the socket's until now, so it must be unchanged. */
  takeWritten(): Uint8Array {
    assert.ok(!this.#more, 'the last write of a turn has no `more`');
    for (const { bytes, copy, slab } of this.#written) {
      assert.deepEqual(bytes, copy, 'what was given to the socket is not written to again');
      if (slab !== undefined) {
        assert.ok(slab.users > 0, 'a slab at the socket has a user');
        releaseSlab(slab);
      }
    }
    this.#written = [];
    const outgoing = join(...this.#outgoing);
    this.#outgoing = [];
    return outgoing;
  }

  #line(line: string): void {
    this.#openData = undefined;
    this.lines.push(line.trimEnd());
  }

  #call(name: string): void {
    this.calls++;
    assert.equal(this.inCommand, undefined, `${name} comes from inside the command ${this.inCommand}`);
    assert.ok(!this.closed, `${name} behind onClosed, which is the last call`);
  }

  #stream(name: string, stream: TestStream): void {
    this.#call(name);
    assert.ok(!this.#over.has(stream), `${name} for stream ${stream.id}, which is over`);
  }

  /** The peer's side has ended: nothing of it comes any more, but the stream's end may. */
  #ended(stream: TestStream, endStream: boolean): void {
    if (endStream) assert.ok(stream.remoteEnded, 'remoteEnded is set when the end is delivered');
  }
}
