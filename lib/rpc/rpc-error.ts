import { inspect } from 'node:util';
import { Metadata, type MetadataInit } from '../../wire/grpc/metadata.js';
import { isStatusCode, StatusCode, statusName } from '../../wire/grpc/status-code.js';
import type { MessageType } from '../../wire/protobuf/message-type.js';
import { describe } from '../check-options.js';
import type { Initiator, Phase, Processed } from '../transport/transport.js';
import { NO_DETAILS, type PackedMessage, type Status } from './status.js';

/** What an `RpcError` may be made with. */
export interface RpcErrorOptions {
  /** Packed messages, as `anyPack(ErrorInfo, { … })` gives them; they travel in `grpc-status-details-bin`. */
  details?: readonly PackedMessage[] | undefined;
  /** Sent with the status, as trailers. */
  metadata?: MetadataInit | undefined;
  /** What led to it; stays in this process. */
  cause?: unknown;
}

/** How far a call had come when it failed, and what follows from that. */
export interface Failure {
  /** What is broken: this call alone, its stream, or the whole connection. */
  readonly scope: 'call' | 'stream' | 'connection';
  readonly initiator: Initiator;
  readonly phase: Phase;
  readonly processed: Processed;
  /** What to do about it, for a person. Empty where nothing useful is known. */
  readonly advice: string;
}

const MADE_HERE: Failure = { scope: 'call', initiator: 'caller', phase: 'remote', processed: 'maybe', advice: '' };

const brand = Symbol.for('barewire.RpcError');

/**
 * The one error of every call, on both sides: a status code, what happened, and how far the call had come.
 *
 * Thrown in a handler, one made with `new` is the status that the client gets. One that a call of this process failed with belongs
 * to another server's answer and becomes UNKNOWN there; `throw RpcError.forward(error)` passes it on.
 */
export class RpcError extends Error {
  /** The status code; never OK. */
  readonly code: StatusCode;
  /** The message as it travels, without the code in front. */
  readonly statusMessage: string;
  /** The details as they travel; `detail(Type)` unpacks one. */
  readonly details: readonly PackedMessage[];
  /** What is broken: this call alone, its stream, or the whole connection. */
  readonly scope: 'call' | 'stream' | 'connection';
  /** Who began it: this library, the code that uses it, or the other side. */
  readonly initiator: Initiator;
  /** How far the call had come; `remote` is the server's own answer. */
  readonly phase: Phase;
  /** `no`: the server has certainly not run the call, repeating it is safe. */
  readonly processed: Processed;
  /** What to do about it, for a person; empty where nothing useful is known. */
  readonly advice: string;
  /** A call of this process failed with it, as opposed to one made with `new`. */
  readonly fromCall: boolean;
  #metadata: Metadata | undefined;
  readonly #metadataInit: MetadataInit | undefined;

