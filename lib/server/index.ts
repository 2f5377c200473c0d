/** The server: what of it is public. */
export type { BrokenConnection, CloseReport, CutCall } from './drain.js';
export type {
  BidiHandler,
  ClientStreamHandler,
  Handler,
  Handlers,
  ServerStreamHandler,
  StreamReply,
  UnaryHandler,
} from './handler.js';
export type { HttpHandler, HttpRequest, HttpResponse } from './http-handler.js';
export type { CloseOptions, ErrorListener, ServerOptions } from './options.js';
export { type Listening, type ListenOptions, Server } from './server.js';
export type { ServerAuth, ServerCall, WritableServerCall } from './server-call.js';
