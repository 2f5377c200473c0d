import assert from 'node:assert/strict';
import { SendQueue } from '../../../wire/http2/send-queue.js';
import { EngineStream } from '../../../wire/http2/stream.js';
import { WriteScheduler } from '../../../wire/http2/write-scheduler.js';
import { Random } from '../../support/random.js';

describe('the turn of streams', () => {
  it('comes to each before it comes to any again', () => {
    const scheduler = new WriteScheduler<string>();
    for (const id of [1, 3, 5]) scheduler.place(queue(id, 100));
    const turns: number[] = [];
    for (let n = 0; n < 9; n++) {
      const next = scheduler.data!;
      turns.push(next.stream.id);
      scheduler.rotate(next);
    }
    assert.deepEqual(turns, [1, 3, 5, 1, 3, 5, 1, 3, 5]);
  });

  it('passes by a stream without window, and comes back when it has one', () => {
    const scheduler = new WriteScheduler<string>();
    const stuck = queue(1, 100);
    stuck.stream.sendWindow = 0;
    scheduler.place(stuck);
    assert.equal(scheduler.data, undefined);
    stuck.stream.sendWindow = 5;
    scheduler.place(stuck);
    assert.equal(scheduler.data, stuck);
    stuck.stream.sendWindow = -5;
    scheduler.place(stuck);
    assert.equal(scheduler.data, undefined);
  });

  it('puts fields and empty ends apart, which no window holds back', () => {
    const scheduler = new WriteScheduler<string>();
    const fields = new SendQueue(new EngineStream<string>(1, undefined, 0, 0));
    fields.pushFields(['a', 'b'], true);
    const end = new SendQueue(new EngineStream<string>(3, undefined, 0, 0));
    end.pushBytes(new Uint8Array(0), true);
    scheduler.place(fields);
    scheduler.place(end);
    assert.equal(scheduler.data, undefined);
    assert.equal(scheduler.fields, fields);
    scheduler.remove(fields);
    assert.equal(scheduler.fields, end);
  });

  it('is the order of a list from which any may be taken out', () => {
    const random = new Random(7);
    const scheduler = new WriteScheduler<string>();
    let model: SendQueue<string>[] = [];
    for (let step = 0; step < 3_000; step++) {
      const choice = random.between(0, 3);
      if (choice === 0 && model.length < 30) {
        const added = queue(step * 2 + 1, 10);
        scheduler.place(added);
        model.push(added);
      } else if (choice === 1 && model.length > 0) {
        const removed = model[random.between(0, model.length)]!;
        scheduler.remove(removed);
        scheduler.remove(removed);
        model = model.filter((one) => one !== removed);
      } else if (model.length > 0) {
        scheduler.rotate(model[0]!);
        model.push(model.shift()!);
      }
      const order: SendQueue<string>[] = [];
      for (let next = scheduler.data; next !== undefined; next = next.next) order.push(next);
      assert.deepEqual(
        order.map((one) => one.stream.id),
        model.map((one) => one.stream.id),
      );
    }
  });
});

function queue(id: number, bytes: number): SendQueue<string> {
  const made = new SendQueue(new EngineStream<string>(id, undefined, 1_000, 0));
  made.pushBytes(new Uint8Array(bytes), false);
  return made;
}
