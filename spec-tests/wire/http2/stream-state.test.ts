import assert from 'node:assert/strict';
import { receiveEndStream, resetState, StreamState, StreamStateError, sendEndStream, stateName } from '../../../wire/http2/stream-state.js';

const { OPEN, HALF_CLOSED_LOCAL, HALF_CLOSED_REMOTE, CLOSED } = StreamState;

describe('stream states (RFC 9113 §5.1)', () => {
  const moves: [name: string, event: (state: number) => number, from: number, to: number | undefined][] = [
    ['send END_STREAM', sendEndStream, OPEN, HALF_CLOSED_LOCAL],
    ['send END_STREAM', sendEndStream, HALF_CLOSED_LOCAL, undefined],
    ['send END_STREAM', sendEndStream, HALF_CLOSED_REMOTE, CLOSED],
    ['send END_STREAM', sendEndStream, CLOSED, undefined],
    ['receive END_STREAM', receiveEndStream, OPEN, HALF_CLOSED_REMOTE],
    ['receive END_STREAM', receiveEndStream, HALF_CLOSED_LOCAL, CLOSED],
    ['receive END_STREAM', receiveEndStream, HALF_CLOSED_REMOTE, undefined],
    ['receive END_STREAM', receiveEndStream, CLOSED, undefined],
    ['be reset', resetState, OPEN, CLOSED],
    ['be reset', resetState, HALF_CLOSED_LOCAL, CLOSED],
    ['be reset', resetState, HALF_CLOSED_REMOTE, CLOSED],
    ['be reset', resetState, CLOSED, undefined],
  ];
  for (const [name, event, from, to] of moves) {
    it(`${name} while ${stateName(from)}: ${to === undefined ? 'no such move' : stateName(to)}`, () => {
      if (to !== undefined) assert.equal(event(from), to);
      else {
        assert.throws(
          () => event(from),
          (error) => error instanceof StreamStateError && error.message === `a stream that is ${stateName(from)} cannot ${name}`,
        );
      }
    });
  }
});
