import { describe, likelyWord, OptionError } from '../../check-options.js';
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
    const meant = likelyWord(given, names);
    const help = meant === undefined ? `built in are ${names.join(', ')}` : `did you mean "${meant}"?`;
    throw new OptionError(`${owner}: there is no balancer ${describe(given)}; ${help}`);
  }
  throw new OptionError(`${owner}: balancer is a name (${names.join(', ')}) or a BalancerType; got ${describe(given)}`);
}
