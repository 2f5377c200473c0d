import assert from 'node:assert/strict';
import { MICROSECONDS, meansTable, PER_SECOND, type Row, ratiosOf } from '../../../bench/codec/rows.js';
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
    assert.equal(ratios['encode/pbf'], 4);
    assert.equal(ratios['encode/protobufjs'], 4);
  });

  it('count time the other way round', () => {
    const ratios = ratiosOf([row('cold-encode/a', 'barewire', 5, MICROSECONDS), row('cold-encode/a', 'pbf', 20, MICROSECONDS)]);
    assert.equal(ratios['cold-encode/a'], 4);
  });

  it('are held against the targets, the worst row by name', () => {
    const single = { 'decode/a': 2, 'decode/a/pbf': 2, 'decode/b': 0.9, 'decode/b/JSON': 3 };
    const verdicts = judge({ decode: 1.4, ...single, 'decode/JSON': 3, 'decode/pbf': 0.5 });
    const texts = verdicts.map(({ text, met }) => `${met ? 'met' : 'missed'} ${text}`);
    assert.deepEqual(texts, [
      'missed decode against the best JavaScript rival of each row, geometric mean',
      'met decode against JSON.parse, geometric mean',
      'missed decode: slower than a JavaScript rival on none (worst: decode/b)',
      'met decode: never far behind JSON (worst: decode/b/JSON)',
    ]);
  });

  it('hold ProtoJSON against protobuf-es alone', () => {
    const rows = ['to-json', 'from-json'].flatMap((operation) => [
      row(`${operation}/a`, 'barewire', 200),
      row(`${operation}/a`, 'protobuf-es', 100),
      row(`${operation}/a`, 'ts-proto', 400),
      row(`${operation}/b`, 'barewire', 450),
      row(`${operation}/b`, 'protobuf-es', 100),
      row(`${operation}/c`, 'barewire', 1),
      row(`${operation}/c`, 'ts-proto', 400),
    ]);
    assert.deepEqual(
      judge(ratiosOf(rows)).map(({ text, measured, met }) => `${met ? 'met' : 'missed'} ${text}: ${measured}`),
      [
        'met printing ProtoJSON against protobuf-es, geometric mean: 3.00',
        'met reading ProtoJSON against protobuf-es, geometric mean: 3.00',
      ],
    );
  });

  it('stand in a table of means, a dash where a contender has no such operation', () => {
    const rows = [
      row('encode/a', 'barewire', 200),
      row('encode/a', 'pbf', 100),
      row('to-text/a', 'barewire', 200),
      row('to-text/a', 'protobuf-es', 50),
      row('all', 'Go', undefined),
    ];
    assert.deepEqual(meansTable(rows, ratiosOf(rows)), {
      head: ['operation', 'pbf', 'protobuf-es', 'best rival'],
      lines: [
        ['encode', '2.00', '-', '2.00'],
        ['to-text', '-', '4.00', '4.00'],
      ],
    });
  });
});
