import type { DecodeOptions } from '../../wire/protobuf/message-type.js';
import { type Observer, observerReturned, observerThrew, thrownText } from '../rpc/observer.js';
import type { Clock } from '../time/clock.js';
import type { ListenerSink, ServerSession, ServerSessionSink, TransportError } from '../transport/transport.js';
import type { Drain } from './drain.js';
import { HandlerScopes } from './handler-scope.js';
import { HttpService } from './http-service.js';
import type { ErrorListener, ServerSettings } from './options.js';
import { Router } from './router.js';
import type { ServerCall } from './server-call.js';
import { ServerConnection, type ServerHost } from './server-connection.js';

/** What all connections of a server share: its settings, its routes, and the set of the connections themselves. */
export class Host implements ServerHost, ListenerSink {
  readonly clock: Clock;
  readonly observer: Observer | null;
  readonly router = new Router();
  readonly scopes = new HandlerScopes();
  readonly maxReceiveMessageBytes: number;
  readonly decode: DecodeOptions | undefined;
  readonly maxSendMessageBytes: number;
  readonly maxResponseHeaderBytes: number;
  /** Undefined where plain requests are not served. */
  readonly http: HttpService | undefined;
  readonly connections = new Set<ServerConnection>();
  /** Set when the server is being closed. */
  drain: Drain | undefined = undefined;
  readonly #onError: ErrorListener;

  constructor(settings: ServerSettings) {
    this.clock = settings.clock;
    this.observer = settings.observer;
    this.maxReceiveMessageBytes = settings.maxReceiveMessageBytes;
    this.decode = settings.decode;
    this.maxSendMessageBytes = settings.maxSendMessageBytes;
    this.maxResponseHeaderBytes = settings.maxResponseHeaderBytes;
    this.#onError = settings.onError;
    this.http = settings.http === undefined ? undefined : new HttpService(settings, settings.http, this);
  }

  onSession(session: ServerSession): ServerSessionSink {
    const connection = new ServerConnection(this, session);
    this.connections.add(connection);
    try {
      observerReturned(this.observer?.onConnectionOpen?.(connection));
    } catch (thrown) {
      observerThrew(thrown);
    }
    // One that came while its port was being closed.
    if (this.drain !== undefined) session.close();
    return connection;
  }

  onError(error: TransportError): void {
    this.reportError(error, undefined);
  }

  connectionClosed(connection: ServerConnection): void {
    this.connections.delete(connection);
    this.drain?.connectionGone();
  }

  reportError(error: unknown, call: ServerCall | undefined): void {
    try {
      const returned: unknown = this.#onError(error, call);
      if (returned instanceof Promise) returned.catch(onErrorThrew);
    } catch (thrown) {
      onErrorThrew(thrown);
    }
  }
}

function onErrorThrew(thrown: unknown): void {
  process.emitWarning(`onError threw: ${thrownText(thrown)}`, 'BarewireServer');
}
