import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { appendMetadata, Metadata, type MetadataInit } from '../../../wire/grpc/metadata.js';
import { MetadataError } from '../../../wire/grpc/metadata-grammar.js';

const fieldsOf = (init: MetadataInit | undefined): string[] => {
  const fields: string[] = [];
  appendMetadata(fields, init);
  return fields;
};
const wireOf = (metadata: Metadata): string[] => {
  const fields: string[] = [];
  metadata.appendTo(fields);
  return fields;
};

describe('metadata that is given', () => {
  it('comes from a record: text, bytes, several values, and undefined for none', () => {
    const init = {
      'X-Room': 'a',
      'x-key-bin': Uint8Array.of(1, 2),
      many: ['1', '2'],
      none: undefined,
      'bytes-bin': [Uint8Array.of(0), Uint8Array.of()],
    };
    const expected = ['x-room', 'a', 'x-key-bin', 'AQI', 'many', '1', 'many', '2', 'bytes-bin', 'AA', 'bytes-bin', ''];
    assert.deepEqual(wireOf(new Metadata(init)), expected);
    assert.deepEqual(fieldsOf(init), expected);
    assert.deepEqual(fieldsOf(new Metadata(init)), expected);
    assert.equal(new Metadata(init).size, 6);
  });

  it('comes from another Metadata, as a copy', () => {
    const first = new Metadata({ a: '1' });
    const second = new Metadata(first);
    second.set('a', '2');
    assert.equal(first.get('a'), '1');
    assert.equal(Metadata.from(first), first);
  });

  it('is refused when it is given', () => {
    const wrong: unknown[] = [
      { 'grpc-timeout': '1S' },
      { ':path': '/' },
      { te: 'x' },
      { 'a b': '1' },
      { a: 1 },
      { a: [1] },
      { a: 'ä' },
      { 'a-bin': 'x' },
      { '': 'x' },
      { a: null },
      { a: [['x']] },
    ];
    for (const init of wrong) {
      assert.throws(() => new Metadata(init as MetadataInit), MetadataError);
      assert.throws(() => fieldsOf(init as MetadataInit), MetadataError);
    }
    for (const init of ['a', 5, null, [['a', 'b']]]) {
      assert.throws(() => new Metadata(init as unknown as MetadataInit), TypeError);
    }
  });

  it('takes own properties only, whatever their names', () => {
    const init = Object.create({ inherited: 'x' }) as Record<string, string>;
    Object.defineProperty(init, '__proto__', { value: 'own', enumerable: true });
    init.constructor = 'c' as never;
    const metadata = new Metadata(init);
    assert.deepEqual(wireOf(metadata), ['__proto__', 'own', 'constructor', 'c']);
    assert.equal(metadata.get('__proto__'), 'own');
    assert.equal(metadata.get('toString'), undefined);
    assert.equal(({} as Record<string, unknown>).own, undefined);
  });

  it('is changed by set, add and delete, whatever the case of the name', () => {
    const metadata = new Metadata().set('A', '1').add('a', '2').add('B', 'x');
    assert.deepEqual(metadata.getAll('a'), ['1', '2']);
    assert.equal(metadata.get('A'), '1');
    assert.equal(metadata.has('b'), true);
    metadata.set('a', ['3', '4']);
    assert.deepEqual(
      [...metadata],
      [
        ['b', 'x'],
        ['a', '3'],
        ['a', '4'],
      ],
    );
    assert.equal(metadata.delete('A'), true);
    assert.equal(metadata.delete('a'), false);
    assert.deepEqual([...metadata.entries()], [['b', 'x']]);
    assert.throws(() => metadata.set('b', ['ok', 'not\nok']), MetadataError);
    assert.throws(() => metadata.add('te', 'x'), MetadataError);
    assert.deepEqual([...metadata], [['b', 'x']]);
  });

  it('merges per name: the nearer replaces', () => {
    const far = new Metadata({ a: ['1', '2'], b: '3' });
    assert.deepEqual(
      [...Metadata.merge(far, { A: '9', c: '4' })],
      [
        ['b', '3'],
        ['a', '9'],
        ['c', '4'],
      ],
    );
    assert.equal(Metadata.merge(far, undefined), far);
    assert.equal(Metadata.merge(far, {}), far);
    assert.equal(Metadata.merge(undefined, undefined), Metadata.empty);
    assert.deepEqual([...Metadata.merge(undefined, { a: '1' })], [['a', '1']]);
    assert.deepEqual(
      [...far],
      [
        ['a', '1'],
        ['a', '2'],
        ['b', '3'],
      ],
    );
  });

  it('costs nothing where there is none', () => {
    assert.equal(Metadata.from(undefined), Metadata.empty);
    assert.equal(Metadata.empty.size, 0);
    assert.equal(Metadata.empty.get('a'), undefined);
    assert.throws(() => Metadata.empty.set('a', '1'), /read-only.*new Metadata/);
    assert.throws(() => Metadata.empty.add('a', '1'), /read-only/);
    assert.throws(() => Metadata.empty.delete('a'), /read-only/);
    assert.equal(Metadata.empty.size, 0);
  });
});

