import { HpackError } from '../hpack/errors.js';
import type { FieldList } from '../hpack/field-list.js';
import { ANY_LENGTH } from './content-length.js';
import type { ControlFrames } from './control-frames.js';
import type { Core } from './core.js';
import { ErrorCode } from './error-code.js';
import { ConnectionError } from './errors.js';
import type { FieldProblem } from './field-problem.js';
import { FieldRules } from './field-rules.js';
import type { FrameHandler } from './frame-reader.js';
import { Flag, FrameType, frameTypeName } from './frame-type.js';
import { checkContinuation } from './frames/continuation.js';
import { headersDependOnItself, headersFragmentEnd, readHeaders } from './frames/headers.js';
import { HeaderBlock } from './header-block.js';
import { checkIdle, dataOnClosed, headersOnClosed } from './late-frames.js';
import type { ReceiveCredit } from './receive-credit.js';
import type { FieldSection } from './sink.js';
import { EngineStream, ReceivePart } from './stream.js';
import { receiveEndStream, StreamState } from './stream-state.js';

const CONTENT_LONGER = 'the content is longer than content-length says (RFC 9113 §8.1.1)';
const CONTENT_SHORTER = 'the content is shorter than content-length says (RFC 9113 §8.1.1)';

/** The receiving side of all streams: HEADERS, CONTINUATION and DATA. The other frames go on to `ControlFrames`. */
export class Receiver<U> implements FrameHandler {
  private readonly core: Core<U>;
  private readonly credit: ReceiveCredit<U>;
  private readonly control: ControlFrames<U>;
  private readonly block: HeaderBlock;
  private readonly rules: FieldRules;
  private readonly allowsWhitespace: boolean;
  private trailerRules: FieldRules | undefined;
  /** Of the DATA frame being read. */
  private dataStream: EngineStream<U> | undefined;
  private dataEnds: boolean;

  constructor(
    core: Core<U>,
    credit: ReceiveCredit<U>,
    control: ControlFrames<U>,
    maxBlockBytes: number,
    maxContinuations: number,
    allowsWhitespace: boolean,
  ) {
    this.core = core;
    this.credit = credit;
    this.control = control;
    this.block = new HeaderBlock(maxBlockBytes, maxContinuations);
    this.rules = new FieldRules(core.isServer ? 'request' : 'response', true, allowsWhitespace);
    this.allowsWhitespace = allowsWhitespace;
    this.trailerRules = undefined;
    this.dataStream = undefined;
    this.dataEnds = false;
  }

  get maxFrameBytes(): number {
    return this.core.localSettings.maxFrameBytes;
  }

  get closed(): boolean {
    return this.core.closed;
  }

  /** The memory of a field block that is not complete. */
  get openBlock(): Uint8Array | undefined {
    return this.block.streamId === 0 ? undefined : this.block.bytes;
  }

  /** Bytes of a field block that is not complete. */
  get heldBytes(): number {
    return this.block.length;
  }

  frame(type: number, flags: number, streamId: number, buffer: Uint8Array, start: number, end: number): void {
    if (this.block.streamId !== 0) this.continuation(type, flags, streamId, buffer, start, end);
    else if (type === FrameType.HEADERS) this.headers(flags, streamId, buffer, start, end);
    else if (type === FrameType.CONTINUATION) {
      checkContinuation(streamId);
      throw new ConnectionError(
        ErrorCode.PROTOCOL_ERROR,
        'CONTINUATION, and no field block is open that it could continue',
        'RFC 9113 §6.10',
      );
    } else this.control.frame(type, flags, streamId, buffer, start, end);
  }

  unknownFrame(type: number): void {
    // RFC 9113 §5.5: extension frames are ignored, but not inside a field block.
    if (this.block.streamId !== 0) throw this.interrupted(type);
    this.core.spend(this.core.budget.unknownFrame(this.core.nowMs), 'unknownFrames');
  }

  beginData(streamId: number, length: number, dataLength: number, endStream: boolean): boolean {
    const { core } = this;
    if (this.block.streamId !== 0) throw this.interrupted(FrameType.DATA);
    const stream = core.streams.get(streamId);
    if (stream === undefined) checkIdle(core, streamId, FrameType.DATA);
    if (!this.credit.receive(length)) {
      const message = `DATA of ${length} bytes, more than the connection's window holds`;
      throw new ConnectionError(ErrorCode.FLOW_CONTROL_ERROR, message, 'RFC 9113 §6.9.1');
    }
    if (dataLength === 0 && !endStream) core.spend(core.budget.emptyFrame(core.nowMs), 'emptyFrames');
    if (stream === undefined) {
      dataOnClosed(core, streamId);
      return false;
    }
    if ((stream.state & StreamState.HALF_CLOSED_REMOTE) !== 0) {
      core.streamError(stream, ErrorCode.STREAM_CLOSED, 'DATA came after END_STREAM (RFC 9113 §5.1)');
      return false;
    }
    // Without bytes it needs no window, which our SETTINGS may have made negative (RFC 9113 §6.9.1).
    if (length > stream.receiveWindow && length > 0) {
      const message = `DATA of ${length} bytes in a window of ${stream.receiveWindow} (RFC 9113 §6.9.1)`;
      core.streamError(stream, ErrorCode.FLOW_CONTROL_ERROR, message);
      return false;
    }
    stream.receiveWindow -= length;
    if (!this.checkContent(stream, dataLength, endStream)) return false;
    stream.unconsumed += dataLength;
    core.unconsumed += dataLength;
    if (length !== dataLength) this.credit.giveBack(stream, length - dataLength);
    if (dataLength > 0) core.budget.useful(dataLength);
    this.dataStream = stream;
    this.dataEnds = endStream;
    return true;
  }

