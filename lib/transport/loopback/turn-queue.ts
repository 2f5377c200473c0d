import { AsyncResource } from 'node:async_hooks';
import { LOOPBACK_TURN_BUDGET, MAX_TIMEOUT_MS } from '../../limits.js';

/** Whatever has something to deliver: the end of a stream, or a session. */
export interface Deliverable {
  /** Written by the queue only: it waits for its turn. */
  inTurn: boolean;
  /** Gives what has come to the sink. Returns how many sink calls that took, about. */
  deliver(): number;
}

/**
 * One queue for all loopback connections of the process. What a command leaves for the other side is delivered in the next turn,
 * never inside the command.
 *
 * A turn is one microtask (35 ns through a settled promise, where `queueMicrotask` takes 120 and `setImmediate` 900). Two sides
 * that answer each other could so keep the event loop from timers and sockets for ever; after `LOOPBACK_TURN_BUDGET` sink calls
 * the queue therefore goes on in a `setImmediate`.
 *
 * Turns run in an asynchronous context of their own: a handler must not inherit the AsyncLocalStorage of whichever client call
 * happened to begin the turn.
 */
const scope = new AsyncResource('BAREWIRE_LOOPBACK');
const settled = Promise.resolve();

let filling: Deliverable[] = [];
let filled = 0;
let draining: Deliverable[] = [];
let drained = 0;
let left = 0;
let scheduled = false;
let spent = 0;

/** A slot without an entry: arrays that never shrink hold this one, so that nothing delivered is kept alive. */
const nobody: Deliverable = { inTurn: true, deliver: () => 0 };

/** Client streams that are open; while there are some, the process stays alive as it would with a socket. */
let openStreams = 0;
let keepAlive: NodeJS.Timeout | undefined;
let keptAlive = false;

/** Gives `entry` a place in the next turn, unless it has one. */
export function enqueue(entry: Deliverable): void {
  if (entry.inTurn) return;
  entry.inTurn = true;
  filling[filled++] = entry;
  if (!scheduled) schedule();
}

/** Counts a client stream in or out. */
export function countOpenStreams(by: 1 | -1): void {
  openStreams += by;
  if (!scheduled) schedule();
}

function schedule(): void {
  scheduled = true;
  if (spent < LOOPBACK_TURN_BUDGET) {
    settled.then(turnInScope);
  } else {
    spent = 0;
    setImmediate(turnInScope);
  }
}

function turnInScope(): void {
  scope.runInAsyncScope(turn);
}

function turn(): void {
  try {
    for (;;) {
      if (drained === left) {
        if (filled === 0) break;
        const empty = draining;
        draining = filling;
        left = filled;
        filling = empty;
        filled = 0;
        drained = 0;
      }
      if (spent >= LOOPBACK_TURN_BUDGET) break;
      const entry = draining[drained]!;
      draining[drained++] = nobody;
      entry.inTurn = false;
      spent += entry.deliver();
    }
  } catch (error) {
    // A sink that throws is a fault of this library. It must not stop the other streams, and it must not be hidden.
    queueMicrotask(() => {
      throw error;
    });
  }
  scheduled = false;
  if (drained < left || filled > 0) schedule();
  else if (openStreams > 0 !== keptAlive) holdProcess();
}

function holdProcess(): void {
  keptAlive = openStreams > 0;
  keepAlive ??= setInterval(() => {}, MAX_TIMEOUT_MS);
  if (keptAlive) keepAlive.ref();
  else keepAlive.unref();
}
