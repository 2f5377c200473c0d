import type { Cancellable } from './cancellation.js';

/**
 * What a server call offers to the client calls that are made for it (`{ parent: call }`): its deadline and its cancellation. It
 * stands here because client and server do not know each other.
 *
 * Remaining time rather than a point of time: the two sides may run on different clocks.
 */
export interface ParentCall {
  /** Milliseconds until its deadline; 0 or less when it has passed, Infinity where there is none. */
  remainingMs(): number;
  /** Whether it has been cancelled: by its client, by its deadline, or because its connection is gone. */
  readonly cancelled: boolean;
  /** Why it was cancelled; undefined before. */
  readonly cancelReason: unknown;
  /** From now on its cancellation cancels `child`. Not called on a cancelled call. */
  addChild(child: Cancellable): void;
  /** Undoes `addChild`; harmless where there is nothing to undo. */
  removeChild(child: Cancellable): void;
}

/** Whether `value` can stand as `parent`. */
export function isParentCall(value: unknown): value is ParentCall {
  if (typeof value !== 'object' || value === null) return false;
  const call = value as Partial<ParentCall>;
  return typeof call.remainingMs === 'function' && typeof call.addChild === 'function' && typeof call.removeChild === 'function';
}
