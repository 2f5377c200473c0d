/** The option `abuse` of servers and channels: which budgets there are, and how each is changed. docs/abuse.md explains them. */
import {
  type AbuseKind,
  type AbuseLimits,
  DEFAULT_ABUSE_LIMITS,
  DEFAULT_EVENT_BUDGETS,
  DEFAULT_HOLD_LIMITS,
  type EventBudget,
  type HoldLimits,
} from '../../wire/http2/abuse-budget.js';
import { checkInteger, checkMilliseconds, checkOptionNames, describe, OptionError } from '../check-options.js';

/**
 * Budgets of what a peer may make us do for nothing, and limits of what it may make us hold. A budget takes `{ burst, perSecond }`,
 * either left out for its default, numbers from 0: `{ pings: { burst: 1_000 } }`. Infinity is no bound, here and for the limits.
 * Who overdraws one gets GOAWAY ENHANCE_YOUR_CALM with its name.
 */
export type AbuseOptions = { readonly [kind in AbuseKind]?: Partial<EventBudget> | undefined } & {
  readonly [name in keyof HoldLimits]?: number | undefined;
};

const KINDS = Object.keys(DEFAULT_EVENT_BUDGETS) as AbuseKind[];
const HOLDS = Object.keys(DEFAULT_HOLD_LIMITS) as (keyof HoldLimits)[];

/** Checked and complete. Throws an `OptionError` for an unknown budget or a wrong figure. */
export function resolveAbuse(owner: string, given: AbuseOptions | undefined): AbuseLimits {
  if (given === undefined) return DEFAULT_ABUSE_LIMITS;
  const name = `${owner}: abuse`;
  checkOptionNames(name, given, [...KINDS, ...HOLDS]);
  const limits: Record<string, EventBudget | number> = {};
  for (const kind of KINDS) limits[kind] = resolveBudget(`${name}.${kind}`, given[kind], DEFAULT_EVENT_BUDGETS[kind]);
  for (const hold of HOLDS) limits[hold] = resolveHold(name, hold, given[hold], DEFAULT_HOLD_LIMITS[hold]);
  return limits as unknown as AbuseLimits;
}

function resolveBudget(owner: string, given: Partial<EventBudget> | undefined, fallback: EventBudget): EventBudget {
  if (given === undefined) return fallback;
  checkOptionNames(owner, given, ['burst', 'perSecond']);
  return {
    burst: checkFigure(owner, 'burst', given.burst, fallback.burst),
    perSecond: checkFigure(owner, 'perSecond', given.perSecond, fallback.perSecond),
  };
}

function checkFigure(owner: string, name: string, value: unknown, fallback: number): number {
  if (value === undefined) return fallback;
  if (typeof value === 'number' && value >= 0) return value;
  throw new OptionError(`${owner}: ${name} is a number from 0, or Infinity for no bound; got ${describe(value)}`);
}

function resolveHold(owner: string, name: string, value: number | undefined, fallback: number): number {
  if (name.endsWith('Ms')) return checkMilliseconds(owner, name, value, fallback, 1);
  if (value === Number.POSITIVE_INFINITY) return value;
  return checkInteger(owner, name, value, fallback, 'bytes', 0, Number.MAX_SAFE_INTEGER);
}
