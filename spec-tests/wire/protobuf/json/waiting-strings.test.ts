/** Strings of every length and kind in JSON text, beside what `JSON.stringify` makes of them: which way each is printed is nobody's business. */
import assert from 'node:assert/strict';
import { JsonError } from '../../../../wire/protobuf/json/errors.js';
import { toJsonString } from '../../../../wire/protobuf/json/to-json.js';
import { Random } from '../../../support/random.js';
import { type } from '../../../support/schema.js';

const SEED = Number(process.env.BAREWIRE_SEED ?? 20_261_123);
const M = type(['repeated string list = 1', 'M child = 2', 'string single = 3', 'map<string, string> map = 4', 'int32 number = 5']);

function printed(value: object): void {
  assert.equal(toJsonString(M, M.create(value as never)), JSON.stringify(value));
}

/** Lengths around those at which another way is taken. */
const LENGTHS = [1, 2, 3, 4, 5, 7, 8, 19, 20, 21, 22, 23, 24, 25, 55, 56, 57, 58, 199, 200, 201, 202, 1000];

describe('strings in JSON text', () => {
  it('are those of JSON.stringify, with each special character at each end and in the middle', () => {
    for (const length of LENGTHS) {
      for (const special of [
        '',
        '"',
        '\\',
        '\u0000',
        '\u001f',
        '\n',
        ' ',
        '!',
        '#',
        '[',
        ']',
        '\u007f',
        '\u0080',
        '¢',
        'Ü',
        'ÿ',
        'Ā',
        '€',
        '☂',
        '𝄞',
      ]) {
        for (const at of [0, length >> 1, length - 1]) {
          const text = 'x'.repeat(at) + special + 'y'.repeat(length - at - 1);
          printed({ single: `a${text}` });
          printed({
            list: [text],
            child: { list: ['z'.repeat(60), text, 'z'.repeat(60)], single: `${text}b` },
            single: 'plain and of no length',
          });
          printed({ map: { [text]: text, [`${text}2`]: 'v' } });
        }
      }
    }
  });

  it('tell each byte that must be escaped from those beside it', () => {
    for (let first = 0; first < 256; first++) {
      const texts = Array.from({ length: 256 }, (_, second) => `${'a'.repeat(20 + (second & 3))}${String.fromCharCode(first, second)}bcd`);
      printed({ list: ['a string that makes those behind it wait ...', ...texts], single: texts[255] });
    }
  });

  it(`stand in their order, in 500 random messages (seed ${SEED})`, () => {
    const random = new Random(SEED);
    const text = (kinds: readonly string[]): string => {
      const length = random.pick([...LENGTHS, random.between(0, 300), random.between(20, 60)]);
      return Array.from({ length }, () => (random.oneIn(30) ? random.pick(kinds) : 'a')).join('');
    };
    for (let index = 0; index < 500; index++) {
      const kinds = random.pick([['a'], ['"', 'b'], ['é', 'b'], ['€', 'b'], ['€', '"', '\n', '𝄞', 'ÿ']]);
      const message = (level: number): object => ({
        list: Array.from({ length: random.between(1, level === 0 ? 60 : 4) }, () => text(kinds)),
        ...(level < 3 ? { child: message(level + 1) } : {}),
        single: `s${text(kinds)}`,
        map: { [`k${text(kinds)}`]: text(kinds), '€': text(kinds) },
        number: 5,
      });
      printed(message(0));
    }
  });

  it('print the same whatever was printed, or not printed, before', () => {
    const wide = { list: ['y'.repeat(30)], single: `€${'x'.repeat(30)}` };
    const value = { list: ['a'.repeat(30), `b€${'b'.repeat(30)}`, 'c"'.repeat(15)], single: 'd'.repeat(100) };
    printed(value);
    for (let index = 0; index < 3; index++) printed(wide);
    printed(value);
    assert.throws(() => toJsonString(M, { ...M.create(value), number: 'x' } as never), JsonError);
    printed(value);
    printed({ number: 1 });
    printed(value);
  });

  it('with a lone surrogate are refused with their place, the first fault first', () => {
    const good = ['a'.repeat(30), 'b'.repeat(300), '€'.repeat(30)];
    for (const length of LENGTHS) {
      for (const surrogate of ['\ud800', '\udc00']) {
        const bad = 'x'.repeat(length - 1) + surrogate;
        for (const [value, path] of [
          [{ single: bad }, 'm.single'],
          [{ list: [...good, bad] }, 'm.list[3]'],
          [{ list: [...good, bad, '\udc00'.repeat(length)] }, 'm.list[3]'],
          [{ list: good, child: { list: [...good, ...good, bad, ...good] } }, 'm.child.list[6]'],
          [{ child: { single: bad }, number: 'not even looked at' }, 'm.child.single'],
          [{ list: [bad, '\udc00\ud800'] }, 'm.list[0]'],
        ] as const) {
          const message = M.create(JSON.parse('{}') as never);
          Object.assign(message, { ...value, ...('child' in value ? { child: Object.assign(M.create({}), value.child) } : {}) });
          assert.throws(
            () => toJsonString(M, message),
            (error: JsonError) => error instanceof JsonError && error.path === path && /lone surrogate/.test(error.reason),
            `${length} ${JSON.stringify(surrogate)} ${path}`,
          );
        }
      }
    }
  });
});
