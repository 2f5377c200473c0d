/**
 * One attempt of a call: from the pick of a connection to the end of one stream.
 *
 *              pick                openStream             onHeaders
 *   picking ----------> (picked) ---------------> open ---------------> answered
 *      |                    |                       |                       |
 *      | onPickFailed       | TransportError        | onTrailers, onClosed, onViolation
 *      v                    v                       v                       v
 *    ended                ended                   ended                   ended
 *
 * It reads what the stream brings as gRPC (headers, encodings, trailers) and tells its call; what follows for the user, and whether
 * there is another attempt, is the call's. It is its own queue entry for the channel and its own sink for the stream.
 */
import { compressedFlagProblem, IDENTITY, IDENTITY_ONLY, responseEncodingProblem } from '../../wire/grpc/encodings.js';
import type { FieldList, Problem } from '../../wire/grpc/fields.js';
import { Metadata } from '../../wire/grpc/metadata.js';
import { parseResponseHeaders } from '../../wire/grpc/response-headers.js';
import { StatusCode } from '../../wire/grpc/status-code.js';
import { parseTrailers } from '../../wire/grpc/trailers.js';
import {
  encodingError,
  errorFromClosed,
  errorFromResponse,
  errorFromStatus,
  errorFromTransport,
  errorFromViolation,
  optionError,
} from '../rpc/error-conversion.js';
import type { ObservedAttempt } from '../rpc/observer.js';
import { RpcError } from '../rpc/rpc-error.js';
import { NO_DETAILS, OK_STATUS, type Status } from '../rpc/status.js';
import { decodeStatusDetails } from '../rpc/status-details.js';
import { ErrorCode } from '../transport/error-code.js';
import {
  type ClientSession,
  type ClientStream,
  type MessageViolation,
  type Peer,
  type StreamClosed,
  type StreamSink,
  TransportError,
} from '../transport/transport.js';
import type { Call } from './call.js';
import type { PickRequest } from './call-channel.js';
import { observeAttemptEnd, observeAttemptHeaders, observeAttemptStart } from './observe.js';

export class Attempt implements StreamSink, PickRequest, ObservedAttempt {
  readonly #call: Call;
  readonly number: number;
  /** Undefined while the pick is going on, and when it failed. */
  stream: ClientStream | undefined = undefined;
  /** When the stream was opened, on the clock of the call. */
  openedMs = 0;
  answered = false;
  ended = false;
  #session: ClientSession | undefined = undefined;
  #encoding: string = IDENTITY;
  /** Why the response is not gRPC's; the status, unless trailers bring a better one. */
  #problem: Problem | undefined = undefined;

  constructor(call: Call, number: number) {
    this.#call = call;
    this.number = number;
  }

  get maxReceiveMessageBytes(): number {
    return this.#call.settings.maxReceiveMessageBytes;
  }

  get maxSendMessageBytes(): number {
    return this.#call.settings.maxSendMessageBytes;
  }

  get waitForReady(): boolean {
    return this.#call.settings.waitForReady;
  }

  get peer(): Peer | undefined {
    return this.#session?.peer;
  }

  /** True where the channel had a connection at once: then the stream is open, or the attempt has ended. */
  start(nowMs: number): boolean {
    const call = this.#call;
    if (call.channel.observer !== null) observeAttemptStart(call.channel.observer, call, this);
    const session = call.channel.pick(this);
    if (session === undefined) return false;
    this.#open(session, nowMs);
    return true;
  }

  onPicked(session: ClientSession): void {
    if (!this.ended) this.#open(session, this.#call.channel.clock.now());
  }

  onPickFailed(error: RpcError): void {
    if (this.ended) return;
    this.#end(error);
    this.#call.onAttemptFailed(error);
  }

