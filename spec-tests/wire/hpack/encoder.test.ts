import assert from 'node:assert/strict';
import { type FieldList, HpackDecoder, HpackEncoder, type HpackEncoderOptions, HpackFieldError } from '../../../wire/hpack/index.js';
import { MAX_NAME_RECORDS } from '../../../wire/limits.js';
import { toHex } from '../../support/schema.js';
import { tableOf } from './table-of.js';

/** An encoder with the decoder on the other side. */
class Pair {
  readonly encoder: HpackEncoder;
  readonly decoder = new HpackDecoder({ maxListBytes: 1_000_000 });
  readonly #buffer = new Uint8Array(65_536);

  constructor(options?: HpackEncoderOptions) {
    this.encoder = new HpackEncoder(options);
  }

  /** Sends a list, sees that it comes out as it was and that both tables are the same, and gives the block. */
  send(fields: FieldList, neverIndexed?: ReadonlySet<string>): Uint8Array {
    const end = this.encoder.encode(fields, this.#buffer, 5, neverIndexed);
    const block = this.#buffer.slice(5, end);
    assert.deepEqual(this.decoder.decode(block, 0, block.length), fields);
    assert.deepEqual(tableOf(this.encoder), tableOf(this.decoder));
    return block;
  }

  get names(): string[] {
    return tableOf(this.encoder).fields.map(([name]) => name);
  }
}

const REQUEST: FieldList = [
  ...[':method', 'POST', ':scheme', 'http', ':path', '/helloworld.Greeter/SayHello', ':authority', '127.0.0.1:50051'],
  ...['te', 'trailers', 'content-type', 'application/grpc', 'user-agent', 'barewire/1'],
];

describe('HpackEncoder', () => {
  it('writes nothing for an empty list', () => assert.equal(new Pair().send([]).length, 0));

  it('sends any list again as one byte per field', () => {
    const pair = new Pair();
    pair.send(REQUEST);
    for (let count = 0; count < 5; count++) assert.equal(pair.send([...REQUEST]).length, REQUEST.length / 2);
  });

  it('takes any name and any bytes', () => {
    const all = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)).toString('latin1');
    for (const huffman of [true, false]) {
      const pair = new Pair({ huffman });
      for (const name of ['__proto__', 'constructor', 'x', '', all]) {
        for (const value of ['', 'ÿ', all, '0'.repeat(300), '__proto__']) for (let twice = 0; twice < 2; twice++) pair.send([name, value]);
      }
    }
  });

  it('takes indices and lengths of several bytes', () => {
    const pair = new Pair({ maxTableBytes: 65_536 });
    pair.encoder.setMaxTableBytes(65_536);
    pair.decoder.setMaxTableBytes(65_536);
    const lists = Array.from({ length: 300 }, (_, at) => [`name-${at}`, `value ${at}`]);
    for (const list of lists) pair.send(list);
    for (const list of lists) assert.ok(pair.send(list).length <= 3);
    // 65 entries stand below index 127, the next 128 below 127 + 128.
    assert.equal(pair.send(lists.flat()).length, 65 + 128 * 2 + 107 * 3);
    pair.send(['x-long', 'y'.repeat(40_000)]);
  });

