/** HEADERS, CONTINUATION, padding, interim responses and trailers (RFC 9113 §4.3, RFC 9113 §6.2, RFC 9113 §6.10, RFC 9113 §8.1). */
import assert from 'node:assert/strict';
import { Conversation, conversation, conversations, converse, GET, OK, POST } from '../support/conversation.js';
import { fieldsText } from '../support/frame-text.js';
import { continuation, data, headers, indexedLiterals, join, literals, priority, settings, Type } from '../support/frames.js';
import { open, opening } from '../support/states.js';

/** The first field section that may come, on stream 1. */
function given(c: Conversation): readonly string[] {
  if (c.role === 'client') open(c);
  return opening(c);
}

const sectionText = (fields: readonly string[]) => `headers 1 ${fieldsText(fields)}`;

describe('field blocks', () => {
  conversations('a block in CONTINUATIONs of every size is one section', (c) => {
    const fields = given(c);
    const block = literals([...fields, 'x', 'y'.repeat(50)]);
    const pieces = Array.from({ length: block.length }, (_, n) => block.subarray(n, n + 1));
    c.send(
      headers(1, [], { block: pieces[0]!, more: true }),
      ...pieces.slice(1, 20).map((piece) => continuation(1, piece, { more: true })),
      continuation(1, new Uint8Array(0), { more: true }),
      continuation(1, block.subarray(20)),
    );
    c.tells('told once, when it is whole', sectionText([...fields, 'x', 'y'.repeat(50)]));
  });

  conversations('END_STREAM of HEADERS counts when its CONTINUATIONs are through', (c) => {
    const fields = given(c);
    const block = literals(fields);
    c.send(headers(1, [], { block: block.subarray(0, 3), more: true, end: true }));
    c.silent('nothing yet');
    c.send(continuation(1, block.subarray(3)));
    c.tells('the section, and the end (RFC 9113 §8.1)', `${sectionText(fields)} END_STREAM`);
  });

  conversations('padding and priority fields are not part of the block', (c) => {
    const fields = given(c);
    c.send(headers(1, fields, { pad: 255, priority: { dependsOn: 0, exclusive: true, weight: 255 } }));
    c.tells('the section alone', sectionText(fields));
  });

  conversations('padding of DATA is not data', (c) => {
    const fields = given(c);
    c.send(headers(1, fields), data(1, 'a', { pad: 0 }), data(1, 'b', { pad: 255 }), data(1, '', { pad: 10, end: true }));
    c.tells('the data alone, with its end', sectionText(fields), 'data 1 "ab" END_STREAM');
  });

  conversations('the dynamic table lasts from block to block, also of streams that were reset', (c) => {
    const first = given(c);
    c.send(headers(1, [], { block: indexedLiterals([...first, 'trace', 'one']) }));
    c.does((engine) => engine.resetStream(c.stream(1), 8));
    c.take();
    // Trailers for the stream that we have reset: discarded, but `late` goes into the table.
    c.send(headers(1, [], { block: indexedLiterals(['late', 'entry']), end: true }));
    c.silent('a stream that was reset is over');
    if (c.role === 'client') c.request(GET, true);
    c.take();
    // 62 is the newest entry, 63 the one before (RFC 7541 §2.3.3).
    c.send(headers(3, [], { block: join(literals(first), Uint8Array.of(0x80 | 62, 0x80 | 63)), end: true }));
    c.tells('both entries are there', `headers 3 ${fieldsText([...first, 'late', 'entry', 'trace', 'one'])} END_STREAM`);
  });

  conversation('server', 'the table takes part in refused and malformed requests too', (c) => {
    c.send(headers(1, [], { block: indexedLiterals([...GET, 'BAD', 'name', 'good', 'entry']), end: true }));
    c.writes('malformed', 'RST_STREAM 1 PROTOCOL_ERROR');
    c.send(headers(3, [], { block: join(literals(GET), Uint8Array.of(0x80 | 62)), end: true }));
    c.tells('its last entry is known', `headers 3 ${fieldsText([...GET, 'good', 'entry'])} END_STREAM`);
  });

  conversation('client', 'any number of interim responses comes before the final one', (c) => {
    c.request(POST, false);
    c.take();
    c.send(headers(1, [':status', '100']), headers(1, [':status', '103', 'link', '</a>']), headers(1, OK, { end: true }));
    c.tells(
      'each as what it is',
      'informational 1 :status=100',
      'informational 1 :status=103 link=</a>',
      'headers 1 :status=200 END_STREAM',
    );
  });

  conversation('server', 'interim responses go out before the final one, which may have trailers alone', (c) => {
    c.send(headers(1, GET, { end: true }));
    c.take();
    c.does((engine) => engine.sendHeaders(c.stream(1), [':status', '103'], false));
    c.writes('at once', 'HEADERS 1 :status=103');
    c.does((engine) => engine.sendHeaders(c.stream(1), OK, false));
    c.does((engine) => engine.sendHeaders(c.stream(1), ['x', 'y'], true));
    c.writes('then the answer', 'HEADERS 1 :status=200', 'HEADERS 1 x=y END_STREAM');
  });

  conversations('trailers may be empty', (c) => {
    const fields = given(c);
    c.send(headers(1, fields), headers(1, [], { end: true }));
    c.tells('the end has come with them', sectionText(fields), 'trailers 1 END_STREAM');
  });

  conversations('a field section that the peer would not take is cut off on this side', (c) => {
    c.send(settings({ MAX_HEADER_LIST_SIZE: 200 }));
    c.take();
    const long = ['x', 'y'.repeat(300)];
    if (c.role === 'client') {
      c.does((engine) => {
        const stream = engine.openStream([...GET, ...long], true, 'user');
        if (stream !== undefined) c.sink.streams.set(stream.id, stream);
      });
      const { frames, lines } = c.take();
      assert.deepEqual(frames, [], 'nothing of it leaves');
      assert.equal(lines.length, 1);
      assert.match(lines[0]!, /^closed \d+ by (?:us|caller): stream \w+, processed no$/, 'certain not to be processed');
    } else {
      c.send(headers(1, GET, { end: true }));
      c.take();
      c.does((engine) => engine.sendHeaders(c.stream(1), [...OK, ...long], true));
      const { frames, lines } = c.take();
      assert.match(frames.join(), /^RST_STREAM 1 \w+$/);
      assert.match(lines.join(), /^closed 1 by (?:us|caller): stream/);
    }
    c.alive('the connection goes on');
  });

  conversations('a long block goes out as HEADERS and CONTINUATIONs, within the peer\u2019s frame size', (c) => {
    const long = Array.from({ length: 40 }, (_, n) => [`field-${n}`, String.fromCharCode(33 + n).repeat(1_000)]).flat();
    if (c.role === 'client') c.request([...GET, ...long], true);
    else {
      c.send(headers(1, GET, { end: true }));
      c.does((engine) => engine.sendHeaders(c.stream(1), [...OK, ...long], true));
    }
    c.take();
    const sent = c.allFrames.find((frame) => frame.type === Type.HEADERS)!;
    assert.ok(sent.continuations >= 1, 'more than one frame');
    assert.match(sent.text, / END_STREAM$/, 'the end stands in HEADERS (RFC 9113 §8.1)');
    assert.deepEqual(sent.fields!.slice(-long.length), long, 'and the fields arrive');
  });

  conversations(
    'a list over the announced size is refused, and the table stays in step',
    (c) => {
      const fields = given(c);
      const large = Array.from({ length: 5 }, () => ['x', 'y'.repeat(10_000)]).flat();
      const block = literals([...fields, ...large]);
      c.send(
        headers(1, [], { block: join(indexedLiterals(['kept', 'in-table']), block.subarray(0, 10_000)), more: true }),
        continuation(1, block.subarray(10_000, 26_000), { more: true }),
        continuation(1, block.subarray(26_000, 42_000), { more: true }),
        continuation(1, block.subarray(42_000)),
      );
      const { frames } = c.take();
      assert.match(frames.join(), /^RST_STREAM 1 \w+$/, 'a stream error');
      if (c.role === 'client') c.request(GET, true);
      c.take();
      c.send(headers(3, [], { block: join(literals(opening(c)), Uint8Array.of(0x80 | 62)), end: true }));
      c.tells('the next knows the entry', `headers 3 ${fieldsText([...opening(c), 'kept', 'in-table'])} END_STREAM`);
    },
    { settings: { maxHeaderListBytes: 16_384 } },
  );

  it('a block without an end does not hold memory without an end', () => {
    for (const role of ['client', 'server'] as const) {
      const c = new Conversation(role, 'whole');
      given(c);
      c.take();
      c.send(headers(1, [], { block: new Uint8Array(16_000).fill(0x41), more: true }));
      for (let n = 0; n < 100 && !c.engine.closed; n++) {
        c.send(continuation(1, new Uint8Array(16_000).fill(0x41), { more: true }));
        assert.ok(c.engine.heldBytes < 1_000_000, `${c.engine.heldBytes} bytes held`);
      }
      c.failed('after at most 1.6 MB of one block', 'ENHANCE_YOUR_CALM');
    }
  });

  it('CONTINUATIONs without a byte come to an end too', () => {
    converse('server', (c) => {
      c.send(headers(1, GET, { more: true }));
      for (let n = 0; n < 1_000 && !c.engine.closed; n++) c.send(continuation(1, new Uint8Array(0), { more: true }));
      c.failed('CVE-2024-27316', 'ENHANCE_YOUR_CALM');
    });
  });

  describe('PRIORITY', () => {
    conversations('is ignored in every state, whatever it says', (c) => {
      c.send(priority(1, 0), priority(3, 1, 255), priority(2, 0), priority(5, 3, 0), priority(0x7fff_ffff, 1));
      c.silent('nothing is made of it (RFC 9113 §5.3.2)');
      assert.equal(c.engine.openStreams, 0);
      c.alive('and nothing is the matter');
    });

    conversations('on an open stream that depends on itself is a stream error', (c) => {
      open(c);
      c.send(priority(1, 1));
      c.writes('PROTOCOL_ERROR, as RFC 7540 §5.3.1 has it', 'RST_STREAM 1 PROTOCOL_ERROR');
      c.tells('and told', 'closed 1 by us: stream PROTOCOL_ERROR, processed maybe');
    });

    conversation('server', 'in HEADERS that depends on itself is a stream error', (c) => {
      c.send(headers(1, GET, { end: true, priority: { dependsOn: 1 } }));
      c.writes('before the request is told', 'RST_STREAM 1 PROTOCOL_ERROR');
      c.silent('it was never announced');
      c.alive('others go on');
    });
  });
});
