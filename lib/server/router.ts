/**
 * From a request's path to the handler: one `Map.get`. Everything that can be settled when a service is added is settled there, so
 * that a missing or misspelt handler is refused at start and not found out by a caller.
 */

import type { Problem } from '../../wire/grpc/fields.js';
import type { AnyMethod, MethodShape, ServiceType } from '../../wire/grpc/service.js';
import { StatusCode } from '../../wire/grpc/status-code.js';
import { describe, insteadOf, likelyWord, OptionError } from '../check-options.js';

/** What every handler is at run time; `add` checks the types at compile time. */
export type AnyHandler = (request: never, call: never) => unknown;

/** One method and what serves it. */
export interface Route {
  readonly method: AnyMethod;
  readonly handler: AnyHandler;
  /** `this` of the handler. */
  readonly self: unknown;
  readonly streamsRequests: boolean;
  readonly streamsReplies: boolean;
  /** A reply has passed the check for unknown keys; see `checkReply`. */
  repliesChecked: boolean;
}

const SHAPES: readonly MethodShape[] = ['unary', 'server-stream', 'client-stream', 'bidi'];

export class Router {
  readonly #routes = new Map<string, Route>();
  readonly #services = new Set<string>();

  /** The full names of all services, in the order of their adding. */
  get services(): string[] {
    return [...this.#services];
  }

  find(path: string): Route | undefined {
    return this.#routes.get(path);
  }

  /** Why there is no route for `path`: UNIMPLEMENTED, saying whether the service or the method is missing. */
  missing(path: string): Problem {
    return { httpStatus: 200, code: StatusCode.UNIMPLEMENTED, message: this.#missingMessage(path) };
  }

  /**
   * Adds every method of `service`, or nothing where something is wrong: a service that is there already, a handler that is missing
   * (unless `partial`), is no function, or has no method.
   */
  add(service: ServiceType<unknown>, handlers: unknown, partial: boolean): void {
    const methods = methodsOf(service);
    const owner = `server.add(${service.typeName})`;
    if (this.#services.has(service.typeName)) {
      throw new OptionError(`${owner}: this service was added before; a server has one set of handlers for each service`);
    }
    if (typeof handlers !== 'object' || handlers === null || Array.isArray(handlers)) {
      throw new OptionError(
        `${owner}: handlers are an object with a function for each method, or an instance of a class; got ${describe(handlers)}`,
      );
    }
    refuseUnknownHandlers(owner, handlers, methods);
    const routes: Route[] = [];
    for (const method of methods) {
      // Through the prototype too, for instances of a class; not what every object has, such as a method called `toString`.
      const handler = isOrdinary(handlers, method.name) ? undefined : (handlers as Record<string, unknown>)[method.name];
      if (handler === undefined && partial) continue;
      if (handler === undefined) throw new OptionError(missingHandler(owner, handlers, method, methods));
      if (typeof handler !== 'function') {
        throw new OptionError(`${owner}: the handler ${method.name} is a function; got ${describe(handler)}`);
      }
      if (this.#routes.has(method.path)) throw new OptionError(`${owner}: the path ${method.path} is taken by another service`);
      routes.push({
        method,
        handler: handler as AnyHandler,
        self: handlers,
        streamsRequests: method.shape === 'client-stream' || method.shape === 'bidi',
        streamsReplies: method.shape === 'server-stream' || method.shape === 'bidi',
        repliesChecked: false,
      });
    }
    for (const route of routes) this.#routes.set(route.method.path, route);
    this.#services.add(service.typeName);
  }

  #missingMessage(path: string): string {
    const slash = path.lastIndexOf('/');
    if (slash < 1 || path[0] !== '/') return `${shown(path)} is no path of a method: /package.Service/Method was expected`;
    const service = path.slice(1, slash);
    if (!this.#services.has(service)) return `unknown service ${shown(service)}`;
    return `unknown method ${shown(path.slice(slash + 1))} of service ${service}`;
  }
}

/** The caller's own words, cut so that they cannot flood a message. */
function shown(word: string): string {
  if (word === '') return '""';
  return word.length > 200 ? `${word.slice(0, 200)}…` : word;
}

function methodsOf(service: ServiceType<unknown>): AnyMethod[] {
  const given: unknown = service;
  if (
    typeof given !== 'object' ||
    given === null ||
    typeof service.typeName !== 'string' ||
    typeof service.methods !== 'object' ||
    service.methods === null
  ) {
    throw new OptionError(`server.add: the first argument is a service, such as the generated constant Greeter; got ${describe(given)}`);
  }
  const methods = Object.values(service.methods as Record<string, AnyMethod>);
  for (const method of methods) {
    if (!SHAPES.includes(method.shape))
      throw new OptionError(`server.add(${service.typeName}): a method has no shape; got ${describe(method.shape)}`);
  }
  return methods;
}

/** In a plain object every function is meant as a handler. A class may have methods of its own beside them. */
function refuseUnknownHandlers(owner: string, handlers: object, methods: readonly AnyMethod[]): void {
  const prototype: unknown = Object.getPrototypeOf(handlers);
  if (prototype !== Object.prototype && prototype !== null) return;
  const names = methods.map((method) => method.name);
  for (const name of Object.keys(handlers)) {
    if (names.includes(name)) continue;
    throw new OptionError(`${owner}: unknown handler ${describe(name)}${insteadOf(name, names, 'the methods are')}`);
  }
}

function missingHandler(owner: string, handlers: object, method: AnyMethod, methods: readonly AnyMethod[]): string {
  const others = functionNames(handlers).filter((name) => !methods.some((known) => known.name === name));
  const meant = likelyWord(method.name, others);
  const hint = meant === undefined ? '' : ` (is "${meant}" meant to be it?)`;
  return `${owner}: the handler ${method.name} is missing${hint}; give it, or add the service with { partial: true }`;
}

/** The names of an object's functions, its own and those of its class. */
function functionNames(handlers: object): string[] {
  const names: string[] = [];
  for (
    let from: object | null = handlers;
    from !== null && from !== Object.prototype;
    from = Object.getPrototypeOf(from) as object | null
  ) {
    for (const [name, property] of Object.entries(Object.getOwnPropertyDescriptors(from))) {
      if (typeof property.value === 'function' && name !== 'constructor') names.push(name);
    }
  }
  return names;
}

function isOrdinary(handlers: object, name: string): boolean {
  return (
    name in Object.prototype &&
    (handlers as Record<string, unknown>)[name] === (Object.prototype as unknown as Record<string, unknown>)[name]
  );
}