  describe('dynamic table', () => {
    it('takes what repeats, and of what varies one entry for the name', () => {
      const pair = new Pair();
      const varying = ['grpc-timeout', 'traceparent', 'x-request-id', 'x-b3-traceid', 'grpc-trace-bin'];
      let bytes = 0;
      for (let count = 0; count < 500; count++) {
        const fields = [...REQUEST, ...varying.flatMap((name) => [name, `${1_000_000 + count * 7919}`])];
        bytes = pair.send(fields).length;
      }
      for (const name of varying) assert.equal(pair.names.filter((each) => each === name).length, 1, name);
      // Seven indices, and for each value two bytes of name, one of length and itself.
      assert.equal(bytes, 7 + varying.length * (2 + 1 + 7));
    });

    it('is not polluted by a name whose values turn out to vary', () => {
      const pair = new Pair();
      for (let count = 0; count < 500; count++) pair.send([...REQUEST, 'x-anything', `value ${count}`]);
      assert.ok(pair.names.filter((name) => name === 'x-anything').length <= 4);
      assert.ok(pair.names.includes('user-agent'));
      // And takes its value again when it no longer does.
      pair.send([...REQUEST, 'x-anything', 'steady']);
      pair.send([...REQUEST, 'x-anything', 'steady']);
      assert.equal(pair.send([...REQUEST, 'x-anything', 'steady']).length, 8);
    });

    it('is not polluted by values that come again after long', () => {
      const pair = new Pair();
      for (let count = 0; count < 5_000; count++) pair.send([':method', 'POST', 'x-anything', `value ${count % 100}`]);
      assert.ok(pair.names.length <= 4);
    });

    it('takes the methods of a service that are called in turn', () => {
      const pair = new Pair();
      const lists = Array.from({ length: 12 }, (_, at) => [':method', 'POST', ':path', `/shop.Orders/Method${at}`]);
      for (let round = 0; round < 4; round++) for (const list of lists) pair.send(list);
      for (const list of lists) assert.equal(pair.send(list).length, 2);
    });

    it('takes several values of one name that come in turn', () => {
      const pair = new Pair();
      const lists = Array.from({ length: 10 }, (_, at) => ['x-tenant', `tenant ${at}`]);
      for (let round = 0; round < 6; round++) for (const list of lists) pair.send(list);
      for (const list of lists) assert.equal(pair.send(list).length, 1);
    });

    it('has no entry above half its size, and none of varying names above a sixteenth', () => {
      const pair = new Pair();
      for (let twice = 0; twice < 3; twice++) pair.send(['large', 'x'.repeat(2100), 'grpc-message', 'y'.repeat(300)]);
      assert.deepEqual(pair.names, []);
    });

    it('stays within 4,096 bytes however much the peer offers, unless told otherwise', () => {
      const pair = new Pair();
      pair.encoder.setMaxTableBytes(1_000_000);
      pair.decoder.setMaxTableBytes(1_000_000);
      for (let count = 0; count < 500; count++) pair.send([`name-${count}`, 'value']);
      assert.equal(tableOf(pair.encoder).maxBytes, 4096);
    });

    it('evicts while it goes on naming what is left, over many names', () => {
      const pair = new Pair();
      for (let count = 0; count < 5_000; count++) {
        const list = [':method', 'GET', 'steady', 'value', `name-${count % 700}`, 'value', 'x-varying', String(count)];
        pair.send(list);
      }
      const records = pair.encoder['table']['records'] as ReadonlyMap<string, unknown>;
      assert.ok(records.size <= MAX_NAME_RECORDS * 2, `${records.size} names on record`);
    });

    it('and all beside it keep little of long names and values', () => {
      const pair = new Pair();
      for (let count = 0; count < 500; count++) {
        const long = String(count).repeat(700);
        pair.send([`${long}-name`, 'value', 'x-value', long, `x-${count % 60}`, `${count}${'y'.repeat(1500)}`]);
      }
      pair.send(Array.from({ length: 40 }, (_, at) => [`n${at}`, 'y'.repeat(1500)]).flat());
      let characters = 0;
      visit(pair.encoder, (text) => {
        characters += text.length;
      });
      // The table's own 4,096 are seen three times: as entries, and as keys and newest values of the records.
      assert.ok(characters < 3 * 4096 + 20_000, `${characters} characters are kept`);
    });

    it('is not there with maxTableBytes 0', () => {
      const pair = new Pair({ maxTableBytes: 0 });
      assert.equal(toHex(pair.send([':method', 'GET'])), '2082');
      for (let count = 0; count < 3; count++) pair.send(REQUEST);
      assert.deepEqual(pair.names, []);
    });
  });

  describe('secrets', () => {
    const secrets = [
      ...['authorization', 'proxy-authorization', 'cookie', 'set-cookie', 'x-api-key', 'x-goog-api-key', 'apikey', 'x-amz-security-token'],
      ...[
        'x-auth-token',
        'id-token',
        'token',
        'password',
        'x-client-secret',
        'x-goog-iam-authorization-token',
        'session-id',
        'access-token-bin',
      ],
    ];
    for (const name of secrets) {
      it(`${name} is never indexed`, () => {
        const pair = new Pair();
        for (let count = 0; count < 3; count++) {
          pair.send([':path', '/', name, 'Bearer abc']);
          assert.deepEqual([...pair.decoder.neverIndexed!], [name]);
        }
        assert.deepEqual(pair.names, []);
      });
    }

    it('others are', () => {
      for (const name of ['idempotency-key', 'x-tokens-left', 'cookies', 'www-authenticate', 'keyboard']) {
        const pair = new Pair();
        pair.send([name, 'value']);
        assert.equal(pair.decoder.neverIndexed, undefined);
        assert.equal(pair.send([name, 'value']).length, 1);
      }
    });

    it('are what the caller names, though both tables know the field', () => {
      const pair = new Pair();
      const fields = [':method', 'GET', 'x-one', '1'];
      pair.send(fields);
      pair.send(fields);
      const block = pair.send(fields, new Set([':method', 'x-one']));
      assert.deepEqual([...pair.decoder.neverIndexed!], [':method', 'x-one']);
      // ':method' by its static index and GET; 'x-one' by its entry and 1.
      assert.equal(toHex(block), '1203474554' + '1f2f0131');
      assert.equal(pair.send(fields).length, 2);
    });

    it('leave no trace in the encoder', () => {
      const pair = new Pair();
      for (let count = 0; count < 3; count++) pair.send(['authorization', 'hunter2', 'x-one', 'hunter3'], new Set(['x-one']));
      const texts: string[] = [];
      visit(pair.encoder, (text) => texts.push(text));
      assert.ok(texts.includes('x-one') && !texts.includes('hunter2') && !texts.includes('hunter3'));
    });
  });

