/**
 * A call: what the user holds, whatever attempts it takes.
 *
 *   made --- start ---> open, uncommitted --- first response headers, or too much to keep ---> open, committed
 *     |                   |            ^                                                          |
 *     | refused options   |            | refused by the server, or never sent: another attempt    |
 *     |                   +------------+                                                          |
 *     v                   v      trailers, failed attempt, cancel, deadline                       v
 *   ended <------------- ended <--------------------------------------------------------------- ended
 *
 * Until it is committed, a call whose attempt certainly did not reach the server's code is attempted again (gRFC A6: Transparent
 * Retries). For that a single request is kept as the reference that the user gave, and encoded again; a stream of requests is kept
 * encoded, see retry-buffer.ts.
 *
 * The call is its own entry in the timer queue, on signals and on its parent, so that a unary call allocates itself, its attempt,
 * and the promises that somebody awaits.
 */
import type { FieldList } from '../../wire/grpc/fields.js';
import { PREFIX_BYTES } from '../../wire/grpc/message-writer.js';
import { Metadata, type MetadataInit } from '../../wire/grpc/metadata.js';
import { buildRequestHeaders, type RequestHeaderSettings } from '../../wire/grpc/request-headers.js';
import type { AnyMethod, MethodShape } from '../../wire/grpc/service.js';
import { StatusCode } from '../../wire/grpc/status-code.js';
import { MAX_DEPTH } from '../../wire/limits.js';
import { OptionError } from '../check-options.js';
import { type Cancellable, ignoreSignal, listenToSignal } from '../rpc/cancellation.js';
import { monotonicDeadline, NO_DEADLINE } from '../rpc/deadline.js';
import { cancelledError, cardinalityError, decodeError, encodeError, optionError } from '../rpc/error-conversion.js';
import { refusePromise } from '../rpc/forgotten-await.js';
import type { ObservedCall } from '../rpc/observer.js';
import type { RpcError } from '../rpc/rpc-error.js';
import { OK_STATUS, type Status } from '../rpc/status.js';
import type { Timed } from '../time/timer-queue.js';
import type { ClientStream, Peer } from '../transport/transport.js';
import { Attempt } from './attempt.js';
import type { CallChannel } from './call-channel.js';
import { expiredDeadline } from './expired-deadline.js';
import { observeCallEnd, observeCallStart } from './observe.js';
import { type CallOptions, keepMetadata, type ResolvedCallSettings, resolveCallSettings } from './options.js';
import { ReplyQueue, type ReplySource } from './reply-queue.js';
import { RequestWriter, type WriterCall } from './request-writer.js';

/** What all calls of one method of one client have in common. */
export interface CallTarget {
  readonly channel: CallChannel;
  readonly method: AnyMethod;
  readonly headerSettings: RequestHeaderSettings;
  /** The fields of a call without deadline and metadata, made by the first: one list for all of them, which the transport knows again. */
  plainHeaders: FieldList | undefined;
  /** Those of the client over those of the channel. */
  readonly settings: ResolvedCallSettings;
  /** How errors about options call it, such as `sayHello()`. */
  readonly owner: string;
}

let captured: (() => void) | undefined;
/** The one executor of every promise here: no closure per call. */
function capture(resolve: () => void): void {
  captured = resolve;
}

export class Call implements Timed, Cancellable, ObservedCall, ReplySource, WriterCall {
  readonly target: CallTarget;
  readonly channel: CallChannel;
  readonly settings: ResolvedCallSettings;
  metadata: MetadataInit | undefined;

  startedMs = 0;
  dueMs: number = NO_DEADLINE;
  timerSlot = -1;

  committed = false;
  ended = false;
  /** Why the call failed; null where it has not. */
  error: RpcError | null = null;

  /** Of a call with one request. */
  request: unknown = undefined;
  /** Of a call with many. */
  readonly writer: RequestWriter | null;
  /** Of a call with one reply. */
  reply: unknown = undefined;
  hasReply = false;
  /** Of a call with many. */
  readonly replies: ReplyQueue<unknown> | null;
  /** Told when the call has ended, if it set itself here: who feeds the requests. */
  onEndedHook: { onCallEnded(): void } | null = null;

