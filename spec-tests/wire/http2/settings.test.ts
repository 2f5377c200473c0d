import assert from 'node:assert/strict';
import { applySettings, checkSettings, INITIAL_SETTINGS, LocalSettings, type Settings } from '../../../wire/http2/settings.js';
import { assertViolation } from '../../support/violation.js';

describe('the settings of the peer', () => {
  it('hold at once, the last of each, in the order of the frame (RFC 9113 §6.5.3)', () => {
    const settings = applySettings(INITIAL_SETTINGS, [1, 0, 2, 0, 3, 100, 4, 0, 5, 32_768, 6, 8_192, 4, 1_000], 'server');
    assert.deepEqual(settings, {
      headerTableBytes: 0,
      enablePush: false,
      maxConcurrentStreams: 100,
      initialWindowBytes: 1_000,
      maxFrameBytes: 32_768,
      maxHeaderListBytes: 8_192,
    });
    assert.deepEqual(applySettings(settings, [3, 0], 'server'), { ...settings, maxConcurrentStreams: 0 });
    assert.deepEqual(applySettings(settings, [], 'server'), settings);
    assert.deepEqual(INITIAL_SETTINGS.initialWindowBytes, 65_535);
  });

  it('with ENABLE_PUSH 1 come from a client only (RFC 9113 §6.5.2)', () => {
    assert.equal(applySettings(INITIAL_SETTINGS, [2, 1], 'server').enablePush, true);
    assert.equal(applySettings(INITIAL_SETTINGS, [2, 0], 'client').enablePush, false);
    assertViolation(() => applySettings(INITIAL_SETTINGS, [2, 1], 'client'), 'connection', 'PROTOCOL_ERROR', 'RFC 9113 §6.5.2');
  });
});

describe('our settings', () => {
  it('are announced where they differ from the initial values', () => {
    assert.deepEqual(new LocalSettings().announce({}), []);
    assert.deepEqual(new LocalSettings().announce({ ...INITIAL_SETTINGS, enablePush: false }), [2, 0]);
    const all = {
      headerTableBytes: 0,
      enablePush: false,
      maxConcurrentStreams: 100,
      initialWindowBytes: 1 << 20,
      maxFrameBytes: 1 << 16,
      maxHeaderListBytes: 16_384,
    };
    assert.deepEqual(new LocalSettings().announce(all), [1, 0, 2, 0, 3, 100, 4, 1 << 20, 5, 1 << 16, 6, 16_384]);
  });

  it('hold when the ACK has come, frame by frame, in order', () => {
    const local = new LocalSettings();
    assert.deepEqual(local.announce({ initialWindowBytes: 1_000 }), [4, 1_000]);
    assert.deepEqual(local.announce({ maxConcurrentStreams: 5 }), [3, 5]);
    assert.deepEqual(local.announce({ initialWindowBytes: 65_535 }), [4, 65_535], 'back to the initial value is a change too');
    assert.equal(local.unacknowledged, 3);
    assert.equal(local.applied, INITIAL_SETTINGS);
    assert.equal(local.acknowledge().initialWindowBytes, 1_000);
    assert.equal(local.applied.maxConcurrentStreams, Number.POSITIVE_INFINITY);
    assert.equal(local.acknowledge().maxConcurrentStreams, 5);
    assert.equal(local.applied.initialWindowBytes, 1_000);
    assert.equal(local.acknowledge().initialWindowBytes, 65_535);
    assert.equal(local.unacknowledged, 0);
    assert.deepEqual(local.applied, local.announced);
  });

  it('leave out what was not given', () => {
    const changes: Partial<Settings> = { maxFrameBytes: 20_000 };
    assert.deepEqual(new LocalSettings().announce(JSON.parse(JSON.stringify(changes))), [5, 20_000]);
    const undefinedToo = { maxFrameBytes: 20_000, headerTableBytes: undefined } as unknown as Partial<Settings>;
    assert.deepEqual(new LocalSettings().announce(undefinedToo), [5, 20_000]);
  });

  it('that have no limit any more say the largest', () => {
    const local = new LocalSettings();
    local.announce({ maxConcurrentStreams: 1, maxHeaderListBytes: 1 });
    const infinite = { maxConcurrentStreams: Number.POSITIVE_INFINITY, maxHeaderListBytes: Number.POSITIVE_INFINITY };
    assert.deepEqual(local.announce(infinite), [3, 0xffff_ffff, 6, 0xffff_ffff]);
  });

  it('with an ACK that nothing waits for are an error of the connection', () => {
    const local = new LocalSettings();
    local.announce({});
    local.acknowledge();
    assertViolation(() => local.acknowledge(), 'connection', 'PROTOCOL_ERROR', 'RFC 9113 §6.5.3');
  });

  const wrong: readonly (readonly [Record<string, unknown>, RegExp])[] = [
    [{ headerTableBytes: -1 }, /^settings\.headerTableBytes: expected an integer of 0 to 4294967295, got -1$/],
    [{ headerTableBytes: Number.POSITIVE_INFINITY }, /got Infinity/],
    [{ initialWindowBytes: 2 ** 31 }, /^settings\.initialWindowBytes: expected an integer of 0 to 2147483647, got 2147483648$/],
    [{ initialWindowBytes: 1.5 }, /got 1\.5/],
    [{ initialWindowBytes: Number.NaN }, /got NaN/],
    [{ initialWindowBytes: '1' }, /got 1$/],
    [{ maxFrameBytes: 16_383 }, /^settings\.maxFrameBytes: expected an integer of 16384 to 16777215, got 16383$/],
    [{ maxFrameBytes: 2 ** 24 }, /got 16777216/],
    [{ maxConcurrentStreams: -1 }, /or Infinity, got -1/],
    [{ maxHeaderListBytes: null }, /got null/],
    [{ enablePush: true }, /^settings\.enablePush: expected false, got true/],
    [{ maxframebytes: 1 }, /^settings\.maxframebytes: no such setting; there are headerTableBytes, /],
    [{ constructor: 1 }, /no such setting/],
  ];
  for (const [settings, message] of wrong) {
    it(`are refused: ${Object.entries(settings)[0]!.map(String).join(' ')}`, () => {
      assert.throws(() => checkSettings(settings as Partial<Settings>), { name: 'RangeError', message });
      const local = new LocalSettings();
      assert.throws(() => local.announce(settings as Partial<Settings>), RangeError);
      assert.equal(local.unacknowledged, 0);
    });
  }
});
