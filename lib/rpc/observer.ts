import type { Metadata } from '../../wire/grpc/metadata.js';
import type { MethodShape } from '../../wire/grpc/service.js';
import { checkFunction, describe, OptionError } from '../check-options.js';
import type { Peer, TransportError } from '../transport/transport.js';
import type { Status } from './status.js';

/** A call as an observer sees it. The same object is given each time, so that it can be a key. */
export interface ObservedCall {
  readonly side: 'client' | 'server';
  /** `/package.Service/Method`. */
  readonly path: string;
  readonly shape: MethodShape;
  /** The clock's monotonic milliseconds at which the call began. */
  readonly startedMs: number;
}

/** One stream of a client call. */
export interface ObservedAttempt {
  /** 1 for the first attempt of a call. */
  readonly number: number;
  /** Undefined until there is a connection. */
  readonly peer: Peer | undefined;
}

/** A connection as an observer sees it; the same object when it opens and when it closes. */
export interface ObservedConnection {
  readonly side: 'client' | 'server';
  readonly peer: Peer;
}

/**
 * Where telemetry hangs: one per channel and per server, every method optional. Methods are called in the turn in which the thing
 * happens and should be quick. What one throws becomes a process warning; the call goes on.
 *
 * A server has no attempts: there a call is one stream.
 */
export interface Observer {
  /** A call has begun; on the server when its headers have come. */
  onCallStart?(call: ObservedCall): void;
  /** The last word about a call. On the client after all attempts, on the server when the status has been given to the transport. */
  onCallEnd?(call: ObservedCall, status: Status): void;
  /** A client call is about to look for a connection, the first time or again. */
  onAttemptStart?(call: ObservedCall, attempt: ObservedAttempt): void;
  /** The response headers of an attempt. */
  onAttemptHeaders?(call: ObservedCall, attempt: ObservedAttempt, headers: Metadata): void;
  /** An attempt has ended, whatever becomes of its call. */
  onAttemptEnd?(call: ObservedCall, attempt: ObservedAttempt, status: Status): void;
  /** A connection stands: HTTP/2 settings have come (client), or its preface (server). */
  onConnectionOpen?(connection: ObservedConnection): void;
  /** `error` is undefined where the connection was closed on purpose. */
  onConnectionClose?(connection: ObservedConnection, error: TransportError | undefined): void;
}

const METHODS: readonly (keyof Observer)[] = [
  'onCallStart',
  'onCallEnd',
  'onAttemptStart',
  'onAttemptHeaders',
  'onAttemptEnd',
  'onConnectionOpen',
  'onConnectionClose',
];

/** The `observer` option of `owner`: any of the methods, and no other value in the place of one. Null where there is none. */
export function checkObserver(owner: string, observer: Observer | undefined): Observer | null {
  if (observer === undefined || observer === null) return null;
  const given: unknown = observer;
  if (typeof given !== 'object') {
    throw new OptionError(`${owner}: observer is an object with methods such as onCallEnd; got ${describe(given)}`);
  }
  for (const name of METHODS) checkFunction(owner, `observer.${name}`, observer[name]);
  return observer;
}

/** For the `catch` around every call of an observer. */
export function observerThrew(error: unknown): void {
  process.emitWarning(`an observer threw: ${thrownText(error)}`, 'BarewireObserver');
}

/** Around the result of every call of an observer: one that is an async function must not end the process by rejecting. */
export function observerReturned(returned: unknown): void {
  if (returned instanceof Promise) returned.catch(observerThrew);
}

/** What somebody's code threw, for a warning: it may be anything, and may throw when it is looked at. */
export function thrownText(thrown: unknown): string {
  try {
    return thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  } catch {
    return 'something that cannot be shown';
  }
}
