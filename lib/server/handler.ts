/**
 * What a user gives to `server.add`: functions, one for each method, mapped from the service's interface.
 *
 * | shape            | request                | reply                                                            |
 * |------------------|------------------------|------------------------------------------------------------------|
 * | unary            | the message            | the message, or a promise of it                                  |
 * | server streaming | the message            | an iterable, an async iterable, or nothing after `call.write(m)` |
 * | client streaming | an async iterable      | the message, or a promise of it                                  |
 * | bidirectional    | an async iterable      | as server streaming                                              |
 */
import type { BidiMethod, ClientStreamMethod, Method, ServerStreamMethod, UnaryMethod } from '../../wire/grpc/service.js';
import type { ServerCall, WritableServerCall } from './server-call.js';

/** What a streaming handler may return. Nothing means that it has written what it had to say. */
// biome-ignore lint/suspicious/noConfusingVoidType: a handler without `return` has the type void, and that is allowed here
export type StreamReply<O> = Iterable<O> | AsyncIterable<O> | void;

/** Serves a method with one request and one reply. What it throws ends the call: an `RpcError` made there is the status. */
export type UnaryHandler<Req, ResInit> = (request: Req, call: ServerCall) => ResInit | Promise<ResInit>;

/** Serves a method with one request and many replies: returns them, or writes them with `call.write`. */
export type ServerStreamHandler<Req, ResInit> = (
  request: Req,
  call: WritableServerCall<ResInit>,
) => StreamReply<ResInit> | Promise<StreamReply<ResInit>>;

/** Serves a method with many requests and one reply. The requests can be iterated once; leaving them early drops the rest. */
export type ClientStreamHandler<Req, ResInit> = (requests: AsyncIterable<Req>, call: ServerCall) => ResInit | Promise<ResInit>;

/** Serves a method with many requests and many replies, in any order. */
export type BidiHandler<Req, ResInit> = (
  requests: AsyncIterable<Req>,
  call: WritableServerCall<ResInit>,
) => StreamReply<ResInit> | Promise<StreamReply<ResInit>>;

/** The handler of a method whose shape is known only at run time (`load`): what it is given, and has to give, is as its .proto says. */
export type DynamicHandler<Req, ResInit> = (
  request: Req & AsyncIterable<Req>,
  call: WritableServerCall<ResInit>,
) => ResInit | Promise<ResInit> | StreamReply<ResInit> | Promise<StreamReply<ResInit>>;

/** The handler of one method. */
export type Handler<M> =
  M extends UnaryMethod<infer Req, never, unknown, infer ResInit>
    ? UnaryHandler<Req, ResInit>
    : M extends ServerStreamMethod<infer Req, never, unknown, infer ResInit>
      ? ServerStreamHandler<Req, ResInit>
      : M extends ClientStreamMethod<infer Req, never, unknown, infer ResInit>
        ? ClientStreamHandler<Req, ResInit>
        : M extends BidiMethod<infer Req, never, unknown, infer ResInit>
          ? BidiHandler<Req, ResInit>
          : M extends Method<infer Req, never, unknown, infer ResInit>
            ? DynamicHandler<Req, ResInit>
            : never;

/** The handlers of a service: a plain object, or an instance of a class, whose methods keep their `this`. */
export type Handlers<S> = { [K in keyof S]: Handler<S[K]> };