  constructor(code: Exclude<StatusCode, 0>, message: string, options?: RpcErrorOptions);
  /** @internal */
  constructor(code: StatusCode, message: string, options: RpcErrorOptions | undefined, failure: Failure);
  constructor(code: StatusCode, message: string, options?: RpcErrorOptions, failure?: Failure) {
    if (!isStatusCode(code) || code === StatusCode.OK) {
      throw new TypeError(`code: expected a StatusCode other than OK, got ${inspect(code)}; such as StatusCode.NOT_FOUND`);
    }
    const name = statusName(code);
    const text = String(message ?? '');
    // A message that was taken from another RpcError has its code in front already.
    const bare = text.startsWith(`${name}: `) ? text.slice(name.length + 2) : text;
    const cause = options?.cause;
    super(bare === '' ? name : `${name}: ${bare}`, cause === undefined ? undefined : { cause });
    this.code = code;
    this.statusMessage = bare;
    this.details = options?.details ?? NO_DETAILS;
    this.#metadataInit = options?.metadata;
    const how = failure ?? MADE_HERE;
    this.scope = how.scope;
    this.initiator = how.initiator;
    this.phase = how.phase;
    this.processed = how.processed;
    this.advice = how.advice;
    this.fromCall = failure !== undefined;
    // Refused here, where the stack names who wrote it, and not when the status is sent.
    if (failure === undefined) {
      if (this.#metadataInit !== undefined) this.#metadata = Metadata.from(this.#metadataInit);
      if (this.details.length !== 0) checkDetails(this.details);
    }
  }

  /** The trailers that came with the status, or those to send with it. */
  get metadata(): Metadata {
    this.#metadata ??= Metadata.from(this.#metadataInit);
    return this.#metadata;
  }

  /** The status as a plain object. */
  get status(): Status {
    return { code: this.code, message: this.statusMessage, details: this.details };
  }

  /** The first detail of a type, unpacked. Undefined where there is none, and where its bytes are no such message. */
  detail<T>(type: MessageType<T, never>): T | undefined {
    for (const packed of this.details) {
      if (packed.typeUrl.slice(packed.typeUrl.lastIndexOf('/') + 1) !== type.typeName) continue;
      try {
        return type.decode(packed.value);
      } catch {
        // Whoever looks into an error must not meet another one.
        return undefined;
      }
    }
    return undefined;
  }

  /** Whether `error` is an `RpcError`, and has this code where one is given. Also true for one of a second copy of this library. */
  static is(error: unknown): error is RpcError;
  static is<C extends StatusCode>(error: unknown, code: C): error is RpcError & { readonly code: C };
  static is(error: unknown, code?: StatusCode): boolean {
    if (typeof error !== 'object' || error === null) return false;
    try {
      return brand in error && (code === undefined || (error as unknown as RpcError).code === code);
    } catch {
      // Anything may be thrown, such as a proxy that lets nobody look into it.
      return false;
    }
  }

  /**
   * The same status as one made here, to be thrown in a handler: passes code, message, details and metadata of another server's
   * answer on to this server's client. `error` is its cause. Anything that is no `RpcError` becomes UNKNOWN without its text.
   */
  static forward(error: unknown): RpcError {
    if (!RpcError.is(error)) return new RpcError(StatusCode.UNKNOWN, '', { cause: error });
    const { details, metadata } = error;
    return new RpcError(error.code as Exclude<StatusCode, 0>, error.statusMessage, { details, metadata, cause: error });
  }

  static {
    // On the prototype: one property for all, and not among those that printing an error lists.
    Object.defineProperty(RpcError.prototype, 'name', { value: 'RpcError', configurable: true, writable: true });
    Object.defineProperty(RpcError.prototype, brand, { value: true });
  }

  [inspect.custom](_depth: number, options: import('node:util').InspectOptions): string {
    const lines = [this.stack ?? `${this.name}: ${this.message}`];
    if (this.fromCall) lines.push(`    how: ${describeFailure(this)}`);
    if (this.advice !== '') lines.push(`    what to do: ${this.advice}`);
    if (this.details.length > 0) lines.push(`    details: ${this.details.map((packed) => packed.typeUrl || '(no type)').join(', ')}`);
    if (this.#metadataInit !== undefined && this.metadata.size > 0) lines.push(`    metadata: ${inspect(this.metadata, options)}`);
    if (this.cause !== undefined) lines.push(`    cause: ${inspect(this.cause, options).replaceAll('\n', '\n    ')}`);
    return lines.join('\n');
  }
}

function checkDetails(details: unknown): void {
  if (!Array.isArray(details)) throw new TypeError(`details: expected an array of packed messages, got ${describe(details)}`);
  details.forEach((packed: Partial<PackedMessage> | null | undefined, index) => {
    if (typeof packed?.typeUrl === 'string' && packed.value instanceof Uint8Array) return;
    throw new TypeError(`details[${index}]: expected a packed message, such as anyPack(ErrorInfo, { … }), got ${describe(packed)}`);
  });
}

const INITIATORS: Record<Initiator, string> = {
  us: 'ended by this library',
  caller: 'ended by the calling code',
  peer: 'ended by the other side',
};

const PHASES: Record<Phase, string> = {
  resolve: 'while the name was resolved',
  connect: 'while connecting',
  tls: 'during the TLS handshake',
  encode: 'while a message was encoded',
  send: 'while sending',
  receive: 'while receiving',
  decode: 'while a message was decoded',
  remote: "in the server's answer",
};

function describeFailure(error: RpcError): string {
  const run = error.processed === 'no' ? 'the server has not run it, repeating is safe' : 'the server may have run it';
  if (error.phase === 'remote') return `the server answered with this status; ${run}`;
  return `${INITIATORS[error.initiator]} ${PHASES[error.phase]} (${error.scope}); ${run}`;
}

/**
 * Throws `error` with the stack of whoever awaits now. An error is made where the event loop met it, and that stack names nobody;
 * inside a resumed async function the engine knows who is waiting. On success nothing of this costs anything.
 */
export function throwToCaller(error: RpcError): never {
  Error.captureStackTrace(error, throwToCaller);
  throw error;
}