  #attempt: Attempt | null = null;
  #refused = false;
  #started = false;
  #okStatus: Status = OK_STATUS;
  #headerFields: FieldList | null = null;
  #headerIndex = 0;
  #trailerFields: FieldList | null = null;
  #trailerIndex = 0;
  #endPromise: Promise<void> | null = null;
  #endWake: (() => void) | null = null;
  #headersPromise: Promise<void> | null = null;
  #headersWake: (() => void) | null = null;

  constructor(target: CallTarget, options: CallOptions | undefined) {
    this.target = target;
    this.channel = target.channel;
    const shape = target.method.shape;
    this.writer = shape === 'unary' || shape === 'server-stream' ? null : new RequestWriter(this, target.method.request);
    this.replies = shape === 'unary' || shape === 'client-stream' ? null : new ReplyQueue<unknown>(this);
    if (options === undefined) {
      this.settings = target.settings;
    } else {
      let settings = target.settings;
      try {
        settings = resolveCallSettings(target.owner, options, settings);
      } catch (error) {
        this.#end(optionError(error));
      }
      this.settings = settings;
    }
    this.metadata = this.settings.metadata;
  }

  get side(): 'client' {
    return 'client';
  }

  get path(): string {
    return this.target.method.path;
  }

  get shape(): MethodShape {
    return this.target.method.shape;
  }

  /** The fields of its request headers. Throws a `MetadataError` for metadata that cannot be sent. */
  requestHeaders(nowMs: number): FieldList {
    const { target, metadata } = this;
    if (this.dueMs === NO_DEADLINE && metadata === undefined) {
      target.plainHeaders ??= buildRequestHeaders(target.headerSettings, target.method.path).slice();
      return target.plainHeaders;
    }
    return buildRequestHeaders(target.headerSettings, target.method.path, this.timeoutForWire(nowMs), metadata);
  }

  get peer(): Peer | undefined {
    return this.#attempt?.peer;
  }

  /** Begins the first attempt; afterwards the call is open or has ended. Never throws for what the user gave. */
  start(request: unknown): void {
    if (this.ended) return;
    this.request = request;
    this.#started = true;
    const channel = this.channel;
    const settings = this.settings;
    const now = channel.clock.now();
    this.startedMs = now;
    channel.callStarted();
    if (channel.observer !== null) observeCallStart(channel.observer, this);
    let due = now + settings.timeoutMs;
    if (settings.deadlineEpochMs !== NO_DEADLINE) due = monotonicDeadline(channel.clock, settings.deadlineEpochMs, now);
    if (settings.parent !== undefined || settings.signals.length > 0) {
      // They may be of another make, and behave in any way.
      try {
        due = Math.min(due, this.#hangOnOthers(settings, now));
      } catch (error) {
        this.failHere(optionError(error));
      }
      if (this.ended) return;
    }
    if (due !== NO_DEADLINE) {
      this.dueMs = due;
      if (due <= now) {
        this.onDue(now);
        return;
      }
      channel.clock.timers.add(this);
    }
    this.#attemptNext(1, now);
  }

  /** Takes over the parent's deadline, which it gives, and the cancellation of all. Where one is cancelled the call has ended. */
  #hangOnOthers({ parent, signals }: ResolvedCallSettings, nowMs: number): number {
    let due = NO_DEADLINE;
    if (parent !== undefined) {
      if (parent.cancelled) {
        this.onCancelled(parent.cancelReason);
        return due;
      }
      due = nowMs + parent.remainingMs();
      if (Number.isNaN(due)) throw new OptionError(`${this.target.owner}: parent gives no remaining time: remainingMs() is no number`);
      parent.addChild(this);
    }
    for (const signal of signals) {
      if (signal.aborted) {
        this.onCancelled(signal.reason);
        return due;
      }
      listenToSignal(signal, this);
    }
    return due;
  }

