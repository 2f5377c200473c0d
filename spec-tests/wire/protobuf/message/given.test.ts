import assert from 'node:assert/strict';
import type { DynamicMessage } from '../../../../wire/protobuf/closures/dynamic.js';
import { fromJson, fromJsonString } from '../../../../wire/protobuf/json/from-json.js';
import { clone } from '../../../../wire/protobuf/message/clone.js';
import { merge } from '../../../../wire/protobuf/message/merge.js';
import { fieldsIn, hasField } from '../../../../wire/protobuf/reflect/field-access.js';
import { fromText } from '../../../../wire/protobuf/text/index.js';
import { fieldMaskApply, fieldMaskMerge } from '../../../../wire/protobuf/well-known/field-mask.js';
import { generatedTypes } from '../../../support/generated.js';
import { type AnyType, buildSchema, toHex, type } from '../../../support/schema.js';

const FIELDS = [
  'int32 evil_number = 1',
  'optional string evil_text = 2',
  'repeated string evil_list = 3',
  'map<string, string> evil_map = 4',
  'M evil_sub = 5',
  'M sub = 6',
  'oneof evil_choice int32 evil_case = 7',
  'oneof choice M picked = 8',
];
const closures = type(FIELDS);
const generated = generatedTypes(buildSchema({ messages: { M: FIELDS } })).M!;

/** Runs while Object.prototype has values for every field of M. */
function polluted(run: () => void): void {
  const added = {
    ...{ evilNumber: 1, evilText: 'x', evilList: ['x'], evilMap: { a: 'x' }, evilSub: {}, evilChoice: { case: 'evilCase', value: 1 } },
    ...{ evil_number: 1, evil_text: 'x', value: 1, case: 'picked', '@type': 'x' },
  };
  const names = Object.keys(added);
  for (const name of names) {
    Object.defineProperty(Object.prototype, name, {
      value: added[name as keyof typeof added],
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  try {
    run();
  } finally {
    for (const name of names) delete (Object.prototype as Record<string, unknown>)[name];
  }
}

describe('what somebody put on Object.prototype', () => {
  for (const [road, M] of Object.entries({ closures, generated }) as [string, AnyType][]) {
    it(`is not copied into a message, through ${road}`, () => {
      const empty = M.create();
      const withSub = M.create({ sub: {} });
      const made: [string, () => DynamicMessage, number][] = [
        ['create', () => M.create({}), 0],
        ['create, nested', () => M.create({ sub: {} }), 2],
        ['create, in a oneof', () => M.create({ choice: {} as never }), 0],
        ['merge', () => merge(M, M.create(), {}), 0],
        ['merge, nested', () => merge(M, M.create(), { sub: {} }), 2],
        ['clone of a partial message', () => clone(M, { sub: {} } as never), 2],
        ['fromJson', () => fromJson(M, {}), 0],
        ['fromJson, nested', () => fromJson(M, { sub: {} }), 2],
        ['fromJsonString', () => fromJsonString(M, '{"sub":{}}'), 2],
        ['fromText', () => fromText(M, 'sub {}'), 2],
        ['decode', () => M.decode(Uint8Array.of(0x32, 0)), 2],
        ['fieldMaskApply', () => fieldMaskApply(M, withSub, { paths: ['sub', 'evil_number', 'evil_case'] }), 2],
        [
          'fieldMaskMerge',
          () =>
            fieldMaskMerge(
              M,
              M.create(),
              { sub: {} },
              { paths: ['sub', 'evil_number', 'evil_text', 'evil_list', 'evil_case', 'evil_sub'] },
            ),
          2,
        ],
      ];
      for (const [how, make, length] of made) {
        let message = empty;
        polluted(() => {
          message = make();
        });
        assert.equal(M.encode(message).length, length, `${how}: ${toHex(M.encode(message))}`);
      }
      polluted(() => {
        assert.deepEqual([...fieldsIn(M, {} as never)], []);
        assert.equal(hasField(M, {} as never, M.descriptor.fieldByName('evil_number')!), false);
      });
    });

    it(`does not hide what a message has itself, through ${road}`, () => {
      polluted(() => {
        const message = M.create({ evilNumber: 5, choice: { case: 'picked', value: { evilText: 'y' } } });
        assert.equal(message.evilNumber, 5);
        assert.equal(toHex(M.encode(message)), '08054203120179');
        assert.equal(toHex(M.encode(clone(M, message))), '08054203120179');
      });
    });
  }

  it('is written by encode, which reads properties as they are', () => {
    polluted(() => {
      assert.equal(toHex(type(['int32 evil_number = 1']).encode({})), '0801');
    });
  });
});

describe('an instance of a class', () => {
  class Order {
    evilNumber = 1;
    get evilText(): string {
      return 'from a getter';
    }
  }
  class Special extends Order {}

  it('may be given as a message, getters of its class too', () => {
    for (const M of [closures, generated]) {
      const expected = M.create({ evilNumber: 1, evilText: 'from a getter' });
      assert.equal(toHex(M.encode(new Special() as never)), toHex(M.encode(expected)));
      assert.deepEqual(M.create(new Special() as never), expected);
      assert.deepEqual(merge(M, M.create(), new Special() as never), expected);
      polluted(() => assert.equal(M.create(new Special() as never).evilText, 'from a getter'));
    }
  });
});
