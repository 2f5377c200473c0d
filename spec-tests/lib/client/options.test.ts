import assert from 'node:assert/strict';
import { OptionError } from '../../../lib/check-options.js';
import { type CallOptions, DEFAULT_CALL_SETTINGS, resolveCallLevel, resolveCallSettings } from '../../../lib/client/options.js';
import { Metadata } from '../../../wire/grpc/metadata.js';

const resolve = (options: unknown, base = DEFAULT_CALL_SETTINGS) => resolveCallSettings('say()', options as CallOptions, base);

describe('options of calls', () => {
  it('are the level above where nothing is said', () => {
    assert.equal(resolve(undefined), DEFAULT_CALL_SETTINGS);
    assert.deepEqual(resolve({}), DEFAULT_CALL_SETTINGS);
    assert.deepEqual(resolve({ timeoutMs: undefined, signal: undefined, metadata: undefined }), DEFAULT_CALL_SETTINGS);
  });

  it('have safe defaults', () => {
    assert.equal(DEFAULT_CALL_SETTINGS.maxReceiveMessageBytes, 4 * 1024 * 1024);
    assert.equal(DEFAULT_CALL_SETTINGS.retryBufferBytes, 256 * 1024);
    assert.equal(DEFAULT_CALL_SETTINGS.waitForReady, false);
    assert.equal(DEFAULT_CALL_SETTINGS.timeoutMs, Number.POSITIVE_INFINITY);
  });

  it('take the nearest level, timeoutMs and deadline as one setting', () => {
    const base = resolve({ timeoutMs: 100, waitForReady: true, maxReceiveMessageBytes: 9 });
    const near = resolve({ deadline: 5_000, maxReceiveMessageBytes: 8 }, base);
    assert.deepEqual(
      [near.timeoutMs, near.deadlineEpochMs, near.waitForReady, near.maxReceiveMessageBytes],
      [Number.POSITIVE_INFINITY, 5_000, true, 8],
    );
    assert.deepEqual(
      [resolve({ timeoutMs: 7 }, near).timeoutMs, resolve({ timeoutMs: 7 }, near).deadlineEpochMs],
      [7, Number.POSITIVE_INFINITY],
    );
    assert.equal(resolve({ deadline: new Date(1234) }).deadlineEpochMs, 1234);
  });

  it('collect the signals of all levels, each once', () => {
    const [a, b] = [new AbortController().signal, new AbortController().signal];
    const base = resolve({ signal: a });
    assert.deepEqual(resolve({ signal: b }, base).signals, [a, b]);
    assert.deepEqual(resolve({ signal: a }, base).signals, [a]);
  });

  it('merge metadata name by name', () => {
    const base = resolveCallLevel('calls', { metadata: { a: '1', b: '2' } }, DEFAULT_CALL_SETTINGS);
    const { metadata } = resolve({ metadata: { b: ['3', '4'] } }, base);
    assert.deepEqual(
      [...(metadata as Metadata)],
      [
        ['a', '1'],
        ['b', '3'],
        ['b', '4'],
      ],
    );
  });

  it('of a level that stays are copied, and refused at once', () => {
    const given = new Metadata({ a: '1' });
    const level = resolveCallLevel('calls', { metadata: given }, DEFAULT_CALL_SETTINGS);
    given.set('a', '2');
    assert.equal((level.metadata as Metadata).get('a'), '1');
    assert.throws(() => resolveCallLevel('calls', { metadata: { ':path': 'x' } }, DEFAULT_CALL_SETTINGS), /calls: .*:path/);
  });

  it('are refused by name, with what came and what would do', () => {
    const cases: [unknown, RegExp][] = [
      [null, /say\(\): options are an object such as \{ timeoutMs: 500 \}; got null/],
      [[], /options are an object/],
      ['500', /options are an object.*got "500"/],
      [{ timeoutms: 5 }, /unknown option "timeoutms", did you mean "timeoutMs"\?/],
      [{ foo: 5 }, /unknown option "foo"; known are timeoutMs, deadline/],
      [{ timeoutMs: '5' }, /timeoutMs is a number of milliseconds.*got "5"/],
      [{ timeoutMs: -1 }, /timeoutMs.*got -1/],
      [{ timeoutMs: Number.NaN }, /timeoutMs.*got NaN/],
      [{ timeoutMs: 5, deadline: 7 }, /timeoutMs and deadline say the same/],
      [{ deadline: new Date(Number.NaN) }, /deadline is a Date.*got an invalid Date/],
      [{ deadline: '2030-01-01' }, /deadline is a Date.*got "2030-01-01"/],
      [{ signal: {} }, /signal is an AbortSignal; got an object/],
      [{ signal: new AbortController() }, /signal is an AbortSignal; got a AbortController/],
      [{ parent: {} }, /parent is the call that a handler was given/],
      [{ waitForReady: 1 }, /waitForReady is true or false; got 1/],
      [{ maxReceiveMessageBytes: 1.5 }, /maxReceiveMessageBytes is a whole number of bytes/],
      [{ maxSendMessageBytes: -1 }, /maxSendMessageBytes/],
      [{ retryBufferBytes: '1' }, /retryBufferBytes/],
    ];
    for (const [options, expected] of cases) {
      assert.throws(
        () => resolve(options),
        (error) => error instanceof OptionError && expected.test(error.message),
        JSON.stringify(options),
      );
    }
  });
});
