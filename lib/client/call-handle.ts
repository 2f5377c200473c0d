/** The four kinds of calls that `start` gives: thin views of one `Call`, each with what its shape has. */
import { inspect } from 'node:util';
import type { Metadata } from '../../wire/grpc/metadata.js';
import { statusName } from '../../wire/grpc/status-code.js';
import { throwToCaller } from '../rpc/rpc-error.js';
import type { Peer } from '../transport/transport.js';
import type { Call } from './call.js';
import type { BidiCall, CallEnd, ClientCall, ClientStreamCall, ServerStreamCall, UnaryCall } from './call-types.js';
import { LazyPromise } from './lazy-promise.js';

/** The reply of a call with one. An async function, so that an error's stack names who awaits it. */
export async function responseOf<O>(call: Call): Promise<O> {
  if (!call.ended) await call.whenEnded();
  if (call.error !== null) throwToCaller(call.error);
  return call.reply as O;
}

async function headersOf(call: Call): Promise<Metadata> {
  if (!call.hasHeaders && !call.ended) await call.whenHeaders();
  if (!call.hasHeaders && call.error !== null) throwToCaller(call.error);
  return call.readHeaders();
}

async function endOf(call: Call): Promise<CallEnd> {
  if (!call.ended) await call.whenEnded();
  return { status: call.status, trailers: call.readTrailers() };
}

class CallHandle implements ClientCall {
  protected readonly call: Call;
  #headers: Promise<Metadata> | undefined;
  #ended: Promise<CallEnd> | undefined;

  constructor(call: Call) {
    this.call = call;
  }

  get headers(): Promise<Metadata> {
    this.#headers ??= new LazyPromise(() => headersOf(this.call));
    return this.#headers;
  }

  get ended(): Promise<CallEnd> {
    this.#ended ??= endOf(this.call);
    return this.#ended;
  }

  get peer(): Peer | undefined {
    return this.call.peer;
  }

  cancel(reason?: unknown): void {
    this.call.cancel(reason);
  }

  [inspect.custom](): string {
    const { call } = this;
    const state = call.ended ? statusName(call.status.code) : 'open';
    return `${this.constructor.name.replace('Handle', '')} { ${call.path}, ${state}${this.peer === undefined ? '' : `, ${this.peer.address}`} }`;
  }
}

export class UnaryCallHandle<O> extends CallHandle implements UnaryCall<O> {
  #response: Promise<O> | undefined;

  get response(): Promise<O> {
    this.#response ??= new LazyPromise(() => responseOf<O>(this.call));
    return this.#response;
  }
}

export class ClientStreamCallHandle<I, O> extends UnaryCallHandle<O> implements ClientStreamCall<I, O> {
  write(message: I): Promise<void> | undefined {
    return this.call.writer!.write(message);
  }

  end(): void {
    this.call.writer!.end();
  }
}

export class ServerStreamCallHandle<O> extends CallHandle implements ServerStreamCall<O> {
  #iterated = false;

  [Symbol.asyncIterator](): AsyncIterator<O, undefined, undefined> {
    if (this.#iterated) {
      throw new TypeError(
        `the replies of ${this.call.path} are being iterated already: a call can be iterated once, keep what you need of it`,
      );
    }
    this.#iterated = true;
    return this.call.replies as unknown as AsyncIterator<O, undefined, undefined>;
  }
}

export class BidiCallHandle<I, O> extends ServerStreamCallHandle<O> implements BidiCall<I, O> {
  write(message: I): Promise<void> | undefined {
    return this.call.writer!.write(message);
  }

  end(): void {
    this.call.writer!.end();
  }
}
