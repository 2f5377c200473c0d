import assert from 'node:assert/strict';
import { MICROSECONDS, PER_SECOND, type Row, ratiosOf } from '../../../bench/codec/rows.js';
import { judge } from '../../../bench/codec/targets.js';

function row(benchCase: string, peer: string, value: number | undefined, unit: string = PER_SECOND): Row {
  return { case: benchCase, peer, value, unit, spread: 0 };
}

describe('ratios of the codec bench', () => {
  it('hold barewire against the best JavaScript rival of each row', () => {
    const ratios = ratiosOf([
      row('encode/a', 'barewire', 200),
      row('encode/a', 'protobufjs', 100),
      row('encode/a', 'pbf', 50),
      row('encode/a', 'JSON', 400),
      row('encode-decoded/a', 'barewire', 80),
      row('encode-decoded/a', 'protobufjs', 10),
      row('encode/b', 'barewire', undefined),
    ]);
    assert.equal(ratios['encode/a/pbf'], 4);
    assert.equal(ratios['encode/a'], 2);
    assert.equal(ratios['encode-decoded/a'], 8);
    assert.equal(ratios['encode'], 4);
    assert.equal(ratios['encode/JSON'], 0.5);
  });

  it('count time the other way round', () => {
    const ratios = ratiosOf([row('cold-encode/a', 'barewire', 5, MICROSECONDS), row('cold-encode/a', 'pbf', 20, MICROSECONDS)]);
    assert.equal(ratios['cold-encode/a'], 4);
  });

  it('are held against the targets, the worst row by name', () => {
    const verdicts = judge({ decode: 1.4, 'decode/a': 2, 'decode/b': 0.9, 'decode/b/JSON': 3, 'decode/JSON': 3 });
    const texts = verdicts.map(({ text, met }) => `${met ? 'met' : 'missed'} ${text}`);
    assert.deepEqual(texts, [
      'missed decode against the best JavaScript rival of each row, geometric mean',
      'met decode against JSON.parse, geometric mean',
      'missed decode: slower than a JavaScript rival on none (worst: decode/b)',
      'met decode: never far behind JSON (worst: decode/b/JSON)',
    ]);
  });
});