  describe('Huffman code', () => {
    it('is used where it is shorter: in what is inserted', () => {
      const pair = new Pair();
      assert.equal(toHex(pair.send(['custom-key', 'custom-value'])), '408825a849e95ba97d7f8925a849e95bb8e8b4bf');
      assert.equal(toHex(new Pair().send(['x', '{}'])), '400178' + '027b7d');
    });

    it('and in long values that come once', () => {
      const value = 'a'.repeat(100);
      const secret = new Pair().send(['authorization', value]);
      assert.ok(secret.length < 70);
      assert.ok(new Pair({ huffman: false }).send(['authorization', value]).length > 100);
    });
  });

  describe('size updates', () => {
    it('open the next block', () => {
      const pair = new Pair();
      pair.send(REQUEST);
      pair.encoder.setMaxTableBytes(100);
      pair.decoder.setMaxTableBytes(100);
      assert.equal(toHex(pair.send([':method', 'GET'])), '3f4582');
      assert.equal(toHex(pair.send([':method', 'GET'])), '82');
    });

    it('are two where the setting was lowered and raised (RFC 7541 §4.2)', () => {
      const pair = new Pair();
      pair.send(REQUEST);
      for (const bytes of [100, 0, 2000, 1000]) {
        pair.encoder.setMaxTableBytes(bytes);
        pair.decoder.setMaxTableBytes(bytes);
      }
      assert.equal(toHex(pair.send([':method', 'GET'])), `20${'3fc907'}82`);
      assert.equal(tableOf(pair.decoder).maxBytes, 1000);
      for (let count = 0; count < 3; count++) pair.send(REQUEST);
    });

    it('are none where nothing changes', () => {
      const pair = new Pair();
      pair.encoder.setMaxTableBytes(4096);
      pair.encoder.setMaxTableBytes(65_536);
      assert.equal(toHex(pair.send([':method', 'GET'])), '82');
    });

    it('come with the first block where maxTableBytes is small', () => {
      const pair = new Pair({ maxTableBytes: 100 });
      assert.equal(toHex(pair.send([':method', 'GET'])), '3f4582');
    });
  });

  describe('a buffer that is too small', () => {
    const lists: readonly FieldList[] = [
      [],
      [':method', 'GET'],
      REQUEST,
      ['authorization', 'x'.repeat(100)],
      ['x-one', 'y'.repeat(3000), 'x-two', 'z'.repeat(10)],
      [...REQUEST, 'grpc-timeout', '1S'],
    ];
    it('is told its length, and nothing has changed', () => {
      for (const fields of lists) {
        for (const warm of [0, 1, 2]) {
          const fresh = () => {
            const encoder = new HpackEncoder();
            encoder.setMaxTableBytes(1000);
            const buffer = new Uint8Array(8192);
            for (let count = 0; count < warm; count++) encoder.encode(REQUEST, buffer, 0);
            return encoder;
          };
          const expected = new Uint8Array(8192);
          const end = fresh().encode(fields, expected, 0);
          const encoder = fresh();
          let refused = 0;
          let length = 0;
          for (;;) {
            const buffer = new Uint8Array(length);
            const position = encoder.encode(fields, buffer, 0);
            if (position > length) {
              refused++;
              length = Math.min(position, length + 7);
              assert.ok(refused < 1000);
              continue;
            }
            assert.equal(toHex(buffer.subarray(0, position)), toHex(expected.subarray(0, end)));
            break;
          }
          assert.ok(refused > 0);
        }
      }
    });

    it('of the length told is enough', () => {
      for (const fields of lists) {
        const encoder = new HpackEncoder();
        const length = encoder.encode(fields, new Uint8Array(3), 3);
        assert.ok(length > 3);
        assert.ok(encoder.encode(fields, new Uint8Array(length), 3) <= length);
      }
    });

    it('makes no value one that comes twice', () => {
      const pair = new Pair();
      for (let count = 0; count < 10; count++) pair.send(['x-varying', String(count)]);
      const before = tableOf(pair.encoder).fields.length;
      pair.encoder.encode(['x-varying', 'new', ':method', 'GET'], new Uint8Array(10), 0);
      pair.send(['x-varying', 'new', ':method', 'GET']);
      assert.equal(tableOf(pair.encoder).fields.length, before);
    });
  });

