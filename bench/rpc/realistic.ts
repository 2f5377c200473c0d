/** What a traced, authenticated call carries: the same credentials and tenant, and an identifier and a deadline of its own. */
const requestIdPrefix = '7c9e6679-7425-40de-944b-';

let sequence = 0;

/** The metadata of the next call. */
export function realisticMetadata(): { authorization: string; 'x-tenant': string; 'x-request-id': string } {
  sequence = (sequence + 1) % 0x1_0000_0000;
  return {
    authorization: 'Bearer 0123456789abcdef0123456789abcdef',
    'x-tenant': 'acme',
    'x-request-id': requestIdPrefix + (0x1000_0000_0000 + sequence).toString(16),
  };
}

/** The timeout of the next call in milliseconds: never one that passes in a run, seldom the same as the last. */
export function realisticTimeoutMs(): number {
  return 20_000 + ((sequence * 7919) % 10_000);
}

/** The timeout of calls whose deadline does not vary. */
export const deadlineMs = 30_000;
