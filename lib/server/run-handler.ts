import type { HandlerScopes } from './handler-scope.js';
import { type ReplyTarget, settleReplies, settleReply, startReplies } from './reply-stream.js';
import type { Route } from './router.js';

/** A call whose handler is to be run. */
export interface RunnableCall extends ReplyTarget {
  readonly route: Route;
  /** The request, or the stream of requests. */
  readonly request: unknown;
  readonly scopes: HandlerScopes;
}

/** Runs a call's handler in an async context of its own. Functions of the module with the call as their argument: no closures. */
export function runInOwnScope(call: RunnableCall): void {
  if (!call.ended) call.scopes.take().runInAsyncScope(runHandler, undefined, call);
}

/** The handler's first, synchronous part, and what follows from it. */
function runHandler(call: RunnableCall): void {
  const { handler, self, streamsReplies } = call.route;
  let result: unknown;
  let later: boolean;
  try {
    result = handler.call(self, call.request as never, call as never);
    // What it returned may have a `then` that throws when it is looked at.
    later = isPromiseLike(result);
  } catch (error) {
    call.fail(error);
    return;
  }
  if (later) void (streamsReplies ? settleReplies : settleReply)(call, result as PromiseLike<unknown>);
  else if (streamsReplies) startReplies(call, result);
  else call.reply(result);
}

function isPromiseLike(value: unknown): value is PromiseLike<unknown> {
  return (
    value instanceof Promise || (typeof value === 'object' && value !== null && typeof (value as PromiseLike<unknown>).then === 'function')
  );
}
