import { dateField } from '../http2/response.js';
import type { Clock } from '../time/clock.js';
import type { HandlerScopes } from './handler-scope.js';
import type { HttpHost } from './http-exchange.js';
import type { HttpHandler } from './http-handler.js';
import type { ServerSettings } from './options.js';

/** What the plain requests of all connections of a server share. */
export class HttpService implements HttpHost {
  readonly handler: HttpHandler;
  readonly maxBodyBytes: number;
  readonly maxResponseHeaderBytes: number;
  readonly scopes: HandlerScopes;
  readonly #clock: Clock;
  readonly #owner: { reportError(error: unknown, call: undefined): void };
  #second = -1;
  #date = '';

  constructor(
    settings: ServerSettings,
    handler: HttpHandler,
    owner: { readonly scopes: HandlerScopes; reportError(error: unknown, call: undefined): void },
  ) {
    this.handler = handler;
    this.maxBodyBytes = settings.maxHttpBodyBytes;
    this.maxResponseHeaderBytes = settings.maxResponseHeaderBytes;
    this.scopes = owner.scopes;
    this.#clock = settings.clock;
    this.#owner = owner;
  }

  now(): number {
    return this.#clock.now();
  }

  /** Made once a second: its text names no less. */
  date(): string {
    const second = Math.floor(this.#clock.wallNow() / 1000);
    if (second !== this.#second) {
      this.#second = second;
      this.#date = dateField(second * 1000);
    }
    return this.#date;
  }

  reportError(error: unknown): void {
    this.#owner.reportError(error, undefined);
  }
}
