import assert from 'node:assert/strict';
import { RequestStream } from '../../../lib/server/request-stream.js';

function made() {
  const credit: number[] = [];
  const requests = new RequestStream<string>({ consumed: (bytes) => credit.push(bytes) });
  return { requests, credit };
}

describe('the stream of requests', () => {
  it('gives messages in order, to those that wait and those that come', async () => {
    const { requests, credit } = made();
    const first = requests.next();
    const second = requests.next();
    requests.push('a', 6);
    requests.push('b', 7);
    requests.push('c', 8);
    assert.deepEqual(credit, [6, 7]);
    assert.equal(requests.queued, 1);
    assert.deepEqual([(await first).value, (await second).value, (await requests.next()).value], ['a', 'b', 'c']);
    assert.deepEqual(credit, [6, 7, 8]);
    assert.equal(requests.queued, 0);
  });

  it('gives what waits before its end, and nothing after', async () => {
    const { requests } = made();
    requests.push('a', 6);
    requests.end();
    requests.push('b', 6);
    assert.deepEqual(await requests.next(), { done: false, value: 'a' });
    for (let times = 0; times < 2; times++) assert.deepEqual(await requests.next(), { done: true, value: undefined });
  });

  it('answers all that wait at its end', async () => {
    const { requests } = made();
    const both = [requests.next(), requests.next()];
    requests.end();
    assert.deepEqual(await Promise.all(both), [
      { done: true, value: undefined },
      { done: true, value: undefined },
    ]);
  });

  it('drops what waits when it fails, and fails for ever', async () => {
    const { requests, credit } = made();
    requests.push('a', 6);
    const error = new Error('broken');
    requests.fail(error);
    requests.fail(new Error('again'));
    requests.end();
    for (let times = 0; times < 2; times++) await assert.rejects(requests.next(), error);
    assert.deepEqual(credit, []);
    assert.equal(requests.queued, 0);
  });

  it('rejects all that wait when it fails', async () => {
    const { requests } = made();
    const both = Promise.allSettled([requests.next(), requests.next()]);
    const error = new Error('broken');
    requests.fail(error);
    assert.deepEqual(await both, [
      { status: 'rejected', reason: error },
      { status: 'rejected', reason: error },
    ]);
  });

  it('is over when its loop is left: later messages are dropped and give no credit', async () => {
    const { requests, credit } = made();
    requests.push('a', 6);
    requests.push('b', 6);
    for await (const message of requests) {
      assert.equal(message, 'a');
      break;
    }
    requests.push('c', 6);
    requests.fail(new Error('too late to matter'));
    assert.deepEqual(await requests.next(), { done: true, value: undefined });
    assert.deepEqual(credit, [6]);
    assert.equal(requests.queued, 0);
  });

  it('lets go of who waits when the call is over', async () => {
    const { requests } = made();
    const waiting = requests.next();
    requests.close();
    requests.close();
    assert.deepEqual(await waiting, { done: true, value: undefined });
  });

  it('can be iterated once', () => {
    const { requests } = made();
    requests[Symbol.asyncIterator]();
    assert.throws(() => requests[Symbol.asyncIterator](), /can be iterated once: keep what a second loop needs/);
  });

  it('gives a long backlog in order', async () => {
    const { requests } = made();
    for (let index = 0; index < 1000; index++) requests.push(String(index), 6);
    for (let index = 0; index < 999; index++) assert.equal((await requests.next()).value, String(index));
    assert.equal(requests.queued, 1);
    requests.push('last', 6);
    assert.equal((await requests.next()).value, '999');
    assert.equal((await requests.next()).value, 'last');
  });
});
