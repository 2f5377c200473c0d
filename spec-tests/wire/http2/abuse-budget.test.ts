import assert from 'node:assert/strict';
import {
  AbuseBudget,
  type AbuseKind,
  DEFAULT_EVENT_BUDGETS,
  type EventBudgets,
  maxContinuations,
  maxHeaderBlockBytes,
  overdrawnText,
} from '../../../wire/http2/abuse-budget.js';

/** Every budget with the same two figures. */
function limits(burst: number, perSecond: number): EventBudgets {
  return Object.fromEntries(Object.keys(DEFAULT_EVENT_BUDGETS).map((kind) => [kind, { burst, perSecond }])) as unknown as EventBudgets;
}

type Spend = (budget: AbuseBudget, nowMs: number) => boolean;

let newest = 1_000_000;

/** One event of each kind. Resets are of the newest stream, not answered. */
const EVENTS: Readonly<Record<AbuseKind, Spend>> = {
  resets: (budget, nowMs) => budget.reset(++newest, false, newest, nowMs),
  provokedResets: (budget, nowMs) => budget.provokedReset(nowMs),
  refusedStreams: (budget, nowMs) => budget.refusedStream(nowMs),
  pings: (budget, nowMs) => budget.ping(nowMs),
  settings: (budget, nowMs) => budget.settings(1, nowMs),
  emptyFrames: (budget, nowMs) => budget.emptyFrame(nowMs),
  priorities: (budget, nowMs) => budget.priority(nowMs),
  windowUpdates: (budget, nowMs) => budget.windowUpdate(nowMs),
  unknownFrames: (budget, nowMs) => budget.unknownFrame(nowMs),
  strayFrames: (budget, nowMs) => budget.strayFrame(nowMs),
  interimResponses: (budget, nowMs) => budget.interimResponse(nowMs),
};

const KINDS = Object.keys(EVENTS) as AbuseKind[];

/** How many events pass at `nowMs`, up to `most`. */
function passing(budget: AbuseBudget, spend: Spend, nowMs: number, most = 100_000): number {
  for (let count = 0; count < most; count++) if (!spend(budget, nowMs)) return count;
  return most;
}

describe('abuse budgets', () => {
  for (const kind of KINDS) {
    it(`${kind}: its burst at once, not one more, and its rate afterwards`, () => {
      const budget = new AbuseBudget(limits(10, 4), 5_000);
      assert.equal(passing(budget, EVENTS[kind], 5_000), 10);
      // The one that was refused has taken a token too.
      assert.equal(passing(budget, EVENTS[kind], 5_500), 1);
      assert.equal(passing(budget, EVENTS[kind], 60_000), 10);
    });

    it(`${kind}: the default is what the page says, and a budget of its own`, () => {
      const budget = new AbuseBudget(DEFAULT_EVENT_BUDGETS, 0);
      assert.equal(passing(budget, EVENTS[kind], 0), DEFAULT_EVENT_BUDGETS[kind].burst);
      for (const other of KINDS) if (other !== kind) assert.equal(EVENTS[other](budget, 0), true, other);
    });

    it(`${kind}: Infinity is no bound`, () => {
      const budget = new AbuseBudget(limits(Number.POSITIVE_INFINITY, 0), 0);
      assert.equal(passing(budget, EVENTS[kind], 0), 100_000);
    });

    it(`${kind}: the text names the budget and says what to do`, () => {
      assert.match(overdrawnText(kind), new RegExp(`^too many .+ \\(budget ${kind}\\): send fewer$`));
    });
  }

  it('time that stands still or goes back gives nothing', () => {
    const budget = new AbuseBudget(limits(2, 1_000), 100);
    assert.equal(budget.ping(100), true);
    assert.equal(budget.ping(50), true);
    assert.equal(budget.ping(0), false);
    assert.equal(budget.ping(100), false);
  });

  it('useful frames pay for PING, PRIORITY, empty and unknown frames one to one, and for WINDOW_UPDATE sixteen', () => {
    const budget = new AbuseBudget(limits(20, 0), 0);
    for (const kind of ['pings', 'priorities', 'emptyFrames', 'unknownFrames', 'strayFrames'] as const) {
      assert.equal(passing(budget, EVENTS[kind], 0), 20);
      EVENTS[kind](budget, 0);
    }
    assert.equal(passing(budget, EVENTS.windowUpdates, 0), 20);
    for (let n = 0; n < 5; n++) budget.useful(1);
    // Two were overdrawn above.
    for (const kind of ['pings', 'priorities', 'emptyFrames', 'unknownFrames', 'strayFrames'] as const) {
      assert.equal(passing(budget, EVENTS[kind], 0), 3, kind);
    }
    assert.equal(passing(budget, EVENTS.windowUpdates, 0), 20);
  });

  it('a large frame is as useful as the 4 KiB pieces in it', () => {
    const budget = new AbuseBudget(limits(1_000, 0), 0);
    passing(budget, EVENTS.pings, 0);
    budget.useful(16_384);
    assert.equal(passing(budget, EVENTS.pings, 0), 4);
  });

  it('the counters wrap', () => {
    const budget = new AbuseBudget(limits(10, 0), 0);
    budget.usefulFrames = 0x7fff_ffff;
    assert.equal(passing(budget, EVENTS.pings, 0), 10);
    for (let n = 0; n < 4; n++) budget.useful(1);
    assert.ok(budget.usefulFrames < 0);
    assert.equal(passing(budget, EVENTS.pings, 0), 3);
  });

  it('SETTINGS count by their entries', () => {
    const budget = new AbuseBudget(limits(10, 0), 0);
    assert.equal(budget.settings(0, 0), true);
    assert.equal(budget.settings(32, 0), true);
    assert.equal(budget.settings(33, 0), true);
    assert.equal(budget.settings(2_730, 0), false);
  });

  it('useful frames pay for no SETTINGS', () => {
    const budget = new AbuseBudget(limits(10, 0), 0);
    passing(budget, EVENTS.settings, 0);
    for (let n = 0; n < 100; n++) budget.useful(16_384);
    assert.equal(budget.settings(1, 0), false);
  });
});

