/** Random messages there and back, and bent text: errors of one class, in time that grows with the text. */
import assert from 'node:assert/strict';
import { equals } from '../../../../wire/protobuf/message/equals.js';
import { fromText, TextError, toText } from '../../../../wire/protobuf/text/index.js';
import { generatedTypes } from '../../../support/generated.js';
import { Random } from '../../../support/random.js';
import { randomMessage, randomSchema } from '../../../support/random-schema.js';
import { buildSchema } from '../../../support/schema.js';
import { Kinds, New, Old, registry } from '../../../support/text-schema.js';

const SEED = Number(process.env.BAREWIRE_SEED ?? 20_261_123);
const SCHEMAS = 30;
const MESSAGES = 40;
const TEXTS = 6_000;

const WORDS = [
  ...[
    'int32',
    'string',
    'message',
    'map',
    'key',
    'value',
    'gone',
    'Data',
    'any',
    'open',
    'double',
    'bytes',
    'ints',
    '__proto__',
    'constructor',
  ],
  ...['{', '}', '<', '>', '[', ']', ':', ',', ';', '-', '.', '/', '#', '\n', ' ', '"', "'", '\\', '\0', '\ud800', 'é', '=', '+'],
  ...[
    '0',
    '1',
    '0x',
    '0xff',
    '017',
    '1.5e3',
    '.5f',
    'inf',
    'nan',
    'true',
    '"a"',
    "'\\x'",
    '"\\377"',
    '[x/new.New]',
    '[old.note]',
    '9'.repeat(40),
  ],
];

describe('text format', () => {
  it(`gives every message back, generated and dynamic (seed ${SEED})`, function () {
    this.timeout(60_000);
    const random = new Random(SEED);
    for (let index = 0; index < SCHEMAS; index++) {
      const file = buildSchema(randomSchema(random));
      const generated = generatedTypes(file);
      for (let count = 0; count < MESSAGES; count++) {
        const descriptor = random.pick(file.messages);
        const type = generated[descriptor.name]!;
        const message = type.decode(type.encode(randomMessage(random, descriptor)));
        const options = { singleLine: random.oneIn(2), indent: random.between(0, 5) };
        const text = toText(type, message, options);
        const again = fromText(type, text);
        assert.ok(equals(type, again, message), text);
        assert.equal(toText(type, again, options), text);
        assert.deepEqual(again, fromText(type, bendSpace(random, text)));
      }
    }
  });

  it(`of wrong text gives a TextError and nothing else (seed ${SEED})`, function () {
    this.timeout(60_000);
    const random = new Random(SEED + 1);
    let taken = 0;
    for (let index = 0; index < TEXTS; index++) {
      const type = random.pick([Kinds, New, Old]);
      const text = random.oneIn(2)
        ? Array.from({ length: random.between(0, 12) }, () => random.pick(WORDS)).join(random.oneIn(2) ? ' ' : '')
        : bend(random, random.pick(SAMPLES));
      const options = { registry, merge: random.oneIn(2), ignoreUnknownFields: random.oneIn(2), allowMissingRequired: random.oneIn(2) };
      try {
        const message = fromText(type, text, options);
        taken++;
        assert.ok(
          equals(type, fromText(type, toText(type, message, { registry }), { registry, allowMissingRequired: true }), message),
          text,
        );
      } catch (error) {
        assert.ok(error instanceof TextError, `${JSON.stringify(text)}: ${(error as Error).stack}`);
        assert.ok(error.line >= 1 && error.column >= 1);
      }
    }
    assert.ok(taken > TEXTS / 20, `${taken} taken`);
    assert.equal(Object.getPrototypeOf({}), Object.prototype);
    assert.equal(Object.keys(Object.prototype).length, 0);
  });
});

const SAMPLES = [
  'int32: 1 string: "a\\n\\377" message { ints: [1, 2] map { key: "k" value { } } } double: -1.5e3 open: ONE',
  'any { [x/new.New] { any { [y/t.Kinds] { int32: 0x1F } } } } list [{}, { type_url: "a" }] old { Data { a: 1 } }',
  'color: BLUE [old.note]: "a" [old.numbers]: [1, 2] gone: { a: [1] } MultiWord { a: 1 } [old.more] < color: RED >',
  'text: "\\u00e9\\U0001F600" bytes: \'\\x00\\001\' flag: true',
];

/** White space and comments where they mean nothing: at line ends. */
function bendSpace(random: Random, text: string): string {
  return text.replaceAll('\n', () => random.pick(['\n', ' # "}\n', '\r\n\t', '\n\v\f']));
}

function bend(random: Random, text: string): string {
  let bent = text;
  for (let changes = random.between(1, 4); changes > 0; changes--) {
    const at = random.between(0, bent.length + 1);
    bent = bent.slice(0, at) + (random.oneIn(2) ? random.pick(WORDS) : '') + bent.slice(at + random.between(0, 3));
  }
  return bent;
}
