import { lateness, printMilliseconds } from '../rpc/deadline.js';
import { deadlineError } from '../rpc/error-conversion.js';
import type { RpcError } from '../rpc/rpc-error.js';
import type { Attempt } from './attempt.js';
import type { Call } from './call.js';

/** DEADLINE_EXCEEDED for a call whose deadline has passed here, saying where the time went. */
export function expiredDeadline(call: Call, attempt: Attempt | null, nowMs: number): RpcError {
  const total = printMilliseconds(nowMs - call.startedMs);
  const late = lateness(call.dueMs, nowMs);
  const tries = attempt !== null && attempt.number > 1 ? ` in attempt ${attempt.number}` : '';
  if (attempt?.stream === undefined) {
    // How long ago it was then says nothing about this process.
    if (attempt === null) return deadlineError('the deadline had passed before the call began', 'connect', 'no');
    return deadlineError(`the deadline passed after ${total}, all of it waiting for a connection${tries}${late}`, 'connect', 'no');
  }
  const connecting = printMilliseconds(attempt.openedMs - call.startedMs);
  const waiting = printMilliseconds(nowMs - attempt.openedMs);
  const sending = call.writer?.blocked === true;
  let what = 'for the first answer';
  if (attempt.answered) what = call.replies === null ? 'for the reply' : 'for the end of the replies';
  if (sending) what = 'until the server would take the requests';
  const message = `the deadline passed after ${total}: ${connecting} to get a connection, ${waiting} waiting ${what}${tries}${late}`;
  return deadlineError(message, sending ? 'send' : 'receive', 'maybe');
}
