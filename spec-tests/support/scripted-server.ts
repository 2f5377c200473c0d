import type { Handlers } from '../../lib/server/handler.js';
import type { ServerOptions } from '../../lib/server/options.js';
import { Server } from '../../lib/server/server.js';
import type { ServerCall } from '../../lib/server/server-call.js';
import {
  type BidiMethod,
  bidi,
  type ClientStreamMethod,
  clientStream,
  type ServerStreamMethod,
  type ServiceType,
  serverStream,
  serviceType,
  type UnaryMethod,
  unary,
} from '../../wire/grpc/service.js';
import { FakeClock } from './fake-clock.js';
import { jsonCodec } from './json-codec.js';
import { ScriptedCarrier, type ScriptedServerSession } from './scripted-server-session.js';

export interface Text {
  text: string;
}

export const text = jsonCodec<Text>();

/** A service with a method of each shape. */
export interface Rooms {
  get: UnaryMethod<Text, Text, Text, Text>;
  list: ServerStreamMethod<Text, Text, Text, Text>;
  post: ClientStreamMethod<Text, Text, Text, Text>;
  chat: BidiMethod<Text, Text, Text, Text>;
}

export const Rooms: ServiceType<Rooms> = serviceType<Rooms>('test.Rooms', {
  get: unary('/test.Rooms/Get', text, text),
  list: serverStream('/test.Rooms/List', text, text),
  post: clientStream('/test.Rooms/Post', text, text),
  chat: bidi('/test.Rooms/Chat', text, text),
});

export const GET = '/test.Rooms/Get';
export const LIST = '/test.Rooms/List';
export const POST = '/test.Rooms/Post';
export const CHAT = '/test.Rooms/Chat';

export interface ScriptedServer {
  readonly server: Server;
  readonly carrier: ScriptedCarrier;
  readonly clock: FakeClock;
  readonly session: ScriptedServerSession;
  /** What `onError` was called with. */
  readonly errors: { readonly error: unknown; readonly call: ServerCall | undefined }[];
}

/** A server with some handlers of `Rooms`, on a scripted connection and a fake clock. */
export async function scriptedServer(handlers: Partial<Handlers<Rooms>>, options: ServerOptions = {}): Promise<ScriptedServer> {
  const carrier = new ScriptedCarrier();
  const clock = new FakeClock();
  const errors: { error: unknown; call: ServerCall | undefined }[] = [];
  const server = new Server({ clock, transport: carrier, onError: (error, call) => errors.push({ error, call }), ...options });
  server.add(Rooms, handlers, { partial: true });
  await server.listen('127.0.0.1:0');
  return { server, carrier, clock, session: carrier.session(), errors };
}