describe('resets', () => {
  it('of answered streams are free', () => {
    const budget = new AbuseBudget(limits(3, 0), 0);
    for (let id = 1; id < 20_000; id += 2) assert.equal(budget.reset(id, true, id, 0), true);
  });

  it('of streams that have lived for a tenth of a second are free, and of younger ones not', () => {
    const budget = new AbuseBudget(limits(3, 0), 0);
    assert.equal(budget.reset(1, false, 999, 100), true);
    // Streams up to 999 were there at 100 ms.
    for (let id = 3; id <= 999; id += 2) assert.equal(budget.reset(id, false, 1_999, 200), true);
    assert.equal(budget.reset(1_001, false, 1_999, 200), true);
    assert.equal(budget.reset(1_003, false, 1_999, 299), true);
    assert.equal(budget.reset(1_005, false, 1_999, 299), false);
    assert.equal(budget.reset(1_007, false, 1_999, 300), true);
  });

  it('of ten thousand calls a second whose deadlines of 250 ms pass go on for ever', () => {
    const budget = new AbuseBudget(DEFAULT_EVENT_BUDGETS, 0);
    for (let n = 0; n < 100_000; n++) {
      const newest = 2 * (n + 2_500) + 1;
      assert.equal(budget.reset(2 * n + 1, false, newest, 250 + n / 10), true, `after ${n}`);
    }
  });

  it('one for each stream that came to its end go on for ever', () => {
    const budget = new AbuseBudget(limits(10, 0), 0);
    for (let id = 1; id < 100_000; id += 4) {
      budget.streamEnded();
      assert.equal(budget.reset(id, false, id, 0), true);
    }
    for (let n = 0; n < 9; n++) assert.equal(budget.reset(200_001 + n, false, 300_001, 0), true);
    assert.equal(budget.reset(200_101, false, 300_001, 0), false);
  });

  it('three thousand cancels at once of an honest client pass', () => {
    const budget = new AbuseBudget(DEFAULT_EVENT_BUDGETS, 0);
    for (let id = 1; id <= 6_000; id += 2) assert.equal(budget.reset(id, false, id, 0), true);
  });
});

describe('honest peers', () => {
  it("grpc-go's BDP PINGs and window updates: one PING per DATA frame for an hour of data", () => {
    const budget = new AbuseBudget(DEFAULT_EVENT_BUDGETS, 0);
    for (let n = 0; n < 200_000; n++) {
      budget.useful(5);
      assert.equal(budget.ping(n / 100), true);
      assert.equal(budget.windowUpdate(n / 100), true);
      assert.equal(budget.windowUpdate(n / 100), true);
    }
  });

  it('a client that gives 4 KiB back at a time, for stream and connection, of frames of 1 MiB', () => {
    const budget = new AbuseBudget(DEFAULT_EVENT_BUDGETS, 0);
    for (let n = 0; n < 1_000; n++) {
      budget.useful(1_048_576);
      for (let update = 0; update < 512; update++) assert.equal(budget.windowUpdate(0), true);
    }
  });

  it('keepalive every ten seconds on an idle connection, for a day', () => {
    const budget = new AbuseBudget(DEFAULT_EVENT_BUDGETS, 0);
    for (let nowMs = 0; nowMs < 86_400_000; nowMs += 10_000) assert.equal(budget.ping(nowMs), true);
  });
});

describe('header blocks', () => {
  it('may be four times the announced list on the wire, and 64 KiB in any case', () => {
    assert.equal(maxHeaderBlockBytes(8_192), 65_536);
    assert.equal(maxHeaderBlockBytes(1_048_576), 4_194_304);
  });

  it('may come in full frames, and some', () => {
    assert.equal(maxContinuations(65_536), 36);
    assert.equal(maxContinuations(4_194_304), 288);
  });
});
