/** Random commands of an owner and its peer; a tiny independent model of states, windows and credit says what they lead to. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ConnectionModel, isOver, type ModelStream, OUR_WINDOW, REQUEST } from './support/connection-model.js';
import { Conversation, OK, type Role } from './support/conversation.js';
import { data, headers, priority, rstStream, settings, settingsAck, windowUpdate } from './support/frames.js';

const SEED = Number(process.env.BAREWIRE_SEED ?? 20_261_122);
const RUNS = Number(process.env.BAREWIRE_FUZZ_CASES ?? 250);

type Command = fc.Command<ConnectionModel, Conversation>;

/** A command that has a meaning where `can` says so, and then changes both worlds; what is said of both is compared behind it. */
function command(
  name: string,
  can: (model: ConnectionModel, role: Role) => boolean,
  run: (model: ConnectionModel, c: Conversation) => void,
) {
  return (role: Role): Command => ({
    check: (model) => can(model as ConnectionModel, role),
    run: (model, c) => {
      run(model, c);
      model.book(c);
      model.compare(c);
    },
    toString: () => name,
  });
}

type Kind = fc.Arbitrary<(role: Role) => Command>;
const some = fc.nat(30);
const bytes = fc.oneof(fc.nat(20), fc.nat(3_000), fc.nat(20_000));

const peerMaySend = (stream: ModelStream) => stream.begun && !stream.theyEnded;
const weMaySend = (stream: ModelStream) => stream.answered && !stream.endGiven;

/** What the peer has ended: trailers and DATA with END_STREAM. */
function theyEnd(stream: ModelStream): void {
  stream.theyEnded = true;
}

const opens: Kind = fc.boolean().map((end) =>
  command(
    `opens a stream${end ? ' and ends it' : ''}`,
    (model, role) => (role === 'server' ? model.open.length < 30 : model.open.length < Math.min(model.peerMaxStreams, 30)),
    (model, c) => {
      const stream = model.opened(c.role === 'client', c.role === 'server');
      if (c.role === 'server') {
        stream.theyEnded = end;
        c.send(headers(stream.id, REQUEST, { end }));
      } else {
        stream.endGiven = end;
        assert.equal(c.request(REQUEST, end).id, stream.id);
      }
    },
  ),
);

const opensTooMany: Kind = fc.constant(
  command(
    'cannot open a stream over the limit',
    (model, role) => role === 'client' && model.open.length >= model.peerMaxStreams,
    (_, c) => c.does((engine) => assert.equal(engine.openStream(REQUEST, true, 'user'), undefined)) as unknown as undefined,
  ),
);

const answers: Kind = fc.tuple(some, fc.boolean()).map(([n, end]) =>
  command(
    `answers ${n}${end ? ' and ends' : ''}`,
    (model, role) => model.pick(n, (stream) => !(role === 'server' ? stream.answered : stream.begun)) !== undefined,
    (model, c) => {
      const stream = model.pick(n, (one) => !(c.role === 'server' ? one.answered : one.begun))!;
      if (c.role === 'server') {
        stream.answered = true;
        stream.endGiven = end;
        c.does((engine) => engine.sendHeaders(c.stream(stream.id), OK, end));
      } else {
        stream.begun = true;
        if (end) theyEnd(stream);
        c.send(headers(stream.id, OK, { end }));
      }
    },
  ),
);

const peerSendsData: Kind = fc.tuple(some, bytes, fc.option(fc.nat(50), { nil: undefined }), fc.boolean()).map(([n, length, pad, end]) =>
  command(
    `peer sends ${length} bytes on ${n}${pad === undefined ? '' : `, ${pad} of padding`}${end ? ', END_STREAM' : ''}`,
    (model) => model.pick(n, peerMaySend) !== undefined,
    (model, c) => {
      const stream = model.pick(n, peerMaySend)!;
      const spare = pad === undefined ? 0 : pad + 1;
      const fit = Math.min(length, stream.receiveWindow - spare, model.receiveWindow - spare, 16_384 - spare);
      if (fit < 0) return;
      stream.receiveWindow -= fit + spare;
      model.receiveWindow -= fit + spare;
      stream.unconsumed += fit;
      if (end) theyEnd(stream);
      c.send(data(stream.id, fit, { end, ...(pad === undefined ? {} : { pad }) }));
    },
  ),
);

