import type {
  AnyMethod,
  BidiMethod,
  ClientStreamMethod,
  Method,
  MethodShape,
  ServerStreamMethod,
  ServiceType,
  UnaryMethod,
} from '../../wire/grpc/service.js';
import { checkOptionNames, describe, OptionError } from '../check-options.js';
import { Call, type CallTarget } from './call.js';
import type { CallChannel } from './call-channel.js';
import { BidiCallHandle, ClientStreamCallHandle, responseOf, ServerStreamCallHandle, UnaryCallHandle } from './call-handle.js';
import type { BidiCall, ClientStreamCall, ServerStreamCall, UnaryCall } from './call-types.js';
import { type CallOptions, resolveCallLevel } from './options.js';
import { pumpRequests } from './request-pump.js';

/** One request, one reply. The short way gives the reply; `start` gives the call itself. */
export interface UnaryClientMethod<in I, out O> {
  (request: I, options?: CallOptions): Promise<O>;
  start(request: I, options?: CallOptions): UnaryCall<O>;
}

/** One request, many replies. The short way gives the replies; `start` gives the call itself, which can be iterated too. */
export interface ServerStreamClientMethod<in I, out O> {
  (request: I, options?: CallOptions): AsyncIterable<O>;
  start(request: I, options?: CallOptions): ServerStreamCall<O>;
}

/** Many requests, one reply. The short way takes the requests and gives the reply; `start` gives the call itself, to write to. */
export interface ClientStreamClientMethod<in I, out O> {
  (requests: Iterable<I> | AsyncIterable<I>, options?: CallOptions): Promise<O>;
  start(options?: CallOptions): ClientStreamCall<I, O>;
}

/** Many requests, many replies. The short way takes the requests and gives the replies; `start` gives the call itself. */
export interface BidiClientMethod<in I, out O> {
  (requests: Iterable<I> | AsyncIterable<I>, options?: CallOptions): AsyncIterable<O>;
  start(options?: CallOptions): BidiCall<I, O>;
}

/** A method whose shape is known only at run time (`load`): what it takes and gives is as its .proto says. */
export interface DynamicClientMethod<I, out O> {
  (request: I | Iterable<I> | AsyncIterable<I>, options?: CallOptions): Promise<O> & AsyncIterable<O>;
  start(request?: I | CallOptions, options?: CallOptions): UnaryCall<O> & ServerStreamCall<O> & ClientStreamCall<I, O> & BidiCall<I, O>;
}

/** The method of a client for the method `M` of a service. */
export type ClientMethod<M> =
  M extends UnaryMethod<unknown, infer I, infer O, never>
    ? UnaryClientMethod<I, O>
    : M extends ServerStreamMethod<unknown, infer I, infer O, never>
      ? ServerStreamClientMethod<I, O>
      : M extends ClientStreamMethod<unknown, infer I, infer O, never>
        ? ClientStreamClientMethod<I, O>
        : M extends BidiMethod<unknown, infer I, infer O, never>
          ? BidiClientMethod<I, O>
          : M extends Method<unknown, infer I, infer O, never>
            ? DynamicClientMethod<I, O>
            : never;

/** A client of the service `S`: each of its methods as a function, and as `method.start` for full control. */
export type Client<S> = { readonly [K in keyof S]: ClientMethod<S[K]> };

/** What a client may be told. */
export interface ClientOptions {
  /** What every call of this client inherits; nearer than the channel's. */
  calls?: CallOptions | undefined;
}

/** A client of `service` over `channel`. Costs nothing worth sharing, and needs no closing: the channel does. */
export function createClient<S>(service: ServiceType<S>, channel: CallChannel, options?: ClientOptions): Client<S> {
  checkArguments(service, channel);
  if (options !== undefined) checkOptionNames('createClient()', options, ['calls']);
  const settings = resolveCallLevel('createClient(): calls', options?.calls, channel.calls);
  const headerSettings = {
    scheme: channel.scheme,
    authority: channel.authority,
    userAgent: channel.userAgent,
    acceptEncoding: undefined,
  };
  const client: Record<string, unknown> = {};
  for (const [name, method] of Object.entries(service.methods as Record<string, AnyMethod>)) {
    const target: CallTarget = { channel, method, headerSettings, plainHeaders: undefined, settings, owner: `${name}()` };
    // A service may have a method of any name; none of them may reach an object's own machinery.
    Object.defineProperty(client, name, { value: BINDERS[method.shape](target), enumerable: true });
  }
  return client as Client<S>;
}

type Requests = Iterable<unknown> | AsyncIterable<unknown>;

/** A method of each shape; one function and one `start` per method of a client, none per call. */
const BINDERS: { readonly [shape in MethodShape]: (target: CallTarget) => unknown } = {
  unary: (target) => {
    const start = (request: unknown, options?: CallOptions) => new UnaryCallHandle(startCall(target, request, options));
    return Object.assign((request: unknown, options?: CallOptions) => callUnary(target, request, options), { start });
  },
  'server-stream': (target) => {
    const start = (request: unknown, options?: CallOptions) => new ServerStreamCallHandle(startCall(target, request, options));
    return Object.assign((request: unknown, options?: CallOptions) => start(request, options), { start });
  },
  'client-stream': (target) => {
    const start = (options?: CallOptions) => new ClientStreamCallHandle(startCall(target, undefined, options));
    return Object.assign((requests: Requests, options?: CallOptions) => callClientStream(target, requests, options), { start });
  },
  bidi: (target) => {
    const start = (options?: CallOptions) => new BidiCallHandle(startCall(target, undefined, options));
    const call = (requests: Requests, options?: CallOptions) => {
      const started = startCall(target, undefined, options);
      pumpRequests(started, requests);
      return new BidiCallHandle(started);
    };
    return Object.assign(call, { start });
  },
};

function startCall(target: CallTarget, request: unknown, options: CallOptions | undefined): Call {
  const call = new Call(target, options);
  call.start(request);
  return call;
}

/** The hot road: one call, one attempt, two promises. Not async itself: `responseOf` is. */
function callUnary(target: CallTarget, request: unknown, options: CallOptions | undefined): Promise<unknown> {
  return responseOf(startCall(target, request, options));
}

function callClientStream(target: CallTarget, requests: Requests, options: CallOptions | undefined): Promise<unknown> {
  const call = startCall(target, undefined, options);
  pumpRequests(call, requests);
  return responseOf(call);
}

function checkArguments(service: unknown, channel: unknown): void {
  const methods = (service as Partial<ServiceType<unknown>> | null | undefined)?.methods;
  if (typeof methods !== 'object' || methods === null) {
    throw new OptionError(
      `createClient(): the first argument is a service, such as the Greeter of generated code; got ${describe(service)}`,
    );
  }
  if (typeof (channel as Partial<CallChannel> | null | undefined)?.pick !== 'function') {
    throw new OptionError(
      `createClient(): the second argument is a Channel, such as new Channel('127.0.0.1:50051'); got ${describe(channel)}`,
    );
  }
}