  #attemptNext(number: number, nowMs: number): void {
    const attempt = new Attempt(this, number);
    this.#attempt = attempt;
    if (attempt.start(nowMs) || this.ended) return;
    // The headers will be built later: what the user gave is checked and copied now.
    try {
      this.metadata = keepMetadata(this.metadata);
    } catch (error) {
      this.failHere(optionError(error));
    }
  }

  /** What goes out as `grpc-timeout`; undefined for none. As it was given where no time has passed, which HPACK remembers. */
  timeoutForWire(nowMs: number): number | undefined {
    if (this.dueMs === NO_DEADLINE) return undefined;
    return nowMs === this.startedMs && this.dueMs === nowMs + this.settings.timeoutMs ? this.settings.timeoutMs : this.dueMs - nowMs;
  }

  // From the attempt.

  /** The attempt has its stream: the requests go out. */
  onStream(stream: ClientStream): void {
    if (this.writer !== null) {
      this.writer.onStream(stream);
      return;
    }
    try {
      refusePromise(this.request, 'it');
      stream.sendMessage(this.target.method.request, this.request as never, false, true);
    } catch (error) {
      this.failHere(encodeError('the request', error, 'no'));
    }
  }

  onWritable(): void {
    this.writer?.onWritable();
  }

  onHeaders(fields: FieldList, metadataIndex: number): void {
    this.#headerFields = fields;
    this.#headerIndex = metadataIndex;
    if (!this.committed) this.commit();
    if (this.#headersWake !== null) this.#wakeHeaders();
  }

  onMessage(buffer: Uint8Array, start: number, end: number): void {
    let message: unknown;
    try {
      message = this.target.method.reply.decodeFrom(buffer, start, end, MAX_DEPTH, this.settings.decode);
    } catch (error) {
      this.failHere(decodeError('the reply', error));
      return;
    }
    const bytes = end - start + PREFIX_BYTES;
    if (this.replies !== null) {
      this.replies.push(message, bytes);
      return;
    }
    if (this.hasReply) {
      this.failHere(cardinalityError('the server sent more than one reply to a method that has exactly one'));
      return;
    }
    this.hasReply = true;
    this.reply = message;
    this.#attempt?.stream?.consumed(bytes);
  }

  /** The server's last word is OK. */
  onOk(status: Status, fields: FieldList, metadataIndex: number): void {
    if (this.replies === null && !this.hasReply) {
      this.#end(cardinalityError('the server answered OK without the reply that the method has'));
      return;
    }
    this.#okStatus = status;
    this.#trailerFields = fields;
    this.#trailerIndex = metadataIndex;
    this.#end(null);
  }

  /** The attempt has failed, and nothing may be tried again. */
  onAttemptFailed(error: RpcError): void {
    this.#end(error);
  }

  /** The server refused the attempt before it ran anything: it is repeated once. */
  onAttemptRefused(error: RpcError): void {
    if (this.committed || this.#refused) {
      this.#end(error);
      return;
    }
    this.#refused = true;
    this.writer?.onStreamLost();
    this.#retry();
  }

  /** Nothing of the attempt left this process: it is repeated as often as needed, but never in the same turn. */
  onAttemptUnsent(error: RpcError): void {
    if (this.committed) {
      this.#end(error);
      return;
    }
    this.writer?.onStreamLost();
    setImmediate(retryLater, this);
  }

  /** For `retryLater` only. */
  retryNow(): void {
    if (!this.ended) this.#retry();
  }

  #retry(): void {
    this.#attemptNext((this.#attempt?.number ?? 0) + 1, this.channel.clock.now());
  }

  commit(): void {
    this.committed = true;
    this.writer?.onCommitted();
  }

  // From the consumer of replies.

  onTaken(bytes: number): void {
    if (!this.ended) this.#attempt?.stream?.consumed(bytes);
  }

  onLeft(): void {
    this.#cancel('the caller left the iteration before its end', undefined);
  }

  // Endings on this side.

  /** The user's own `cancel`. */
  cancel(reason: unknown): void {
    this.#cancel(`cancelled by the caller${reasonText(reason)}`, reason);
  }

  /** A signal or the parent. */
  onCancelled(reason: unknown): void {
    const parent = this.settings.parent;
    const by = parent?.cancelled ? 'cancelled, because the call that it was made for has been cancelled' : 'cancelled by its signal';
    this.#cancel(`${by}${reasonText(reason)}`, reason);
  }

  #cancel(message: string, cause: unknown): void {
    if (!this.ended) this.#end(cancelledError(message, cause, this.#processed()), true);
  }

  /** The deadline has passed. */
  onDue(nowMs: number): void {
    if (!this.ended) this.#end(expiredDeadline(this, this.#attempt, nowMs), true);
  }

  /** The caller's fault, or an answer that makes no sense: nothing that a server said. */
  failHere(error: RpcError): void {
    this.#end(error);
  }

  #processed(): 'no' | 'maybe' {
    return this.#attempt?.stream === undefined ? 'no' : 'maybe';
  }

  /** With `drop`, replies that nobody has taken are thrown away: who ends a call does not want them. */
  #end(error: RpcError | null, drop = false): void {
    if (this.ended) return;
    this.ended = true;
    const clock = this.channel.clock;
    let failed = error;
    // A server that notices the deadline first resets with CANCEL: the caller hears of the deadline all the same, without trailers.
    if (failed !== null && failed.code === StatusCode.CANCELLED && this.dueMs !== NO_DEADLINE) {
      const now = clock.now();
      if (now >= this.dueMs) failed = expiredDeadline(this, this.#attempt, now);
    }
    this.error = failed;
    if (!this.#started) return;
    if (this.timerSlot >= 0) clock.timers.remove(this);
    const settings = this.settings;
    if (settings.signals.length > 0) for (const signal of settings.signals) ignoreSignal(signal, this);
    settings.parent?.removeChild(this);
    const attempt = this.#attempt;
    // An attempt that is not over means that this side ends the call.
    if (attempt !== null && !attempt.ended) attempt.abandon(this.status);
    this.request = undefined;
    this.writer?.onCallEnded();
    this.replies?.end(failed, drop);
    this.onEndedHook?.onCallEnded();
    if (this.channel.observer !== null) observeCallEnd(this.channel.observer, this, this.status);
    this.channel.callEnded();
    if (this.#headersWake !== null) this.#wakeHeaders();
    this.#endWake?.();
  }

  // What the promises of a call are made of.

  /** Resolves when the call has ended, well or not. Ask only before that. */
  whenEnded(): Promise<void> {
    if (this.#endPromise === null) {
      this.#endPromise = new Promise(capture);
      this.#endWake = captured!;
    }
    return this.#endPromise;
  }

  /** Resolves when there are headers, or the call has ended. Ask only before that. */
  whenHeaders(): Promise<void> {
    if (this.#headersPromise === null) {
      this.#headersPromise = new Promise(capture);
      this.#headersWake = captured!;
    }
    return this.#headersPromise;
  }

  #wakeHeaders(): void {
    this.#headersWake?.();
    this.#headersWake = null;
  }

  get hasHeaders(): boolean {
    return this.#headerFields !== null;
  }

  /** The metadata of the response headers; empty where none came. */
  readHeaders(): Metadata {
    return this.#headerFields === null ? Metadata.empty : Metadata.fromFields(this.#headerFields, this.#headerIndex);
  }

  /** How the call ended. */
  get status(): Status {
    return this.error === null ? this.#okStatus : this.error.status;
  }

  /** The metadata of the trailers; empty where the end was made on this side. */
  readTrailers(): Metadata {
    if (this.error !== null) return this.error.metadata;
    return this.#trailerFields === null ? Metadata.empty : Metadata.fromFields(this.#trailerFields, this.#trailerIndex);
  }
}

function retryLater(call: Call): void {
  call.retryNow();
}

/** What a reason says, as the end of a message. */
function reasonText(reason: unknown): string {
  if (reason === undefined) return '';
  const text = reason instanceof Error ? reason.message : typeof reason === 'string' ? reason : '';
  return text === '' ? '' : `: ${text}`;
}