const peerSendsTooMuch: Kind = some.map((n) =>
  command(
    `peer sends more than the window of ${n} holds`,
    (model) => {
      const stream = model.pick(n, peerMaySend);
      return stream !== undefined && stream.receiveWindow >= 0 && stream.receiveWindow < Math.min(16_384, model.receiveWindow);
    },
    (model, c) => {
      const stream = model.pick(n, peerMaySend)!;
      const length = stream.receiveWindow + 1;
      model.receiveWindow -= length;
      stream.reset = true;
      c.send(data(stream.id, length));
      const { lines } = c.take();
      assert.deepEqual(
        lines.filter((line) => line.startsWith('closed')),
        [`closed ${stream.id} by us: stream FLOW_CONTROL_ERROR, processed maybe`],
      );
    },
  ),
);

const peerSendsAfterEnd: Kind = some.map((n) =>
  command(
    `peer sends data on ${n} after its end`,
    (model) => model.receiveWindow > 5 && model.pick(n, (stream) => stream.theyEnded) !== undefined,
    (model, c) => {
      const stream = model.pick(n, (one) => one.theyEnded)!;
      model.receiveWindow -= 5;
      stream.reset = true;
      c.send(data(stream.id, 5));
      const { lines } = c.take();
      assert.deepEqual(
        lines.filter((line) => line.startsWith('closed')),
        [`closed ${stream.id} by us: stream STREAM_CLOSED, processed maybe`],
      );
    },
  ),
);

const peerSendsTrailers: Kind = some.map((n) =>
  command(
    `peer sends trailers on ${n}`,
    (model) => model.pick(n, peerMaySend) !== undefined,
    (model, c) => {
      const stream = model.pick(n, peerMaySend)!;
      theyEnd(stream);
      c.send(headers(stream.id, ['x', 'y'], { end: true }));
    },
  ),
);

const peerResets: Kind = some.map((n) =>
  command(
    `peer resets ${n}`,
    (model) => model.pick(n) !== undefined,
    (model, c) => {
      const stream = model.pick(n)!;
      stream.reset = true;
      c.send(rstStream(stream.id, 'CANCEL'));
    },
  ),
);

const peerOpensWindow: Kind = fc.tuple(some, fc.integer({ min: 1, max: 50_000 }), fc.boolean()).map(([n, increment, connection]) =>
  command(
    `peer opens the window of ${connection ? 'the connection' : n} by ${increment}`,
    (model) => (connection ? model.sendWindow < 1e9 : model.pick(n) !== undefined),
    (model, c) => {
      if (connection) {
        model.sendWindow += increment;
        c.send(windowUpdate(0, increment));
        return;
      }
      const stream = model.pick(n)!;
      stream.sendWindow += increment;
      c.send(windowUpdate(stream.id, increment));
    },
  ),
);

const peerSets: Kind = fc
  .oneof(
    fc.constantFrom(0, 1, 1_000, 65_535, 200_000).map((window) => ({ INITIAL_WINDOW_SIZE: window })),
    fc.nat(8).map((most) => ({ MAX_CONCURRENT_STREAMS: most })),
  )
  .map((values) =>
    command(
      `peer sets ${JSON.stringify(values)}`,
      () => true,
      (model, c) => {
        model.peerSets(values);
        c.send(settings(values));
      },
    ),
  );

const peerPrioritizes: Kind = some.map((n) =>
  command(
    `peer sends PRIORITY for ${n}`,
    () => true,
    (_, c) => void c.send(priority(2 * n + 1, 0)),
  ),
);

const ownerSends: Kind = fc.tuple(some, fc.oneof(bytes, fc.nat(200_000)), fc.boolean()).map(([n, length, end]) =>
  command(
    `owner sends ${length} bytes on ${n}${end ? ', END_STREAM' : ''}`,
    (model) => model.pick(n, weMaySend) !== undefined,
    (model, c) => {
      const stream = model.pick(n, weMaySend)!;
      stream.queued += length;
      stream.endGiven = end;
      c.does((engine) => engine.sendData(c.stream(stream.id), new Uint8Array(length), end));
    },
  ),
);

const ownerCommits: Kind = fc.tuple(some, fc.nat(300), fc.boolean()).map(([n, length, end]) =>
  command(
    `owner commits ${length} bytes on ${n}${end ? ', END_STREAM' : ''}`,
    (model) => model.pick(n, weMaySend) !== undefined,
    (model, c) => {
      const stream = model.pick(n, weMaySend)!;
      c.does((engine) => {
        const real = c.stream(stream.id);
        const position = engine.reserveData(real);
        const mayReserve = stream.queued === 0 && stream.sendWindow > 0 && model.sendWindow > 0;
        assert.ok(position === -1 || mayReserve, 'a place is given where the windows are open only');
        const committed = position !== -1 && engine.commitData(real, position + length, end);
        assert.ok(!committed || length <= Math.min(stream.sendWindow, model.sendWindow), 'within the windows');
        if (!committed) engine.sendData(real, new Uint8Array(length), end);
      });
      stream.queued += length;
      stream.endGiven = end;
    },
  ),
);

