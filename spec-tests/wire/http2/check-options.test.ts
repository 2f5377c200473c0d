import assert from 'node:assert/strict';
import { Connection, type ConnectionOptions } from '../../../wire/http2/connection.js';
import { RecordingSink } from './support/recording-sink.js';

function create(options: Record<string, unknown>): Connection<string> {
  return new Connection<string>({ role: 'client', ...options } as unknown as ConnectionOptions, new RecordingSink());
}

describe('options of a connection', () => {
  const wrong: readonly (readonly [Record<string, unknown>, RegExp])[] = [
    [{ role: 'proxy' }, /^role: expected 'client' or 'server', got proxy$/],
    [{ role: undefined }, /got undefined$/],
    [{ connectionWindowBytes: 65_534 }, /^connectionWindowBytes: expected an integer of 65535 to 2147483647, got 65534$/],
    [{ connectionWindowBytes: 2 ** 31 }, /got 2147483648$/],
    [{ connectionWindowBytes: Number.NaN }, /got NaN$/],
    [{ connectionWindowBytes: '70000' }, /got 70000$/],
    [{ maxUnconsumedBytes: -1 }, /^maxUnconsumedBytes: expected an integer of 0 to/],
    [{ maxUnconsumedBytes: 0.5 }, /got 0\.5$/],
    [{ maxAdaptiveWindowBytes: 2 ** 31 }, /^maxAdaptiveWindowBytes: expected an integer of 0 to 2147483647, got 2147483648$/],
    [{ settings: { maxFrameBytes: 1 } }, /^settings\.maxFrameBytes: /],
    [{ settings: { enablePush: true } }, /^settings\.enablePush: expected false/],
    [{ settings: { windowBytes: 1 } }, /^settings\.windowBytes: no such setting/],
  ];
  for (const [options, message] of wrong) {
    it(`are refused: ${JSON.stringify(options)}`, () => assert.throws(() => create(options), { name: 'RangeError', message }));
  }

  it('are taken at their ends, and left out', () => {
    create({});
    create({ connectionWindowBytes: 65_535, maxUnconsumedBytes: 0, maxAdaptiveWindowBytes: 0, settings: {} });
    create({ connectionWindowBytes: 2 ** 31 - 1, maxUnconsumedBytes: Number.POSITIVE_INFINITY, maxAdaptiveWindowBytes: 2 ** 31 - 1 });
    create({ connectionWindowBytes: undefined, maxUnconsumedBytes: undefined, settings: { enablePush: false, maxFrameBytes: undefined } });
  });

  it('that change later are looked at too, and then nothing has changed', () => {
    const connection = create({});
    connection.start(0);
    const before = connection.queuedBytes;
    for (const bytes of [0, -1, 2 ** 31, Number.NaN]) assert.throws(() => connection.setConnectionWindow(bytes), RangeError);
    assert.throws(() => connection.changeSettings({ initialWindowBytes: 2 ** 31 }, 0), RangeError);
    assert.equal(connection.queuedBytes, before);
    connection.setConnectionWindow(2 ** 31 - 1);
    assert.equal(connection.queuedBytes, before + 13, 'a WINDOW_UPDATE');
  });
});
