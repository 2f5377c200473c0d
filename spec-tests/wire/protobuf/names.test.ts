import assert from 'node:assert/strict';
import { camelCase, enumValueKeys, jsonName, methodName, NameScope } from '../../../wire/protobuf/names.js';
import { buildSchema, type } from '../../support/schema.js';

describe('names', () => {
  it('of fields are in lowerCamelCase', () => {
    for (const [name, camel] of [
      ['id', 'id'],
      ['foo_bar', 'fooBar'],
      ['foo_bar_2', 'fooBar2'],
      ['fooBar', 'fooBar'],
      ['foo__bar_', 'fooBar'],
      ['_foo', 'Foo'],
      ['URL', 'URL'],
      ['__proto__', 'Proto'],
      ['_', '_'],
    ] as const) {
      assert.equal(camelCase(name), camel);
    }
    assert.equal(jsonName('_'), '');
    assert.equal(methodName('SayHello'), 'sayHello');
  });

  it('that clash get $ behind them, the first one keeps its own', () => {
    const clash = type(
      ['optional int32 foo_bar = 1', 'optional int32 fooBar = 2', 'optional int32 foo__bar = 3', 'oneof foo_Bar int32 x = 4'],
      {
        syntax: 'proto2',
      },
    );
    assert.deepEqual(Object.keys(clash.create()), ['fooBar', 'fooBar$', 'fooBar$$', 'fooBar$$$']);
    assert.deepEqual(clash.decode(clash.encode({ fooBar$: 5 })).fooBar$, 5);
  });

  it('of methods are neither then nor what every object has', () => {
    const scope = NameScope.forMethods();
    for (const [name, claimed] of [
      ['Then', 'then$'],
      ['Constructor', 'constructor$'],
      ['ToString', 'toString$'],
      ['Start', 'start'],
      ['start', 'start$'],
    ] as const) {
      assert.equal(scope.claim(methodName(name)), claimed);
    }
  });

  it('of enum values lose the enum name where all have it', () => {
    const table: [string, string[], string[]][] = [
      ['Status', ['STATUS_UNSPECIFIED', 'STATUS_OPEN'], ['UNSPECIFIED', 'OPEN']],
      ['FieldPresence', ['FIELD_PRESENCE_UNKNOWN', 'FIELD_PRESENCE_2'], ['UNKNOWN', 'FIELD_PRESENCE_2']],
      ['JSType', ['JS_TYPE_A', 'JSTYPE_B'], ['A', 'B']],
      ['Kind', ['KIND_A', 'OTHER'], ['KIND_A', 'OTHER']],
      ['Foo', ['FOOD', 'FOOT'], ['FOOD', 'FOOT']],
      ['Foo', ['FOO', 'FOO_A'], ['FOO', 'FOO_A']],
      ['E', ['E_a', 'E_A'], ['a', 'A']],
      ['E', ['E___proto__'], ['__proto__']],
      ['E', [], []],
    ];
    for (const [name, values, keys] of table) assert.deepEqual(enumValueKeys(name, values), keys, name);
  });

  it('in descriptors are found by number and by name', () => {
    const [message] = buildSchema({ messages: { M: ['int32 a_b = 7'] } }).messages;
    assert.equal(message!.fieldByNumber(7)?.localName, 'aB');
    assert.equal(message!.fieldByName('a_b')?.number, 7);
    assert.equal(message!.fieldByName('aB'), undefined);
    assert.equal(message!.fieldByName('constructor'), undefined);
  });
});
