import assert from 'node:assert/strict';
import { Absent, StreamTable } from '../../../wire/http2/stream-table.js';
import { MAX_REMEMBERED_RESETS, MAX_REMEMBERED_SKIPS } from '../../../wire/limits.js';

describe('identifiers without an open stream (RFC 9113 §5.1.1)', () => {
  it('are idle above the highest one, and even ones always', () => {
    const table = new StreamTable<string>();
    table.peerOpens(1);
    table.peerOpens(3);
    assert.equal(table.absent(5, true), Absent.IDLE);
    assert.equal(table.absent(2, true), Absent.IDLE);
    assert.equal(table.absent(3, true), Absent.CLOSED);
    table.nextId = 5;
    assert.equal(table.absent(5, false), Absent.IDLE);
    assert.equal(table.absent(3, false), Absent.CLOSED);
    assert.equal(table.absent(4, false), Absent.IDLE);
  });

  it('are told from each other where a peer has skipped some', () => {
    const table = new StreamTable<string>();
    table.peerOpens(5);
    table.peerOpens(7);
    table.peerOpens(13);
    const found = [1, 3, 5, 7, 9, 11, 13].map((id) => table.absent(id, true));
    const { SKIPPED, CLOSED } = Absent;
    assert.deepEqual(found, [SKIPPED, SKIPPED, CLOSED, CLOSED, SKIPPED, SKIPPED, CLOSED]);
  });

  it('are not told apart for ever: the oldest gaps count as closed', () => {
    const table = new StreamTable<string>();
    const gaps = MAX_REMEMBERED_SKIPS + 10;
    for (let n = 1; n <= gaps; n++) table.peerOpens(n * 4 + 1);
    assert.equal(table.absent(3, true), Absent.CLOSED);
    assert.equal(table.absent(gaps * 4 - 1, true), Absent.SKIPPED);
  });

  it('are remembered when we reset them, and the kinder is assumed of forgotten ones', () => {
    const table = new StreamTable<string>();
    const last = 2 * MAX_REMEMBERED_RESETS * 3 + 1;
    table.peerOpens(1);
    for (let id = 3; id <= last; id += 2) {
      table.peerOpens(id);
      if (id % 4 === 1) table.rememberReset(id);
    }
    assert.equal(table.absent(last, true), last % 4 === 1 ? Absent.RESET_BY_US : Absent.CLOSED);
    assert.equal(table.absent(last - 2, true), (last - 2) % 4 === 1 ? Absent.RESET_BY_US : Absent.CLOSED);
    assert.equal(table.absent(3, true), Absent.RESET_BY_US);
  });

  it('run out at 2^31-1', () => {
    const table = new StreamTable<string>();
    assert.equal(table.idsLeft, 2 ** 30);
    table.nextId = 2 ** 31 - 1;
    assert.equal(table.idsLeft, 1);
    table.nextId += 2;
    assert.equal(table.idsLeft, 0);
  });
});