const ownerSendsTrailers: Kind = some.map((n) =>
  command(
    `owner sends trailers on ${n}`,
    (model) => model.pick(n, weMaySend) !== undefined,
    (model, c) => {
      const stream = model.pick(n, weMaySend)!;
      stream.endGiven = true;
      c.does((engine) => engine.sendHeaders(c.stream(stream.id), ['x', 'y'], true));
    },
  ),
);

const ownerResets: Kind = some.map((n) =>
  command(
    `owner resets ${n}`,
    (model) => model.pick(n) !== undefined,
    (model, c) => {
      const stream = model.pick(n)!;
      stream.reset = true;
      c.does((engine) => engine.resetStream(c.stream(stream.id), 8));
    },
  ),
);

const ownerConsumes: Kind = fc.tuple(some, fc.nat(100)).map(([n, percent]) =>
  command(
    `owner consumes ${percent} % of ${n}`,
    (model) => model.pick(n, (stream) => stream.unconsumed > 0) !== undefined,
    (model, c) => {
      const stream = model.pick(n, (one) => one.unconsumed > 0)!;
      const count = Math.ceil((stream.unconsumed * percent) / 100);
      stream.unconsumed -= count;
      c.does((engine) => engine.consumed(c.stream(stream.id), count));
      model.book(c);
      const returnable = model.ourInitialWindow - stream.receiveWindow - stream.unconsumed;
      if (!stream.theyEnded && model.ourInitialWindow > 0)
        assert.ok(returnable * 2 < model.ourInitialWindow, `half a window lies idle: ${returnable}`);
    },
  ),
);

const ownerSets: Kind = fc.constantFrom(1_000, 30_000, 65_535, 100_000).map((window) =>
  command(
    `owner sets an initial window of ${window}`,
    (model) => model.ourWindowsInFlight.length < 3,
    (model, c) => {
      model.ourWindowsInFlight.push(window);
      c.does((engine) => engine.changeSettings({ initialWindowBytes: window }, c.nowMs));
    },
  ),
);

const peerAcknowledges: Kind = fc.constant(
  command(
    'peer acknowledges',
    (model) => model.ourWindowsInFlight.length > 0,
    (model, c) => {
      model.peerAcknowledges();
      c.send(settingsAck());
    },
  ),
);

const KINDS = [
  opens,
  opens,
  opensTooMany,
  answers,
  answers,
  peerSendsData,
  peerSendsData,
  peerSendsTooMuch,
  peerSendsAfterEnd,
  peerSendsTrailers,
  peerResets,
  peerOpensWindow,
  peerOpensWindow,
  peerSets,
  peerPrioritizes,
  ownerSends,
  ownerSends,
  ownerCommits,
  ownerSendsTrailers,
  ownerResets,
  ownerConsumes,
  ownerConsumes,
  ownerSets,
  peerAcknowledges,
];

describe(`a connection and its model (seed ${SEED}, ${RUNS} runs)`, function () {
  this.timeout(Math.max(30_000, RUNS * 200));
  for (const role of ['client', 'server'] as const) {
    it(`${role}: states, windows and credit are the same after every command`, () => {
      let compared = 0;
      fc.assert(
        fc.property(
          fc.commands(
            KINDS.map((kind) => kind.map((make) => make(role))),
            { maxCommands: 80, size: 'max' },
          ),
          (commands) => {
            fc.modelRun(() => {
              const real = new Conversation(role, 'random 1', { settings: { initialWindowBytes: OUR_WINDOW } });
              const model = new ConnectionModel();
              model.book(real);
              compared++;
              return { model, real };
            }, commands);
          },
        ),
        { seed: SEED, numRuns: RUNS },
      );
      assert.ok(compared >= RUNS);
    });
  }

  it('tells a stream that is over from one that is not', () => {
    const model = new ConnectionModel();
    const stream = model.opened(true, true);
    assert.equal(isOver(stream), false);
    assert.equal(isOver({ ...stream, weEnded: true }), false);
    assert.equal(isOver({ ...stream, weEnded: true, theyEnded: true }), true);
    assert.equal(isOver({ ...stream, reset: true }), true);
  });
});
