import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fc from 'fast-check';
import { systemClock } from '../../../lib/time/clock.js';
import { TimerHeap } from '../../../lib/time/timer-heap.js';
import { SystemTimerQueue, type Timed } from '../../../lib/time/timer-queue.js';
import { FakeClock } from '../../support/fake-clock.js';

class Entry implements Timed {
  dueMs: number;
  timerSlot = -1;
  readonly ran: number[] = [];
  next: ((nowMs: number) => void) | undefined;
  constructor(dueMs: number, next?: (nowMs: number) => void) {
    this.dueMs = dueMs;
    this.next = next;
  }
  onDue(nowMs: number): void {
    this.ran.push(nowMs);
    this.next?.(nowMs);
  }
}

describe('TimerHeap', () => {
  it('gives entries back in the order of their time after any adding, moving and removing', () => {
    const command = fc.record({
      kind: fc.constantFrom('add', 'move', 'remove', 'take'),
      index: fc.nat(30),
      dueMs: fc.integer({ min: 0, max: 50 }),
    });
    fc.assert(
      fc.property(fc.array(command, { maxLength: 200 }), (commands) => {
        const heap = new TimerHeap();
        const entries = Array.from({ length: 31 }, (_, index) => new Entry(index));
        const queued = new Set<Entry>();
        for (const { kind, index, dueMs } of commands) {
          const entry = entries[index]!;
          if (kind === 'remove') {
            heap.remove(entry);
            queued.delete(entry);
          } else if (kind === 'take') {
            const first = heap.first();
            const least = Math.min(...[...queued].map((one) => one.dueMs));
            assert.equal(first?.dueMs, queued.size === 0 ? undefined : least);
            if (first !== undefined) {
              heap.remove(first);
              queued.delete(first as Entry);
            }
          } else {
            entry.dueMs = dueMs;
            heap.add(entry);
            queued.add(entry);
          }
          assert.equal(heap.size, queued.size);
          for (const one of entries) assert.equal(one.timerSlot !== -1, queued.has(one));
        }
      }),
      { seed: 7541, numRuns: 300 },
    );
  });

  it('refuses a time that is no number and an entry of another clock', () => {
    const heap = new TimerHeap();
    assert.throws(() => heap.add(new Entry(Number.NaN)), /dueMs is NaN/);
    const entry = new Entry(1);
    heap.add(entry);
    assert.throws(() => new TimerHeap().add(entry), /another clock/);
    assert.throws(() => new TimerHeap().remove(entry), /another clock/);
  });
});

describe('FakeClock', () => {
  it('runs what is due in order, each at its own time, also what is added on the way', () => {
    const clock = new FakeClock();
    const start = clock.now();
    const log: string[] = [];
    const late = new Entry(start + 15, () => log.push('late'));
    clock.timers.add(new Entry(start + 30, () => log.push('third')));
    clock.timers.add(
      new Entry(start + 10, () => {
        log.push('first');
        clock.timers.add(late);
      }),
    );
    clock.timers.add(new Entry(start + 20, () => log.push('second')));
    clock.advance(20);
    assert.deepEqual(log, ['first', 'late', 'second']);
    assert.deepEqual(late.ran, [start + 15]);
    assert.equal(clock.now(), start + 20);
    assert.equal(clock.nextInMs(), 10);
    assert.equal(clock.timers.size, 1);
  });
});

describe('SystemTimerQueue', () => {
  it('runs entries in the order of their time and never before it', async () => {
    const queue = new SystemTimerQueue(() => performance.now());
    const now = performance.now();
    const order: number[] = [];
    await new Promise<void>((resolve) => {
      queue.hold();
      for (const delay of [12, 3, 7]) {
        queue.add(
          new Entry(now + delay, (at) => {
            assert.ok(at >= now + delay, 'not before its time');
            order.push(delay);
            if (order.length === 3) resolve();
          }),
        );
      }
    });
    queue.release();
    assert.deepEqual(order, [3, 7, 12]);
    assert.equal(queue.size, 0);
  });

  it('arms no Node timer for a deadline that is added and removed behind an earlier one', () => {
    const queue = new SystemTimerQueue(() => performance.now());
    const first = new Entry(performance.now() + 50_000);
    queue.add(first);
    const real = globalThis.setTimeout;
    let armed = 0;
    globalThis.setTimeout = ((...given: Parameters<typeof real>) => {
      armed++;
      return real(...given);
    }) as typeof real;
    try {
      for (let n = 0; n < 1000; n++) {
        const entry = new Entry(performance.now() + 60_000);
        queue.add(entry);
        queue.remove(entry);
      }
      queue.remove(first);
      assert.equal(armed, 0);
    } finally {
      globalThis.setTimeout = real;
    }
  });

  it('refuses a release without a hold', () => {
    assert.throws(() => new SystemTimerQueue(() => 0).release(), /without hold/);
  });

  const outcome = async (hold: boolean): Promise<string> => {
    const module = new URL('../../../lib/time/clock.js', import.meta.url).href;
    const script = `
      const { systemClock } = await import(${JSON.stringify(module)});
      systemClock.timers.add({ dueMs: systemClock.now() + 5, timerSlot: -1, onDue() { console.log('ran'); } });
      ${hold ? 'systemClock.timers.hold();' : ''}`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    let text = '';
    child.stdout.on('data', (chunk) => {
      text += chunk;
    });
    const [code] = await once(child, 'close');
    return `${text.trim()} ${code}`;
  };

  it('lets the process end while entries wait', async () => {
    assert.equal(await outcome(false), ' 0');
  });

  it('keeps the process alive while somebody holds it', async () => {
    assert.equal(await outcome(true), 'ran 0');
  });

  it('has a clock whose wall time is the wall time', () => {
    assert.ok(Math.abs(systemClock.wallNow() - Date.now()) < 60_000);
  });
});