  describe('a character above U+00FF', () => {
    const wrong: readonly (readonly [what: string, fields: FieldList, name: string])[] = [
      ['in a value', ['x-one', '€'], 'x-one'],
      ['in a long value', ['x-one', `${'a'.repeat(100)}Ā`], 'x-one'],
      ['in a name', ['x-€', '1'], 'x-€'],
      ['behind a field that would be inserted', ['x-new', 'value', 'x-one', '€'], 'x-one'],
      ['in a secret', ['x-new', 'value', 'authorization', '€'], 'authorization'],
      ['in a value that is never inserted', ['grpc-timeout', '€', 'x-new', 'value'], 'grpc-timeout'],
      ['in a long secret', ['authorization', `${'a'.repeat(100)}Ā`], 'authorization'],
    ];
    for (const [what, fields, name] of wrong) {
      it(`${what}: a typed error that names the field, and nothing has changed`, () => {
        for (const huffman of [true, false]) {
          const pair = new Pair({ huffman });
          pair.send(REQUEST);
          pair.encoder.setMaxTableBytes(2000);
          pair.decoder.setMaxTableBytes(2000);
          assert.throws(
            () => pair.encoder.encode(fields, new Uint8Array(4096), 0),
            (error: unknown) => {
              assert.ok(error instanceof HpackFieldError);
              assert.equal(error.fieldName, name);
              assert.equal(error.code, 'ERR_BAREWIRE_HPACK_FIELD');
              return true;
            },
          );
          // The size update is still to come, and both tables are the same.
          assert.equal(toHex(pair.send([...REQUEST])).slice(0, 6), '3fb10f');
        }
      });
    }
  });

  describe('what is no field', () => {
    const wrong: readonly (readonly [what: string, fields: unknown[], name: string])[] = [
      ['a name without a value', [':method', 'GET', 'x-one'], 'x-one'],
      ['a number as value', ['x-one', 1], 'x-one'],
      ['a number as name', [1, 'x-one'], '1'],
      ['null behind a field that would be inserted', ['x-new', 'value', 'x-one', null], 'x-one'],
      ['undefined as a secret', ['authorization', undefined], 'authorization'],
    ];
    for (const [what, fields, name] of wrong) {
      it(`${what}: a typed error, whatever the room, and nothing has changed`, () => {
        const pair = new Pair();
        for (const room of [0, 60, 100, 1000]) {
          assert.throws(
            () => pair.encoder.encode(fields as string[], new Uint8Array(room), 0),
            (error: unknown) => error instanceof HpackFieldError && error.fieldName === name,
          );
        }
        pair.send(REQUEST);
      });
    }
  });

  it('refuses options that cannot be', () => {
    for (const maxTableBytes of [-1, 1.5, Number.NaN, 2 ** 31]) {
      assert.throws(() => new HpackEncoder({ maxTableBytes }), RangeError);
      assert.throws(() => new HpackDecoder({ maxTableBytes, maxListBytes: 1 }), RangeError);
    }
    for (const maxListBytes of [-1, Number.NaN]) assert.throws(() => new HpackDecoder({ maxListBytes }), RangeError);
  });

  it('keeps no list, so that one that is changed is sent as it is now', () => {
    const pair = new Pair();
    const fields = [...REQUEST];
    for (let count = 0; count < 4; count++) {
      pair.send(fields);
      fields[5] = `/changed/${count}`;
      fields[12] = `x-changed-${count}`;
    }
  });

  it('headers and trailers in turn cost one byte per field, each', () => {
    const pair = new Pair();
    const headers = [':status', '200', 'content-type', 'application/grpc', 'grpc-encoding', 'identity'];
    const trailers = ['grpc-status', '0', 'grpc-message', ''];
    pair.send(headers);
    pair.send(trailers);
    for (let count = 0; count < 10; count++) {
      assert.equal(pair.send(headers).length, 3);
      assert.equal(pair.send(trailers).length, 2);
    }
  });
});

/** Every string inside `root`. */
function visit(root: unknown, found: (text: string) => void, seen = new Set<unknown>()): void {
  if (typeof root === 'string') found(root);
  if (typeof root !== 'object' || root === null || seen.has(root) || ArrayBuffer.isView(root)) return;
  seen.add(root);
  const inside: unknown[] = root instanceof Map ? [...root.keys(), ...root.values()] : Object.values(root);
  for (const one of inside) visit(one, found, seen);
}
