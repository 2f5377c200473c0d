import { describe, insteadOf, OptionError } from '../../check-options.js';
import type { BalancerType } from './balancer.js';
import { pickFirst } from './pick-first.js';

const BUILT_IN: readonly BalancerType[] = [pickFirst];

/** The policy that the option `balancer` names or is. Default: pick_first. */
export function balancerType(owner: string, given: string | BalancerType | undefined): BalancerType {
  if (given === undefined) return pickFirst;
  if (typeof given === 'object' && given !== null && typeof given.create === 'function') return given;
  const names = BUILT_IN.map(({ name }) => name);
  if (typeof given === 'string') {
    const found = BUILT_IN.find(({ name }) => name === given);
    if (found !== undefined) return found;
    throw new OptionError(`${owner}: there is no balancer ${describe(given)}${insteadOf(given, names, 'built in are')}`);
  }
  throw new OptionError(`${owner}: balancer is a name (${names.join(', ')}) or a BalancerType; got ${describe(given)}`);
}
