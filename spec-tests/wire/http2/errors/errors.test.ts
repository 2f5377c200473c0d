/** Each rule of RFC 9113 that names an error, broken: the error has the code and the scope that the rule names (RFC 9113 §5.4). */
import assert from 'node:assert/strict';
import { type Conversation, converse, GET, OK } from '../support/conversation.js';
import { headers } from '../support/frames.js';
import { connectionRules } from './connection.js';
import { framesRules } from './frames.js';
import { messagesRules } from './messages.js';
import { SECTIONS } from './rule.js';
import { streamsRules } from './streams.js';

const rules = [...connectionRules, ...streamsRules, ...framesRules, ...messagesRules];

describe('the errors of RFC 9113', () => {
  for (const rule of rules) {
    describe(`RFC 9113 §${rule.section}: ${rule.says}`, () => {
      it('has a scenario', () => assert.ok(rule.rows.length > 0));
      for (const row of rule.rows) {
        for (const role of row.roles ?? (['client', 'server'] as const)) {
          const outcome = row.scope === 'none' ? 'no error' : `${row.scope} error ${row.code}`;
          it(`${role}: ${row.when}: ${outcome}`, () =>
            converse(
              role,
              (c) => {
                row.given?.(c);
                c.take();
                row.act(c);
                if (row.scope === 'connection') c.failed(row.when, row.code!);
                else if (row.scope === 'stream') streamError(c, row.when, row.stream ?? 1, row.code!, row.overBefore ?? false);
                else noError(c, row.when);
              },
              row.options ?? {},
            ));
        }
      }
    });
  }

  it('stand in every section that names one', () => {
    const missing = SECTIONS.filter((section) => !rules.some((rule) => rule.section === section));
    assert.deepEqual(missing, []);
  });

  it('are told once each', () => {
    const names = rules.map(({ section, says }) => `${section}: ${says}`);
    assert.deepEqual(names, [...new Set(names)]);
  });
});

/** One RST_STREAM, told once where the stream had been announced; everything else goes on. */
function streamError(c: Conversation, why: string, id: number, code: string, overBefore: boolean): void {
  const { frames, lines } = c.take();
  const resets = frames.filter((line) => line.startsWith('RST_STREAM'));
  assert.deepEqual(resets, [`RST_STREAM ${id} ${code}`], why);
  assert.ok(!frames.some((line) => line.startsWith('GOAWAY')), `${why}: no GOAWAY`);
  const ends = lines.filter((line) => line.startsWith('closed'));
  const announced = c.sink.streams.has(id) && !overBefore;
  assert.deepEqual(ends, announced ? [`closed ${id} by us: stream ${code}, processed maybe`] : [], why);
  goesOn(c, why);
}

function noError(c: Conversation, why: string): void {
  const { frames } = c.take();
  assert.ok(!frames.some((line) => /^GOAWAY|^RST_STREAM/.test(line)), `${why}: no error, got ${JSON.stringify(frames)}`);
  goesOn(c, why);
}

/** PINGs and further streams are served. */
function goesOn(c: Conversation, why: string): void {
  c.alive(why);
  if (c.role === 'server') {
    c.send(headers(101, GET, { end: true }));
    c.does((engine) => engine.sendHeaders(c.stream(101), OK, true));
    c.writes(`${why}: another stream is answered`, 'HEADERS 101 :status=200 END_STREAM');
  } else {
    const next = c.request(GET, true);
    c.take();
    c.send(headers(next.id, OK, { end: true }));
    c.tells(`${why}: another stream has its answer`, `headers ${next.id} :status=200 END_STREAM`);
  }
}