  data(buffer: Uint8Array, start: number, end: number, last: boolean): void {
    const stream = this.dataStream!;
    if (last) this.dataStream = undefined;
    // Reset from inside an earlier call of this very frame.
    if (stream.state === StreamState.CLOSED) return;
    const ends = last && this.dataEnds;
    if (ends) this.receivedEnd(stream);
    if (end > start || ends) this.core.sink.onData(stream, buffer, start, end, ends);
  }

  private headers(flags: number, streamId: number, buffer: Uint8Array, start: number, end: number): void {
    const fragment = readHeaders(buffer, start, end, flags, streamId);
    const fragmentEnd = headersFragmentEnd(buffer, start, end, flags);
    const endStream = (flags & Flag.END_STREAM) !== 0;
    const dependsOnItself = headersDependOnItself(buffer, start, flags, streamId);
    checkIdle(this.core, streamId, FrameType.HEADERS);
    if ((flags & Flag.END_HEADERS) !== 0) this.fieldSection(streamId, endStream, dependsOnItself, buffer, fragment, fragmentEnd);
    else this.block.begin(streamId, endStream, dependsOnItself, buffer, fragment, fragmentEnd);
  }

  private continuation(type: number, flags: number, streamId: number, buffer: Uint8Array, start: number, end: number): void {
    const { block } = this;
    if (type !== FrameType.CONTINUATION || streamId !== block.streamId) throw this.interrupted(type);
    block.add(buffer, start, end);
    if ((flags & Flag.END_HEADERS) === 0) return;
    const { bytes, length, endStream, dependsOnItself } = block;
    block.clear();
    this.fieldSection(streamId, endStream, dependsOnItself, bytes, 0, length);
  }

  /** A whole field block: whatever becomes of its stream, it is decoded, so that the compression state stays in step (RFC 9113 §4.3). */
  private fieldSection(
    streamId: number,
    endStream: boolean,
    dependsOnItself: boolean,
    buffer: Uint8Array,
    start: number,
    end: number,
  ): void {
    const { core } = this;
    const fields = this.decode(buffer, start, end);
    core.budget.useful(0);
    let stream = core.streams.get(streamId);
    if (stream === undefined) {
      stream = this.accept(streamId);
      if (stream === undefined) return;
    } else if ((stream.state & StreamState.HALF_CLOSED_REMOTE) !== 0) {
      core.streamError(stream, ErrorCode.STREAM_CLOSED, 'HEADERS came after END_STREAM (RFC 9113 §5.1)');
      return;
    }
    const isSecond = stream.receivePart !== ReceivePart.NOTHING;
    if (fields === undefined) {
      this.tooLarge(stream, isSecond);
      return;
    }
    const problem = dependsOnItself
      ? 'the stream is made to depend on itself (RFC 7540 §5.3.1)'
      : isSecond
        ? this.readTrailers(stream, fields, endStream)
        : this.readHead(stream, fields, endStream);
    if (problem !== undefined) {
      this.protocolError(stream, problem);
      return;
    }
    const section: FieldSection = isSecond ? 'trailers' : stream.receivePart === ReceivePart.NOTHING ? 'informational' : 'headers';
    if (endStream) {
      if (!this.checkContent(stream, 0, true)) return;
      this.receivedEnd(stream);
    }
    stream.told = true;
    core.sink.onHeaders(stream, fields, section, endStream);
  }

  /** The request, a final response or an interim one. Gives what is wrong with it. */
  private readHead(stream: EngineStream<U>, fields: FieldList, endStream: boolean): string | undefined {
    const { core, rules } = this;
    const problem = rules.check(fields);
    if (problem !== undefined) return problemText(problem);
    const { status, contentLength } = rules;
    if (!core.isServer && status < 200) {
      if (endStream) return 'an interim response with END_STREAM (RFC 9113 §8.1)';
      core.spend(core.budget.interimResponse(core.nowMs), 'interimResponses');
      return undefined;
    }
    const tunnel = core.isServer ? rules.isConnect : stream.connectRequest && status < 300;
    stream.receivePart = tunnel ? ReceivePart.TUNNEL : ReceivePart.CONTENT;
    // RFC 9110 §6.4.1: these responses have no content, whatever their content-length says.
    const noContent = stream.headRequest || status === 204 || status === 304;
    stream.contentLeft = noContent ? 0 : tunnel ? ANY_LENGTH : contentLength;
    return undefined;
  }