  #open(session: ClientSession, nowMs: number): void {
    const call = this.#call;
    this.#session = session;
    this.openedMs = nowMs;
    let fields: FieldList;
    try {
      fields = call.requestHeaders(nowMs);
    } catch (error) {
      // Metadata that cannot be sent.
      const refused = optionError(error);
      this.#end(refused);
      call.onAttemptFailed(refused);
      return;
    }
    try {
      this.stream = session.openStream(fields, this);
    } catch (error) {
      if (!(error instanceof TransportError)) throw error;
      const failed = errorFromTransport(error);
      this.#end(failed);
      call.onAttemptUnsent(failed);
      return;
    }
    call.onStream(this.stream);
  }

  // From the stream.

  onHeaders(fields: FieldList): void {
    const headers = parseResponseHeaders(fields);
    this.answered = true;
    this.#encoding = headers.encoding;
    this.#problem = headers.problem;
    const call = this.#call;
    if (call.channel.observer !== null) {
      observeAttemptHeaders(call.channel.observer, call, this, Metadata.fromFields(fields, headers.metadataIndex));
    }
    call.onHeaders(fields, headers.metadataIndex);
  }

  onMessage(compressed: boolean, buffer: Uint8Array, start: number, end: number): void {
    if (this.#problem !== undefined) {
      this.#foreign(this.#problem);
      return;
    }
    if (compressed) {
      this.#undecodable();
      return;
    }
    this.#call.onMessage(buffer, start, end);
  }

  /** No gRPC headers, yet something that looks like a body: it is not waited for. */
  #foreign(problem: Problem): void {
    this.#fail(errorFromResponse(problem.code, problem.message, undefined));
  }

  #undecodable(): void {
    const problem = compressedFlagProblem(this.#encoding) ?? responseEncodingProblem(this.#encoding, IDENTITY_ONLY);
    if (problem !== undefined) this.#fail(encodingError(problem.code, problem.message));
  }

  onViolation(violation: MessageViolation): void {
    if (this.#problem !== undefined) {
      this.#foreign(this.#problem);
      return;
    }
    this.#fail(errorFromViolation(violation));
  }

  /** For servers only. */
  onEnd(): void {}

  onWritable(): void {
    this.#call.onWritable();
  }

  onTrailers(fields: FieldList, trailersOnly: boolean): void {
    const trailers = parseTrailers(fields, trailersOnly, this.#problem);
    const call = this.#call;
    if (trailers.code === StatusCode.OK) {
      const status = trailers.message === '' ? OK_STATUS : { code: trailers.code, message: trailers.message, details: NO_DETAILS };
      this.#end(status);
      call.onOk(status, fields, trailers.metadataIndex);
      return;
    }
    const metadata = Metadata.fromFields(fields, trailers.metadataIndex);
    const details = trailers.details === undefined ? NO_DETAILS : decodeStatusDetails(trailers.details);
    const error = trailers.fromServer
      ? errorFromStatus(trailers.code, trailers.message, details, metadata)
      : errorFromResponse(trailers.code, trailers.message, metadata);
    this.#end(error);
    call.onAttemptFailed(error);
  }

  onClosed(closed: StreamClosed): void {
    const problem = this.#problem;
    const error = problem === undefined ? errorFromClosed(closed) : errorFromResponse(problem.code, problem.message, undefined);
    this.#end(error);
    const call = this.#call;
    if (closed.processed !== 'no') call.onAttemptFailed(error);
    // gRFC A6: Transparent Retries. What the other side refused is sent again once, what never left this process as often as needed.
    else if (closed.by === 'peer') call.onAttemptRefused(error);
    else call.onAttemptUnsent(error);
  }

  // From the call.

  /** The call has ended on this side: the stream, or the place in the channel's queue, is given up. */
  abandon(status: Status): void {
    if (this.ended) return;
    this.#end(status);
    if (this.stream !== undefined) this.stream.reset(ErrorCode.CANCEL);
    else this.#call.channel.cancelPick(this);
  }

  /** What came cannot be understood: the call fails, and the stream is reset. */
  #fail(error: RpcError): void {
    if (this.ended) return;
    this.#end(error);
    this.stream?.reset(ErrorCode.CANCEL);
    this.#call.onAttemptFailed(error);
  }

  #end(status: Status | RpcError): void {
    this.ended = true;
    const { observer } = this.#call.channel;
    if (observer !== null) observeAttemptEnd(observer, this.#call, this, status instanceof RpcError ? status.status : status);
  }
}