describe('metadata that came', () => {
  const came = [
    ':status',
    '200',
    'content-type',
    'application/grpc',
    'grpc-encoding',
    'gzip',
    'x-room',
    'a',
    'grpc-anything',
    'x',
    'x-key-bin',
    'AQI=',
    'x-key-bin',
    'AQID,/w',
    'x-room',
    ' b ',
    'user-agent',
    'me',
  ];
  it('is what is left when the fields of gRPC and HTTP are taken away', () => {
    const metadata = Metadata.fromFields(came);
    assert.deepEqual(metadata.getAll('x-room'), ['a', 'b']);
    assert.deepEqual(
      metadata.getAll('x-key-bin').map((bytes) => [...bytes]),
      [[1, 2], [1, 2, 3], [255]],
    );
    assert.equal(metadata.size, 5);
    for (const name of [':status', 'content-type', 'grpc-encoding', 'grpc-anything', 'user-agent'])
      assert.equal(metadata.has(name), false, name);
  });

  it('may have several bytes values in one field, with white space between them', () => {
    const values = Metadata.fromFields(['k-bin', ' AQ==, Ag ,###,\tAw== ,']).getAll('k-bin');
    assert.deepEqual(
      values.map((bytes) => [...bytes]),
      [[1], [2], [3], []],
    );
  });

  it('begins at an index', () => {
    assert.deepEqual(Metadata.fromFields(['a', '1', 'b', '2'], 2).getAll('a'), []);
    assert.equal(Metadata.fromFields(['a', '1', 'b', '2'], 4).size, 0);
  });

  it('is not parsed before somebody asks, and then once', () => {
    let reads = 0;
    const fields = new Proxy(['a', '1'], {
      get(target, key) {
        reads++;
        return Reflect.get(target, key) as unknown;
      },
    });
    const metadata = Metadata.fromFields(fields);
    assert.equal(reads, 0);
    assert.equal(metadata.get('a'), '1');
    const once = reads;
    assert.equal(metadata.get('a'), '1');
    assert.equal(reads, once);
  });

  it('never raises an error, and what is passed on never does either', () => {
    const odd = [
      'x',
      'gr\u00fcn',
      'y',
      'a\tb',
      'Z',
      'upper',
      'a!b',
      'token',
      'q-bin',
      '###',
      'q-bin',
      'A',
      'ok',
      'yes',
      '',
      'nameless',
      'cut',
    ];
    const metadata = Metadata.fromFields(odd);
    assert.deepEqual([...metadata], [['ok', 'yes']]);
    assert.deepEqual(wireOf(new Metadata(metadata)), ['ok', 'yes']);
  });

  it('passes on anything that came: as a whole, value by value, and as a record', () => {
    const names = fc.oneof(
      fc.constantFrom('a', 'b-bin', 'te', 'grpc-status', ':path', 'A', '__proto__', 'x y'),
      fc.string({ unit: 'binary' }),
    );
    const values = fc.oneof(fc.string({ unit: 'binary' }), fc.base64String(), fc.constantFrom('', ' ', 'AA==', 'AA,BB'));
    fc.assert(
      fc.property(fc.array(fc.tuple(names, values)), (pairs) => {
        const metadata = Metadata.fromFields(pairs.flat());
        const again = new Metadata();
        for (const [name, value] of metadata) again.add(name, value);
        assert.deepEqual(wireOf(again), wireOf(metadata));
        assert.deepEqual([...Metadata.fromFields(wireOf(metadata))], [...metadata]);
        new Metadata(metadata);
      }),
      { seed: 20_119, numRuns: 2000 },
    );
  });

  it('can be changed like any other', () => {
    const metadata = Metadata.fromFields(['a', '1']);
    metadata.add('b', '2');
    assert.deepEqual(wireOf(metadata), ['a', '1', 'b', '2']);
    assert.equal(Metadata.fromFields(['a', '1']).delete('a'), true);
  });
});

describe('metadata that is printed', () => {
  const metadata = new Metadata({
    'x-room': ['a', 'b'],
    'k-bin': Uint8Array.of(1, 2),
    authorization: 'Bearer s3cr3t',
    cookie: 's3cr3t',
    'x-csrf-token': 's3cr3t',
  });

  it('shows names and values, and hides secrets', () => {
    for (const text of [inspect(metadata), inspect({ metadata }), String(metadata), JSON.stringify(metadata)]) {
      assert.ok(text.includes('x-room'), text);
      assert.ok(text.includes('a, b'), text);
      assert.ok(text.includes('AQI'), text);
      assert.ok(text.includes('authorization'), text);
      assert.ok(!text.includes('s3cr3t'), text);
    }
    assert.equal(inspect(new Metadata({ a: '1' })), 'Metadata { a: "1" }');
    assert.equal(inspect(Metadata.empty), 'Metadata {}');
  });
});