  private readTrailers(stream: EngineStream<U>, fields: FieldList, endStream: boolean): string | undefined {
    if (stream.receivePart === ReceivePart.TUNNEL) return 'a tunnel of CONNECT has DATA only (RFC 9113 §8.5)';
    if (!endStream) return 'a second field section without END_STREAM (RFC 9113 §8.1)';
    this.trailerRules ??= new FieldRules('trailers', true, this.allowsWhitespace);
    const problem = this.trailerRules.check(fields);
    return problem === undefined ? undefined : problemText(problem);
  }

  private decode(buffer: Uint8Array, start: number, end: number): FieldList | undefined {
    try {
      return this.core.decoder.decode(buffer, start, end);
    } catch (error) {
      if (error instanceof HpackError) throw new ConnectionError(ErrorCode.COMPRESSION_ERROR, error.message, 'RFC 9113 §4.3');
      throw error;
    }
  }

  /** A client opens a stream. Undefined where it is not taken: it was refused, lies above our GOAWAY, or was reset by us. */
  private accept(streamId: number): EngineStream<U> | undefined {
    const { core } = this;
    const { streams } = core;
    if (!core.isServer || streamId <= streams.highestPeerId) {
      headersOnClosed(core, streamId);
      return undefined;
    }
    if (streamId > core.lastAcceptedId) {
      core.spend(core.budget.strayFrame(core.nowMs), 'strayFrames');
      return undefined;
    }
    streams.peerOpens(streamId);
    // Before the acknowledgement too: the client cannot know the limit yet, but REFUSED_STREAM is safe to retry (RFC 9113 §5.1.2).
    // A peer that takes nothing of what it has asked for may not ask for more.
    if (streams.open.size >= core.ownSettings.announced.maxConcurrentStreams || core.queuedBytes > core.maxQueuedBytes) {
      core.writeReset(streamId, ErrorCode.REFUSED_STREAM);
      core.spend(core.budget.refusedStream(core.nowMs), 'refusedStreams');
      return undefined;
    }
    const stream = new EngineStream<U>(streamId, undefined, core.peerSettings.initialWindowBytes, core.localSettings.initialWindowBytes);
    streams.add(stream);
    return stream;
  }

  /** Content must be as long as `content-length` says (RFC 9113 §8.1.1), and come behind a field section. False where the stream ended. */
  private checkContent(stream: EngineStream<U>, bytes: number, endStream: boolean): boolean {
    if (stream.receivePart === ReceivePart.NOTHING) {
      this.protocolError(stream, 'DATA came before the response headers (RFC 9113 §8.1)');
      return false;
    }
    if (stream.contentLeft === ANY_LENGTH) return true;
    const left = stream.contentLeft - bytes;
    if (left < 0 || (endStream && left > 0)) {
      this.protocolError(stream, left < 0 ? CONTENT_LONGER : CONTENT_SHORTER);
      return false;
    }
    stream.contentLeft = left;
    return true;
  }

  /** END_STREAM has come: before the sink hears of it, so that it finds the stream as it is now. */
  private receivedEnd(stream: EngineStream<U>): void {
    stream.endCame = true;
    stream.state = receiveEndStream(stream.state);
    if (stream.state !== StreamState.CLOSED) return;
    this.core.budget.streamEnded();
    this.core.forget(stream);
  }

  private protocolError(stream: EngineStream<U>, message: string): void {
    this.failStream(stream, ErrorCode.PROTOCOL_ERROR, message);
  }

  private tooLarge(stream: EngineStream<U>, isSecond: boolean): void {
    const what = isSecond ? 'trailers' : this.core.isServer ? 'request headers' : 'response headers';
    const limit = this.core.ownSettings.announced.maxHeaderListBytes;
    this.failStream(
      stream,
      ErrorCode.ENHANCE_YOUR_CALM,
      `the ${what} are larger than the limit of ${limit} bytes: raise maxHeaderListBytes`,
    );
  }

  /** A stream error; a server's stream that the sink has not heard of ends without a word to it. */
  private failStream(stream: EngineStream<U>, code: number, message: string): void {
    if (this.core.isServer && !stream.told) this.core.refuse(stream, code);
    else this.core.streamError(stream, code, message);
  }

  private interrupted(type: number): ConnectionError {
    const message = `${frameTypeName(type)} inside the field block of stream ${this.block.streamId}; only its CONTINUATION may come`;
    return new ConnectionError(ErrorCode.PROTOCOL_ERROR, message, 'RFC 9113 §4.3');
  }
}

function problemText(problem: FieldProblem): string {
  return `${problem.message} (${problem.section})`;
}
