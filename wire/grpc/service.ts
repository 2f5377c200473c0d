import type { Codec } from '../bytes/codec.js';

/** The four shapes of a gRPC method. */
export type MethodShape = 'unary' | 'server-stream' | 'client-stream' | 'bidi';

/** `google.protobuf.MethodOptions.idempotency_level`. */
export type Idempotency = 'unknown' | 'no-side-effects' | 'idempotent';

/** What all four shapes share. The codecs are what the path carries: generated message types, closures, or raw bytes. */
export interface Method<out Req, in ReqInit, out Res, in ResInit> {
  /** The name clients and handlers use, such as `sayHello`. */
  readonly name: string;
  /** `/package.Service/Method` (gRPC over HTTP/2: Path). */
  readonly path: string;
  readonly shape: MethodShape;
  readonly request: Codec<Req, ReqInit>;
  readonly reply: Codec<Res, ResInit>;
  /** What the schema says of repeating a call; `unknown` where it says nothing. */
  readonly idempotency: Idempotency;
}

/** One request, one reply. */
export interface UnaryMethod<out Req, in ReqInit, out Res, in ResInit> extends Method<Req, ReqInit, Res, ResInit> {
  readonly shape: 'unary';
}
/** One request, many replies. */
export interface ServerStreamMethod<out Req, in ReqInit, out Res, in ResInit> extends Method<Req, ReqInit, Res, ResInit> {
  readonly shape: 'server-stream';
}
/** Many requests, one reply. */
export interface ClientStreamMethod<out Req, in ReqInit, out Res, in ResInit> extends Method<Req, ReqInit, Res, ResInit> {
  readonly shape: 'client-stream';
}
/** Many requests, many replies, in any order. */
export interface BidiMethod<out Req, in ReqInit, out Res, in ResInit> extends Method<Req, ReqInit, Res, ResInit> {
  readonly shape: 'bidi';
}

/** Any method, for code that carries messages without knowing them. */
export type AnyMethod = Method<unknown, never, unknown, never>;

/** A service as a value: its full name and its methods as plain data. */
export interface ServiceType<out S> {
  /** `package.Service`. */
  readonly typeName: string;
  /** Each method under the name that clients and handlers use. */
  readonly methods: S;
}

/** What a method may be declared with. */
export interface MethodOptions {
  /** Default `unknown`. */
  readonly idempotency?: Idempotency | undefined;
}

/** The service `typeName` with `methods`; each method takes its key as its name. */
export function serviceType<S>(typeName: string, methods: { [K in keyof S]: Omit<S[K], 'name'> }): ServiceType<S> {
  const named: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  for (const [name, method] of Object.entries(methods)) named[name] = { ...(method as object), name };
  return { typeName, methods: named as S };
}

type Declared<Shape extends MethodShape, Req, ReqInit, Res, ResInit> = Omit<Method<Req, ReqInit, Res, ResInit>, 'name' | 'shape'> & {
  readonly shape: Shape;
};

function declare<Shape extends MethodShape, Req, ReqInit, Res, ResInit>(
  shape: Shape,
  path: string,
  request: Codec<Req, ReqInit>,
  reply: Codec<Res, ResInit>,
  options: MethodOptions | undefined,
): Declared<Shape, Req, ReqInit, Res, ResInit> {
  return { path, shape, request, reply, idempotency: options?.idempotency ?? 'unknown' };
}

/** One request, one reply. */
export function unary<Req, ReqInit, Res, ResInit>(
  path: string,
  request: Codec<Req, ReqInit>,
  reply: Codec<Res, ResInit>,
  options?: MethodOptions,
): Declared<'unary', Req, ReqInit, Res, ResInit> {
  return declare('unary', path, request, reply, options);
}

/** One request, many replies. */
export function serverStream<Req, ReqInit, Res, ResInit>(
  path: string,
  request: Codec<Req, ReqInit>,
  reply: Codec<Res, ResInit>,
  options?: MethodOptions,
): Declared<'server-stream', Req, ReqInit, Res, ResInit> {
  return declare('server-stream', path, request, reply, options);
}

/** Many requests, one reply. */
export function clientStream<Req, ReqInit, Res, ResInit>(
  path: string,
  request: Codec<Req, ReqInit>,
  reply: Codec<Res, ResInit>,
  options?: MethodOptions,
): Declared<'client-stream', Req, ReqInit, Res, ResInit> {
  return declare('client-stream', path, request, reply, options);
}

/** Many requests, many replies, in any order. */
export function bidi<Req, ReqInit, Res, ResInit>(
  path: string,
  request: Codec<Req, ReqInit>,
  reply: Codec<Res, ResInit>,
  options?: MethodOptions,
): Declared<'bidi', Req, ReqInit, Res, ResInit> {
  return declare('bidi', path, request, reply, options);
}
