import assert from 'node:assert/strict';
import { importPath, moduleFromRoot } from '../../../../lib/compiler/generator/paths.js';
import { Scope } from '../../../../lib/compiler/generator/scope.js';
import type { MessageType } from '../../../../wire/protobuf/message-type.js';
import * as hostile from '../../../fixtures/gen/hostile.js';
import * as hostile2 from '../../../fixtures/gen/hostile2.js';

describe('names in generated code', () => {
  it('are settled with $ where they clash', () => {
    const names = Object.keys(hostile);
    for (const name of [
      'Order',
      'OrderInit',
      'Map',
      'class$',
      'string$',
      'number$',
      'await$',
      'globalThis$',
      'type$',
      'file',
      'file$',
      'Clash_A_B',
      'Clash_A_B$',
    ]) {
      assert.ok(names.includes(name), name);
    }
  });

  it('leave every message working: it is made, written and read', () => {
    const types = [...Object.values(hostile), ...Object.values(hostile2)].filter(
      (value): value is MessageType<object, object> => typeof value === 'object' && 'encodeNested' in value,
    );
    assert.ok(types.length > 30);
    for (const type of types) {
      const message = type.create();
      assert.deepEqual(type.decode(type.encode(message)), message, type.typeName);
      assert.equal(type.encode({}).length, 0, `${type.typeName}: nothing is found on every object`);
      assert.equal(type.descriptor.typeName, type.typeName);
    }
    assert.equal((globalThis as { broken?: unknown }).broken, undefined);
  });

  it('keep properties apart from those of every object', () => {
    const { constructor$: Odd } = hostile;
    // biome-ignore lint/suspicious/noThenProperty: a field of the schema has this name
    const message = Odd.create({ constructor$: 'a', hasOwnProperty$: 'b', toString$: 'c', then: 'd' });
    assert.deepEqual(Odd.decode(Odd.encode(message)), message);
    assert.ok(String(message), 'toString is still the method');
    assert.deepEqual(Object.keys(hostile.Words), ['UNKNOWN', 'class', '__proto__', 'constructor', 'WORDS_2D']);
    assert.equal(Object.getPrototypeOf(hostile.Words), Object.prototype);
  });

  it('keep map keys apart from prototypes', () => {
    const entries = new Map([
      ['__proto__', {}],
      ['constructor', { double: 1 }],
    ]);
    const read = hostile.Map.decode(hostile.Map.encode({ entries }));
    assert.deepEqual([...read.entries.keys()], ['__proto__', 'constructor']);
    assert.equal(({} as { double?: number }).double, undefined);
    const record = JSON.parse('{"__proto__": "a", "constructor": "b"}') as { [key: string]: string };
    assert.deepEqual(
      [...hostile.Proto.decode(hostile.Proto.encode({ Proto: record })).Proto],
      [
        ['__proto__', 'a'],
        ['constructor', 'b'],
      ],
    );
  });

  it('keep the same field name apart when cases differ', () => {
    const message = hostile.Clash.create({ fooBar: 'a', fooBar$: { case: 'y', value: 'b' }, fooBar$$: { case: 'x', value: 'c' } });
    assert.deepEqual(hostile.Clash.decode(hostile.Clash.encode(message)), message);
  });

  it('let variables of a function meet fields of the same name', () => {
    const message = hostile.Locals.create({
      message: 'a',
      buffer: 'b',
      position: 3,
      depth: 4,
      start: 5,
      end: 6,
      tag: 7,
      stop: 'c',
      unknown: 'd',
      into: 'e',
      element: ['f', 'g'],
      key: { h: 8 },
      value: new Map([['i', 9]]),
      fieldStart: 'j',
      undefined: ['k'],
      arguments: 10,
      eval: 11,
      let: 12,
      yield: 13,
      before: { case: 'inner', value: { end: 14 } },
    });
    assert.deepEqual(hostile.Locals.decode(hostile.Locals.encode(message)), message);
  });

  it('let variables of a function meet imported messages of the same name', () => {
    const message = hostile2.Importer.create({
      a: { start: { depth: 1 } },
      b: [{ key: 'f' }, { key: 'g' }],
      c: { h: { tag: 'i' } },
      d: { case: 'e', value: { key: 'j' } },
    });
    assert.deepEqual(hostile2.Importer.decode(hostile2.Importer.encode(message)), message);
  });

  it('write properties that are numbers', () => {
    const message = hostile.Digits.create({
      '0': 'a',
      '1': [1, 2],
      '2': new Map([['b', { '0': 'c' }]]),
      '3': { case: '4', value: { '0': 'd' } },
    });
    assert.deepEqual(hostile.Digits.decode(hostile.Digits.encode(message)), message);
  });

  it('give methods names that make no client a promise', () => {
    assert.deepEqual(Object.keys(hostile.Odd.methods), ['then$', 'constructor$', 'toString$', 'then$$', 'proto', 'delete', 'class']);
    assert.equal(hostile.Odd.methods.then$$.path, '/hostile.Odd/then');
  });

  it('take an imported type under another name where its own is gone', () => {
    const message = hostile2.Defaults.create({ order: { id: 'ours' }, other: { id: 'theirs' }, init: { order: { id: 'nested' } } });
    const read = hostile2.Defaults.decode(hostile2.Defaults.encode(message));
    assert.deepEqual([read.order?.id, read.other?.id, read.init?.order?.id], ['ours', 'theirs', 'nested']);
    assert.equal(hostile2.Order.typeName, 'hostile2.Order');
  });
});

describe('Scope', () => {
  it('gives each name once, in the function and around it', () => {
    const module = new Scope();
    assert.deepEqual([module.take('a'), module.take('a'), module.take('a')], ['a', 'a$', 'a$$']);
    const inner = new Scope(module);
    inner.reserve(['b']);
    assert.deepEqual([inner.take('a'), inner.take('b'), inner.take('c')], ['a$$$', 'b$', 'c']);
    assert.equal(module.take('c'), 'c', 'what a function calls its own does not reach outside');
  });

  it('takes no word of the language, and no word of TypeScript for a type', () => {
    const scope = new Scope();
    assert.deepEqual([scope.take('class'), scope.take('type'), scope.takeType('number')], ['class$', 'type', 'number$']);
  });
});

describe('import paths', () => {
  it('lead from one generated file to another', () => {
    assert.equal(importPath('a', 'b', 'js'), './b.js');
    assert.equal(importPath('shop/order', 'shop/v1/card', 'ts'), './v1/card.ts');
    assert.equal(importPath('shop/v1/order', 'google/protobuf/any', 'none'), '../../google/protobuf/any');
    assert.equal(importPath('shop/v1/order', 'shop/v2/order', 'js'), '../v2/order.js');
  });

  it('lead to a runtime that is given from the output folder', () => {
    assert.equal(moduleFromRoot('a', './runtime.js'), './runtime.js');
    assert.equal(moduleFromRoot('a/b/c', './runtime.js'), '../../runtime.js');
    assert.equal(moduleFromRoot('a/b', '../runtime.js'), '../../runtime.js');
    assert.equal(moduleFromRoot('a/b', 'barewire/runtime'), 'barewire/runtime');
  });
});
